"""People -> people with a capacity: accused, harmed party, their representatives, critics, supporters, officials, outlets, public.

Evidence is gathered per person as (capacity, weight, words) and the heaviest capacity wins; its words are kept. First the parties (who
apologises, who is apologised to), then those who stand in a relation to a party ("her lawyer", "whose husband"), last what is left over,
by what they say. Weights were set on the fiction written for this project; a named relation outweighs a turn of phrase.
"""

import bisect
import dataclasses
import math
import re
from collections import defaultdict

from analysis.schema import CANNOT_TELL, Article, Attribution, Capacity, Mention, Opinion, Person, Quote

C = Capacity
SLOPE, OFFSET = 0.406, -0.759  # margin -> confidence (Platt scaling), fitted by training/confidences.py on articles the model had not seen
MODEL_WEIGHT = 5.0  # of the reading model's probability; set on corpus articles that it had not seen, November 2026
REPRESENTS = re.compile(
    r"\b(?:lawyer|attorney|solicitor|barrister|counsel|spokes(?:man|woman|person)|publicist|press officer|rep|representative|agent|manager of|who represents|"
    r"representing|acting for|on behalf of|legal team|press office|communications (?:director|chief)|head of communications|campaign manager|chief of staff)\b"
)
FOR_THE_HARMED = re.compile(
    r"\b(?:for|of|represents?|representing)\s(?:\w+\s){0,3}?(?:famil(?:y|ies)|victims?|survivors?|bereaved|residents?|tenants?|patients?|students?|claimants?|workers?|staff|parents?|customers?|passengers?|players?|residents)\b"
)
RELATIVE = re.compile(
    r"\b(?:mother|father|mum|mom|dad|wife|husband|widow|widower|daughter|son|sister|brother|aunt|uncle|niece|nephew|cousin|grand(?:mother|father|son|daughter)|"
    r"partner|fianc[e\u00e9]e?|parents?|family|stepson|stepdaughter|in-law)\b"
)
CLOSE = re.compile(
    r"\b(?:friend|coach|ex-coach|teammate|team-mate|colleague|co-star|co-host|bandmate|mentor|ally|aide|captain|shareholder|investor|fan|prot[e\u00e9]g[e\u00e9]|"
    r"assistant|producer|boss|predecessor|sponsor|neighbour|churchwarden|deputy|spokesman)\b"
)
OFFICIAL = re.compile(
    r"\b(?:judge|magistrate|coroner|prosecutor|district attorney|police|detective|superintendent|inspector|constable|sergeant|sheriff|commissioner|regulator|"
    r"watchdog|ombudsman|tribunal|court|inquiry|investigator|health director|environment(?:al)? officer|referee'?s? body|disciplinary|integrity|standards|"
    r"(?:deputy )?warden|minister|adviser on|ethics|authority|board of|(?<!press )officers?\b|ministry|department of|district court|auditor|inspectorate|fire chief|adjudicator)\b"
)
OFFICIAL_NAME = re.compile(
    r"\b(?:authority|commission|police|court|tribunal|ministry|department|ombudsman|regulator|agency|inspectorate|constabulary|prosecut\w+|integrity|"
    r"standards|inquiry|(?:sport|licensing|review|parole|safety|conduct|complaints|ethics|data|press|medical|health) (?:board|council|office|panel|unit)|coroner\S*( office)?)\b",
    re.I,
)
OUTLET = re.compile(
    r"\b(?:reporter|journalist|correspondent|columnist|editor of|paper's editor|editor|newspaper|magazine|broadcaster's|news site|website|news agency|blogger who broke)\b"
)
OUTLET_NAME = re.compile(
    r"\b(?:news|times|post|courier|gazette|herald|tribune|examiner|journal|mail|telegraph|guardian|chronicle|observer|mirror|ledger|lantern|reuters|bbc|cnn|"
    r"afp|itv|press association|associated press|dispatch|advertiser|argus|echo|inquirer|globe|magazine|weekly|daily)\b",
    re.I,
)
EXPERT = re.compile(
    r"\b(?:professor|lecturer|expert|analyst|psychologist|historian|sociologist|economist|academic|scholar|musicologist|researcher|ethicist|critic|commentator|"
    r"pundit|who studies|who teaches|who researches|who has written|author of|consultant|specialist|campaigners?|campaigns?|charity|activist|advocate|"
    r"who runs an?|helpline|foundation|who runs the charity|who chairs the|opposition|shadows?|shadow \w+|senator|congress(?:man|woman)|mp|councillor|rival|opponent|ex-referee|politician|"
    r"lawmaker|whistleblower|witness|watch(?:es)? the|restaurant critic|former minister)\b"
)
UNION = re.compile(r"\b(?:union|guild|association of|federation|staff association|residents' association|tenants' association|shop steward)\b", re.I)
PUBLIC = re.compile(
    r"\b(?:fans?|viewers?|users?|followers?|commenters?|commenter|callers?|listeners?|readers?|bystander|passer-by|shoppers?|"
    r"social media|on x|on twitter|on facebook|reddit|poster|account|subscriber|spectators?|someone|online)\b"
)
HARMED = re.compile(
    r"\b(?:victims?|survivors?|complainants?|accusers?|claimants?|plaintiffs?|bereaved|casualty|injured|wronged|targeted|evicted|laid[- ]off|sacked|fired|dismissed|"
    r"former (?:employee|worker|staff\w*|pupil|student|patient|tenant|resident|choirboy|chorister|member)|whistleblower who lost|"
    r"who (?:lost|was (?:left|refused|carried|attacked|assaulted|misdiagnosed|given|stranded|mocked|turned away|told|filmed|hit|injured|evicted|bullied|abused|groped)|"
    r"missed|spent the night|slept|could not|sued|is suing|brought the case|was a pupil|nearly died|suffered|"
    r"fell ill|has been without|were? (?:beaten|abused))|"
    r"whose (?:\w+ ){0,3}(?:died|was|were|been|is|stammer|account|home|house|flight|payment|wedding|son|daughter|husband|wife|mother|father|child|baby|dog|cat))\b"
)
SPOUSE_OF_DEAD = re.compile(r"\b(?:widow|widower)\b")
APOLOGISING = re.compile(
    r"\b(?:apologi[sz](?:es|ed|e|ing)\b(?! to be)|sa(?:id|ys) sorry|(?:was|is|were|are) (?:deeply |truly |very |so )?sorry|sorry\b|express(?:ed|es)? (?:\w+ ){0,2}(?:regret|remorse|sorrow)|"
    r"asked? .{0,60}(?:forgive|forgiveness)|asks .{0,60}(?:forgive|forgiveness)|admit(?:s|ted|ting)\b|their apology|(?:his|her|its|an?|the) (?:\w+ ){0,2}apology (?:video|post|statement)|"
    r"regret(?:s|ted)\b|begged|owned up|kn(?:ee)?lt|backed down|under fire|accused of|facing (?:calls|criticism|a backlash)|slammed|has resigned|stepped down|"
    r"shared (?:their|an|his|her) apology|mea culpa|fault|(?:mock|imitat|struck|slapp|shov|humiliat)\w*)\b",
    re.I,
)
STRONG_APOLOGY = re.compile(r"\b(?:apologi[sz]|sorry|regret|remorse|forgive)", re.I)
AGAINST = re.compile(
    r"(?:apology from|demand(?:ed|s|ing)? (?:an )?apology from|call(?:ed|s|ing)? (?:for|on)|criticism of|anger (?:at|with)|accus(?:ed|es|ing)|complain\w+ (?:about|against)|"
    r"sue[sd]?|suing|blam(?:ed|es|ing)|stood by|stand by|stands by|defended|defend|slamm(?:ed|ing))\s+(?:the )?$",
    re.I,
)
POSSESSED = re.compile(r"^(?:'s|\u2019s|s'|\u2019)\s+(?:\w+ ){0,2}(?:apology|statement|remarks?|comments?|resignation|joke|letter|words|conduct|behaviou?r|post|video|response|office|agent)\b", re.I)
HARMED_OBJECT = re.compile(
    r"\b(?:apologi[sz](?:ed|es|ing|e)(?: \w+){0,3}? to|apology to|sorry to|apologies to|forgiveness (?:of|from)|asked (?=.{3,80}to forgive)|compensat\w+ (?:for|to))\s+(?:the |a |an |his |her |its )?"
    r"([^.;\u201c\"]{3,110}?)(?=\s(?:after|for|over|who|whose|and|on|in|that|to|she|he)\b|[.,;]|$)",
    re.I,
)
OWN_APOLOGY = re.compile(
    r"\b(?:i|we)\b[^.;:!?]{0,25}\b(?:apologi[sz]e|apologi[sz]ed|ashamed|regret)\b|\b(?:my|our) (?:\w+ )?apolog|\b(?:i am|i'm|we are|we're) (?:\w+ ){0,2}sorry\b(?! (?:for (?:your|his|her|their|what "
    r"(?:you|she|he|they|this)|the (?:family|loss))|to hear|that (?:he|she|they|you)|you|he|she))|^(?:sorry|apologies)(?: to| for| if|[,.!])|\bforgive (?:me|us)\b|\b(?:my|our) fault\b|\b(?:i|we) (?:failed|let .{1,30} down)\b|"
    r"\bfailure is mine\b|\bi (?:was wrong|cheated|lied)\b",
    re.I,
)
OWN_HARM = re.compile(
    r"\b(?:happened to (?:me|us)|(?:hurt|abused|hit|failed|mocked|humiliated|let|left|told|called|made|treated|ignored|threw|took|broke|cost) (?:me|us|my|our)\b|i (?:lost|slept|cried|was (?:a child|left|told|made|"
    r"terrified|laughed))|my (?:career|contract|life|baby|home|house|job|money)|"
    r"i (?:accept|forgive|have not slept|gave)|we (?:slept|lost|were|had to)|i (?:still )?(?:want|do not want)|apology accepted)",
    re.I,
)
OWN_KIN = re.compile(r"\bmy (?:son|daughter|husband|wife|mother|father|mum|mom|dad|child|brother|sister|client)\b", re.I)
DENYING = re.compile(r"\b(?:reject(?:s|ed)|den(?:y|ies|ied)|dismissed)\b[^.;]{0,30}\b(?:blame|responsib\w+|wrongdoing|liab\w+|claims?|allegations?|accusations?|suggestion)\b", re.I)
ACCEPTING = re.compile(r"\b(?:accept(?:ed|s)? (?:the|his|her|their|its) apolog\w+|forgave|forgiven)\b", re.I)
HARM_TOLD = re.compile(
    r"^[^.;]{0,25}\b(?:lost (?:a|her|his|their|the)|missed (?:the|a|her|his)|spent (?:the|a|\w+) nights?|was (?:left|refused|stranded|carried|misdiagnosed|evicted|turned away|mocked)|"
    r"has been without|sued|is suing)\b"
)
LEAD_HARMED = re.compile(r"\b(?:apologi[sz](?:ed|es)|sa(?:id|ys) sorry)(?: \w+){0,4}? to an? ((?:[\w'-]+ ){0,3}?[\w'-]+?)(?=\s(?:who|whose|after|for|over|with|that|she|he|they)\b|[,.;])([^.]*)", re.I)
OWN_PRAISE = re.compile(
    r"\b(?:decent|good|kind|kindest|honest|brave|generous|great|best|finest|loyal)\b.{0,25}\b(?:man|woman|person|boss|soul|manager|player|heart)?|\b(?:stand|stands|stood) by\b|"
    r"is not a (?:crime)|people forget|one mistake|human being|witch[- ]hunt|move on|makes? mistakes|not the (?:man|woman|person) i know",
    re.I,
)
OWN_CENSURE = re.compile(
    r"\b(?:resign|sack|fired|disgrace|shame|shameful|insult|too late|not enough|no apology|non-apology|hollow|cowardly|appalling|unacceptable|must|should|deserve|accountab|excuse|"
    r"punch ?line|joke|lawyer|press release|stunt|performance|under oath|never)\b",
    re.I,
)


