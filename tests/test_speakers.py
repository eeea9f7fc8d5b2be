"""Who said it: one row a way of naming a speaker."""

import pytest
from factories import attributed, make_article

from analysis.pipeline import read_article

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
        pytest.param(['"We are looking into it," a spokesperson for Hale Bank said.'], ["spokesperson for Hale Bank (unnamed)"], id="spokesperson"),
        pytest.param(['"It was my diary," one father said.'], ["father (unnamed)"], id="unnamed"),
        pytest.param(["Hale Bank apologised on Monday.", '"We failed," the bank said.'], ["Hale Bank"], id="organisation by noun"),
        pytest.param(['He was called "a monster."'], [None], id="passive without agent"),
        pytest.param(['"It is over," Jan Roe pointed out.'], ["Jan Roe"], id="verb with a particle"),
        pytest.param(['"It is over," Pell chortled.', "Ada Pell left."], ["Ada Pell"], id="any verb right behind the marks"),
        pytest.param(['Sen. Jan Roe (D-Ohio) said, "It is over."'], ["Jan Roe"], id="party and state in brackets"),
        pytest.param(['"It is over,"Jan Roe said.'], ["Jan Roe"], id="no blank behind the mark"),
        pytest.param(['Jan Roe emailed supporters saying: "It is over."'], ["Jan Roe"], id="participle behind the one addressed"),
        pytest.param(['It was, in Ada Pell\'s words, "a mess."'], ["Ada Pell"], id="in somebody's words"),
        pytest.param(['"We must go," the Bishop, Dr Ada Pell, said.'], ["Ada Pell"], id="office before the name"),
        pytest.param(['Dean of Students Jan Roe spoke.', '"We must go," he said.'], ["Jan Roe"], id="office with of"),
        pytest.param(['Jan Roe, 41, met Eric Olsen, 30.', '"It is over," the 41-year-old said.'], ["Jan Roe"], id="age"),
        pytest.param(['"So it was," wrote @hale_fan.'], ["@hale_fan"], id="handle"),
        pytest.param(['Two voters came. One, a former whip, called it "cruel."'], ["former whip (unnamed)"], id="one, described"),
        pytest.param(['Ada Pell served a notice. "Pay by noon," the notice said.'], ["Ada Pell"], id="a document speaks for who sent it"),
        pytest.param(['I called him. "It is over," I said.'], ["author (unnamed)"], id="the author"),
        pytest.param(['JAN ROE: "I am sorry for it all."'], ["Jan Roe"], id="transcript"),
        pytest.param(["Pastor Eric Olsen preached.", '"We must go," the cleric said.'], ["Eric Olsen"], id="a wider noun for what somebody is"),
        pytest.param(['Jan Roe told staff that those who complained were "moaners."'], ["Jan Roe"], id="a verb inside the clause that the quote belongs to"),
        pytest.param(["Jan Roe put out a post at noon. \"It was banter,\" it began."], ["Jan Roe"], id="a post of somebody's"),
        pytest.param(["Hale Bank met Ada Pell.", '"We will fight on," an army spokesman said.'], ["army spokesman (unnamed)"], id="whose spokesman the word tells"),
        pytest.param(["Hale Bank met Ada Pell.", '"We are sorry," said a spokeswoman for the county.'], ["spokeswoman for the county (unnamed)"], id="for whom nobody known"),
        pytest.param(["Jan Roe left. Her former agent wept.", '"I told her so," he said.'], ["Jan Roe's former agent (unnamed)"], id="somebody's somebody, then a pronoun"),
        pytest.param(["Ada Pell, the host, stayed. Eric Olsen, the former co-host, left.", '"It is over," the former co-host said.'], ["Eric Olsen"], id="hyphenated noun"),
        pytest.param(["The Hale Farmers' Union was angry.", '"It is over," it said.'], ["Hale Farmers' Union"], id="a possessive in a body's name"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ada Pell said that the boat was late.", ["that the boat was late"], id="complement clause"),
        pytest.param("The boat was late, Ada Pell said.", ["The boat was late"], id="clause before the verb"),
        pytest.param("According to Ada Pell, the boat was late.", ["the boat was late"], id="according to, first"),
        pytest.param("The boat was late, according to Ada Pell.", ["The boat was late"], id="according to, last"),
        pytest.param("Ada Pell promised to return the money by May.", ["to return the money by May"], id="promise"),
        pytest.param("Ada Pell denied taking the money.", ["taking the money"], id="denial"),
        pytest.param("Ada Pell urged the board to act at once.", ["the board to act at once"], id="demand"),
        pytest.param('Ada Pell said the boat was "very late."', ['the boat was "very late."'], id="mixed"),
        pytest.param("As Ada Pell wrote, the boat was late again.", ["the boat was late again"], id="as somebody wrote"),
        pytest.param('"The boat was late," Ada Pell said.', [], id="marked words are a quote"),
        pytest.param("Ada Pell said so.", [], id="no proposition"),
        pytest.param("The boat was late.", [], id="no source"),
    ],
)
def test_reported_speech(text: str, expected: list[str]) -> None:
    reports = read_article(make_article(text)).reports
    assert [r.text for r in reports] == expected
    assert {r.attribution.speaker for r in reports} <= {"Ada Pell"}


def test_a_continued_quote_keeps_the_mention_of_its_utterance() -> None:
    _, attributions, _ = attributed(ROE, '"I am sorry," he said. "I was wrong."')
    assert [(a.mention, a.cue) for a in attributions] == [("he", "said"), ("he", None)]
