"""What the reading model sees: of a quote its speaker and sentence, of a person what the article tells about them, each as two segments of text."""

import re

from analysis.schema import Article, Attribution, Person, Quote

HOLE = "\u25a1"  # stands for a quote where the sentence outside its marks is read
STATEMENT_CONTEXT = "apology statement of {}"  # beside a sentence whose components and flags are asked for
UNKNOWN = "unknown"  # stands for a capacity that is not known
REACH = 400  # characters of a sentence either side of a quote
TOLD, SAID = 3, 3  # sentences about a person, and quotes of theirs, on a card


def sentences_outside(article: Article, quotes: list[Quote]) -> list[str]:
    """Per quote the sentence around it, at most REACH characters either way, with the insides of all marks left out."""
    text: dict[int, str] = {}
    places = []
    last: dict[int, int] = {}
    for quote in quotes:
        p = article.paragraphs[quote.paragraph]
        before = text.get(p.index, "") + article.text[last.get(p.index, p.start) : quote.outer_start]
        places.append(len(before))
        goes_on = re.match(r"\s*[a-z,]", article.text[quote.outer_end : quote.outer_end + 2])
        text[p.index] = before + HOLE + ("." if quote.text.rstrip()[-1:] in ".!?" and not goes_on else "") + " "
        last[p.index] = quote.outer_end
    for index, end in last.items():
        text[index] += article.text[end : article.paragraphs[index].end]
    return [_sentence_at(text[q.paragraph], at) for q, at in zip(quotes, places, strict=True)]


def _sentence_at(text: str, at: int) -> str:
    """The sentence of `text` around the hole at `at`."""
    before, after = text[max(0, at - REACH) : at], text[at + len(HOLE) : at + REACH]
    left = max([m.end() for m in re.finditer(r"[.!?]\s", before)], default=0)
    right = re.search(r"[.!?](?:\s|$)", after)
    return (before[left:] + HOLE + (after[: right.end()] if right else after)).replace("\u2019", "'")


def quote_contexts(article: Article, outsides: list[str], attributions: list[Attribution], people: list[Person]) -> list[str]:
    """Per quote one line, the second segment beside its words: speaker, descriptions; the sentence outside the marks (from sentences_outside);
    the headline. The speaker's capacity goes before it, by `with_capacity`."""
    by_name = {p.name: p for p in people}
    out = []
    for attribution, outside in zip(attributions, outsides, strict=True):
        person = by_name.get(attribution.speakers[0]) if attribution.speakers else None
        described = "; ".join(d[:70] for d in person.descriptions[:2]) if person else ""
        outside = " ".join(outside.replace(HOLE, "...").split())
        out.append(f"{attribution.speaker or 'unknown'} ({described}) | {outside[:220]} | {article.headline[:110]}")
    return out


def with_capacity(context: str, capacity: str | None) -> str:
    """A quote's context with its speaker's capacity before it."""
    return f"{(capacity or UNKNOWN).replace('_', ' ')} | {context}"


def person_cards(article: Article, quotes: list[Quote], attributions: list[Attribution], people: list[Person]) -> dict[str, tuple[str, str]]:
    """Per speaker two segments: the name, what the article calls them, and the sentences outside the marks that name them first (the name
    as @); then what they say, the headline and the lead."""
    lead = " ".join(article.text[article.paragraphs[0].start : article.paragraphs[0].end].split()) if article.paragraphs else ""
    out = {}
    for person in people:
        said = [q.text for q, a in zip(quotes, attributions, strict=True) if a.speakers[:1] == (person.name,)]
        if said:
            described = "; ".join(d[:70] for d in person.descriptions[:3])
            told = " | ".join(_sentences_on(article, quotes, person)[:TOLD])
            words = " / ".join(s[:90] for s in said[:SAID])
            out[person.name] = (f"{person.name} ({described}) | {told}"[:420], f"{words} | {article.headline[:100]} | {lead[:200]}")
    return out


def _sentences_on(article: Article, quotes: list[Quote], person: Person) -> list[str]:
    """The sentences outside the marks that mention a person, in order, at most 170 characters each: mentions as @, quotes cut to four words."""
    found: dict[tuple[int, int], None] = {}
    for mention in person.mentions:
        paragraph = next((p for p in article.paragraphs if p.start <= mention.start < p.end), None)
        if paragraph is None or any(q.start <= mention.start < q.end for q in quotes):
            continue
        inside = [q for q in quotes if q.paragraph == paragraph.index]
        text = article.text[paragraph.start : paragraph.end]
        ends = [paragraph.start + m.end() for m in re.finditer(r"[.!?][\"\u201d\u2019]?\s+(?=[A-Z\u201c\"\u2018])", text)]
        edges = [paragraph.start, *(e for e in ends if not any(q.outer_start < e < q.outer_end for q in inside)), paragraph.end]
        start = max(e for e in edges[:-1] if e <= mention.start)
        found[(start, edges[edges.index(start) + 1])] = None
        if len(found) > TOLD:
            break
    return [_shown(article, quotes, person, start, end) for start, end in sorted(found)]


def _shown(article: Article, quotes: list[Quote], person: Person, start: int, end: int) -> str:
    """A sentence about a person as a card shows it."""
    cuts = [(m.start, m.end, "@") for m in person.mentions if start <= m.start < end]
    cuts += [(q.outer_start, q.outer_end, " ".join(article.text[q.outer_start : q.outer_end].split()[:4])) for q in quotes if start <= q.outer_start < end]
    text, at = "", start
    for left, right, shown in sorted(cuts):
        if left >= at:
            text += article.text[at:left] + shown
            at = right
    text = " ".join((text + article.text[at:end]).split())
    place = max(0, text.find("@") - 90)
    return text[place : place + 170]
