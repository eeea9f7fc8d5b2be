"""Quotes -> apology statements: what one party said on one occasion, its components 0-6, its flags, and who answers it.

Components after Lewicki, Polin & Lount (2016); flags after Lazare (2004), Kampf (2009) and Trosborg (1995). Each keeps the words that fired.
News cuts an apology into pieces and tells parts of it in reported speech, so both are read: the quotes, and the clauses and sentences that
report what the apologiser said. Word patterns and the reading model decide together.
"""

import re
from collections.abc import Sequence

from analysis.schema import COMPONENTS, FLAGS, Article, Attribution, Capacity, Draft, Person, Quote, Report, Role, RoleDecision, Statement

MARKED, FLAGGED, HINTED = 0.4, 0.35, 0.1  # probabilities of the reading model; set on 154 articles of the corpus that it had not seen: flags differ little
# between .2 and .4 (F1 .43 to .45), above .5 most are missed

COMPONENT_WORDS = {
    "regret": re.compile(
        r"\b(?:(?:am|are|is|was|were|'m|'re|feel|deeply|truly|so|very) (?:\w+ )?(?:sorry|ashamed)|sorry (?:to|for|if|that)|^sorry|apologi[sz]\w*|apolog(?:y|ies) to|my apology|regret(?:s|ted)?|remorse|shameful|my shame|"
        r"heart(?:felt)? (?:goes out|sorry)|sorrow)\b",
        re.I,
    ),
    "explanation": re.compile(
        r"\b(?:because|the reason (?:was|is|we|i)|we (?:thought|believed|assumed)|i (?:thought|believed|was (?:afraid|scared|under|angry|tired|trying))|each thought|out of (?:fear|anger|greed|vanity|habit)|to (?:be clever|"
        r"save (?:money|time|face))|for a (?:laugh|cheap laugh|joke)|reached out to us and|at the time (?:i|we))\b",
        re.I,
    ),
    "responsibility": re.compile(
        r"\b(?:(?:my|our) (?:fault|mistake|failure|doing)|(?:take|accept|bear|own|owns?) (?:full |sole |all |the |complete )?(?:responsibility|blame|it)|(?:i|we) (?:have )?(?:failed|cheated|lied|betrayed|"
        r"bullied|hurt|harmed|humiliated|mocked|broke|killed|stole|took|ignored|abused|struck|hit|let (?:\w+ ){1,5}(?:down|read|happen)|was wrong|were wrong|did (?:it|this|that|wrong|not (?:check|listen|act))|"
        r"should (?:have|never)|knew|put|said (?:a|it|something|that)|wrote|made|took|told|left|forgot|refused|sent|sold|shouted|called|posted|laughed|pushed|kept|chose|covered|signed|copied|"
        r"treated|used|lost|missed|pretended|looked away|got (?:it|this|that) (?:\w+ )?wrong)|(?:is|was) (?:mine|ours) alone|failure is (?:mine|ours)|what i (?:did|said|wrote) was|that we wrote|nobody (?:forced|tricked|made) me|"
        r"no excuse|was (?:bullying|cruel|wrong and)|(?:on|down to) (?:me|us)\b(?! all)|(?:mine|ours) to (?:answer|own|carry))\b",
        re.I,
    ),
    "repentance": re.compile(
        r"\b(?:never (?:again|happen|do)|(?:will|shall|'ll) not (?:\w+ ){0,3}(?:again|happen)|won't happen|(?:will|shall|'ll) (?:change|do better|be better|learn|never|work (?:hard|every day)|spend (?:the|my) next|continue to)|"
        r"do better|have (?:learned|learnt|changed)|from (?:today|now on|this day)|will not be (?:switched|used|repeated)|ever again|next (?:\w+ )?years trying)\b",
        re.I,
    ),
    "repair": re.compile(
        r"\b(?:(?:will|shall|would|'ll|have|has|had|to|been) (?:also |now )?(?:pay|paid|repay|repaid|refund(?:ed)?|return(?:ed)?|compensate[d]?|reimburse[d]?|donate[d]?|replace[d]?|rebuild|restore[d]?|cover|give back|"
        r"hand back|be sold to pay|fund(?:ed)?)|make (?:amends|it right|this right|things right)|put(?:ting)? (?:it |this |that |things )?right|repair money|half of the (?:money|royalties)|independent support|in compensation|prize money|"
        r"compensation (?:fund|scheme)|(?:refund|reimburs|compensat|repa(?:y|id)|donat|restor|replac)\w*|free of charge|out of (?:my|our) own pocket)\b",
        re.I,
    ),
    "forgiveness_request": re.compile(
        r"\b(?:forgive (?:me|us)|(?:ask|asking|asked|beg|begged)\b[^.;]{0,60}\b(?:forgive\w*|trust|second chance|chance)|your forgiveness|hope (?:that )?(?:\w+ ){0,5}(?:can|will|could) forgive|pardon (?:me|us))\b", re.I
    ),
}
NOT_REQUESTED = re.compile(r"\b(?:do|did) not (?:expect|deserve|ask)[^.;]{0,30}forgiv|\bnot (?:be )?forgiven\b", re.I)
FLAG_WORDS = {
    "conditional": re.compile(
        r"\b(?:sorry|apologi[sz]\w*|regret\w*)\b[^.]{0,40}\bif\b|\bif (?:any(?:one|body|thing)?|you|my|we|i|it|that|someone|people)\b[^.]{0,40}\b(?:offen\w+|hurt|upset|felt|feelings|taken place|caused|happened)|"
        r"\b(?:may|might) have (?:been |caused |felt |experienced |taken )?\w*|\b(?:any|whatever) (?:offence|offense|hurt|distress|inconvenience|upset)\b(?= (?:that )?(?:may|might))",
        re.I,
    ),
    "feelings_not_act": re.compile(
        r"\b(?:sorry|regret\w*|apologi[sz]\w*)\b[^.]{0,40}\b(?:(?:you|anyone|people|they|some|those|he|she|anybody) (?:\w+ )?(?:feel|felt|found|took|were (?:hurt|offended|upset)|was (?:hurt|offended|upset)|are (?:hurt|offended|upset))|"
        r"feelings (?:got|were)|offen[cs]e (?:that )?(?:was |may have been )?(?:taken|felt)|may have experienced)\b",
        re.I,
    ),
    "passive_no_agent": re.compile(
        r"\b(?:mistakes?|errors?|delays?|failings?|shortcomings?|offen[cs]e|pain|distress|hurt|lessons?|things?|words|inconvenience)\b[^.;,]{0,20}\b(?:was|were|had been|has been|have been|may have been|been)? ?(?:made|experienced|caused|taken|"
        r"said|handled|learned|done)\b(?! by (?:me|us))|\bhas taken place\b",
        re.I,
    ),
    "blame_shift": re.compile(
        r"\b(?:misconstrued|twisted|taken out of context|misunderstood|misinterpreted|people who (?:have|were|are)|the (?:media|press|clip|editing|algorithm|supplier|weather|system) (?:\w+ )?(?:made|left|leaves|blew|is|was|has)|"
        r"others (?:also|too)|badly advised|provoked|they (?:started|knew|asked))\b",
        re.I,
    ),
    "minimising": re.compile(
        r"\b(?:(?:only|just) (?:a )?(?:joke|joking|banter|fun|words?|trying)|inconvenience|some (?:friction|discomfort|delays?)|minor|small (?:mistake|error|number|minority)|tired joke|a (?:bit of fun|poor choice of words|slip)|"
        r"figure of speech|poor(?:ly)? (?:choice|chosen|worded)|careless|isolated|blown (?:up|out of)|not that (?:bad|serious)|context of a|friction|tired)\b",
        re.I,
    ),
    "intent_defence": re.compile(
        r"\b(?:(?:never|not|no|n't) (?:my|our|the|to|any|meant|mean|intend\w*|been)? ?(?:\w+ )?(?:intent\w*|meant|intend\w*|mean)|(?:did not|didn't|never) (?:mean|meant|intend\w*|want(?:ed)? to)|were intended|was intended|"
        r"would never want to|only (?:wanted|meant)|best of intentions|not (?:written|meant|intended) to|never wanted)\b",
        re.I,
    ),
    "vague_offence": re.compile(r"\b(?:what (?:has )?happened|the (?:situation|incident|matter|events|recent events)|any (?:inconvenience|offen[cs]e|hurt|distress|upset)|some (?:friction|mistakes)|everything|all of this)\b", re.I),
    "vague_addressee": re.compile(r"\b(?:anyone|anybody|any (?:person|fans|viewers|customers)|those who|whoever|some people|everyone (?:who|affected)|everybody who|anyone's|all those)\b", re.I),
    "attack_accuser": re.compile(r"\b(?:witch[- ]hunt|smear|grievances|out to get|payday|liars?|trolls?|so-called victims?|agenda|politically motivated|haters|never going to buy)\b", re.I),
    "deflection": re.compile(r"\b(?:(?:cannot|can't|not|declined? to|will not|won't) (?:\w+ )?comment|no comment|ongoing (?:investigation|proceedings)|legal reasons|move on|focused on the future|draw a line)\b", re.I),
}  # fmt: skip
ADDRESSES_APOLOGY = ("conditional", "feelings_not_act", "vague_addressee", "vague_offence")  # mean something only beside words of apology
OCCASION = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(?:yesterday|afterwards?|later|earlier|"
    r"tried again|gone? further|first (?:response|statement|apology)|first try|initially|originally|follow(?:ed|ing)? up|second (?:statement|apology|post)|at first|hours before|twelve hours|interview|livestream|press conference|by telephone)\b"
)
LEAD_IN = 120  # characters of a paragraph that only leads into the words of the next
MEDIA_VERBS = ("caption", "tweet", "text", "email")
OCCASION_NOUN = re.compile(
    r"\b(?:video|letter|post|tweet|statement|press conference|news conference|interview|speech|email|message|livestream|broadcast|meeting|sermon|caption|clip|podcast|memo|hearing|steps|show|website|note)\b", re.I
)
REPORTED = re.compile(
    r"\b(?:said|says|added|promised|pledged|vowed|announced|admitted|admitting|acknowledged|told|asked|expressed|confirmed|offered|agreed|apologi[sz]ed|regretted|conceded)\b", re.I
)


