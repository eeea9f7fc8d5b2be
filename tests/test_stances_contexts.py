"""Stance from role and model; what the reading model sees of a quote."""

import numpy as np
import pytest
from factories import attributed, make_article

from analysis.contexts import person_cards, quote_contexts, sentences_outside, with_capacity
from analysis.quotes import find_quotes
from analysis.schema import Attribution, Role
from analysis.stances import COUNTED, combine_stance

SURE = np.eye(len(Role))


def test_rows_sum_to_one_and_the_role_outweighs_an_unsure_model() -> None:
    model = np.full((3, 3), 1 / 3)
    stance = combine_stance(SURE[[list(Role).index(r) for r in (Role.ACCEPTANCE, Role.CRITICISM, Role.NEUTRAL)]], model)
    assert np.allclose(stance.sum(axis=1), 1)
    assert stance.argmax(axis=1).tolist() == [2, 0, 1]


def test_a_sure_model_moves_the_stance() -> None:
    against, favour = combine_stance(SURE[[list(Role).index(Role.JUSTIFICATION)] * 2], np.array([[0.98, 0.01, 0.01], [0.01, 0.01, 0.98]]))
    assert against[0] > favour[0] and favour[2] > against[2]


def test_doubt_about_the_role_leaves_doubt_about_the_stance() -> None:
    torn = (SURE[list(Role).index(Role.ACCEPTANCE)] + SURE[list(Role).index(Role.CRITICISM)]) / 2
    (stance,) = combine_stance(torn.reshape(1, -1), np.full((1, 3), 1 / 3))
    assert stance[0] == pytest.approx(stance[2], abs=0.01)


def test_every_role_is_counted() -> None:
    assert set(COUNTED) == set(Role)


@pytest.mark.parametrize(
    ("paragraph", "outside"),
    [
        pytest.param('He left. She called it "a farce," and sat down. Then he spoke.', ["She called it \u25a1  and sat down. "], id="middle"),
        pytest.param('"I know." He left. "I came."', ["\u25a1. ", "\u25a1. "], id="whole sentences"),
    ],
)
def test_the_sentence_outside_leaves_the_quotes_out(paragraph: str, outside: list[str]) -> None:
    article = make_article(paragraph)
    assert sentences_outside(article, find_quotes(article)[0]) == outside


def test_a_context_names_speaker_sentence_and_headline() -> None:
    article = make_article('"No," she said.', headline="Mayor says sorry")
    (context,) = quote_contexts(article, sentences_outside(article, find_quotes(article)[0]), [Attribution(("Jan Roe",))], [])
    assert context == "Jan Roe () | ... she said. | Mayor says sorry"


def test_a_capacity_goes_before_the_context() -> None:
    assert with_capacity("Jan Roe () | ...", "accused_rep") == "accused rep | Jan Roe () | ..."
    assert with_capacity("Jan Roe () | ...", None).startswith("unknown | ")


def test_a_card_tells_what_the_article_tells_of_a_speaker() -> None:
    paragraphs = ["Mayor Jan Roe was accused by a baker. Ada Pell, a baker, listened.", '"I never shouted at anybody in my life," Roe said on Monday. "Ask Roe\'s cook."']
    _, attributions, people = attributed(*paragraphs)
    article = make_article(*paragraphs)
    cards = person_cards(article, find_quotes(article)[0], attributions, people)
    assert list(cards) == ["Jan Roe"]  # the baker says nothing
    told, beside = cards["Jan Roe"]
    assert "@ was accused by a baker." in told and "Ada Pell" not in told
    assert "@ said on Monday" in told and "anybody in my life" not in told  # quotes are cut short, mentions inside them left out
    assert "I never shouted at anybody" in beside and "A headline" in beside
