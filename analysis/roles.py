"""Quotes -> role: what a quote does (apology, criticism, acceptance, ...), with the words that decided.

Rules in the order of the label scheme: offence quotes, then by capacity, the words inside the marks, and for partial quotes the sentence
outside them. Capacity is the strongest feature (alone it gives 70 % of the coarse roles), so each side has its own list of rules; the
pattern tables are data, first match wins. What the rule says, what the reading model makes of the quote and of the speaker's other quotes beside it,
the capacity, and the form of the words are stacked (stacking.py); the rule's words are the evidence where it agrees.
"""

import dataclasses
import math
import re
from collections.abc import Sequence

from analysis.schema import CANNOT_TELL, Attribution, Capacity, Person, Quote, Role, RoleDecision
from analysis.stacking import logarithm, stack

R, C = Role, Capacity
ACCUSED_SIDE = {C.ACCUSED, C.ACCUSED_REP}
HARMED_SIDE = {C.VICTIM, C.VICTIM_REP}
BY_HAND = "set by hand"
CAUTION = 0.6  # an apology is told only where it is that much likelier: at 1 precision is .81 and recall .88 on unseen articles, at .6 .85 and .84
CERTAIN = 0.9  # of a capacity that rules roles out: on unseen articles as right as letting the weights decide, and never absurd
DEFAULT = "default"  # begins the evidence of a rule that found no words
NEAR, TORN = 8, 4  # quotes either side that may be beside a quote; words of one that is torn from its sentence
FIRST_PERSON, SECOND_PERSON = re.compile(r"\b(?:i|we|my|our)\b", re.I), re.compile(r"\b(?:you|your)\b", re.I)
PARTIAL = 6  # words; shorter quotes are read with their sentence