def group_occasions(article: Article, quotes: list[Quote], attributions: list[Attribution], people: list[Person]) -> list[int | None]:
    """Per quote of an accused party the number of the occasion on which it was said, None for everybody else.

    One party, one occasion, until an attribution names another day, medium or moment; the pieces of one utterance stay together. Parties that the article names together as
    apologising ("A and B shared an apology video") share their occasions.
    """
    accused = {p.name for p in people if p.capacity in (Capacity.ACCUSED, Capacity.ACCUSED_REP)}
    joint = _joint_party(article, people)
    out: list[int | None] = []
    current: dict[str, tuple[int, str, str, int]] = {}  # party -> occasion, its marker, medium and last paragraph
    begun: dict[tuple[str, int], int] = {}  # party and utterance -> occasion
    count = -1
    for quote, attribution in zip(quotes, attributions, strict=True):
        if not attribution.speakers or attribution.speakers[0] not in accused:
            out.append(None)
            continue
        names = set(attribution.speakers)
        party = " and ".join(sorted(joint if names & joint else names))
        marker = _marker(article, quotes, quote)
        medium = next((m for m in MEDIA_VERBS if (attribution.cue or "").lower().startswith(m)), "")
        number, last, before, paragraph = current.get(party, (None, "", "", 0))
        moved = medium != before and quote.paragraph > paragraph + 1
        renamed = marker and marker != last and (last or quote.paragraph > paragraph)
        if (party, quote.utterance) in begun:  # a quotation split by its attribution is said at once
            number = begun[party, quote.utterance]
        elif number is None or moved or renamed:
            count += 1
            number = count
        begun[party, quote.utterance] = number
        current[party] = (number, marker or last, medium, quote.paragraph)
        out.append(number)
    return out


