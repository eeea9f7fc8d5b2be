"""Quotes -> what the reading model sees beside the words: who speaks, how the article describes them, the sentence around, the headline."""

import re

from analysis.schema import Article, Attribution, Person, Quote

HOLE = "\u25a1"  # stands for a quote where the sentence outside its marks is read
STATEMENT_CONTEXT = "apology statement of {}"  # beside a sentence whose components and flags are asked for
REACH = 400  # characters of a sentence either side of a quote


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
    """Per quote one line: speaker, descriptions; the sentence outside the marks (from sentences_outside); the headline. The second segment of
    the reading model."""
    by_name = {p.name: p for p in people}
    out = []
    for attribution, outside in zip(attributions, outsides, strict=True):
        person = by_name.get(attribution.speakers[0]) if attribution.speakers else None
        described = "; ".join(d[:70] for d in person.descriptions[:2]) if person else ""
        outside = " ".join(outside.replace(HOLE, "...").split())
        out.append(f"{attribution.speaker or 'unknown'} ({described}) | {outside[:220]} | {article.headline[:110]}")
    return out
