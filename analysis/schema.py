"""The nouns of the project, and the one table, PASSAGES, in which a scored article ends.

Places in a text are frozen dataclasses; rows with numbers are DataFrames. All offsets are half-open character offsets into Article.text.
"""

import dataclasses
import datetime
import enum
import re

import pandas as pd


class Capacity(enum.StrEnum):
    """In which capacity a person speaks in a case (domain rules: README, "Labels")."""

    ACCUSED = "accused"
    ACCUSED_REP = "accused_rep"
    VICTIM = "victim"
    VICTIM_REP = "victim_rep"
    THIRD_PARTY_CRITIC = "third_party_critic"
    SUPPORTER = "supporter"
    OFFICIAL = "official"
    OUTLET = "outlet"
    PUBLIC = "public"

    @property
    def side(self) -> str:
        """'accused', 'harmed' or 'other': the three sides that the charts show."""
        return {"accused": "accused", "accused_rep": "accused", "victim": "harmed", "victim_rep": "harmed"}.get(self.value, "other")


class Role(enum.StrEnum):
    """What a quote does. `coarse` gives the eight classes of the charts."""

    APOLOGY = "apology"
    JUSTIFICATION = "justification"
    DENIAL = "denial"
    CORRECTIVE_ACTION = "corrective_action"
    HARM_ACCOUNT = "harm_account"
    CRITICISM = "criticism"
    ACCOUNTABILITY_DEMAND = "accountability_demand"
    ACCEPTANCE = "acceptance"
    SUPPORT_FOR_VICTIM = "support_for_victim"
    SUPPORT_FOR_ACCUSED = "support_for_accused"
    OFFENCE_QUOTE = "offence_quote"
    NEUTRAL = "neutral"

    @property
    def coarse(self) -> "Role":
        """One of the eight coarse roles (role8)."""
        if self in (Role.CORRECTIVE_ACTION, Role.OFFENCE_QUOTE):
            return Role.NEUTRAL
        if self in (Role.HARM_ACCOUNT, Role.ACCOUNTABILITY_DEMAND):
            return Role.CRITICISM
        return self


COMPONENTS = ("regret", "explanation", "responsibility", "repentance", "repair", "forgiveness_request")
"""Apology components (Lewicki, Polin & Lount 2016)."""

FLAGS = (
    "conditional", "feelings_not_act", "passive_no_agent", "blame_shift", "minimising", "intent_defence", "vague_offence",
    "vague_addressee", "wrong_offence", "attack_accuser", "deflection",
)  # fmt: skip
"""What weakens an apology (Lazare 2004; Kampf 2009; Trosborg 1995)."""


VERSION = "0.2.0"
"""Of the tool, as manifests say it."""

