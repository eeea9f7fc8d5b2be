"""People -> people with a capacity: accused, harmed party, their representatives, critics, supporters, officials, outlets, public.

Rules gather evidence per person as (capacity, weight, words): first the parties (who apologises, who is apologised to), then those who stand in
a relation to a party ("her lawyer", "whose husband"). The reading model reads a card of what the article tells about a speaker and
what they say. Both are stacked (stacking.py); the words of the weightiest rule for the capacity are kept. Rule weights were set on the
fiction written for this project; a named relation outweighs a turn of phrase.
"""

import bisect
import dataclasses
import math
import re
from collections import defaultdict
from collections.abc import Mapping

from analysis import capacity_cues as cues
from analysis.schema import CANNOT_TELL, Article, Attribution, Capacity, Mention, Person, Quote, Role, SpeakerReading
from analysis.stacking import logarithm, stack

C = Capacity
MODEL_WEIGHT = 5.0  # of the reading model's probability where a party is sought whose side others take
CERTAIN, NAMED = 0.95, 0.8  # of a name that courts give to those who bring a charge; of a party's lawyer or spokesperson, called so with the party's name
MOST = 6.0  # rules may say the same thing many times over
LATE = 0.6  # of an article's paragraphs


@dataclasses.dataclass(slots=True)
class _Case:
    """The evidence gathered so far: per person (capacity, weight, words), and the nouns for those who were apologised to."""

    article: Article
    people: list[Person]
    words: dict[str, str]  # person -> all they say
    read: Mapping[str, SpeakerReading]
    outside: list[tuple[int, int]]  # stretches of text outside the marks
    evidence: dict[str, list[tuple[Capacity, float, str]]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    named: dict[str, tuple[Capacity, str]] = dataclasses.field(default_factory=dict)  # who is called the representative of a party by name

    def add(self, person: Person, capacity: Capacity, weight: float, words: str) -> None:
        self.evidence[person.name].append((capacity, weight, " ".join(words.split())[:120]))

    def totals(self, name: str) -> dict[Capacity, float]:
        """The weight that the rules find for each capacity of a person."""
        out: dict[Capacity, float] = defaultdict(float)
        for capacity, weight, _ in self.evidence.get(name, []):
            out[capacity] += weight
        return out

    def best(self, name: str) -> Capacity | None:
        """The capacity that rules and model together find heaviest; None where nothing tells."""
        totals = self.totals(name)
        if reading := self.read.get(name):
            for capacity, probability in zip(Capacity, reading.capacities, strict=True):
                totals[capacity] += MODEL_WEIGHT * probability
        return max(totals, key=lambda c: totals[c]) if totals else None

    def words_for(self, name: str, capacity: Capacity) -> str | None:
        """The words of the heaviest piece of evidence for a capacity."""
        pieces = [e for e in self.evidence.get(name, []) if e[0] == capacity]
        return max(pieces, key=lambda e: e[1])[2] if pieces else None


def assign_capacities(
    article: Article, people: list[Person], quotes: list[Quote], attributions: list[Attribution], read: Mapping[str, SpeakerReading]
) -> list[Person]:
    """The same people, in order, with capacity, how sure it is, and the words that tell it; None where nothing does. `read` tells what the
    reading model makes of each speaker."""
    case = _gathered(article, people, quotes, attributions, read)
    return [_decided(case, person) for person in people]


def rule_totals(
    article: Article, people: list[Person], quotes: list[Quote], attributions: list[Attribution], read: Mapping[str, SpeakerReading]
) -> dict[str, dict[Capacity, float]]:
    """Per person the weight that the rules find for each capacity."""
    case = _gathered(article, people, quotes, attributions, read)
    return {person.name: case.totals(person.name) for person in people}


def _gathered(article: Article, people: list[Person], quotes: list[Quote], attributions: list[Attribution], read: Mapping[str, SpeakerReading]) -> _Case:
    said: dict[str, list[str]] = defaultdict(list)
    for quote, attribution in zip(quotes, attributions, strict=True):
        for name in attribution.speakers:
            said[name].append(quote.own_words)
    case = _Case(article, people, {name: " \n ".join(texts) for name, texts in said.items()}, read, _outside(article, quotes))
    for person in people:
        _narrated(case, person)
        _described(case, person)
        _own_words(case, person)
    _harmed_by_object(case)
    settled = {name: list(evidence) for name, evidence in case.evidence.items()}
    for _ in range(3):  # a lawyer's side needs the client's, a relative's the relative's
        sides = {p.name: best for p in people if (best := case.best(p.name))}
        case.evidence = defaultdict(list, {name: list(evidence) for name, evidence in settled.items()})
        case.named = {}
        for person in people:
            _related(case, person, sides)
    return case


def _outside(article: Article, quotes: list[Quote]) -> list[tuple[int, int]]:
    edges = [0, *(e for q in quotes for e in (q.outer_start, q.outer_end)), len(article.text)]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _clause_after(case: _Case, mention: Mention) -> str:
    """The rest of the sentence behind a mention, quotes left out, at most 140 characters."""
    text = case.article.text
    first = bisect.bisect_right(case.outside, mention.end, key=lambda span: span[1])
    parts = [text[max(a, mention.end) : b] for a, b in case.outside[first : first + 8] if a < mention.end + 140]
    clause = " ".join(parts)[:140].split("\n")[0]
    return re.split(r"(?<=[a-z\)])[.!?]\s", clause)[0]


def _narrated(case: _Case, person: Person) -> None:
    """What the narrative says of a person: that they apologise, are accused, that others call for their apology."""
    for mention in person.mentions:
        after = _clause_after(case, mention).replace("\u2019", "'")
        before = case.article.text[max(0, mention.start - 60) : mention.start]
        first = cues.APOLOGISING.search(after)
        lead = mention.paragraph <= 0
        if first and mention.subject and first.start() < (110 if lead else 45) and not re.search(r"\b(?:apology from|demand|calls? for)\b", after[: first.end()]):
            strong = bool(cues.STRONG_APOLOGY.search(first.group()))
            case.add(person, C.ACCUSED, (4 if strong else 2.5) + lead, first.group())
        if denied := cues.DENYING.search(after):
            case.add(person, C.ACCUSED, 2.5 * mention.subject, denied.group())
        if accepted := cues.ACCEPTING.search(after):
            case.add(person, C.VICTIM, 2.0 * mention.subject, accepted.group())
        if harmed := cues.HARM_TOLD.search(after):
            case.add(person, C.VICTIM, 2.0 * mention.subject, harmed.group())
        if re.match(r"\s(?:magazine|newspaper|podcast|website|news agency)\b", after) or re.search(r"\b(?:told|tells|telling)(?: the)? $", before):
            case.add(person, C.OUTLET, 3.0 * (person.kind != "person"), "told " + mention.text)
        if cues.AGAINST.search(before):
            case.add(person, C.ACCUSED, 1.5, before.strip()[-30:])
        if owned := cues.POSSESSED.match(case.article.text[mention.end : mention.end + 60]):
            case.add(person, C.ACCUSED, 2, owned.group())


def _described(case: _Case, person: Person) -> None:
    """What the article calls a person."""
    name = person.name.lower()
    if person.kind in ("organisation", "unknown") or name.startswith("spokes"):
        if found := cues.OFFICIAL_NAME.search(name):
            case.add(person, C.OFFICIAL, 4, found.group())
        elif found := cues.OUTLET_NAME.search(name):
            case.add(person, C.OUTLET, 4, found.group())
        elif found := cues.UNION.search(name):
            clauses = " ".join(_clause_after(case, m) for m in person.mentions) + case.words.get(person.name, "")
            against = re.search(r"\b(?:call(?:ed|s) for|demand|condemn|strike|resign|must go|insult|disgrace)", clauses)
            case.add(person, C.VICTIM_REP if against else C.ACCUSED_REP, 2, against.group() if against else found.group())
    if person.kind == "group" and (found := cues.PUBLIC.search(name)):
        case.add(person, C.PUBLIC, 3, found.group())
    for description in (d.replace("\u2019", "'") for d in person.descriptions):
        table = ((cues.HARMED, C.VICTIM, 3.0), (cues.OFFICIAL, C.OFFICIAL, 3.5), (cues.OUTLET, C.OUTLET, 3.5), (cues.EXPERT, C.THIRD_PARTY_CRITIC, 3.0), (cues.UNION, C.VICTIM_REP, 1.5))
        for pattern, capacity, weight in table:
            if found := pattern.search(description):
                case.add(person, capacity, weight, found.group())
        if person.kind in ("unnamed", "group") and (found := cues.PUBLIC.search(description.split(",")[0][:40]) or re.fullmatch(r"one|another", description)):
            case.add(person, C.PUBLIC, 2.5, found.group())
        if found := re.search(r"\b(?:victims?|survivors?)\b(?!'s| of the (?:system|press|times))", description):
            case.add(person, C.VICTIM, 1.5, found.group())
        if cues.SPOUSE_OF_DEAD.search(description):
            case.add(person, C.VICTIM, 4, description)
        if cues.APOLOGISING.search(description) and cues.STRONG_APOLOGY.search(description):
            case.add(person, C.ACCUSED, 4, description)


def _own_words(case: _Case, person: Person) -> None:
    """What a person's own quotes tell: an apology of their own, harm suffered, praise, censure."""
    words = case.words.get(person.name, "")
    if found := cues.OWN_APOLOGY.search(words):
        case.add(person, C.ACCUSED, 3.5, found.group())
    if found := cues.OWN_HARM.search(words):
        case.add(person, C.VICTIM, 1.8, found.group())
    if found := cues.OWN_KIN.search(words):
        case.add(person, C.VICTIM_REP, 1.5, found.group())
    if found := cues.OWN_PRAISE.search(words):
        case.add(person, C.SUPPORTER, 1.2, found.group())
    if found := cues.OWN_CENSURE.search(words):
        case.add(person, C.THIRD_PARTY_CRITIC, 1.0, found.group())


def _harmed_by_object(case: _Case) -> None:
    """Those to whom somebody apologised in the narrative, by name or by what they are called ("apologised to a baker whose stammer ...")."""
    text = " \n ".join(case.article.text[a:b] for a, b in case.outside)
    nouns: set[str] = set()
    _lead_harmed(case, text)
    for found in cues.HARMED_OBJECT.finditer(text):
        phrase = found.group(1).strip()
        nouns |= {_singular(w) for w in re.findall(r"[a-z-]{4,}", phrase)[-2:]}
        for person in case.people:
            if any(m.text in phrase for m in person.mentions) or person.name in phrase:
                case.add(person, C.VICTIM, 4, found.group())
    nouns -= {"people", "family", "public", "thousand", "million", "hundred", "everyone", "anyone", "those"}
    for person in case.people:
        for description in person.descriptions:
            core = re.sub(r"\S+(?:'s|\u2019s|s'|s\u2019)\s", " ", re.split(r"\b(?:who|whose|of|for|at)\b", description)[0])
            own = {_singular(w) for w in re.findall(r"[a-z-]{4,}", core)[-3:]}
            around = {_singular(w.strip("'\u2019")) for w in re.findall(r"[a-z'\u2019-]{4,}", description)}
            if cues.REPRESENTS.search(description) or cues.UNION.search(description):
                if shared := around & nouns:
                    case.add(person, C.VICTIM_REP, 5, f"apologised to: {', '.join(sorted(shared))}")
            elif shared := own & nouns:
                case.add(person, C.VICTIM, 2.5, f"apologised to: {', '.join(sorted(shared))}")


def _lead_harmed(case: _Case, text: str) -> None:
    """The one "apologised to a baker whose ..." in the lead or headline is the first person named behind it who is no accused."""
    found = cues.LEAD_HARMED.search(text)
    if found is None or found.start() > len(case.article.headline) + 600:
        return
    accused = {p.gender for p in case.people if case.best(p.name) == C.ACCUSED}
    pronouns = [{"his": "m", "he": "m"}.get(w, "f") for w in re.findall(r"\b(?:his|her|he|she)\b", found.group(2))]
    genders = set(pronouns) - accused
    place = case.article.text.find(found.group(1))
    later = sorted((p.mentions[0].start, i) for i, p in enumerate(case.people) if p.mentions and p.kind == "person" and p.mentions[0].paragraph in (1, 2, 3))
    for start, i in later:
        best = case.best(case.people[i].name)
        gender = case.people[i].gender
        fits = not genders or gender is None or gender in genders
        if start > place and fits and best in (None, C.VICTIM, C.VICTIM_REP):
            case.add(case.people[i], C.VICTIM, 3, f"apologised to {found.group(1)}")
            return


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _owner(case: _Case, description: str, person: Person) -> Person | None:
    """Whose lawyer, daughter, coach: the name in the phrase, else for "her" the one of that gender mentioned last before."""
    for other in case.people:
        names = {n.lower() for n in (other.name, *other.aliases, other.name.split()[-1]) if len(n) > 2}
        if other.name != person.name and any(re.search(rf"\b{re.escape(n)}\b", description) for n in names):
            return other
    if noun := re.match(r"(?:the|a) ([\w-]+)'s ", description):
        described = [o for o in case.people if o.name != person.name and any(re.search(rf"\b{noun.group(1)}\b", re.split(r"'s\b", d)[-1]) for d in o.descriptions)]
        if described:
            return described[0]
    match = re.match(r"(his|her|their|its)\b", description)
    place = person.mentions[0].start if person.mentions else 0
    if not match:
        return None
    gender = {"his": "m", "her": "f"}.get(match.group(1))
    kinds = ("organisation",) if match.group(1) == "its" else ("person", "unnamed")
    before = [
        (m.start + 120 * m.subject + 150 * (o.gender is not None), o.name, o)
        for o in case.people for m in o.mentions
        if m.start < place and o.name != person.name and o.kind in kinds and (not gender or o.gender in (None, gender))
    ]  # fmt: skip
    return max(before, key=lambda b: b[0])[2] if before else None


def _related(case: _Case, person: Person, sides: dict[str, Capacity]) -> None:
    """A representative, relative or friend takes a side by whose they are; the head of a union or staff body follows it."""
    for description in (d.replace("\u2019", "'") for d in person.descriptions):
        relation = cues.REPRESENTS.search(description) or cues.RELATIVE.search(description) or cues.CLOSE.search(description)
        headed = re.search(r"\bits (?:\w+ )?(?:president|secretary|head|leader|chair\w*|director|deputy)\b", description)
        if relation is None and headed is None:
            continue
        owner = _owner(case, "its" if relation is None else description, person)
        side = sides.get(owner.name) if owner else None
        accused, harmed = side in (C.ACCUSED, C.ACCUSED_REP), side in (C.VICTIM, C.VICTIM_REP)
        words = f"{(relation or headed).group()} of {owner.name}" if owner else (relation or headed).group()  # type: ignore[union-attr]
        if relation is None:
            if side in (C.VICTIM_REP, C.ACCUSED_REP, C.OFFICIAL, C.THIRD_PARTY_CRITIC):
                case.add(person, side, 3, words)
        elif cues.REPRESENTS.search(description):
            harmed = harmed or (not accused and bool(cues.FOR_THE_HARMED.search(description)))
            outside = side == C.OFFICIAL or (side is None and bool(cues.OFFICIAL_NAME.search(description)))
            rep = C.OFFICIAL if outside else C.VICTIM_REP if harmed else C.ACCUSED_REP
            case.add(person, rep, 5 if side else 3, words)
            if owner and side in (C.ACCUSED, C.VICTIM) and any(re.search(rf"\b{re.escape(n.lower())}\b", description) for n in (owner.name, owner.name.split()[-1])):
                case.named[person.name] = rep, words
        elif cues.RELATIVE.search(description) and not cues.SPOUSE_OF_DEAD.search(description):
            unowned = owner is None and not re.match(r"(?:his|her|their|its)\b", description)
            case.add(person, C.SUPPORTER if accused else C.VICTIM_REP, 4 if side else 3 if unowned else 1.5, words)
        elif accused and not cues.RELATIVE.search(description):
            case.add(person, C.SUPPORTER, 2.5, words)
    _employer(case, person, sides)


def _employer(case: _Case, person: Person, sides: dict[str, Capacity]) -> None:
    """A body that speaks for a member under fire without being blamed itself ("Skelby Rovers manager Jan Roe")."""
    if person.kind != "organisation" or person.name in sides:
        return
    for other in case.people:
        named = any(n.lower() in d for d in other.descriptions for n in (person.name, *person.aliases))
        if named and sides.get(other.name) == C.ACCUSED:
            case.add(person, C.ACCUSED_REP, 2, f"speaks for {other.name}")


def stack_inputs(article: Article, person: Person, rules: Mapping[Capacity, float], read: SpeakerReading | None) -> dict[str, float]:
    """What stacking.stack weighs for one person: the rules' totals, the model's log-probabilities, what the person's quotes do, the kind, and where
    the article brings the person in: those at issue stand in headline and lead. Of somebody who says nothing the model knows nothing."""
    capacities = read.capacities if read else [1 / len(Capacity)] * len(Capacity)
    roles = read.roles if read else [1 / len(Role)] * len(Role)
    inputs = {f"rules {c.value}": min(total, MOST) for c, total in rules.items()}
    inputs |= {f"model {c.value}": logarithm(p) for c, p in zip(Capacity, capacities, strict=True)}
    inputs |= {f"says {r.value}": p for r, p in zip(Role, roles, strict=True)}
    first = min((m.paragraph for m in person.mentions if m.paragraph >= 0), default=len(article.paragraphs))
    inputs |= {
        f"kind {person.kind}": 1.0,
        "in the headline": float(any(m.paragraph < 0 for m in person.mentions)),
        "in the lead": float(first == 0),
        "log of first paragraph": math.log1p(first),
        "brought in late": float(first > LATE * len(article.paragraphs)),
    }
    return inputs


def _decided(case: _Case, person: Person) -> Person:
    rules, read = case.totals(person.name), case.read.get(person.name)
    if read is None and max(rules.values(), default=0) < 1 and person.kind != "group":
        return person
    if pseudonym := cues.PSEUDONYM.search(person.name):
        return dataclasses.replace(person, capacity=C.VICTIM, capacity_evidence=pseudonym.group(), capacity_confidence=CERTAIN)
    if person.name in case.named:
        capacity, words = case.named[person.name]
        return dataclasses.replace(person, capacity=capacity, capacity_evidence=words, capacity_confidence=NAMED)
    probabilities = stack("capacity", stack_inputs(case.article, person, rules, read))
    top = Capacity(max(probabilities, key=lambda name: probabilities[name]))
    confidence = probabilities[top.value]
    model = f"reading model, {read.capacities[list(Capacity).index(top)]:.0%}" if read else ""
    evidence = case.words_for(person.name, top) or model
    return dataclasses.replace(person, capacity=top if confidence >= CANNOT_TELL else None, capacity_evidence=evidence, capacity_confidence=confidence)