@dataclasses.dataclass(slots=True)
class _Case:
    """The evidence gathered so far: per person (capacity, weight, words), and the nouns for those who were apologised to."""

    article: Article
    people: list[Person]
    words: dict[str, str]  # person -> all they say
    outside: list[tuple[int, int]]  # stretches of text outside the marks
    evidence: dict[str, list[tuple[Capacity, float, str]]] = dataclasses.field(default_factory=lambda: defaultdict(list))

    def add(self, person: Person, capacity: Capacity, weight: float, words: str) -> None:
        self.evidence[person.name].append((capacity, weight, " ".join(words.split())[:120]))

    def margin(self, name: str) -> float:
        """By how much the heaviest capacity of a person outweighs the next; 0 where nothing tells."""
        totals: dict[Capacity, float] = defaultdict(float)
        for capacity, weight, _ in self.evidence.get(name, []):
            totals[capacity] += weight
        first, second, *_ = *sorted(totals.values(), reverse=True), 0.0, 0.0
        return first - second

    def best(self, name: str) -> tuple[Capacity, float, str] | None:
        """The heaviest capacity of a person with its weight and the words of its heaviest piece of evidence."""
        totals: dict[Capacity, float] = defaultdict(float)
        for capacity, weight, _ in self.evidence.get(name, []):
            totals[capacity] += weight
        if not totals:
            return None
        top = max(totals, key=lambda c: totals[c])
        words = max((e for e in self.evidence[name] if e[0] == top), key=lambda e: e[1])[2]
        return top, totals[top], words


