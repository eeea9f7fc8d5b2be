"""Quotes -> attributions. Each quote takes the cheapest cue of its paragraph; pieces of one utterance and lone quotes continue a speaker.

The cost of a cue is the text between it and the marks, plus a charge for each sentence end and each other quote crossed. Constants were
set in November 2026 on the 827 training articles of PolNeAR and the fiction written for this project, and are the same for all articles.
"""

import bisect
import dataclasses
import re

from analysis.lexicon import WEAK_REPORTING_VERBS
from analysis.schema import Article, Attribution, Parse, Person, Quote, Report
from analysis.speakers.cues import Cue, Tree, find_cues
from analysis.speakers.reports import report_places
from analysis.speakers.resolver import Resolver

SENTENCE_COST, QUOTE_COST, LIMIT = 250, 200, 235
BESIDE_COST = 150  # of a verb inside another clause of the sentence ("told them that those who complained were '...'")
SENTENCE_STOP = re.compile(r"[.!?](?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\b[A-Z]\.)(?=\s|$|[\u201d\"\u2019'])")
SIGNATURE = re.compile(
    r"\s*(?:\n\s*)?[\u2014\u2013\u2015-]{1,2}\s*([A-Z][\w.'\u2019-]*(?:\s+(?:[A-Z][\w.'\u2019-]*|de|van|von|al|la|of|the))*)\s*(?=[,.(\n]|$)"
)
TRANSCRIPT = re.compile(r"^\s*([A-Z][\w.'\u2019-]*(?:[ ][A-Z][\w.'\u2019-]*){0,3})\s*:\s*$")
OWNER = re.compile(r"['\u2019]s(?:\s\w+)?\s*$")
POSSESSOR = re.compile(r"\b(his|her|their)\s+(?:\w+[ ,]){0,2}\s*$", re.I)


def _cost(article: Article, quotes: list[Quote], quote: Quote, tree: Tree, cue: Cue) -> float:
    """How far a cue is from a quote of its paragraph, in characters and charges."""
    text, verb = article.text, tree.tokens[cue.verb]
    after = verb.start >= quote.outer_end
    a, b = (quote.outer_end, verb.start) if after else (verb.end, quote.outer_start)
    crossed = [q for q in quotes if a <= q.outer_start and q.outer_end <= b]
    gap = text[a:b]
    for q in reversed(crossed):
        gap = gap[: q.outer_start - a] + gap[q.outer_end - a :]
    stops = len(SENTENCE_STOP.findall(gap))
    cost = len(gap) + SENTENCE_COST * stops + QUOTE_COST * len(crossed) + (0.0 if after else 15.0)
    last = text[quote.end - 1]
    if after and last in ".!?" and re.match(r"\s+[A-Z]", text[quote.outer_end : quote.outer_end + 3]) and last == ".":
        cost += SENTENCE_COST  # the quote closed its sentence: what follows opens the next
    elif after and last not in ",?!.\u2014-\u2026" and text[quote.outer_end : quote.outer_end + 1] != ",":
        cost += 40
    if not after and re.search(r"[:,]\s*$", text[verb.end : quote.outer_start]):
        cost -= 30
    cost += 30 * len(re.findall(r",(?=\s+(?:who|which|to which|and|but|while|after|before)\b)", gap))
    if verb.lemma in WEAK_REPORTING_VERBS:
        cost += 20
    return cost


def attribute_quotes(article: Article, quotes: list[Quote], parses: list[Parse], people: list[Person]) -> tuple[list[Attribution], list[Person], list[Report]]:
    """One attribution a quote, in order; the people extended by the speakers that have no name ("father (unnamed)"); the reported speech.

    Every speaker of an attribution, reports included, is the name of a person returned. A report has a speaker.
    """
    trees = {p.paragraph: Tree(p) for p in parses}
    resolver = Resolver(article, trees, people)
    by_paragraph: dict[int, list[int]] = {}
    for i, quote in enumerate(quotes):
        by_paragraph.setdefault(quote.paragraph, []).append(i)
    out: dict[int, Attribution] = {}
    reports: list[Report] = []
    for paragraph in article.paragraphs:
        tree = trees[paragraph.index]
        cues = find_cues(tree)
        inside = by_paragraph.get(paragraph.index, [])
        here = [quotes[i] for i in inside]
        chosen = {i: _cheapest(article, here, n, tree, cues) for n, i in enumerate(inside)}
        resolved: dict[int, Attribution] = {}
        places = report_places(tree, cues, here)
        resolver.read(tree, cues, {cue.verb for cue in chosen.values() if cue}, {cue.verb for cue, _, _ in places}, resolved)
        for i in inside:
            cue = chosen[i]
            direct: Attribution | None = resolved[cue.verb] if cue is not None else _marked(article, quotes, i, resolver)
            out[i] = direct if direct and direct.speakers else _continued(article, quotes, i, out, resolver, direct)
            resolver.spoke(out[i], quotes[i].start)
        reports += [
            Report(paragraph.index, start, end, article.text[start:end], resolved[cue.verb]) for cue, start, end in places if resolved[cue.verb].speakers
        ]
    speaking = {name for a in [*out.values(), *(r.attribution for r in reports)] for name in a.speakers}
    people = [p for p in resolver.people if p.name in speaking or p.kind not in ("unnamed", "group")]
    return [out[i] for i in range(len(quotes))], people, reports