def _marker(article: Article, quotes: list[Quote], quote: Quote) -> str:
    """The day or moment that the words outside the marks of the quote's paragraph name around it; "" where they name none."""
    p = article.paragraphs[quote.paragraph]
    before = [q.outer_end for q in quotes if q.outer_end <= quote.outer_start and q.paragraph == quote.paragraph]
    after = [q.outer_start for q in quotes if q.outer_start >= quote.outer_end and q.paragraph == quote.paragraph]
    near = article.text[max([p.start, *before[-1:]]) : quote.outer_start] + " " + article.text[quote.outer_end : min([p.end, *after[:1]])]
    opens = p.index > 0 and not article.text[p.start : quote.outer_start].strip() and not any(q.paragraph == p.index - 1 for q in quotes)
    if opens and (lead := article.paragraphs[p.index - 1]).end - lead.start < LEAD_IN:  # "By Wednesday she had gone further."
        near += " " + article.text[lead.start : lead.end]
    found = OCCASION.search(near)
    return found.group().lower() if found else ""


def _joint_party(article: Article, people: list[Person]) -> set[str]:
    """The accused whom one sentence names together beside words of apology; empty where there are none."""
    starts = {m.start: p.name for p in people if p.capacity == Capacity.ACCUSED for m in p.mentions}
    for person in (p for p in people if p.capacity == Capacity.ACCUSED):
        for m in person.mentions:
            for link in (r"\s+and\s+", r"\s+and \w+\s+"):
                gap = re.match(link, article.text[m.end : m.end + 40])
                other = starts.get(m.end + gap.end()) if gap else None
                if other not in (None, person.name) and re.search(r"apolog|sorry|remorse|regret", article.text[max(0, m.start - 120) : m.end + 160]):
                    return {person.name, str(other)}
    return set()


