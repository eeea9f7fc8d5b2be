"""Article -> people: everybody and every body that the article names, with aliases, gender evidence and descriptions.

Mentions are linked in reading order, as a reader would: a full name opens a person, a later surname or first name goes to the person of
that name, two people of one surname are kept apart by title, gender and recency.
"""

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Sequence, Set

from analysis.lexicon import GENDERED_NOUNS, GROUP_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS, PERSON_TITLES, is_person_noun, says, wider_nouns
from analysis.names import BODY_WORDS, NameRun, first_names, name_runs
from analysis.schema import Article, Mention, Parse, Person, Token

AGE = re.compile(r",? \(?(\d{1,2})\)?[,.)]? ?")
APPOSITION = re.compile(
    r"\s*(?:,\s*|\(|\s[\u2014\u2013-]+\s)(?:\d{1,3},\s*)?((?:an?|the|who|whose|his|her|its|their|one of|now|then|a former)\b[^.;\"\u201c\u2018()]{2,160}?)"
    r"(?=[,.;()\u2014\n]|\s[\"\u201c\u2018]|$)"
)
COPULA = re.compile(r"\s(?:is|was|has been|became|works as|worked as)\s((?:an?|the|one of)\s[^,.;\"\u201c\n]{3,70})")
WENT_BY = re.compile(
    r"\b(?:an?|one|the)\s((?:(?!\b(?:an?|the|from|by|to|of)\b)[\w' -]){3,60}?)"
    r"(?:\s(?:in|at|on|with)\s(?:(?!\ban?\b)[\w' ]){3,40}?)?,?\s(?:who\s)?"
    r"(?:went|goes|asked to go|was named|is named|is known|was identified|is identified|known|identified|named)"
    r"(?:\sin(?:\s\w+){1,3})?(?:\sonly)?\s(?:by|as)\s(?:the \w+ )?[\"\u201c\u2018']?$"
)
ALSO_KNOWN = re.compile(
    r"[\s,(]*(?:a\.?k\.?a\.?|also known as|better known as|known as|known online as|real name|born|known professionally as)\s+[\"\u201c\u2018']?"
)
CLERICAL = {"father", "sister", "brother", "mother"}  # as titles, no relatives
ROLE_WORD = re.compile(r"[a-z-]+")


@dataclasses.dataclass(slots=True)
class _Entry:
    """A person while the article is being read."""

    name: str
    aliases: list[str] = dataclasses.field(default_factory=list)
    mentions: list[Mention] = dataclasses.field(default_factory=list)
    descriptions: list[str] = dataclasses.field(default_factory=list)
    kinds: Counter[str] = dataclasses.field(default_factory=Counter)
    genders: Counter[str] = dataclasses.field(default_factory=Counter)

    @property
    def words(self) -> tuple[str, ...]:
        return _words_of_name(self.name)

    @property
    def gender(self) -> str | None:
        f, m = self.genders["f"], self.genders["m"]
        return "f" if f > m else "m" if m > f else None

    @property
    def kind(self) -> str:
        return max(("person", "organisation", "place"), key=lambda k: self.kinds[k])


@functools.lru_cache(maxsize=4096)  # asked of everybody at each mention
def _words_of_name(name: str) -> tuple[str, ...]:
    return tuple(w for w in re.findall(r"[\w'\u2019.#-]+", name) if w.lower().strip(".") not in ("jr", "sr"))