def _cheapest(article: Article, here: list[Quote], n: int, tree: Tree, cues: list[Cue]) -> Cue | None:
    """The cue of quote number `n` of a paragraph: the cheapest within LIMIT, hence no further than the quotes next but one."""
    near = here[max(0, n - 2) : n + 3]
    places = [tree.tokens[cue.verb].start for cue in cues]
    low = bisect.bisect_left(places, near[0].outer_start) if n >= 2 else 0
    high = bisect.bisect_right(places, near[-1].outer_end) if n + 2 < len(here) else len(cues)
    above = _above(tree, here[n])
    governed = any(cue.verb in above for cue in cues[low:high])
    beside = [governed and cue.verb not in above and _precedes(tree, cue, here[n], above) for cue in cues[low:high]]
    priced = [(_cost(article, near, here[n], tree, cue) + BESIDE_COST * beside[k], k, cue) for k, cue in enumerate(cues[low:high])]
    best = min(priced, default=None)
    return best[2] if best and best[0] < LIMIT else None


def _precedes(tree: Tree, cue: Cue, quote: Quote, above: set[int]) -> bool:
    """Whether a cue stands before the quote, in the sentence that governs it."""
    verb = tree.tokens[cue.verb]
    return verb.start < quote.outer_start and verb.sentence == tree.tokens[min(above)].sentence


def _above(tree: Tree, quote: Quote) -> set[int]:
    """The tokens that govern a quote: those on the way from its words to the root of their sentence."""
    out: set[int] = set()
    first, last = bisect.bisect_left(tree.starts, quote.start), bisect.bisect_right(tree.starts, quote.start)
    for i in range(first, last):
        while i not in out:
            out.add(i)
            i = tree.tokens[i].head
    return out


def _marked(article: Article, quotes: list[Quote], i: int, resolver: Resolver) -> Attribution | None:
    """Speaker by layout: 'NAME: "..."' or '"..." - Name'."""
    quote = quotes[i]
    start = article.paragraphs[quote.paragraph].start
    if match := TRANSCRIPT.match(article.text[start : quote.outer_start]):
        return resolver.named(match.group(1), start + match.start(1), "transcript")
    if match := SIGNATURE.match(article.text[quote.outer_end : quote.outer_end + 80]):
        return resolver.named(match.group(1), quote.outer_end + match.start(1), "signature")
    return None


def _continued(article: Article, quotes: list[Quote], i: int, out: dict[int, Attribution], resolver: Resolver, direct: Attribution | None) -> Attribution:
    """The speaker of a quote without a cue of its own: that of its utterance, of its paragraph, or of the quote that leads into it."""
    quote, previous = quotes[i], quotes[i - 1] if i else None
    before = article.text[article.paragraphs[quote.paragraph].start : quote.outer_start]
    if direct is not None and direct.cue:  # a passive without agent ("was called ...")
        return direct
    if re.search(r":\s*$", before) and (found := resolver.subject_before(quote, create=True)):
        return found
    if match := POSSESSOR.search(before):
        found = resolver.pronoun(match.group(1), quote.outer_start - len(before) + match.start(1), "possessor")
        if found.speakers:
            return found
    if (match := OWNER.search(before)) and (found := resolver.owner(quote.outer_start - len(before) + match.start())):
        return found
    if previous is not None and out[i - 1].speakers:
        same = previous.utterance == quote.utterance
        near = previous.paragraph == quote.paragraph
        whole = quote.paragraph - previous.paragraph == 1 and not before.strip()
        if same or near or whole:
            rule = "same utterance" if same else "same paragraph" if near else "continuation"
            return dataclasses.replace(out[i - 1], cue=None, rule=rule)
    if found := resolver.subject_before(quote):
        return found
    return Attribution()