def draft_statements(
    article: Article, quotes: list[Quote], attributions: list[Attribution], reports: list[Report], decisions: list[RoleDecision], occasions: list[int | None]
) -> list[Draft]:
    """The occasions on which an accused party apologised, in order, with what was said there: the quotes but those at issue, and the reported
    speech of the same speakers in those paragraphs and the ones beside them that no other occasion of theirs has."""
    drafts: list[Draft] = []
    apologies = sorted({o for o, d in zip(occasions, decisions, strict=True) if o is not None and d.role == Role.APOLOGY})
    for number in apologies:
        inside = [i for i, o in enumerate(occasions) if o == number and decisions[i].role != Role.OFFENCE_QUOTE]
        speakers = tuple(dict.fromkeys(name for i in inside for name in attributions[i].speakers))
        here = {quotes[i].paragraph for i in inside}
        elsewhere = {quotes[i].paragraph for i, o in enumerate(occasions) if o not in (None, number) and set(attributions[i].speakers) & set(speakers)} - here
        near = here | ({p + d for p in here for d in (-1, 1)} - elsewhere)
        reported = [r.text.replace("\u2019", "'") for r in reports if r.paragraph in near and set(r.attribution.speakers) & set(speakers)]
        told = [t for t in _reported(article, quotes, inside) if not any(r in t for r in reported)]
        texts = (*(quotes[i].own_words for i in inside), *reported, *told)
        drafts.append(Draft(speakers, _occasion(article, quotes[inside[0]]), tuple(inside), texts))
    return drafts


