"""Cues -> reports: the clauses of indirect and mixed speech that verbs of saying govern ("said she would return the money").

A report is the complement clause of a verb of saying, the infinitive of one that promises or demands, or the rest of a sentence beside
"according to", as PolNeAR delimits contents (Newell et al. 2018). A clause between marks from end to end is a quote and no report.
"""

from analysis.lexicon import REPORTING_VERBS
from analysis.schema import Quote
from analysis.speakers.cues import Cue, Tree

INFINITIVE_VERBS = frozenset(
    """promise vow pledge threaten ask urge call demand offer agree deny admit regret refuse swear volunteer order beg want plead apologise
    apologize claim consider recommend suggest propose""".split()
)
"""Verbs whose infinitive or gerund says what was promised, demanded, denied or regretted."""
REQUEST_VERBS = frozenset("ask urge call beg order want".split())
ADDRESSED_VERBS = frozenset("tell assure warn remind inform notify advise ask promise persuade convince".split())
"""Verbs whose object is the one addressed, no part of what was said."""
PARENTHETIC_VERBS = frozenset("say add argue write note explain insist warn suggest think claim admit tell concede recall report acknowledge".split())
"""Verbs that are set between commas in what they report."""
CHARGE_VERBS = frozenset("apologise apologize accuse call blame".split())
NAMING_VERBS = frozenset("call dub label brand term describe deem".split())
NO_REPORT = frozenset("hear record film see begin close finish issue release sign read thank order rule caption".split())
"""Verbs of saying whose clause is more often something else."""
MIN_WORDS = 3  # of a report outside marks; below, it is no proposition ("said so")
TRIM = ",.;:!?-\u2013\u2014"


def _subtree(tree: Tree, top: int) -> list[int]:
    out, todo = [], [top]
    while todo:
        i = todo.pop()
        out.append(i)
        todo += [c.index for c in tree.children[i]]
    return sorted(out)


def _complement(tree: Tree, cue: Cue) -> tuple[int, int] | None:
    """First token and one past the last of the clause that a verb of saying governs."""
    verb = tree.tokens[cue.verb]
    for c in tree.children[verb.index]:
        infinitive = c.dep in ("xcomp", "pcomp") and verb.lemma in INFINITIVE_VERBS and c.pos in ("VERB", "AUX")
        charge = c.dep == "prep" and verb.lemma in CHARGE_VERBS and c.text.lower() in ("for", "of")
        if not (infinitive or charge or (c.dep == "ccomp" and c.index != cue.subject)):
            continue
        inside = _subtree(tree, c.index)
        first, last = inside[0], inside[-1] + 1
        if c.index < verb.index:  # "the club had known, she said"
            edges = [verb.index] + ([cue.subject, tree.left_edge(cue.subject)] if cue.subject is not None and cue.subject > c.index else [])
            return first, min(last, *edges)
        if (infinitive and verb.lemma in REQUEST_VERBS) or (charge and verb.lemma == "accuse"):  # "asked the board to act": whom it was asked of is part of it
            return verb.index + 1, last
        first = max(first, verb.index + 1)
        gap = tree.tokens[verb.index + 1 : first]
        torn = verb.lemma not in ADDRESSED_VERBS and tree.tokens[first].dep != "mark" and not any(t.quoted or t.text == "," for t in gap)
        if torn and any(t.pos in ("NOUN", "PROPN") and t.entity not in ("DATE", "TIME") for t in gap):  # a subject that the parser hung from the verb
            first = verb.index + 1
        return first, last
    return None


def _naming(tree: Tree, cue: Cue) -> tuple[int, int] | None:
    """'called the deal "a scandal"': from the object to the end of the marked words."""
    verb = tree.tokens[cue.verb]
    if verb.lemma not in NAMING_VERBS:
        return None
    behind = [t.index for t in tree.tokens[verb.index + 1 :] if t.sentence == verb.sentence]
    opens = next((i for i in behind if tree.tokens[i].quoted), None)
    if opens is None or opens - verb.index < 2 or opens - verb.index > 25:
        return None
    return verb.index + 1, next((i for i in behind if i > opens and not tree.tokens[i].quoted), behind[-1] + 1)


def _interrupted(tree: Tree, cue: Cue) -> tuple[int, int] | None:
    """The sentence around a cue set between commas that the parser hung elsewhere: what stands behind it ("The club, Roe said, had known"),
    else before it."""
    verb = tree.tokens[cue.verb]
    if cue.subject is None or verb.lemma not in PARENTHETIC_VERBS or verb.text.lower().endswith("ing"):
        return None
    sentence = [t.index for t in tree.tokens if t.sentence == verb.sentence]
    first, last = min(tree.left_edge(cue.subject), verb.index), max(max(_subtree(tree, cue.subject), default=0), verb.index)
    comma_before = first > sentence[0] and tree.tokens[first - 1].text == ","
    if last + 1 <= sentence[-1] and tree.tokens[last + 1].text == "," and (comma_before or first == sentence[0]):
        return last + 2, sentence[-1] + 1
    if comma_before and last + 2 >= sentence[-1]:
        return sentence[0], first - 1
    return None


