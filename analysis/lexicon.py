"""The word lists that the stages decide by: data, in one place. Lower case.

Sources: verbs of saying from the cue lists of news quotation research (Pareti 2015, PolNeAR; textacy's reporting verbs), read against
the PolNeAR training articles; nouns and titles collected while reading the fiction written for this project and real news leads.
"""

import functools
import itertools
import json
import pathlib
import re
from collections.abc import Mapping, Set

REPORTING_VERBS = frozenset(
    """accuse acknowledge add address admit advise affirm agree allege announce answer apologise apologize appeal argue ask assert
    assure beg begin blast boast brand call caption caution challenge chant charge chide cite claim clarify close comment complain
    concede conclude condemn confess confirm contend continue counter crack cry criticise criticize deadpan decline decry declare
    demand denounce deny describe dismiss disclose dub echo elaborate email emphasise emphasize exclaim explain express finish fume
    gush hail hint highlight implore inform insist interject interrupt joke label lament lash mock mention murmur mutter note object
    observe offer opine pledge plead post praise proclaim promise protest pray predict quip quote rail rant read reason rebut recall
    recite recount refer reflect refuse reiterate reject relate remark remember remind repeat reply report respond retort reveal
    say scoff scream sign slam shout sigh sob speculate state stress suggest sum summarise summarize swear tease tell testify thank
    think thunder tweet type urge volunteer vow wail warn weep whisper wonder worry write yell blog texted message caption
    characterise characterize portray term brand deride savage slate ridicule hoot chuckle snarl snap grumble shrug beam laugh giggle bellow growl hiss bark sniff groan moan sneer scold assure regret retract vent hope believe feel recommend instruct release liken compare signal assess rule order""".split()
)
"""Verbs that may govern quoted words."""

WEAK_REPORTING_VERBS = frozenset(
    "begin close continue finish issue release compare sum sign read think believe feel hope remember thank refuse rule order shrug beam laugh bark snap brand slate".split()
)
"""Verbs of REPORTING_VERBS that as often do something else: believed only right beside the marks."""

_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote|written", "think": "thought", "begin": "began|begun", "swear": "swore", "weep": "wept",
    "read": "read", "feel": "felt", "beg": "begged|begging", "quip": "quipped|quipping", "sob": "sobbed|sobbing", "slam": "slammed|slamming",
    "admit": "admitted|admitting", "dub": "dubbed|dubbing", "refer": "referred|referring", "sum": "summed|summing",
    "vent": "vented", "snap": "snapped|snapping", "grumble": "grumbled", "rebut": "rebutted|rebutting",
}  # fmt: skip


