"""Who said it: one row a way of naming a speaker."""

import pytest
from factories import attributed

ROE = "Jan Roe, the mayor of Hale, spoke on Monday. He looked tired."


@pytest.mark.parametrize(
    ("paragraphs", "speakers"),
    [
        pytest.param(['"No," Jan Roe said.'], ["Jan Roe"], id="name before the verb"),
        pytest.param(['"No," said Jan Roe.'], ["Jan Roe"], id="inverted"),
        pytest.param(['Jan Roe said: "No, never."'], ["Jan Roe"], id="colon lead-in"),
        pytest.param(['"No," Jan Roe, a doctor, said.'], ["Jan Roe"], id="apposition between name and verb"),
        pytest.param(['"We were wrong," the bank\'s chief executive, Ada Pell, said.'], ["Ada Pell"], id="name in apposition"),
        pytest.param(['The delay was "a disgrace," according to Ada Pell.'], ["Ada Pell"], id="according to"),
        pytest.param([ROE, '"I am sorry," he said. "I was wrong."'], ["Jan Roe", "Jan Roe"], id="pronoun, split"),
        pytest.param([ROE, '"I am sorry," the mayor said.'], ["Jan Roe"], id="epithet described before"),
        pytest.param([ROE, '"I am sorry," he said.', '"And I will pay."'], ["Jan Roe", "Jan Roe"], id="continuation without attribution"),
        pytest.param(["\u201cI am sorry,\u201d said Jan Roe. \u201cI was wrong.", "\u201cI will pay.\u201d"], ["Jan Roe"] * 3, id="reopened mark"),
        pytest.param(['Helen Marsh spoke first. Then Peter Lund spoke.', '"She is right," he said.'], ["Peter Lund"], id="pronoun by gender"),
        pytest.param(['"We are sorry," Jan Roe and Ada Pell said.'], ["Jan Roe and Ada Pell"], id="joint speakers"),
        pytest.param(['Mary Olsen and her son, Eric Olsen, came. "It was cold," Eric Olsen said.'], ["Eric Olsen"], id="two of one surname"),
        pytest.param(
            ['A reporter, Ann Ali, shared a letter from Jane Doe.', '"It hurt," Ali wrote, quoting Jane Doe.'], ["Jane Doe"], id="relayed words"
        ),
        pytest.param(['"We are looking into it," a spokesperson for Hale Bank said.'], ["spokesperson for Hale Bank"], id="spokesperson"),
        pytest.param(['"It was my diary," one father said.'], ["father (unnamed)"], id="unnamed"),
        pytest.param(["Hale Bank apologised on Monday.", '"We failed," the bank said.'], ["Hale Bank"], id="organisation by noun"),
        pytest.param(['He was called "a monster."'], [None], id="passive without agent"),
        pytest.param(['JAN ROE: "I am sorry for it all."'], ["Jan Roe"], id="transcript"),
    ],
)  # fmt: skip
def test_speaker(paragraphs: list[str], speakers: list[str | None]) -> None:
    assert [who for _, who in attributed(*paragraphs)[0]] == speakers


def test_the_mention_the_cue_and_the_rule_are_kept() -> None:
    _, (attribution,), _ = attributed('"No," Jan Roe said.')
    assert (attribution.mention, attribution.cue, attribution.rule) == ("Jan Roe", "said", "name")


def test_an_unattributed_quote_says_so() -> None:
    _, (attribution,), _ = attributed('He was called "a monster."')
    assert attribution.speaker is None and attribution.rule == "passive without agent"


def test_every_speaker_is_one_of_the_people() -> None:
    _, attributions, people = attributed(ROE, '"No," he said.', '"Yes," one mother said.')
    assert {name for a in attributions for name in a.speakers} <= {p.name for p in people}
