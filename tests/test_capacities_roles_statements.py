"""Capacity, role and the anatomy of an apology, on the smallest articles that show them."""

import pytest
from factories import make_article

from analysis.pipeline import read_article
from analysis.roles import CAUTION, decide_roles, says_sorry
from analysis.schema import Attribution, Capacity, Person, Role

LEAD = "Mayor Jan Roe apologised on Monday to Ada Pell, whose house was flooded."


@pytest.mark.parametrize(
    ("paragraphs", "name", "capacity"),
    [
        pytest.param([LEAD, '"I am sorry," Roe said.'], "Jan Roe", "accused", id="apologises"),
        pytest.param([LEAD, '"It is too late," Pell said.'], "Ada Pell", "victim", id="apologised to"),
        pytest.param([LEAD, '"It is too late," said Pell\'s lawyer, Max Brandt.'], "Max Brandt", "victim_rep", id="lawyer of the harmed"),
        pytest.param([LEAD, '"No comment," a spokesman for Roe said.'], "spokesman for Jan Roe (unnamed)", "accused_rep", id="spokesman"),
        pytest.param([LEAD, '"We are looking at it," said the Hale Police Authority.'], "Hale Police Authority", "official", id="authority"),
        pytest.param([LEAD, '"Half of it is excuses," said Ida Voss, who studies politics at Hale.'], "Ida Voss", "third_party_critic", id="scholar"),
        pytest.param([LEAD, '"Pathetic," one viewer wrote.'], "viewer (unnamed)", "public", id="viewer"),
        pytest.param(
            [LEAD, '"We have opened a file," said a spokesperson for the Police Complaints Commission.'],
            "spokesperson for Police Complaints Commission (unnamed)", "official", id="spokesperson of a regulator",
        ),
    ],
)
def test_capacity(paragraphs: list[str], name: str, capacity: str) -> None:
    person = next(p for p in read_article(make_article(*paragraphs)).people if p.name == name)
    assert person.capacity == Capacity(capacity)
    assert person.capacity_evidence


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        pytest.param('"I am sorry for what I did," Roe said.', Role.APOLOGY, id="apology"),
        pytest.param('"That call never happened," Roe said.', Role.DENIAL, id="denial"),
        pytest.param('"It was never my intention to hurt her," Roe said.', Role.JUSTIFICATION, id="intent"),
        pytest.param('"His apology is too late," Pell said.', Role.CRITICISM, id="rejection"),
        pytest.param('"He must resign," Pell said.', Role.ACCOUNTABILITY_DEMAND, id="demand"),
        pytest.param('"I accept his apology," Pell said.', Role.ACCEPTANCE, id="acceptance"),
        pytest.param('"I do not accept his apology," Pell said.', Role.CRITICISM, id="negated acceptance"),
        pytest.param('In the recording, Roe can be heard calling her "a nuisance."', Role.OFFENCE_QUOTE, id="offence"),
        pytest.param('"He is sorry that we heard him," Pell said.', Role.CRITICISM, id="sorry about somebody else"),
    ],
)
def test_role(paragraph: str, role: Role) -> None:
    (decision,) = read_article(make_article(LEAD, paragraph)).decisions
    assert decision.role == role
    assert decision.evidence


def test_a_statement_joins_an_occasion_and_keeps_its_words() -> None:
    article = make_article(
        LEAD,
        '"I am sorry. It was my fault," Roe said. "I will pay for the repairs."',
        'On Friday he was asked again. "I regret it if anyone felt hurt," he said.',
    )
    first, second = read_article(article).statements
    assert {name for name, _ in first.components} == {"regret", "responsibility", "repair"}
    assert (first.flags, first.quality) == ((), "partial")
    assert "conditional" in dict(second.flags) and second.quality == "non_apology"
    assert all(words for _, words in first.components + second.flags)


def test_a_quotation_split_by_its_attribution_is_said_at_once() -> None:
    split = '"It was my fault," Roe said on Thursday, "and I am sorry."'
    (statement,) = read_article(make_article(LEAD, '"I regret the delay," Roe said.', split)).statements[-1:]
    assert {"regret", "responsibility"} <= set(dict(statement.components)) and len(statement.quotes) >= 2


@pytest.mark.parametrize(
    ("words", "sorry"),
    [
        ("I am sorry for what I did.", True), ("Oh, I'm so sorry.", True), ("We let you down.", True), ("Sorry about the delay", True),
        ("Sorry?", False), ("I am sorry for your loss.", False), ("I feel sorry for them.", False), ("He is sorry.", False),
        ("I'm sorry to hear that.", False),
    ],
)  # fmt: skip
def test_sorry_that_is_an_apology(words: str, sorry: bool) -> None:
    assert bool(says_sorry(words)) == sorry


def test_forgiveness_that_is_not_asked_for_is_no_request() -> None:
    (statement,) = read_article(make_article(LEAD, '"I am sorry. I do not expect to be forgiven," Roe said.')).statements
    assert "forgiveness_request" not in dict(statement.components)


def test_answers_are_linked_to_the_apology_they_are_about() -> None:
    reading = read_article(make_article(LEAD, '"I am sorry," Roe said.', '"His apology is too late," Pell said.'))
    assert reading.answers == ["test/1", "test/1"]


def test_a_fragment_takes_the_role_of_its_utterance() -> None:
    article = make_article(LEAD, '"I behaved like a bully," Roe said. "There was no excuse, and I am sorry."')
    assert [d.role for d in read_article(article).decisions] == [Role.APOLOGY, Role.APOLOGY]


def test_an_acceptance_is_about_the_apology() -> None:
    assert read_article(make_article(LEAD, '"I forgive him," Pell said.')).decisions[0].about_apology


@pytest.mark.parametrize(("sure", "denies"), [(1.0, False), (0.5, True)])
def test_a_certain_capacity_rules_out_what_it_cannot_do(sure: float, denies: bool) -> None:
    reading = read_article(make_article(LEAD, '"That never happened to any of us," Pell said.'))
    pell = Person("Ada Pell", "person", capacity=Capacity.VICTIM, capacity_confidence=sure)
    said = [[0.99 if role == Role.DENIAL else 0.001 for role in Role]]
    attributions = [Attribution(("Ada Pell",))]
    (decision,) = decide_roles(reading.quotes, attributions, [pell], ["Pell said."], said)
    denial = decision.likely[list(Role).index(Role.DENIAL)]
    assert (denial > 0) == denies and sum(decision.likely) == pytest.approx(1) and 0 < decision.confidence <= 1


def test_a_doubtful_apology_is_not_told() -> None:
    reading = read_article(make_article(LEAD, '"We were there until nine," Pell said.'))
    doubted = []
    for percent in range(5, 100, 5):
        read = [[percent / 100 if role == Role.APOLOGY else (1 - percent / 100) / (len(Role) - 1) for role in Role]]
        (decision,) = decide_roles(reading.quotes, [Attribution(("Ada Pell",))], [], ["Pell said."], read)
        likely = dict(zip(Role, decision.likely, strict=True))
        others = max(p for role, p in likely.items() if role != Role.APOLOGY)
        assert (decision.role == Role.APOLOGY) == (likely[Role.APOLOGY] * CAUTION >= others)
        doubted.append(likely[Role.APOLOGY] > others and decision.role != Role.APOLOGY)
    assert any(doubted) and not all(doubted)