MEASURES = {"polarity": "Sentiment of the words", "stance": "Stance toward the other side"}
"""The two numbers of a quote that charts show, -1 to 1, and what they are called."""


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article: its number from 0 and its place."""

    index: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """An article as read: `text` is the whole repaired file, headline line included; the paragraphs exclude the headline line."""

    id: str
    headline: str
    published: datetime.date | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    fictional: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the results must know: a file or stretch that could not be read as usual."""

    article_id: str | None
    message: str
    start: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks that somebody said. `outer_start` and `outer_end` include the marks; `utterance` numbers the
    utterances of an article from 0 and joins the pieces of a split or continued one."""

    paragraph: int
    start: int
    end: int
    text: str
    outer_start: int
    outer_end: int
    utterance: int
    continues: bool = False  # a reopened mark: the same quotation as in the paragraph before

    @property
    def own_words(self) -> str:
        """The words without nested quotations (somebody else's words) and with straight apostrophes: what rules over wording read."""
        text = re.sub(r"(?<!\w)[\u2018'\"\u201c](?=\w)[^\u2018\u201c\n]{2,160}?(?<=[\w.,!?])[\u2019'\"\u201d](?!\w)", " ", self.text)
        return text.replace("\u2019", "'")


@dataclasses.dataclass(frozen=True, slots=True)
class NonSpeech:
    """Words between quotation marks that are no quote, and why: title, nickname, slogan, scare quote, short stretch."""

    paragraph: int
    start: int
    end: int
    text: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A word of a parsed paragraph. `head` is the index of the governing token; `start` and `end` are offsets into Article.text;
    `entity` is the named-entity type or "". `quoted` marks the dummy word that stands for a quote."""

    index: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int
    start: int
    end: int
    entity: str
    sentence: int
    quoted: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Parse:
    """The dependency parse of a paragraph (or of the headline: paragraph -1) with each quote's inside replaced by a dummy word."""

    paragraph: int
    tokens: tuple[Token, ...]
    entities: tuple[tuple[int, int, str], ...]  # first token, one past the last, type


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody is named or described."""

    start: int
    end: int
    text: str
    paragraph: int
    subject: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or some body) of an article. `kind`: person, organisation, group, unnamed (described, not
    named) or unknown (a name that nothing tells more about). `gender`: "f", "m" or None where nothing
    tells. `descriptions` are the noun phrases that the article uses of them, lower case."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    gender: str | None = None
    descriptions: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    capacity: Capacity | None = None
    capacity_evidence: str = ""
    capacity_confidence: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a quote: people by name (several for a joint statement, none for unattributed), the words that name them, the cue
    verb, and the rule that decided."""

    speakers: tuple[str, ...] = ()
    mention: str | None = None
    mention_start: int | None = None
    cue: str | None = None
    rule: str = "unattributed"

    @property
    def speaker(self) -> str | None:
        """The speakers' names joined by " and "; None where nobody was found."""
        return " and ".join(self.speakers) or None


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """Reported speech: a clause that a verb of saying or "according to" ascribes to somebody, outside marks or, with a partial quote in it,
    across them. `article.text[start:end] == text`; reports of an article do not overlap, and a quote lies inside one or outside all."""

    paragraph: int
    start: int
    end: int
    text: str
    attribution: Attribution


CANNOT_TELL = 0.3
"""A role or capacity of which the machine is less sure is null: "cannot tell"."""

CLOSE = 0.1
"""Where the two likeliest of negative, neutral and positive lie less than this apart, the sentiment or stance is shown as "cannot tell": at
least half of the bundled model's answers there are wrong (its CARD.md). The probabilities stay in the table."""


@dataclasses.dataclass(frozen=True, slots=True)
class SpeakerReading:
    """What the reading model makes of a speaker, in the order of the enums: the probability of each capacity, from what the article tells
    about them, and the mean probability of each role over their quotes, read as if nothing were known of the speaker."""

    capacities: tuple[float, ...]
    roles: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class RoleDecision:
    """What a quote does, the words that decided, whether it speaks about an apology of the accused, toward whom it is, the probability
    that the role is right (1 where a person set it), and the probability of each role in their order (() where a person set it)."""

    role: Role
    evidence: str
    about_apology: bool = False
    target: str | None = None
    confidence: float = 1.0
    probabilities: tuple[float, ...] = ()

    @property
    def likely(self) -> tuple[float, ...]:
        """The probability of each role; a role set by hand is certain."""
        return self.probabilities or tuple(float(role == self.role) for role in Role)


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What one party said on one occasion on which it apologised, before its components are read: quotes by index, and the `texts` that they
    and the reported speech of the occasion hold."""

    speakers: tuple[str, ...]
    occasion: str
    quotes: tuple[int, ...]
    texts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """One apology on one occasion. `components` and `flags` map each name that fired to the words that fired it."""

    id: str
    article_id: str
    speakers: tuple[str, ...]
    occasion: str
    quotes: tuple[int, ...]  # indices into the article's quotes
    components: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, str], ...]

    @property
    def completeness(self) -> int:
        """How many of the six components are there, 0-6."""
        return len(self.components)

    @property
    def quality(self) -> str:
        """Full (at least five components, no flag), partial (responsibility, no flag), non_apology (a flag, no responsibility), or
        perfunctory (the rest)."""
        responsible = any(name == "responsibility" for name, _ in self.components)
        if not self.flags and self.completeness >= 5:
            return "full"
        if responsible and not self.flags:
            return "partial"
        return "non_apology" if self.flags and not responsible else "perfunctory"


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its pandas dtype, whether it may be null, and what it means."""

    name: str
    dtype: str
    nullable: bool
    meaning: str


PASSAGES = (
    Column("article_id", "string", False, "the article file's stem"),
    Column("published", "string", True, "date of the article, YYYY-MM-DD; null where the file gives none"),
    Column(
        "kind",
        "string",
        False,
        "`paragraph`, `quote` or `indirect` (reported speech without marks of its own); they lie inside one another, so never average them together",
    ),
    Column("paragraph", "Int64", False, "number of the paragraph, from 0"),
    Column("start", "Int64", False, "first character in the article's text"),
    Column("end", "Int64", False, "one past the last character"),
    Column("text", "string", False, "the words: `article.text[start:end]`"),
    Column("utterance", "Int64", True, "joins the pieces of one split or continued quote; null for other kinds"),
    Column("speaker", "string", True, 'canonical name, several joined by " and "; null: unattributed, or a paragraph'),
    Column("speaker_mention", "string", True, "the words that name the speaker there"),
    Column("speaker_start", "Int64", True, "first character of those words in the article's text"),
    Column("speaker_cue", "string", True, "the cue of the attribution (said, according to, ...)"),
    Column("speaker_rule", "string", True, "the rule that decided on the speaker"),
    Column("capacity", "string", True, "in which capacity the speaker speaks; null where nothing tells"),
    Column("capacity_evidence", "string", True, "the words or rule behind the capacity"),
    Column("capacity_confidence", "float64", True, "probability that the capacity is right, 0 to 1; null where nothing tells"),
    Column("role", "string", True, "what the quote does, one of twelve roles; null for other kinds"),
    Column("role8", "string", True, "the role in eight coarse classes, as charted"),
    Column("role_evidence", "string", True, "the words or rule behind the role"),
    Column("role_confidence", "float64", True, "probability that the role is right, 0 to 1"),
    Column("about_apology", "boolean", True, "whether the quote speaks of an apology or response of the accused"),
    Column("target", "string", True, "toward whom the stance is; null where nobody is meant"),
    Column("negative", "float64", False, "sentiment of the words alone: probability of negative"),
    Column("neutral", "float64", False, "probability of neutral"),
    Column("positive", "float64", False, "probability of positive; the three sum to 1"),
    Column("polarity", "float64", False, "positive - negative, -1 to 1"),
    Column("stance_negative", "float64", True, "stance toward the target: probability of negative; null without target"),
    Column("stance_neutral", "float64", True, "probability of neutral"),
    Column("stance_positive", "float64", True, "probability of positive"),
    Column("stance", "float64", True, "stance_positive - stance_negative, -1 to 1"),
    Column("statement_id", "string", True, "the apology statement that the quote belongs to"),
    Column("model", "string", False, "name of the model that scored"),
)
"""One row a scored passage. Key: (article_id, kind, start). Ordered by article, start, paragraphs before quotes."""

STATEMENTS = (
    Column("article_id", "string", False, "the article file's stem"),
    Column("statement_id", "string", False, "article_id/number of the statement"),
    Column("speaker", "string", False, 'who apologises; several joined by " and "'),
    Column("occasion", "string", False, "the words that name the occasion (video, letter, ...), or the first quote's cue"),
    *(Column(name, "boolean", False, f"component {name.replace('_', ' ')} is there") for name in COMPONENTS),
    Column("completeness", "Int64", False, "how many of the six components, 0-6"),
    Column("flags", "object", False, "list of the flags that weaken it"),
    Column("quality", "string", False, "full, partial, non_apology or perfunctory"),
    Column("evidence", "object", False, "component or flag -> the words that fired"),
    Column("quotes", "Int64", False, "how many quotes the statement has"),
    Column("responses", "Int64", False, "how many quotes of others answer it"),
)
"""One row an apology statement. Key: statement_id."""


def as_table(rows: list[dict[str, object]], columns: tuple[Column, ...]) -> pd.DataFrame:
    """`rows` as a frame with exactly these columns, in their order and dtypes; an empty list gives an empty frame of the same shape."""
    frame = pd.DataFrame(rows, columns=[c.name for c in columns])
    return frame.astype({c.name: c.dtype for c in columns})