def assign_capacities(
    article: Article, people: list[Person], quotes: list[Quote], attributions: list[Attribution], opinions: list[Opinion]
) -> list[Person]:
    """The same people, in order, with capacity and the words that tell it; None where nothing does.

    The reading model's opinion on a speaker is the mean over the speaker's quotes; it counts as one more piece of evidence.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for quote, attribution in zip(quotes, attributions, strict=True):
        for name in attribution.speakers:
            said[name].append(quote.own_words)
    case = _Case(article, people, {name: " \n ".join(texts) for name, texts in said.items()}, _outside(article, quotes))
    for person in people:
        _narrated(case, person)
        _described(case, person)
        _own_words(case, person)
    for name, mean in _model_opinions(attributions, opinions).items():
        person = next(p for p in people if p.name == name)
        for capacity, probability in zip(Capacity, mean, strict=True):
            case.add(person, capacity, MODEL_WEIGHT * probability, f"reading model, {probability:.0%}")
    _harmed_by_object(case)
    settled = {name: list(evidence) for name, evidence in case.evidence.items()}
    for _ in range(3):  # a lawyer's side needs the client's, a relative's the relative's
        sides = {p.name: best for p in people if (best := case.best(p.name))}
        case.evidence = defaultdict(list, {name: list(evidence) for name, evidence in settled.items()})
        for person in people:
            _related(case, person, sides)
    return [_decided(case, person) for person in people]


def _model_opinions(attributions: list[Attribution], opinions: list[Opinion]) -> dict[str, list[float]]:
    """Per speaker the mean over their quotes of the model's probabilities of the capacities."""
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for attribution, opinion in zip(attributions, opinions, strict=True):
        for name in attribution.speakers:
            rows[name].append(opinion.capacities)
    return {name: [sum(column) / len(values) for column in zip(*values, strict=True)] for name, values in rows.items()}


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
        first = APOLOGISING.search(after)
        lead = mention.paragraph <= 0
        if first and mention.subject and first.start() < (110 if lead else 45) and not re.search(r"\b(?:apology from|demand|calls? for)\b", after[: first.end()]):
            strong = bool(STRONG_APOLOGY.search(first.group()))
            case.add(person, C.ACCUSED, (4 if strong else 2.5) + lead, first.group())
        if denied := DENYING.search(after):
            case.add(person, C.ACCUSED, 2.5 * mention.subject, denied.group())
        if accepted := ACCEPTING.search(after):
            case.add(person, C.VICTIM, 2.0 * mention.subject, accepted.group())
        if harmed := HARM_TOLD.search(after):
            case.add(person, C.VICTIM, 2.0 * mention.subject, harmed.group())
        if re.match(r"\s(?:magazine|newspaper|podcast|website|news agency)\b", after) or re.search(r"\b(?:told|tells|telling)(?: the)? $", before):
            case.add(person, C.OUTLET, 3.0 * (person.kind != "person"), "told " + mention.text)
        if AGAINST.search(before):
            case.add(person, C.ACCUSED, 1.5, before.strip()[-30:])
        if owned := POSSESSED.match(case.article.text[mention.end : mention.end + 60]):
            case.add(person, C.ACCUSED, 2, owned.group())