def _beside_according(tree: Tree, cue: Cue) -> tuple[int, int]:
    """The sentence without "according to X": what follows where it opens the sentence, else what stands before it."""
    verb = tree.tokens[cue.verb]
    sentence = [t.index for t in tree.tokens if t.sentence == verb.sentence]
    source = max(_subtree(tree, cue.subject if cue.subject is not None else cue.verb))
    if cue.verb <= sentence[0] + 1:
        return source + 1, sentence[-1] + 1
    return sentence[0], cue.verb


def _beside_as(tree: Tree, cue: Cue) -> tuple[int, int] | None:
    """The main clause behind "As Roe reported,"."""
    verb = tree.tokens[cue.verb]
    if verb.dep != "advcl" or not any(c.dep in ("mark", "advmod") and c.text.lower() == "as" for c in tree.children[verb.index]):
        return None
    aside = set(_subtree(tree, verb.index))
    main = [t.index for t in tree.tokens if t.sentence == verb.sentence and t.index not in aside]
    return (main[0], main[-1] + 1) if main and main[0] > verb.index else None


def report_of(tree: Tree, cue: Cue) -> tuple[int, int] | None:
    """First token and one past the last of what the cue reports; None where it governs no clause outside marks."""
    verb = tree.tokens[cue.verb]
    if verb.lemma in NO_REPORT or cue.subject is None:
        return None
    if verb.text.lower() == "according":
        return _trimmed(tree, *_beside_according(tree, cue))
    for find in (_beside_as, _naming, _complement, _interrupted):
        if (place := find(tree, cue)) and (found := _trimmed(tree, *_through_quote(tree, cue, *place))):
            return found
    return None


def _through_quote(tree: Tree, cue: Cue, first: int, last: int) -> tuple[int, int]:
    """The clause without a trailing ", which" clause or ", saying" of another cue, and through a quote that follows it at once."""
    tokens = tree.tokens
    for i in range(first + 3, last - 1):
        cut = tokens[i].text == "," and (
            tokens[i + 1].text.lower() == "which" or (tokens[i + 1].lemma in REPORTING_VERBS and tokens[i + 1].text.lower().endswith("ing"))
        )
        if cut and not tokens[i + 1].quoted:
            last = i
            break
    if first > cue.verb:
        k = last
        while (
            k < len(tokens)
            and k - last < 4
            and not tokens[k].quoted
            and tokens[k].sentence == tokens[last - 1].sentence
            and tokens[k].pos in ("SCONJ", "CCONJ", "PUNCT", "ADP", "DET", "AUX", "PART")
        ):
            k += 1
        if k < len(tokens) and tokens[k].quoted and tokens[k].sentence == tokens[last - 1].sentence and not tokens[last - 1].quoted:
            while k < len(tokens) and tokens[k].quoted:
                k += 1
            last = k
    return first, last


def _trimmed(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    tokens = tree.tokens
    while first < last and (tokens[first].text in TRIM or tokens[first].pos == "SPACE" or tokens[first].text.lower() == "on") and not tokens[first].quoted:
        first += 1
    while last > first and (tokens[last - 1].text in TRIM or tokens[last - 1].pos == "SPACE") and not tokens[last - 1].quoted:
        last -= 1
    words = [t for t in tokens[first:last] if not t.quoted and t.pos != "PUNCT" and t.dep != "mark"]
    mixed = bool(words) and words[0].index == first + (tokens[first].dep == "mark" if first < last else 0) and any(t.quoted for t in tokens[first:last])
    return (first, last) if len(words) >= (1 if mixed else MIN_WORDS) else None


def report_places(tree: Tree, cues: list[Cue], quotes: list[Quote]) -> list[tuple[Cue, int, int]]:
    """The reports of a paragraph in order as (cue, start, end), half-open character offsets; `quotes` are those of the paragraph.

    A report that holds a whole quote takes its marks in. Of overlapping reports the outer one is kept: "he said that she told him".
    """
    by_start = {q.start: q for q in quotes}
    found = []
    for cue in cues:
        if place := report_of(tree, cue):
            first, last = tree.tokens[place[0]], tree.tokens[place[1] - 1]
            start = by_start[first.start].outer_start if first.quoted and first.start in by_start else first.start
            end = by_start[last.start].outer_end if last.quoted and last.start in by_start else last.end
            found.append((cue, start, end))
    found.sort(key=lambda f: (f[1], -f[2]))
    out: list[tuple[Cue, int, int]] = []
    for cue, start, end in found:
        inside = start <= tree.tokens[cue.verb].start < end
        if start < end and not inside and (not out or start >= out[-1][2]):
            out.append((cue, start, end))
    return out