SAYS_SORRY = re.compile(
    r"\b(?:i|we)\b(?:(?!\b(?:if|not|never|n't)\b)[^.;:!?]){0,30}\b(?:apologi[sz]ed?|ashamed|regret)\b|\b(?:i am|i'm|we are|we're) (?:\w+ ){0,3}sorry\b"
    r"(?! (?:for (?:your|his|their|what (?:you|she|he|they|this)|this family|the (?:family|loss))|to (?:hear|see|say|report)|that (?:he|she|they|you)|you |he |she |they |what\b))(?!,? what\b|\W*\?)|"
    r"\b(?:my|our) (?:\w+ ){0,2}apolog|\b(?:forgive (?:me|us)|(?:my|our) fault|my shame)\b|\b(?:full |sole )?responsib\w+ (?:is|was|for (?:this|that|it|what))|"
    r"\b(?:take|accept|bear|own) (?:full |sole |all )?(?:responsibility|the blame)|\b(?:i|we) (?:was|were) wrong\b|\b(?:i|we) (?:have )?(?:failed|cheated|lied|betrayed|bullied)\b|"
    r"\b(?:i|we) let (?:\w+ ){1,5}down\b|\bfailure is (?:mine|ours)\b|^(?:so |deeply |truly )?sorry(?: to| for| if|[,.!])|\bregrets? (?:that|any|the)\b|\bunreserved|\bany inconvenience\b|"
    r"\b(?:it|what i (?:did|said|wrote)|my \w+) was (?:\w+ )?(?:wrong|cruel|shameful|indefensible|inexcusable|unforgivable|stupid|bullying|disgraceful|cowardly)\b|"
    r"\bno excuse\b|\bwithout reservation\b|\bi have no right to\b|\bask(?:ing)? (?:you|them|her|him)? ?(?:to forgive|for (?:your )?forgiveness)",
    re.I,
)
FILLERS = r"(?:(?:oh|uh|um|well|so|but|and|or|yeah|yes|okay|ok|no|wait|ah|hey|look|listen|right|all right|anyway|actually|i mean|now|just|then|thank you)[,.!]?\s+)*"
OPENS_SORRY = re.compile(
    rf"(?<=[,.] )(?:and |but |oh,? )?(?:(?:i'm|i am) )?(?:so )?sorry[,.]?$|(?:^|(?<=[.!?]\s))\W*{FILLERS}(?:(?:i|we)(?:'m|'re| am| are| do| must| would like to| want to)?,?\s+)*"
    r"(?:(?:so|very|really|truly|deeply|terribly|awfully|sincerely|genuinely|extremely|just|all|both|again)\s+)*"
    r"(?:sorry|apologi[sz]e|(?:my|our) (?:\w+ )?apolog(?:y|ies)|apologies|oops|(?:beg )?(?:your )?pardon(?: me)?|forgive me|"
    r"excuse me(?!,?\s*(?:just|one|a (?:moment|minute|second)|go ahead|but|and,|if|for instance|because|we)))\b"
    r"(?!\s*(?:\W*\?|,?\s*(?:to (?:hear|see|say|report)|for (?:him|her|them|those|people|you\b|your|his|their|everyone)|that (?:he|she|they|you|it)\b|(?:he|she|they|you|your|people)\b)))",
    re.I,
)
OUTSIDE_SORRY = re.compile(r"\b(?:regret(?:s|ted)|apologi[sz]ed|apologi[sz]es|apologi[sz]ing|expressed (?:\w+ )?(?:regret|remorse|sorrow)|was sorry|were sorry)\b", re.I)
DENIES = re.compile(
    r"\b(?:did not|didn't|never|do not|don't|have not|haven't|has not) (?:\w+ )?(?:do|did|say|said|touch|happen(?:ed)?|laid|lay|alter|hit|know|knew|knowingly|hear|heard|see|saw|write|wrote|"
    r"steal|stole|ask(?:ed)?|order(?:ed)?|approve[d]?|sign(?:ed)?)\b|\b(?:is|are|was|were|be|been) (?:\w+ )?(?:false|untrue|fabricat\w+|doctored|baseless|nonsense|misconstrued|twisted|"
    r"misrepresented|mistaken|fiction|invented|a lie|lies)\b|\b(?:simply |utterly |completely |entirely |categorically )(?:false|untrue|den(?:y|ied))|\b(?:i|we) (?:deny|reject|dispute)\b|\bcategorically\b|"
    r"\bno (?:truth|basis|evidence|such)\b|\b(?:misconstrued|doctored|fabricated|smear|witch[- ]hunt|baseless|politically motivated|out of context|payday)\b|"
    r"\bworked exactly as\b|\bnobody (?:owns|was hurt)\b|\bnothing (?:wrong|improper|happened)\b|\bnot (?:our|my) (?:fault|doing|decision)\b",
    re.I,
)
OUTSIDE_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)|dismiss(?:es|ed|ing)|disput(?:es|ed|ing)|insist(?:s|ed) (?:that )?(?:the|it|he|she|no)|hit back|rebuffed|rubbished|blamed|stood by|stands by)\b", re.I
)
JUSTIFIES = re.compile(
    r"\b(?:intention|intend(?:ed)?|meant|context|misunderst\w+|because|at the time|joke|joking|humou?r|pressure|badly advised|only (?:trying|wanted)|trying to|asked us to|not written to|"
    r"in those days|strict|banter|tradition|policy|procedure|tired|honestly believed|best of intentions|good faith|under[- ]?staffed|short[- ]staffed|"
    r"did not write|were experienced|cleared|heat of|split second|protocol|standard practice|would (?:do|say) (?:it|the same) again)\b",
    re.I,
)
INTENT_DENIED = re.compile(
    r"\b(?:not|never|n't) (?:\w+ )?(?:written|meant|intended|designed|aimed|supposed) (?:to|as|for)\b|\b(?:never|not) (?:\w+ ){0,2}intention\b|\b(?:did not|didn't|never) (?:mean|intend)\b", re.I
)
REMEDIES = re.compile(
    r"\b(?:we|i)(?: will|'ll| shall| are going to| am going to)\b|\b(?:we|i|it|he|she|they) (?:have|has) (?:now )?(?:asked|launched|appointed|hired|suspended|refunded|ordered|commissioned|introduced|begun|removed|"
    r"withdrawn|paid|written)\b|\bfrom (?:today|now|tomorrow|monday|this)\b|\b(?:independent|outside|full|external|internal) (?:\w+ )?(?:review|inquiry|investigation|firm)\b|\breview (?:of|is)\b|\bnever again\b|"
    r"\bwill be (?:sold|paid|trained|published|changed|removed|in)\b|\bbeing (?:updated|reviewed|retrained|replaced)\b|\bhas been (?:switched|taken|removed|updated)",
    re.I,
)
REJECTS = re.compile(
    r"\b(?:do|does|did|can|could|will|would|wo|ca)(?:n't| not|not) (?:\w+ )?(?:accept|forgive|believe (?:him|her|them|it|a word))|\bnever (?:accept|forgive)|\breject|\bunforgiv|\binsult|\btoo (?:little|late)\b|"
    r"\bnot (?:good )?enough\b|\bnon-apology\b|\bno apology\b|\bsorry is (?:a beginning|not|only|just|easy)|\bapology without\b|\b(?:hours|days|weeks|months|years) (?:too )?late\b|\bbare minimum\b|\bhollow\b|"
    r"\bcrocodile\b|\bpress release\b|\bperformance\b|\bstunt\b|\bdamage control\b|\blawyered\b|\bonly sorry\b|\bsorry (?:that )?(?:he|she|they) (?:got|was|were)\b|\bis sorry that we\b|"
    r"\bi (?:do not|don't) want (?:a|his|her|their|an) (?:speech|apolog\w+|flowers|sorry)|\bpunch ?line\b|\bdoes(?: not|n't) fix\b|\bfix it\b|\bempty\b|\bwords are (?:cheap|easy)|\binsincere\b|\bfeelings?\b.*\bapolog",
    re.I,
)
DEMANDS = re.compile(
    r"\b(?:resign|step down|stand down|sack(?:ed)?|fired?|dismiss(?: (?:him|her|them))?|quit|get (?:him|her|them) (?:off|out)|hand (?:back|over)|give (?:it )?back)\b|\bdemand|\bmust\b|"
    r"\bshould (?:be (?:sacked|fired|removed|charged|prosecuted|banned|answering|investigated|held|made|paid)|go|pay|face|resign|never work|apologi[sz]e|publish|answer)\b|\b(?:i|we)(?: still| only| just)? want (?!to thank)|"
    r"\bcompensat|\bheld? (?:\w+ )?(?:to account|accountable)\b|\baccountability\b|\bopen the books\b|\b(?:a |an )?(?:public |independent |full )?(?:inquiry|investigation)\b|\bunder oath\b|\bproper apology\b|"
    r"\b(?:stop|publish|retract|release|withdraw|pay)\b (?:the|it|this|them|every|us|that|selling)\b|\bneeds? to (?:\w+ )?(?:go|resign|answer|explain|pay|tell)\b",
    re.I,
)
ACCEPTS = re.compile(
    r"\b(?:i|we)\b(?:(?!\b(?:not|never|n't|cannot|can't)\b)[^.;:!?]){0,25}\b(?:accept|accepted|forgive|forgave|forgiven)\b|\bapology accepted\b|\bno hard feelings\b|\b(?:that (?:was|is)|that's|and that's) (?:the end of it|"
    r"all i (?:wanted|needed)|enough)|\bthat will do\b|\bwe're good\b|\bleave it there\b|\b(?:it's|it is) done\b|\bwater under the bridge\b|\bi took it as meant\b|\bi (?:believe|thanked) (?:him|her|them)\b|"
    r"\bmakes? (?:no|it) .{0,10}right\b|\bmade no excuses\b|\bowned (?:up|it)\b|\blooked me in the eye\b|\bright (?:thing|word)\b|\bmeant every word\b|\bthat matters\b|\bmove on\b|"
    r"\bshook (?:his|her|my|hands)\b|\bcame (?:in person|to (?:see|my))\b|\bput it behind\b|\bgood enough for me\b|\ball i wanted\b",
    re.I,
)
STANDS_WITH_VICTIM = re.compile(
    r"\bbelieve (?:you|her|him|them|the (?:victims|women|survivors))\b|\bstands? (?:with|by) (?:her|him|them|the (?:victims|families|family))\b|\bwe are with (?:you|her|them)\b|\bnot alone\b|\bour (?:love|hearts?|thoughts|prayers)\b|"
    r"\byou did nothing wrong\b|\bsurvivors? (?:deserve|are)\b|\b(?:he|she|they) did nothing wrong\b|\bsorry for (?:what|your|his|her|their|this|the family)\b|\bwe hear you\b|\b(?:brave|courage|dignity)\b|"
    r"\bsat with (?:her|him|them)\b|\bheld (?:her|his) hand\b|\bnothing to be ashamed of\b|\bsolidarity\b",
    re.I,
)
STANDS_WITH_ACCUSED = re.compile(
    r"\b(?:decent|good|kind|kindest|honest|finest|best|loyal|generous|great|brave) (?:\w+ )?(?:man|woman|person|boss|manager|human|soul|people|friend|captain|actor|leader|player|mayor|singer)\b|\bbehind (?:you|him|her)\b|"
    r"\bstay strong\b|\bconfidence in\b|\bis not a (?:crime|hanging offence)\b|\bpeople forget\b|\bstand(?:s|ing)? by (?:him|her|them)\b|\bmove on\b|\bone mistake\b|\bmakes? mistakes\b|\btakes guts\b|\bdid more (?:for|good)\b|"
    r"\bdone more\b|\bpaid for\b|\bnot the (?:man|woman|person)\b|\bhuman(?: being)?\b|\bperson in there\b|\bpile[- ]on\b|\blove (?:him|her)\b|\bleave (?:him|her) alone\b|\bhad the (?:guts|courage|decency)\b|\bproud of\b|"
    r"\benough is enough\b|\bmy (?:best )?friend\b",
    re.I,
)
CENSURES = re.compile(
    r"\b(?:disgrac\w+|shameful|appalling|unacceptable|cowardly|cruel|arrogant|outrag\w+|callous|contempt|hypocri\w+|excuse|joke|laughable|despicable|vile|sickening|pathetic|scandal|betray\w+|negligen\w+|"
    r"deserve|worse|tone[- ]deaf|entitled|lied|lies|liar|whitewash|cover[- ]up)\b",
    re.I,
)
HARM_TOLD = re.compile(
    r"\b(?:i|we|my|our|me|us)\b.{0,60}\b(?:lost|slept|cried|waited|hurt|broke|pain|afraid|terrified|alone|died|dead|hungry|ill|sick|bruis\w+|nightmares?|therapy|hospital|panic|humiliat\w+|missed|years|months|"
    r"cannot|can't|could not|couldn't|still|never|had to|told me|left (?:me|us)|funeral)\b|\b(?:she|he|they|it) (?:was|sat|cried|called|has(?: not)?|had|stopped|lay|could(?: not|n't))\b|"
    r"\bmy own\b",
    re.I,
)
ABOUT_APOLOGY = re.compile(
    r"\b(?:apolog\w+|sorry|forgiv\w+|the video|this video|(?:that|the|this) (?:statement|text|letter|post|speech|livestream|answer|response|message)|a speech|excuses|accept (?:it|what|her|his|their)|"
    r"lawyered|press release|insult\w*|owned up|crocodile|what (?:she|he|they) (?:told|said)|the words?|lessons have been learned|learn\w*)\b",
    re.I,
)
OFFENCE_FRAME = re.compile(
    r"\b(?:can be (?:heard|seen)|(?:was|were|is|been) (?:heard|filmed|recorded|caught|captured|overheard)|in (?:the|a|one) (?:\w+ ){0,3}(?:recording|clip|footage|audio|video clip|voice note|leaked \w+|text messages?|"
    r"group chat|sketch|tweet|emails?)\b|leaked|resurfaced|unearthed|since-deleted|now-deleted|deleted (?:post|tweet)|secretly recorded|the original|offending)|"
    r"\b(?:had|has|have) (?:\w+ )?(?:said|told|joked|called|written|tweeted|posted|described|shouted|referred|compared|asked|mocked|dismissed|quipped)\b",
    re.I,
)
PLUPERFECT_ONLY = re.compile(r"\bhad (?:\w+ )?(?:said|told|joked|called|written|tweeted|posted|described|shouted|referred|compared|asked|mocked|quipped)\b", re.I)
PROCEDURE = re.compile(
    r"\b(?:hearing|inquiry|inquest|investigat\w+|aware of|report|waived|sanction|referral|complaints?|case (?:is|was)|look at|comment|ongoing|under way|in due course|fixed|assess\w+|statement|"
    r"evidence|proceedings|process|follow the)\b",
    re.I,
)
OUTSIDE_CRITICAL = re.compile(
    r"\b(?:criticis|criticiz|slam|condemn|blast|accus|attack|dismiss|mock|denounc|lament|unimpressed|unmoved|not persuaded|fell flat|called (?:it|the|his|her|that|this)|call(?:s|ed) for|less forgiving|did little|no(?:t| one) convinced|"
    r"struck a different|rejected|described (?:it|the|his|her|that|this))", re.I
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Reading:
    """What the rules read of a quote: its own words (those of its whole utterance too), the sentence outside its marks, its speaker's capacity and
    how sure that is; and what they make of it: the role and the words that told it."""

    words: str
    utterance: str
    outside: str
    partial: bool
    capacity: Capacity | None
    sure: float = 0.0
    ruled: tuple[Role, str] = (R.NEUTRAL, DEFAULT)


def decide_roles(
    quotes: list[Quote], attributions: list[Attribution], people: list[Person], outsides: list[str], read: Sequence[Sequence[float]]
) -> list[RoleDecision]:
    """One decision a quote, in order.

    Args:
        quotes: Those of one article.
        attributions: Who said each.
        people: Everybody, with capacities.
        outsides: Per quote the sentence around it without the words inside marks (contexts.sentences_outside).
        read: Per quote the reading model's probabilities of the roles, in their order.
    """
    readings = _readings(quotes, attributions, people, outsides)
    out = []
    for attribution, r, inputs in zip(attributions, readings, _inputs(quotes, attributions, readings, read), strict=True):
        role, evidence, probabilities = _settled(r, inputs)
        confidence = sum(p for other, p in zip(Role, probabilities, strict=True) if other.coarse == role.coarse)
        about = role == R.ACCEPTANCE or (role != R.APOLOGY and r.capacity not in ACCUSED_SIDE and bool(ABOUT_APOLOGY.search(r.words + " " + r.outside)))
        out.append(RoleDecision(role, evidence, about, _target(role, r, people, attribution), confidence, probabilities))
    return out


def role_inputs(
    quotes: list[Quote], attributions: list[Attribution], people: list[Person], outsides: list[str], read: Sequence[Sequence[float]]
) -> list[dict[str, float]]:
    """Per quote what stacking.stack weighs: the model's log-probabilities, what it makes of the same speaker's quotes in this paragraph and the ones
    beside, the rule that found words, the capacity as surely as it is known, and the form of the words."""
    return _inputs(quotes, attributions, _readings(quotes, attributions, people, outsides), read)


def _inputs(quotes: list[Quote], attributions: list[Attribution], readings: list[_Reading], read: Sequence[Sequence[float]]) -> list[dict[str, float]]:
    out = []
    for i, r in enumerate(readings):
        quote, names = quotes[i], attributions[i].speakers[:1]
        near = range(max(0, i - NEAR), min(len(quotes), i + NEAR + 1))
        beside = [read[j] for j in near if j != i and names and attributions[j].speakers[:1] == names and abs(quotes[j].paragraph - quote.paragraph) <= 1]
        mean = [sum(row[k] for row in beside) / len(beside) if beside else 1 / len(Role) for k in range(len(Role))]
        sure = r.sure if r.capacity and r.sure >= CANNOT_TELL else 1 / len(Capacity)
        role, rule = r.ruled
        words = max(1, len(quote.text.split()))
        out.append(
            {f"read {role.value}": logarithm(p) for role, p in zip(Role, read[i], strict=True)}
            | {f"beside {role.value}": p for role, p in zip(Role, mean, strict=True)}
            | {f"capacity {c.value}": sure if c == r.capacity else (1 - sure) / (len(Capacity) - 1) for c in Capacity}
            | ({} if rule.startswith(DEFAULT) else {f"rule {role.value}": 1.0})
            | {
                "in the lead": float(quote.paragraph == 0), "log of paragraph": math.log1p(quote.paragraph), "torn": float(words <= TORN), "log of words": math.log(words),
                "first person": float(bool(FIRST_PERSON.search(quote.text))), "second person": float(bool(SECOND_PERSON.search(quote.text))),
                "sorry": float(bool(says_sorry(quote.own_words))),
            }
        )  # fmt: skip
    return out


def _readings(quotes: list[Quote], attributions: list[Attribution], people: list[Person], outsides: list[str]) -> list[_Reading]:
    by_name = {p.name: p for p in people}
    utterances: dict[int, str] = {}
    for quote in quotes:
        utterances[quote.utterance] = f"{utterances.get(quote.utterance, '')} {quote.own_words}"
    return [_reading(q, a, by_name, utterances[q.utterance], outside) for q, a, outside in zip(quotes, attributions, outsides, strict=True)]


def _reading(quote: Quote, attribution: Attribution, people: dict[str, Person], utterance: str, outside: str) -> _Reading:
    person = people.get(attribution.speakers[0]) if attribution.speakers else None
    partial = len(quote.text.split()) <= PARTIAL
    r = _Reading(quote.own_words, utterance, outside, partial, person.capacity if person else None, (person.capacity_confidence or 0.0) if person else 0.0)
    return dataclasses.replace(r, ruled=_decide(r))


def _settled(r: _Reading, inputs: dict[str, float]) -> tuple[Role, str, tuple[float, ...]]:
    """The likeliest role, apologies with CAUTION; the words that tell it, else how sure the model is; the probability of each role."""
    found = stack("role", inputs)
    if r.sure >= CERTAIN:  # no denial by somebody harmed; a capacity that a person set is certain
        found |= dict.fromkeys((role.value for role in _excluded(r.capacity)), 0.0)
    total = sum(found.values())
    probabilities = tuple(found[role.value] / total for role in Role)
    best = max(Role, key=lambda role: found[role.value] * (CAUTION if role == R.APOLOGY else 1))
    ruled, rule = r.ruled
    return best, rule if best == ruled else f"reading model, {found[best.value] / total:.0%}", probabilities


def _excluded(capacity: Capacity | None) -> set[Role]:
    """Roles that this capacity cannot have (label scheme, rule 3)."""
    if capacity in ACCUSED_SIDE:
        return {R.HARM_ACCOUNT, R.ACCEPTANCE, R.SUPPORT_FOR_VICTIM, R.SUPPORT_FOR_ACCUSED}
    if capacity is None:
        return set()
    own = {R.APOLOGY, R.DENIAL, R.CORRECTIVE_ACTION, R.OFFENCE_QUOTE}
    return own if capacity == C.SUPPORTER else own | {R.JUSTIFICATION}


def _found(pattern: re.Pattern[str], *texts: str) -> str | None:
    return next((m.group().strip()[:60] for t in texts if (m := pattern.search(t))), None)


def _decide(r: _Reading) -> tuple[Role, str]:
    if r.capacity in ACCUSED_SIDE:
        return _accused(r)
    if r.capacity in HARMED_SIDE:
        return _harmed(r)
    if r.capacity in (C.OFFICIAL, C.OUTLET):
        return _official(r)
    return _other(r)


def _first(r: _Reading, rules: Sequence[tuple[Role, re.Pattern[str], re.Pattern[str] | None]], default: Role) -> tuple[Role, str]:
    """The first rule whose pattern is found in the words or, for a partial quote, whose second pattern is found outside the marks."""
    for role, inside, outside in rules:
        if found := _found(inside, r.words):
            return role, found
        if outside is not None and r.partial and (found := _found(outside, r.outside)):
            return role, found
    return default, f"{DEFAULT} of {r.capacity.value if r.capacity else 'no capacity'}"


def says_sorry(words: str) -> str | None:
    """The words by which the speaker says sorry for an act of theirs: none for sympathy, a question ("Sorry?") or the sorrow of others."""
    return _found(SAYS_SORRY, words) or _found(OPENS_SORRY, words)


def _accused(r: _Reading) -> tuple[Role, str]:
    offence = _found(OFFENCE_FRAME, r.outside) if r.capacity == C.ACCUSED else None
    if offence and not says_sorry(r.words) and (PLUPERFECT_ONLY.search(r.outside) or not OUTSIDE_DENIES.search(r.outside)):
        return R.OFFENCE_QUOTE, offence
    if r.capacity == C.ACCUSED_REP and re.search(r"\b(?:declined|refused) to comment|no comment|does not comment\b", r.outside + r.words):
        return R.NEUTRAL, "no comment"
    if sorry := says_sorry(r.words):
        return R.APOLOGY, sorry
    rules = [
        (R.APOLOGY, SAYS_SORRY, OUTSIDE_SORRY),
        (R.JUSTIFICATION, INTENT_DENIED, None),  # label scheme, rule 6
        (R.DENIAL, DENIES, OUTSIDE_DENIES),
        (R.JUSTIFICATION, JUSTIFIES, None),
        (R.CORRECTIVE_ACTION, REMEDIES, None),
    ]
    return _first(r, rules, R.JUSTIFICATION)


def _harmed(r: _Reading) -> tuple[Role, str]:
    rules = [
        (R.CRITICISM, REJECTS, OUTSIDE_CRITICAL),
        (R.ACCOUNTABILITY_DEMAND, DEMANDS, None),
        (R.ACCEPTANCE, ACCEPTS, None),
        (R.SUPPORT_FOR_VICTIM, STANDS_WITH_VICTIM, None),
        (R.CRITICISM, CENSURES, None),
        (R.HARM_ACCOUNT, HARM_TOLD, None),
    ]
    role, evidence = _first(r, rules, R.CRITICISM)
    if evidence.startswith(DEFAULT) and r.utterance != r.words:
        return _first(dataclasses.replace(r, words=r.utterance), rules, R.CRITICISM)
    return role, evidence


def _official(r: _Reading) -> tuple[Role, str]:
    rules = [(R.SUPPORT_FOR_VICTIM, STANDS_WITH_VICTIM, None), (R.CRITICISM, REJECTS, None), (R.CRITICISM, CENSURES, None)]
    role, evidence = _first(r, rules, R.NEUTRAL)
    return (R.NEUTRAL, evidence) if PROCEDURE.search(r.words) and role == R.CRITICISM else (role, evidence)


def _other(r: _Reading) -> tuple[Role, str]:
    """Critics, supporters, the public, and speakers whose capacity is not known."""
    if r.capacity is None and (found := says_sorry(r.words)):
        return R.APOLOGY, found
    default = {C.SUPPORTER: R.SUPPORT_FOR_ACCUSED, None: R.NEUTRAL}.get(r.capacity, R.CRITICISM)
    rules: list[tuple[Role, re.Pattern[str], re.Pattern[str] | None]] = [
        (R.CRITICISM, REJECTS, None),
        (R.ACCOUNTABILITY_DEMAND, DEMANDS, None),
        (R.SUPPORT_FOR_VICTIM, STANDS_WITH_VICTIM, None),
        (R.SUPPORT_FOR_ACCUSED, STANDS_WITH_ACCUSED, None),
        (R.CRITICISM, CENSURES, OUTSIDE_CRITICAL),
    ]
    if r.capacity == C.SUPPORTER:
        rules = [(R.SUPPORT_FOR_ACCUSED, STANDS_WITH_ACCUSED, None), (R.JUSTIFICATION, JUSTIFIES, None), (R.JUSTIFICATION, DENIES, OUTSIDE_DENIES)]
    return _first(r, rules, default)


def _target(role: Role, r: _Reading, people: list[Person], attribution: Attribution) -> str | None:
    """Toward whom the quote's stance is: the harmed for the accused side and for their supporters, the accused for everybody else."""
    speakers = set(attribution.speakers)
    accused = [p.name for p in people if p.capacity == C.ACCUSED and p.name not in speakers]
    harmed = [p.name for p in people if p.capacity == C.VICTIM and p.name not in speakers]
    if role == R.NEUTRAL and r.capacity in (C.OFFICIAL, C.OUTLET, None):
        return None
    toward_harmed = role == R.SUPPORT_FOR_VICTIM or (r.capacity in ACCUSED_SIDE and role != R.NEUTRAL)
    chosen = harmed if toward_harmed else accused
    return chosen[0] if chosen else "the victims" if toward_harmed else "the apology"


def set_role(decision: RoleDecision, role: Role, attribution: Attribution, people: list[Person]) -> RoleDecision:
    """The decision with a role that a person set, and the target that goes with it."""
    capacity = next((p.capacity for p in people if p.name in attribution.speakers[:1]), None)
    about = role == R.ACCEPTANCE or (decision.about_apology and role != R.APOLOGY)
    return RoleDecision(role, BY_HAND, about, _target(role, _Reading("", "", "", False, capacity), people, attribution))
