"""Parse -> name runs: the places where a name stands, with its title and entity type."""

import dataclasses
import functools
import json
import pathlib
import re
from collections import Counter
from collections.abc import Set

from analysis.lexicon import ORGANISATION_NOUNS, PERSON_NOUNS, PERSON_TITLES
from analysis.schema import Parse, Token

NAME_LABELS = {"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "NORP"}
PARTICLES = {"de", "la", "le", "van", "von", "der", "den", "al", "bin", "ibn", "di", "da", "dos", "du", "el", "ap"}
BODY_WORDS = ORGANISATION_NOUNS | set(
    """air airways records press inc ltd plc llc news times post courier gazette herald tribune examiner journal mail telegraph guardian
    chronicle observer mirror sun partners holdings logistics foods motors united rovers fc afc cc rfc city house media pictures films
    entertainment alliance assembly constabulary congress coalition forum bureau energy studios games stores markets mills farms breweries hotels
    homes care living foods networks technologies labs solutions services industries airport airlines railways water power collective weekly
    daily wire messenger dispatch bugle argus echo sport standard record register reporter advertiser bulletin cable radio tv fm digest
    reuters bbc cnn ap afp itv sky nbc cbs abc sports systems bancorp brothers sons co capital
    """.split()
)
DOE = re.compile(r"\s?#?\d{1,3}\b|\s[A-Z]\b(?!\.?\w)")
HANDLE = re.compile(r"@\w{2,}")


@dataclasses.dataclass(frozen=True, slots=True)
class NameRun:
    """One place where a name stands: tokens `first` to `last`, titles stripped; `label` is the entity type or "" where spaCy saw none."""

    paragraph: int
    first: int
    last: int
    start: int
    end: int
    text: str
    label: str
    title: str
    subject: bool


@functools.cache
def first_names() -> dict[str, str]:
    """First name, lower case -> "f" or "m" (source: training/first_names.py)."""
    table = json.loads((pathlib.Path(__file__).parent / "first_names.json").read_text(encoding="utf-8"))
    return {name: gender for gender in ("f", "m") for name in table[gender]}


def _in_name(tokens: tuple[Token, ...], i: int, known: Set[str] = frozenset()) -> bool:
    t = tokens[i]
    if t.text in known and not t.quoted:  # a surname that the tagger took for a common noun at the head of a sentence
        return True
    if HANDLE.fullmatch(t.text) and not t.quoted:
        return True
    if t.quoted or not t.text[:1].isalnum():
        return False
    if t.entity in ("DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY", "LANGUAGE"):
        return False
    return t.text[0].isupper() and (t.pos == "PROPN" or (t.entity in NAME_LABELS and t.pos in ("NOUN", "ADJ", "ADV", "X", "VERB", "ADP", "INTJ")))


def _runs_of(parse: Parse, known: Set[str]) -> list[tuple[int, int]]:
    """Token ranges of capitalised names: proper nouns in a row, with hyphens, particles ("van"), "of" and "&" inside entities."""
    tokens, out, i = parse.tokens, [], 0
    starts = {a for a, _, label in parse.entities if label == "PERSON"}
    while i < len(tokens):
        if not _in_name(tokens, i, known):
            i += 1
            continue
        j = i + 1
        while j < len(tokens):
            joined = tokens[j].start == tokens[j - 1].end
            more = j + 1 < len(tokens) and _in_name(tokens, j + 1, known)
            if _in_name(tokens, j, known) and not (j in starts and tokens[j - 1].entity not in ("PERSON", "") and not joined):
                j += 1
            elif (more and joined and tokens[j + 1].start == tokens[j].end and tokens[j].text in ("-", "\u2019", "'", ".")) or (
                more and (tokens[j].text.lower() in PARTICLES or (tokens[j].text.lower() in ("of", "&", "for", "and") and tokens[j].entity == "ORG"))
            ):
                j += 2
            elif more and tokens[j].text in ("'", "\u2019") and tokens[j - 1].text.endswith("s") and tokens[j + 1].text.lower() in BODY_WORDS:
                j += 2  # "the Glen Farmers' Union"
            elif after := _after_nickname(tokens, j):
                j = after
            else:
                break
        out.append((i, j))
        i = j
    return out


def _after_nickname(tokens: tuple[Token, ...], j: int) -> int | None:
    """Behind the surname of 'Alex "Ace" Moreno', given the token after the first name; None where no nickname stands."""
    if tokens[j].text not in "\"\u201c\u2018'" or j + 2 >= len(tokens) or not tokens[j + 1].quoted:
        return None
    k = j + 1
    while k < len(tokens) and tokens[k].quoted:
        k += 1
    behind = k + 1
    return behind + 1 if behind < len(tokens) and tokens[k].text in "\"\u201d\u2019'" and _in_name(tokens, behind) else None


def _is_title(word: str, behind: int) -> bool:
    """Whether a capitalised word before a name is a title; with a first name and a surname behind it, any noun of agency is."""
    agent = word.endswith(("ist", "ian", "er", "or", "star", "host")) and behind > 1 and word not in first_names()
    return word in PERSON_TITLES or word in PERSON_NOUNS or agent


def _after_title(tokens: tuple[Token, ...], i: int, j: int) -> int:
    """The first token of the name proper in a run: behind the last title or role noun ("Detective Superintendent", "Health Minister")."""
    titles = [
        k for k in range(i, j - 1)
        if _is_title(tokens[k].text.lower().strip("."), j - k - 1) and tokens[k + 1].text[0].isalpha() and tokens[k + 1].start > tokens[k].end
    ]  # fmt: skip
    body = any(t.text.lower() in BODY_WORDS | {"of", "and", "&"} for t in tokens[titles[-1] + 1 if titles else i : j])
    return titles[-1] + 1 if titles and not body else i


def _office_before(tokens: tuple[Token, ...], i: int) -> int | None:
    """The token of the office, in capitals, that ends at token `i`: "Dean of", "Minister of State for"; None where there is none."""
    k = i
    while k > 1 and i - k < 7 and tokens[k - 1].text in ("of", "for"):
        k -= 2
        if tokens[k].text[0].isupper() and tokens[k].text.lower() in PERSON_NOUNS | PERSON_TITLES.keys():
            return k
        while k > 1 and tokens[k].text[0].isupper() and tokens[k - 1].text not in ("of", "for") and i - k < 7:
            k -= 1
    return None


def _office(tokens: tuple[Token, ...], i: int, j: int, known: Set[str]) -> bool:
    """Whether capitalised words are an office, no name: "the Minister", "the Bishop, Dr Roe", "Dean of Students", "the club's Press Officer"."""
    word = tokens[j - 1].text
    if word in known or word.lower() not in PERSON_NOUNS | PERSON_TITLES.keys() or (j - i > 1 and tokens[i].text.lower() in first_names()):
        return False
    determined = i > 0 and tokens[i - 1].text.lower() in ("the", "a", "an", "his", "her", "its", "their", "this", "then", "'s", "\u2019s")
    return determined or (j - i == 1 and j + 1 < len(tokens) and tokens[j].text == "of" and tokens[j + 1].text[0].isupper())


def _is_subject(tokens: tuple[Token, ...], t: Token) -> bool:
    return t.dep in ("nsubj", "nsubjpass") or (t.dep in ("conj", "appos") and tokens[t.head].dep in ("nsubj", "nsubjpass"))


def name_runs(text: str, parse: Parse, known: Set[str] = frozenset()) -> list[NameRun]:
    """The names in a paragraph, in order, without leading titles ("Mrs", "Detective") and role nouns ("Runner"); a capitalised word of
    `known` is a name whatever the tagger says."""
    out = []
    for i, j in _runs_of(parse, known):
        if _office(parse.tokens, i, j, known):
            continue
        tokens, first, office = parse.tokens, _after_title(parse.tokens, i, j), i
        if first == i and j - i > 2 and (held := _office_before(tokens, i)) is not None:  # "Dean of Students Jan Roe"
            first, office = next((k for k in range(i + 1, j - 1) if tokens[k].text.lower() in first_names()), first + 1), held
        title = text[tokens[office].start : tokens[first - 1].end].lower().strip(".") if first > i else ""
        end = tokens[j - 1].end
        name = re.sub(r"\s[\"\u201c\u2018'][^\"\u201d\u2019']{1,30}[\"\u201d\u2019']\s", " ", text[tokens[first].start : end])
        if re.fullmatch(r"(Jane|John|Victim|Witness|Patient) ?(Doe)?", name) and (number := DOE.match(text, end)):
            end = number.end()
            name = text[tokens[first].start : end]
        if name.isupper() and " " in name and name.split()[-1].lower() not in BODY_WORDS:  # JAN ROE: in a transcript
            name = name.title()
        head = tokens[j - 1]
        labels = Counter(t.entity for t in tokens[first:j] if t.entity)
        opens = i == 0 or tokens[i].sentence != tokens[i - 1].sentence
        owns = j < len(tokens) and tokens[j].text in ("'s", "\u2019s", "'", "\u2019")
        subject = not owns and ((opens and head.dep != "compound") or any(_is_subject(tokens, t) for t in tokens[first:j]))
        label = labels.most_common(1)[0][0] if labels else ""
        out.append(NameRun(parse.paragraph, i, j, tokens[first].start, end, name, label, title, subject))
    return out