def verb_forms(lemmas: frozenset[str]) -> list[str]:
    """The inflected forms of English verbs, longest first."""
    forms = set()
    for verb in lemmas:
        stem = verb[:-1] if verb.endswith("e") else verb
        third = verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + ("es" if re.search(r"(s|sh|ch|x)$", verb) else "s")
        past = _IRREGULAR.get(verb) or (verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed")
        forms |= {verb, third, stem + "ing", *past.split("|")}
    return sorted(forms, key=lambda form: (-len(form), form))


_FORMS = verb_forms(REPORTING_VERBS)
SAYING = rf"(?:{'|'.join(_FORMS)}|according to)\b"
"""Any inflected verb of saying, or "according to", as a regular expression for the head of a longer one."""
_SAYING_FORMS = frozenset(_FORMS)


def says(text: str) -> bool:
    """Whether the text has a verb of saying. A look-up a word: searching for 900 alternatives costs a hundred times more."""
    words = re.findall(r"[a-z]+", text.lower())
    return not _SAYING_FORMS.isdisjoint(words) or ("according", "to") in itertools.pairwise(words)


PERSON_TITLES = {
    "mr": "m", "sir": "m", "lord": "m", "prince": "m", "king": "m", "father": "m", "brother": "m", "fr": "m",
    "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f", "princess": "f", "queen": "f", "sister": "f", "madam": "f", "baroness": "f",
    "dr": None, "prof": None, "professor": None, "sen": None, "senator": None, "rep": None, "gov": None, "governor": None,
    "president": None, "judge": None, "justice": None, "rev": None, "revd": None, "very": None, "rt": None, "hon": None, "reverend": None, "bishop": None, "archbishop": None, "rabbi": None,
    "imam": None, "cllr": None, "councillor": None, "sgt": None, "det": None, "supt": None, "insp": None, "inspector": None, "capt": None,
    "captain": None, "col": None, "gen": None, "lt": None, "mayor": None, "chancellor": None, "minister": None, "secretary": None,
    "superintendent": None, "constable": None, "officer": None, "detective": None, "chief": None, "coach": None, "canon": None, "mp": None,
}  # fmt: skip
"""Titles before a name, and the gender that they tell."""

GENDERED_NOUNS = {
    **dict.fromkeys(
        """actress mother mum mom wife widow daughter sister aunt grandmother girl woman lady spokeswoman chairwoman businesswoman
        congresswoman policewoman sportswoman girlfriend queen princess duchess actresses heroine hostess waitress headmistress nun
        stepmother granddaughter niece bride ex-wife schoolgirl councilwoman saleswoman goddaughter laywoman baroness mistress matriarch""".split(),
        "f",
    ),
    **dict.fromkeys(
        """father dad husband widower son brother uncle grandfather boy man gentleman spokesman chairman businessman congressman
        policeman sportsman boyfriend king prince duke hero stepfather grandson nephew groom ex-husband schoolboy councilman salesman
        godfather frontman fireman fisherman headmaster monk priest batsman horseman alderman cameraman patriarch""".split(),
        "m",
    ),
}
"""Nouns for a person that tell the gender."""

PERSON_NOUNS = frozenset(
    """actor singer rapper star comedian comic presenter host broadcaster footballer striker goalkeeper captain skipper player coach manager runner
    athlete swimmer boxer champion medallist winner runner-up driver pilot chef restaurateur baker politician mp senator congressman minister
    lawmaker leader mayor governor president premier councillor candidate deputy chairman chairwoman chair boss executive chief director
    founder owner entrepreneur billionaire tycoon banker investor analyst economist professor academic scholar lecturer teacher headteacher
    head principal pupil student graduate doctor surgeon nurse midwife consultant patient bishop vicar pastor priest imam rabbi archbishop
    officer constable detective inspector superintendent commissioner sheriff judge lawyer attorney solicitor barrister prosecutor
    spokesperson spokesman spokeswoman representative rep commenter schoolboy schoolgirl baker postman postwoman churchwarden singer publicist agent aide adviser advisor secretary editor journalist reporter correspondent
    columnist critic author novelist writer poet playwright filmmaker producer designer model influencer youtuber blogger streamer artist
    musician drummer guitarist dancer choreographer conductor pianist curator historian scientist researcher psychologist therapist expert
    specialist campaigner activist advocate volunteer worker employee staffer driver cleaner cook waiter waitress clerk engineer mechanic
    farmer builder electrician pensioner retiree resident neighbour neighbor customer passenger diner guest visitor viewer listener reader
    fan supporter user follower subscriber parent mother father mum mom dad wife husband partner widow widower daughter son sister brother
    aunt uncle niece nephew cousin grandmother grandfather friend colleague teammate rival victim survivor complainant accuser claimant
    plaintiff witness whistleblower veteran soldier sergeant ombudsman woman man girl boy teenager child person insider source official
    regulator dean rector provost chancellor vice-chancellor vicechancellor treasurer trustee organiser organizer promoter referee umpire
    batsman bowler cricketer golfer cyclist jockey midfielder defender winger quarterback pitcher trainer tutor governor warden ranger keeper
    zookeeper caller member survivor individual couple duo pair singer-songwriter frontman actress comedienne stylist hairdresser receptionist
    landlord tenant shopper motorist commuter bishop-elect priest nun chaplain coroner physician paramedic dentist pharmacist vet
    chairperson deputy councilwoman staff mp's ex-employee ex-wife ex-husband newcomer
    general brigadier admiral bystander shopkeeper trader merchant barista bartender organist chorister parishioner congregant worshipper""".split()
)
"""Nouns that denote a person who may speak."""


@functools.cache
def wider_nouns() -> Mapping[str, Set[str]]:
    """Nouns for a person -> the nouns that may name the same person in a wider sense ("pastor": "cleric"); source: training/person_nouns.py."""
    table = json.loads((pathlib.Path(__file__).parent / "person_nouns.json").read_text(encoding="utf-8"))["nouns"]
    return {noun: frozenset(wider.split()) for noun, wider in table.items()}


def is_person_noun(word: str) -> bool:
    """Whether a noun, lower case, denotes somebody: those collected here and those of the dictionary."""
    bare = word.removeprefix("co-").removeprefix("ex-").removeprefix("vice-")
    return bare in PERSON_NOUNS or bare in GENDERED_NOUNS or bare in wider_nouns()


GROUP_NOUNS = frozenset(
    """fans viewers users customers passengers residents parents pupils students staff workers employees protesters supporters followers
    critics campaigners activists relatives families neighbours neighbors listeners readers commenters crowds people others many some
    organisers organizers officials police prosecutors lawyers experts sources detectives victims survivors patients members colleagues
    teammates ministers councillors""".split()
)
"""Plural nouns for speakers in a body."""

ORGANISATION_NOUNS = frozenset(
    """company firm airline bank club university college school council board authority union guild association federation league trust
    hospital charity church diocese parish police force department ministry government agency regulator watchdog commission committee
    court tribunal panel party studio label network broadcaster channel newspaper magazine paper station supermarket retailer chain
    restaurant brand manufacturer supplier operator developer foundation society institute museum gallery theatre theater zoo festival
    team organisation organization group body campaign office service inquiry publisher platform website startup start-up hotel
    cooperative co-operative bakery brewery carmaker maker producer insurer utility lender institution franchise outfit business academy
    choir orchestra opera ballet prosecutor's watchdog ombudsman corporation""".split()
)
"""Nouns that denote a body that may speak."""

DOCUMENT_NOUNS = frozenset(
    """statement response letter post email e-mail message tweet video lawsuit complaint filing affidavit memo note apology release
    announcement petition report judgment ruling transcript recording text caption clip article blog op-ed column testimony account
    biography reply notice thread story submission document documents papers suit speech sermon newsletter bulletin message
    voicemail advert advertisement leaflet posting ad commercial editorial flyer brochure website headline webpage dossier circular communique communiqué meme order page""".split()
)
"""Documents that speak for their author."""

TITLE_NOUNS = (
    "documentary|film|movie|song|single|album|track|book|novel|memoir|autobiography|play|musical|show|series|podcast|programme|program|episode|"
    "sitcom|slogan|motto|tagline|catchphrase|hashtag|poster|plan|project|scheme|initiative|operation|drama|comedy|sketch|painting|sculpture|"
    "exhibition|exhibit|essay|column|poem|game|hit|ballad|anthem|brand|label|product|line|range|tour|concert|magazine|newspaper|policy|strategy|"
    "codename|nickname|moniker|username|handle|mascot|ride|menu|dish|cocktail|sandwich|burger|segment|feature|event|festival|ship|boat|"
    "hymn|campaign|t-shirts?|billboard|advert|ad|franchise|sequel|video game|single|mixtape|EP|LP|opera|ballet|mural|statue|word|phrase|term|"
    "headline|subject line|title|charity single|course|workshop|prize|award|lecture|app"
)
"""Works, slogans and names that stand between marks without being speech, as a regular-expression alternation."""