def read_statements(article: Article, drafts: list[Draft], marks: Sequence[Sequence[Sequence[float]]]) -> list[Statement]:
    """The statements with their components and flags; a draft in which nothing is found is none.

    `marks` holds per draft and text the reading model's probability of each component and flag, in the order of COMPONENTS and FLAGS. A mark is there if the model is surer
    than MARKED (a flag: FLAGGED) of one text, or surer than HINTED while words of the pattern lists fire. The evidence is
    the words that fired, else the text of which the model is surest.
    """
    out: list[Statement] = []
    for draft, rows in zip(drafts, marks, strict=True):
        words = _worded(draft.texts)
        found = {}
        for column, name in enumerate((*COMPONENTS, *FLAGS)):
            best = max(range(len(rows)), key=lambda n: rows[n][column])
            enough = MARKED if name in COMPONENTS else FLAGGED
            if rows[best][column] >= enough or (name in words and rows[best][column] >= HINTED):
                found[name] = words.get(name) or _shortened(draft.texts[best])
        if found:
            components, flags = (tuple((n, found[n]) for n in names if n in found) for names in (COMPONENTS, FLAGS))
            out.append(Statement(f"{article.id}/{len(out) + 1}", article.id, draft.speakers, draft.occasion, draft.quotes, components, flags))
    return out


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:77].rsplit(" ", 1)[0] + " \u2026"


def _worded(texts: Sequence[str]) -> dict[str, str]:
    """Each component and flag whose words stand in the texts, with the words."""
    found = _fired(COMPONENT_WORDS, texts)
    if "forgiveness_request" in found and all(NOT_REQUESTED.search(t) for t in texts if COMPONENT_WORDS["forgiveness_request"].search(t)):
        del found["forgiveness_request"]
    sentences = [s for t in texts for s in re.split(r"(?<=[.!?])\s+", t)]
    for name, words in _fired(FLAG_WORDS, sentences).items():
        beside = any(FLAG_WORDS[name].search(s) and COMPONENT_WORDS["regret"].search(s) for s in sentences)
        if name not in ADDRESSES_APOLOGY or beside or (name == "conditional" and "sorry" in words.lower()):
            found[name] = words
    return found


def _fired(patterns: dict[str, re.Pattern[str]], texts: Sequence[str]) -> dict[str, str]:
    """Each name whose pattern is found in one of the texts, with the words found."""
    out = {}
    for name, pattern in patterns.items():
        if found := next((m for t in texts if (m := pattern.search(t))), None):
            out[name] = " ".join(found.group().split())[:80]
    return out


def _reported(article: Article, quotes: list[Quote], inside: list[int]) -> list[str]:
    """Reported speech of the statement's speakers: the sentences outside the marks, in the statement's paragraphs, that tell what they said."""
    paragraphs = {quotes[i].paragraph for i in inside}
    out = []
    for index in sorted(paragraphs):
        p = article.paragraphs[index]
        text, last = "", p.start
        for q in (q for q in quotes if q.paragraph == index):
            text += article.text[last : q.outer_start] + " \u25a1 "
            last = q.outer_end
        text += article.text[last : p.end]
        out += [s for s in re.split(r"(?<=[.!?])\s+", text) if REPORTED.search(s) and len(s.split()) > 6]
    return [s.replace("\u2019", "'") for s in out]


def _occasion(article: Article, quote: Quote) -> str:
    """The words that name where it was said, from the paragraph of its first quote or the one before; "" where none does."""
    p = article.paragraphs[quote.paragraph]
    start = article.paragraphs[max(0, quote.paragraph - 1)].start
    for text in (article.text[p.start : quote.outer_start], article.text[quote.outer_end : p.end], article.text[start : p.start]):
        if found := OCCASION_NOUN.search(text):
            return found.group().lower()
    return ""


def link_responses(statements: list[Statement], quotes: list[Quote], attributions: list[Attribution], decisions: list[RoleDecision]) -> list[str | None]:
    """Per quote the id of the statement it belongs to or answers, None for neither: a response answers the last apology before it that is
    not its speaker's own, else the first."""
    out: list[str | None] = [None] * len(quotes)
    for statement in statements:
        for i in statement.quotes:
            out[i] = statement.id
    for i, decision in enumerate(decisions):
        if out[i] is None and decision.about_apology and statements:
            before = [s for s in statements if quotes[s.quotes[0]].start < quotes[i].start and not set(s.speakers) & set(attributions[i].speakers)]
            out[i] = (before[-1] if before else statements[0]).id
    return out