def left_description(tokens: tuple[Token, ...], first: int) -> str | None:
    """The noun phrase before a name ("bronze medallist", "her former coach,", "its general secretary,"), lower case."""
    j = first - 1
    comma = j >= 0 and tokens[j].text == ","
    j -= comma
    last = j
    while j >= 0 and last - j < 12:
        t = tokens[j]
        inside = t.pos in ("NOUN", "ADJ", "DET", "PROPN", "NUM", "PART") or t.text == "-" or (t.pos == "PRON" and t.dep == "poss")
        inside = inside or (t.pos == "ADP" and t.text.lower() in ("of", "for", "at", "in") and j < last) or (t.pos == "VERB" and t.dep in ("amod", "compound"))
        if t.quoted or not inside:
            break
        j -= 1
    phrase = tokens[j + 1 : last + 1]
    if not comma:  # "the chief executive of parcel firm Tessarine": only the noun beside the name describes it
        cut = max((k for k, t in enumerate(phrase) if t.pos == "ADP"), default=-1)
        phrase = phrase[cut + 1 :]
    nouns = [t.text.lower() for t in phrase if t.pos in ("NOUN", "ADJ", "PROPN")]
    known = PERSON_NOUNS | GENDERED_NOUNS.keys() | ORGANISATION_NOUNS
    if not phrase or not any(n in known for n in nouns[-3:] + nouns[:3]) or (not comma and phrase[-1].pos not in ("NOUN", "ADJ", "PROPN")):
        return None
    return " ".join(t.text for t in phrase).replace(" - ", "-").replace(" '", "'").replace(" \u2019", "\u2019").lower()


def descriptions_at(article: Article, parse: Parse, run: NameRun) -> list[str]:
    """The phrases that describe a name where it stands: title, noun phrase before, apposition or relative clause behind, "is a ..."."""
    found = [run.title] if any(w in PERSON_NOUNS and w not in CLERICAL for w in run.title.split()) else []
    if left := left_description(parse.tokens, run.first):
        found.append(left)
    if named := WENT_BY.search(article.text, max(parse.tokens[0].start, run.start - 160), run.start):
        found.append(named.group(1).lower())
    stop = parse.tokens[-1].end
    for pattern in (APPOSITION, COPULA):
        match = pattern.match(article.text, run.end, stop)
        if match and (match.group(1).startswith("who") or not says(match.group(1))):
            found.append(match.group(1).strip().lower())
    return found


def _words_of_description(phrase: str) -> list[str]:
    """The words before the first relative pronoun, possessor or "of" phrase: those that say what somebody is."""
    core = re.split(r"\b(?:who|whose|which|that|of|for|at|from|in|on|with)\b", phrase)[0]
    core = re.sub(r"\S+(?:'s|\u2019s|s'|s\u2019)\s", " ", core)
    return ROLE_WORD.findall(core)


def _title_gender(run: NameRun) -> str | None:
    return next((g for word in run.title.split() if (g := PERSON_TITLES.get(word.strip(".")))), None)


def _vote(entry: _Entry, run: NameRun, phrases: list[str], article: Article) -> None:
    """Adds this mention's evidence on kind and gender."""
    entry.kinds[{"PERSON": "person", "ORG": "organisation", "": "none"}.get(run.label, "place")] += 1 + (" " in run.text)
    words = [w.lower().strip(".") for w in run.text.split()]
    first = first_names().get(words[0]) if len(words) > 1 else None
    if first:
        entry.kinds["person"] += 5
        entry.genders[first] += 2
    surname = len(words) == 1 and len(entry.words) > 1 and entry.words[0].lower() in first_names()  # "Mills" of Heather Mills
    if (any(w in BODY_WORDS for w in words[1:] or words) and not surname) or (len(words) == 1 and run.text.isupper() and len(run.text) > 1):
        entry.kinds["organisation"] += 6
    if run.title:
        entry.kinds["person"] += 4
        if gender := _title_gender(run):
            entry.genders[gender] += 6
    if article.text.startswith(", which", run.end):
        entry.kinds["organisation"] += 4
    if AGE.match(article.text, run.end) and len(words) < 5:
        entry.kinds["person"] += 3
    for phrase in phrases:
        said = _words_of_description(phrase)
        if phrase.startswith("who"):
            entry.kinds["person"] += 2
            entry.genders["f"] += 4 * ("herself" in phrase)
            entry.genders["m"] += 4 * ("himself" in phrase)
        entry.kinds["person"] += 2 * any(w in PERSON_NOUNS for w in said)
        entry.kinds["organisation"] += 4 * any(w in ORGANISATION_NOUNS for w in said[-1:])
        for w in said:
            if gender := GENDERED_NOUNS.get(w):
                entry.genders[gender] += 5