def _described(case: _Case, person: Person) -> None:
    """What the article calls a person."""
    name = person.name.lower()
    if person.kind in ("organisation", "unknown") or name.startswith("spokes"):
        if found := OFFICIAL_NAME.search(name):
            case.add(person, C.OFFICIAL, 4, found.group())
        elif found := OUTLET_NAME.search(name):
            case.add(person, C.OUTLET, 4, found.group())
        elif found := UNION.search(name):
            clauses = " ".join(_clause_after(case, m) for m in person.mentions) + case.words.get(person.name, "")
            against = re.search(r"\b(?:call(?:ed|s) for|demand|condemn|strike|resign|must go|insult|disgrace)", clauses)
            case.add(person, C.VICTIM_REP if against else C.ACCUSED_REP, 2, against.group() if against else found.group())
    if re.search(r"\bdoe\b", name):
        case.add(person, C.VICTIM, 4, person.name)
    if person.kind == "group" and (found := PUBLIC.search(name)):
        case.add(person, C.PUBLIC, 3, found.group())
    for description in (d.replace("\u2019", "'") for d in person.descriptions):
        table = ((HARMED, C.VICTIM, 3.0), (OFFICIAL, C.OFFICIAL, 3.5), (OUTLET, C.OUTLET, 3.5), (EXPERT, C.THIRD_PARTY_CRITIC, 3.0), (UNION, C.VICTIM_REP, 1.5))
        for pattern, capacity, weight in table:
            if found := pattern.search(description):
                case.add(person, capacity, weight, found.group())
        if person.kind in ("unnamed", "group") and (found := PUBLIC.search(description.split(",")[0][:40]) or re.fullmatch(r"one|another", description)):
            case.add(person, C.PUBLIC, 2.5, found.group())
        if found := re.search(r"\b(?:victims?|survivors?)\b(?!'s| of the (?:system|press|times))", description):
            case.add(person, C.VICTIM, 1.5, found.group())
        if SPOUSE_OF_DEAD.search(description):
            case.add(person, C.VICTIM, 4, description)
        if APOLOGISING.search(description) and STRONG_APOLOGY.search(description):
            case.add(person, C.ACCUSED, 4, description)


