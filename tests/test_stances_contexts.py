"""Stance from role and model; what the reading model sees of a quote."""

import numpy as np
import pytest
from factories import make_article

from analysis.contexts import quote_contexts, sentences_outside
from analysis.quotes import find_quotes
from analysis.schema import Attribution, Role
from analysis.stances import COUNTED, combine_stance


def test_rows_sum_to_one_and_the_role_outweighs_an_unsure_model() -> None:
    model = np.full((3, 3), 1 / 3)
    stance = combine_stance([Role.ACCEPTANCE, Role.CRITICISM, Role.NEUTRAL], model)
    assert np.allclose(stance.sum(axis=1), 1)
    assert stance.argmax(axis=1).tolist() == [2, 0, 1]


def test_a_sure_model_moves_the_stance() -> None:
    against, favour = combine_stance([Role.JUSTIFICATION] * 2, np.array([[0.98, 0.01, 0.01], [0.01, 0.01, 0.98]]))
    assert against[0] > favour[0] and favour[2] > against[2]


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