def _same_first_and_last(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(a) > 1 and len(b) > 1 and a[0].lower() == b[0].lower() and a[-1].lower() == b[-1].lower()


def _candidates(entries: list[_Entry], name: str) -> list[_Entry]:
    """Entries that this name may stand for, best kind of match first: the same name, then surname, first name or part of a body's name."""
    words = re.findall(r"[\w'\u2019.#-]+", name)
    low = name.lower()
    exact = [e for e in entries if e.name.lower() == low or low in (a.lower() for a in e.aliases) or _same_first_and_last(e.words, words)]
    if exact:
        return exact
    if len(words) == 1:
        surname = [e for e in entries if len(e.words) > 1 and e.words[-1].lower() == low]
        if surname:
            return surname
        first = [e for e in entries if len(e.words) > 1 and e.words[0].lower() == low]
        acronym = [e for e in entries if len(e.words) > 2 and "".join(w[0] for w in e.words if w[0].isupper()) == name]
        return first or acronym
    inside = [e for e in entries if len(e.words) > len(words) and f" {low} " in f" {e.name.lower()} "]
    return inside or [e for e in entries if len(e.words) == 1 and words[-1].lower() == e.words[0].lower() and e.kind == "person"]


def _link(entries: list[_Entry], run: NameRun) -> _Entry | None:
    """The entry that this mention belongs to: of several, those of the title's gender, then the one mentioned last."""
    found = _candidates(entries, run.text)
    gender = _title_gender(run)
    fitting = [e for e in found if not gender or e.gender in (None, gender)] or found
    return max(fitting, key=lambda e: e.mentions[-1].start if e.mentions else -1, default=None)


def _pronoun_votes(entry: _Entry, article: Article, parse: Parse, run: NameRun, runs: list[NameRun]) -> None:
    """A pronoun that follows the subject in its sentence, with no other name between, tells the gender ("Roe said she had ...")."""
    opener = [t for t in parse.tokens[max(0, run.first - 2) : run.first] if t.pos == "SCONJ" or t.text.lower() in ("as", "when", "after", "while")]
    if opener or parse.tokens[parse.tokens[run.last - 1].head].dep in ("advcl", "relcl"):
        return  # "as Roe struggled, he ...": the pronoun belongs to the main clause
    if not run.subject and not re.match(r", who\b", article.text[run.end : run.end + 6]):
        return
    sentence = parse.tokens[run.first].sentence
    limit = min([r.first for r in runs if r.first > run.first], default=len(parse.tokens))
    for t in parse.tokens[run.last : limit]:
        if t.sentence != sentence or t.quoted:
            return
        if t.dep in ("dobj", "pobj", "dative"):
            continue  # "Roe stood by her": a pronoun object is never the subject itself
        if gender := {"he": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}.get(t.text.lower()):
            entry.genders[gender] += 1
            entry.kinds["person"] += 2
            return


def _may_be_surname(words: list[str]) -> bool:
    """Whether the last of a run's words may name somebody alone: an office does not ("Health Minister"), unless a first name is before it."""
    return words[-1].lower() not in PERSON_NOUNS | PERSON_TITLES.keys() or words[0].lower() in first_names()


def find_people(article: Article, parses: list[Parse]) -> list[Person]:
    """The named people and bodies of an article in order of first mention; places and works are left out.

    The canonical name is the longest form used; a surname mentioned before its full name goes to the full name's person. The headline only
    adds mentions of people that the body names: its title case misleads the tagger.
    """
    entries: list[_Entry] = []
    seen = [run.text.split() for p in parses if p.paragraph >= 0 for run in name_runs(article.text, p)]
    known = {words[-1] for words in seen if len(words) > 1 and words[-1][0].isupper() and _may_be_surname(words)} - {"Street", "Road", "House", "Day", "Court"}
    body = [(p, name_runs(article.text, p, known)) for p in parses if p.paragraph >= 0]
    for parse, runs in body:
        for previous, run in zip([None, *runs], runs, strict=False):
            known_as = previous and ALSO_KNOWN.fullmatch(article.text[previous.end : run.start])
            entry = _link(entries, previous) if known_as and previous else _link(entries, run)
            if entry is None:
                entry = _Entry(run.text)
                entries.append(entry)
            _add_mention(entry, article, parse, run, runs, alias=bool(known_as))
    for run in (r for p in parses if p.paragraph < 0 for r in name_runs(article.text, p)):
        if entry := _link(entries, run):
            entry.mentions.insert(0, Mention(run.start, run.end, run.text, -1, run.subject))
    return [_person(e) for e in _merged(entries) if e.kind != "place"]


def _add_mention(entry: _Entry, article: Article, parse: Parse, run: NameRun, runs: list[NameRun], *, alias: bool) -> None:
    if run.text != entry.name and run.text not in entry.aliases:
        longer = len(run.text.split()) > len(entry.name.split()) and not alias
        entry.aliases.append(entry.name if longer else run.text)
        entry.name = run.text if longer else entry.name
    alone = len(entry.words) > 1 and run.text == entry.words[-1] and run.label in ("PERSON", "ORG", "") and run.text.lower() not in BODY_WORDS
    if alone and not article.text.startswith("the ", max(0, run.start - 4)):
        entry.kinds["person"] += 2  # called by the surname: regions and "the Lakers" are not
    phrases = descriptions_at(article, parse, run)
    entry.descriptions += [p for p in phrases if p not in entry.descriptions]
    _vote(entry, run, phrases, article)
    _pronoun_votes(entry, article, parse, run, runs)
    start = parse.tokens[run.first].start
    entry.mentions.append(Mention(start, run.end, article.text[start : run.end], parse.paragraph, run.subject))


def _merged(entries: list[_Entry]) -> list[_Entry]:
    """Entries with each lone word folded into the one later full name that ends or begins with it."""
    out = []
    for entry in entries:
        if len(entry.words) == 1:
            later = [e for e in entries if e is not entry and len(e.words) > 1 and entry.name in (e.words[-1], e.words[0])]
            if len(later) == 1:
                target = later[0]
                target.aliases.append(entry.name)
                target.mentions = sorted(target.mentions + entry.mentions, key=lambda m: m.start)
                target.descriptions += entry.descriptions
                target.kinds += entry.kinds
                target.genders += entry.genders
                continue
        out.append(entry)
    return out


def _person(entry: _Entry) -> Person:
    kind = entry.kind if entry.kinds[entry.kind] else "unknown"
    gender = entry.gender if kind == "person" else None
    aliases = tuple(dict.fromkeys(a for a in entry.aliases if a != entry.name))
    return Person(entry.name, kind, aliases, gender, tuple(entry.descriptions), tuple(sorted(entry.mentions, key=lambda m: m.start)))


def describe_words(person: Person) -> Set[str]:
    """The nouns that the article has used of a person, lower case: what a later "the goalkeeper" is matched against."""
    return _nouns(person.descriptions, person.name if person.kind == "organisation" else "")


def wider_words(person: Person) -> Set[str]:
    """Wider nouns for what the article has called a person ("cleric" for a pastor), lower case."""
    return _wider(person.descriptions)


@functools.lru_cache(maxsize=4096)  # asked for everybody in view at each epithet
def _nouns(descriptions: tuple[str, ...], name: str) -> Set[str]:
    words = {w for phrase in descriptions for w in _words_of_description(phrase)} | set(name.lower().split())
    return {w for w in words if w in ORGANISATION_NOUNS | GROUP_NOUNS or is_person_noun(w)}


@functools.lru_cache(maxsize=4096)
def _wider(descriptions: tuple[str, ...]) -> Set[str]:
    named = ([w for w in _words_of_description(phrase) if w in wider_nouns()][-1:] for phrase in descriptions)  # in "the pop star" not what a "pop" may be
    return {wider for words in named for w in words for wider in wider_nouns()[w]}