def _own_words(case: _Case, person: Person) -> None:
    """What a person's own quotes tell: an apology of their own, harm suffered, praise, censure."""
    words = case.words.get(person.name, "")
    if found := OWN_APOLOGY.search(words):
        case.add(person, C.ACCUSED, 3.5, found.group())
    if found := OWN_HARM.search(words):
        case.add(person, C.VICTIM, 1.8, found.group())
    if found := OWN_KIN.search(words):
        case.add(person, C.VICTIM_REP, 1.5, found.group())
    if found := OWN_PRAISE.search(words):
        case.add(person, C.SUPPORTER, 1.2, found.group())
    if found := OWN_CENSURE.search(words):
        case.add(person, C.THIRD_PARTY_CRITIC, 1.0, found.group())


def _harmed_by_object(case: _Case) -> None:
    """Those to whom somebody apologised in the narrative, by name or by what they are called ("apologised to a baker whose stammer ...")."""
    text = " \n ".join(case.article.text[a:b] for a, b in case.outside)
    nouns: set[str] = set()
    _lead_harmed(case, text)
    for found in HARMED_OBJECT.finditer(text):
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
            if REPRESENTS.search(description) or UNION.search(description):
                if shared := around & nouns:
                    case.add(person, C.VICTIM_REP, 5, f"apologised to: {', '.join(sorted(shared))}")
            elif shared := own & nouns:
                case.add(person, C.VICTIM, 2.5, f"apologised to: {', '.join(sorted(shared))}")


