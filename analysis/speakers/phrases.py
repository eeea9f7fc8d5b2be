"""Noun phrases that may stand for a speaker: what their head says of them."""

import re

from analysis.lexicon import is_person_noun
from analysis.schema import Token
from analysis.speakers.cues import Tree

PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURALS = {"they", "them", "their", "both"}
BODY_PARTS = {"chapter", "branch", "arm", "wing", "office", "desk", "unit", "board", "leadership", "management", "chapel"}
SOMEONE = {"someone", "somebody", "anyone", "nobody"}
WEAK_GENDER = {"actor": "m", "comedian": "m", "batsman": "m", "footballer": None}
NEW_ON_SIGHT = frozenset(
    """judge prosecutor lawyer attorney solicitor barrister spokesperson spokesman spokeswoman representative victim survivor complainant
    accuser claimant plaintiff coroner witness mother father mum mom dad parent wife husband widow widower daughter son sister brother
    partner neighbour neighbor friend colleague source insider official officer minister referee publicist agent aide resident customer
    passenger caller member whistleblower employee worker detective regulator ombudsman sergeant inspector""".split()
)
"""Nouns that, with "the", more often bring in somebody new than name again somebody known."""
NOT_PEOPLE = frozenset(
    """this that it which what track song thing video move decision case incident day time way result figure number data study survey poll
    evidence rule law matter issue problem question answer fact truth idea plan sign phrase term word words joke game match letter paper poster banner folder number order river water tower computer
    answer offer newsletter error mirror chapter prayer weather summer winter dinner paper power matter corner border flower letter
    telephone radio voice lines comment slide caption""".split()
)
"""Subjects of a verb of saying that never speak: the parser took something else for the subject."""
AGENT = re.compile(r"(?:er|or|ist|ian|man|woman|men|women|ee|eer|mate|half|boss|kid|teen|exec|gran|nan|of-\w+|old)$")
"""Endings of nouns for somebody who does something."""
LATER = frozenset("second third another new later longer fuller fresh further".split())
"""What is said of the next document of somebody who wrote one before ("A second post was up by noon")."""
EPITHET_REACH = 900  # characters: an epithet names again somebody of its own or the paragraphs just before
DETERMINER = re.compile(r"^(?:an?|one|the|another|some|several|many|his|her|their|its|this|that|these|those|two|three|four|five|\d+)\s+", re.I)


def head_noun(tree: Tree, head: Token) -> str:
    """The head noun, lower case, with what a hyphen joins to it ("vice-captain", "centre-half")."""
    first = head.index
    while first > 1 and tree.tokens[first - 1].text == "-" and tree.tokens[first - 1].end == tree.tokens[first].start:
        first -= 2
    whole = "".join(t.text for t in tree.tokens[first : head.index + 1]).lower()
    return whole if is_person_noun(whole) or not is_person_noun(head.text.lower()) else head.text.lower()


def whole_word(tree: Tree, head: Token) -> Token:
    """The last token of a hyphenated word ("co-host", "brigadier-general") whose first the parser took for the head."""
    i = head.index
    while (
        i + 2 < len(tree.tokens)
        and tree.tokens[i + 1].text == "-"
        and tree.tokens[i + 1].start == tree.tokens[i].end
        and tree.tokens[i + 2].start == tree.tokens[i + 1].end
    ):
        i += 2
    return tree.tokens[i] if tree.tokens[i].pos in ("NOUN", "PROPN") else head


def bare(phrase: str) -> str:
    """A noun phrase without its determiner and without line breaks."""
    return DETERMINER.sub("", " ".join(phrase.split()))
