"""Parse -> cues: the verbs of saying outside the marks, "according to", and whose words they introduce."""

import dataclasses

from analysis.lexicon import DOCUMENT_NOUNS, PERSON_NOUNS, REPORTING_VERBS, WEAK_REPORTING_VERBS
from analysis.schema import Parse, Token

SUBJECTS = {"nsubj", "nsubjpass"}
RELAY_VERBS = {"quote", "cite", "relay"}
PASSIVE_REPORTS = {"quote", "hear", "record", "film", "see", "report", "know", "believe", "understand", "say", "catch"}
"""Passives whose subject is still the one who spoke: "was quoted as saying", "was heard telling"."""
INNER_VERBS = frozenset("regret feel hope believe think accept deny want".split())
"""Verbs of saying that reported speech more often ascribes than performs."""
PARTICLE_VERBS = frozenset(
    """point out|go on|shoot back|fire back|hit back|weigh in|chime in|lash out|spell out|blurt out|call out|cry out|snap back|push back|put it|
    read out|speak out|sound off|bark back|pipe up|break in|cut in|jump in|pitch in|sign off|kick off|write in""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Verbs that are ones of saying with a particle."""
CLAUSAL = {"conj", "advcl", "xcomp", "pcomp", "ccomp", "prep", "dep", "parataxis", "oprd", "aux"}


@dataclasses.dataclass(frozen=True, slots=True)
class Cue:
    """A cue at token `verb`; `subject` is the head token of the words that name the speaker, None for a passive without agent.
    `relayed`: the subject is somebody quoted by the one who wrote ("Roe wrote, quoting the victim")."""

    verb: int
    subject: int | None
    relayed: bool = False


class Tree:
    """A parse with its children at hand."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.starts = [t.start for t in parse.tokens]
        self.children: list[list[Token]] = [[] for _ in parse.tokens]
        for t in parse.tokens:
            if t.head != t.index:
                self.children[t.head].append(t)

    def child(self, i: int, *deps: str) -> Token | None:
        """The first child of token `i` with one of these relations."""
        return next((c for c in self.children[i] if c.dep in deps), None)

    def left_edge(self, i: int) -> int:
        """The first token of the noun phrase headed by `i`, without clauses before it."""
        left = i
        for c in self.children[i]:
            if c.index < i and c.dep in ("det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "advmod") and not c.quoted:
                left = min(left, self.left_edge(c.index))
        while left > 0 and self.tokens[left - 1].text in ("#", "-") and self.tokens[left - 1].end == self.tokens[left].start:
            left -= 1
        first = self.tokens[left]
        if first.text == "-" and left > 0 and self.tokens[left - 1].end == first.start:  # "the former co-host"
            return self.left_edge(left - 1)
        return left


def _passive(tree: Tree, i: int) -> bool:
    return tree.child(i, "auxpass", "nsubjpass") is not None


def _governing_cue(tree: Tree, t: Token) -> Cue | None:
    """The cue that reports this verb's whole clause: in "a spokesman said that she regretted 'any offence'" the spokesman speaks."""
    i = t.index
    while tree.tokens[i].dep == "conj":
        i = tree.tokens[i].head
    head = tree.tokens[tree.tokens[i].head]
    reported = tree.tokens[i].dep == "ccomp" and head.lemma in REPORTING_VERBS - INNER_VERBS and not head.quoted
    return _cue(tree, head) if reported else None


def _name_before(tree: Tree, i: int) -> Token | None:
    """The name right before a verb that has no subject of its own: an apposition that the parser cut off ("her husband, Jan Roe, wrote")."""
    before = i - 1
    while before > 0 and (tree.tokens[before].pos in ("ADV", "AUX") or tree.tokens[before].text == ","):
        before -= 1
    t = tree.tokens[before]
    named = before >= 0 and t.pos == "PROPN" and not t.quoted and t.entity != "DATE" and t.sentence == tree.tokens[i].sentence
    return t if named and t.dep not in ("pobj", "dobj") and not tree.tokens[i].text.lower().endswith("ing") else None


def _after_verb(tree: Tree, i: int) -> Token | None:
    """The noun phrase right behind an inverted verb ('"X," said Jane Roe') that the parser took for something else."""
    if tree.tokens[i].text.lower().endswith("ing") or not any(t.quoted for t in tree.tokens[max(0, i - 4) : i]):
        return None
    for t in tree.tokens[i + 1 : i + 8]:
        if t.quoted or t.text in ",.:;" or (t.pos in ("ADP", "SCONJ", "VERB", "AUX", "CCONJ", "PART") and t.dep != "amod"):
            return None
        if t.pos in ("PROPN", "NOUN", "PRON"):
            while t.head != t.index and t.dep in ("compound", "poss", "amod", "nmod", "det", "appos") and tree.tokens[t.head].index > t.index:
                t = tree.tokens[t.head]
            return None if t.text.lower() in ("that", "it", "what", "this", "him", "her", "them", "me", "us") or t.dep in ("npadvmod", "advmod") else t
    return None


def subject_of(tree: Tree, i: int, depth: int = 0) -> Token | None:
    """The subject of verb `i`: its own, its passive agent, the noun it describes ("who said"), or that of the clause it hangs from."""
    verb = tree.tokens[i]
    agent = tree.child(i, "agent")
    if agent is not None and (_passive(tree, i) or verb.dep in ("acl", "amod")) and (found := tree.child(agent.index, "pobj")):
        return found
    for c in tree.children[i]:
        if c.dep in SUBJECTS and not c.quoted and c.text[:1] not in "\u201c\"'\u2018":
            if c.text.lower() in ("who", "which", "that") and verb.dep in ("relcl", "acl", "ccomp"):
                return tree.tokens[verb.head] if verb.dep != "ccomp" else None
            if c.text.lower() in ("this", "that", "what", "there"):
                continue
            return None if depth == 0 and c.dep == "nsubjpass" and verb.lemma not in PASSIVE_REPORTS else c
    if verb.dep in ("acl", "relcl") and tree.tokens[verb.head].pos in ("NOUN", "PROPN", "PRON"):
        noun = tree.tokens[verb.head]
        told = noun.dep in ("dobj", "pobj", "dative") and verb.text.lower() in ("saying", "adding", "telling", "asking", "urging", "warning")
        if told and noun.text.lower() not in DOCUMENT_NOUNS and depth < 5:  # "Roe emailed supporters saying ..."
            while noun.dep in ("pobj", "prep", "dobj", "dative") and noun.head != noun.index:
                noun = tree.tokens[noun.head]
            return subject_of(tree, noun.index, depth + 1) or tree.tokens[verb.head]
        return noun
    if depth < 5 and verb.head != i and verb.dep in CLAUSAL:
        return subject_of(tree, verb.head, depth + 1)
    return None


def find_cues(tree: Tree) -> list[Cue]:
    """The cues of a paragraph in order, those inside marks left out."""
    out: list[Cue | None] = []
    for t in tree.tokens:
        if t.quoted:
            continue
        if t.text.lower() == "according" and t.index + 1 < len(tree.tokens) and tree.tokens[t.index + 1].text.lower() == "to":
            source = tree.child(t.index + 1, "pobj") or tree.child(t.index, "pobj")
            if source is not None:
                out.append(Cue(t.index, source.index))
        elif t.text.lower() in ("words", "phrase") and (owner := tree.child(t.index, "poss")) is not None and tree.tokens[t.head].text.lower() == "in":
            out.append(Cue(t.index, owner.index))  # "in Roe's words"
        elif t.text.lower() == "adding" and tree.child(t.index, *SUBJECTS) is None and (carried := _carried_on(tree, t, out)):
            out.append(carried)
        elif (t.pos in ("VERB", "AUX") and t.lemma in REPORTING_VERBS and t.dep != "amod") or (
            t.pos == "VERB" and (_with_particle(tree, t) or _closes_quote(tree, t))
        ):
            out.append(_cue(tree, t))
        elif t.pos == "VERB" and _after_quote(tree, t.index) and (inverted := tree.child(t.index, "nsubj") or _after_verb(tree, t.index)):
            # '"...," sniped one viewer': any verb there is one of saying
            out.append(Cue(t.index, inverted.index) if inverted.index > t.index else None)
    return [c for c in out if c is not None]


def _carried_on(tree: Tree, t: Token, before: list[Cue | None]) -> Cue | None:
    """The cue of an "adding" that goes on with the one before it, whatever noun the parser hung it from."""
    cues = [c for c in before if c is not None and tree.tokens[c.verb].sentence >= t.sentence - 1]
    main = [c for c in cues if tree.tokens[c.verb].dep in ("ROOT", "conj")] or cues
    return Cue(t.index, main[-1].subject) if main else None


def _with_particle(tree: Tree, t: Token) -> bool:
    """Whether a verb and the word behind it are one of PARTICLE_VERBS."""
    behind = tree.tokens[t.index + 1].text.lower() if t.index + 1 < len(tree.tokens) else ""
    return f"{t.lemma} {behind}" in PARTICLE_VERBS


def _closes_quote(tree: Tree, t: Token) -> bool:
    """Whether nothing but its subject, one or two words, stands between a closing mark with a comma and this verb ('"...," Roe thundered')."""
    subject = tree.child(t.index, "nsubj")
    if subject is None or subject.quoted or subject.pos not in ("PROPN", "PRON") or not 0 < t.index - subject.index <= 2:
        return False
    first = tree.left_edge(subject.index)
    return first > 1 and tree.tokens[first - 1].quoted and tree.tokens[first - 2].text in (",", "?", "!")


def _after_quote(tree: Tree, i: int) -> bool:
    """Whether token `i` stands right behind a closing mark."""
    before = i - 1
    while before >= 0 and tree.tokens[before].pos == "PUNCT":
        before -= 1
    return before >= 0 and tree.tokens[before].quoted


def _cue(tree: Tree, t: Token) -> Cue | None:
    relay = next((c for c in tree.children[t.index] if c.lemma in RELAY_VERBS and c.dep in ("advcl", "xcomp", "conj", "prep")), None)
    if relay is not None and (source := tree.child(relay.index, "dobj", "pobj")) and (source.entity == "PERSON" or source.text.lower() in PERSON_NOUNS):
        return Cue(t.index, source.index, relayed=True)
    if t.lemma in RELAY_VERBS and t.dep in ("advcl", "prep") and tree.tokens[t.head].lemma in REPORTING_VERBS:
        return None
    if t.lemma in INNER_VERBS and (outer := _governing_cue(tree, t)) is not None:
        return dataclasses.replace(outer, verb=t.index)
    subject = (None if tree.child(t.index, *SUBJECTS, "agent") else _name_before(tree, t.index)) or subject_of(tree, t.index)
    if subject is None and not _passive(tree, t.index):
        subject = _after_verb(tree, t.index)
    if subject is None and t.lemma in WEAK_REPORTING_VERBS:
        return None
    return Cue(t.index, None if subject is None else subject.index)