def _lead_harmed(case: _Case, text: str) -> None:
    """The one "apologised to a baker whose ..." in the lead or headline is the first person named behind it who is no accused."""
    found = LEAD_HARMED.search(text)
    if found is None or found.start() > len(case.article.headline) + 600:
        return
    accused = {p.gender for p in case.people if (best := case.best(p.name)) and best[0] == C.ACCUSED}
    pronouns = [{"his": "m", "he": "m"}.get(w, "f") for w in re.findall(r"\b(?:his|her|he|she)\b", found.group(2))]
    genders = set(pronouns) - accused
    place = case.article.text.find(found.group(1))
    later = sorted((p.mentions[0].start, i) for i, p in enumerate(case.people) if p.mentions and p.kind == "person" and p.mentions[0].paragraph in (1, 2, 3))
    for start, i in later:
        best = case.best(case.people[i].name)
        gender = case.people[i].gender
        fits = not genders or gender is None or gender in genders
        if start > place and fits and (best is None or best[0] in (C.VICTIM, C.VICTIM_REP)):
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


def _related(case: _Case, person: Person, sides: dict[str, tuple[Capacity, float, str]]) -> None:
    """A representative, relative or friend takes a side by whose they are; the head of a union or staff body follows it."""
    for description in (d.replace("\u2019", "'") for d in person.descriptions):
        relation = REPRESENTS.search(description) or RELATIVE.search(description) or CLOSE.search(description)
        headed = re.search(r"\bits (?:\w+ )?(?:president|secretary|head|leader|chair\w*|director|deputy)\b", description)
        if relation is None and headed is None:
            continue
        owner = _owner(case, "its" if relation is None else description, person)
        side = sides[owner.name][0] if owner and owner.name in sides else None
        accused, harmed = side in (C.ACCUSED, C.ACCUSED_REP), side in (C.VICTIM, C.VICTIM_REP)
        words = f"{(relation or headed).group()} of {owner.name}" if owner else (relation or headed).group()  # type: ignore[union-attr]
        if relation is None:
            if side in (C.VICTIM_REP, C.ACCUSED_REP, C.OFFICIAL, C.THIRD_PARTY_CRITIC):
                case.add(person, side, 3, words)
        elif REPRESENTS.search(description):
            harmed = harmed or (not accused and bool(FOR_THE_HARMED.search(description)))
            rep = C.OFFICIAL if side == C.OFFICIAL else C.VICTIM_REP if harmed else C.ACCUSED_REP
            case.add(person, rep, 5 if side else 3, words)
        elif RELATIVE.search(description) and not SPOUSE_OF_DEAD.search(description):
            unowned = owner is None and not re.match(r"(?:his|her|their|its)\b", description)
            case.add(person, C.SUPPORTER if accused else C.VICTIM_REP, 4 if side else 3 if unowned else 1.5, words)
        elif accused and not RELATIVE.search(description):
            case.add(person, C.SUPPORTER, 2.5, words)
    _employer(case, person, sides)


def _employer(case: _Case, person: Person, sides: dict[str, tuple[Capacity, float, str]]) -> None:
    """A body that speaks for a member under fire without being blamed itself ("Skelby Rovers manager Jan Roe")."""
    if person.kind != "organisation" or person.name in sides:
        return
    for other in case.people:
        named = any(n.lower() in d for d in other.descriptions for n in (person.name, *person.aliases))
        if named and other.name in sides and sides[other.name][0] == C.ACCUSED:
            case.add(person, C.ACCUSED_REP, 2, f"speaks for {other.name}")


def _decided(case: _Case, person: Person) -> Person:
    best = case.best(person.name)
    if best is None or (best[1] < 1 and person.kind != "group"):
        return person
    confidence = 1 / (1 + math.exp(-(SLOPE * case.margin(person.name) + OFFSET)))
    told = best[0] if confidence >= CANNOT_TELL else None
    return dataclasses.replace(person, capacity=told, capacity_evidence=best[2], capacity_confidence=confidence)


