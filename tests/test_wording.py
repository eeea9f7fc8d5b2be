"""Sentences say the numbers of the tables, and do not say more than these hold."""

import pandas as pd
import pytest
from factories import make_passages, make_statement

from analysis import aggregates, wording

VICTIM = {"speaker": "Bo Ray", "capacity": "victim", "role": "criticism", "stance": -0.6}


def test_the_headline_counts_components_and_answers() -> None:
    table = make_passages({}, VICTIM, VICTIM, {**VICTIM, "role": "acceptance"})
    assert wording.headline(table, make_statement(components=("regret", "repair"), flags=("conditional",))) == (
        "Ann Poe apologised (letter): 2 of 6 components, with 1 weakness (conditional). Of 3 quotes of the harmed side by 1 speaker, 2 criticise and 1 accepts the apology."
    )


@pytest.mark.parametrize(
    ("quotes", "words"),
    [
        pytest.param([], "No quote of the harmed side", id="no answer"),
        pytest.param([VICTIM], "in one quote, which criticises.", id="one answer"),
        pytest.param([VICTIM, VICTIM], "All 2 quotes of the harmed side by 1 speaker criticise.", id="of one mind"),
        pytest.param([{**VICTIM, "role": None}, VICTIM], "1 cannot be told", id="role unknown"),
        pytest.param([{**VICTIM, "speaker": None}] * 2, "All 2 quotes of the harmed side criticise", id="speaker unknown"),
    ],
)
def test_the_harmed_side_s_answer(quotes: list[dict[str, object]], words: str) -> None:
    assert words in wording.headline(make_passages({}, *quotes), make_statement())


def test_no_and_many_apologies() -> None:
    table = make_passages({}, {"article_id": "b"})
    assert wording.headline(table, make_statement().head(0)).startswith("No apology was found in 2 quotes of 2 articles.")
    many = pd.concat([make_statement(f"a/{i}", quality=q) for i, q in enumerate(["full", "partial", "partial", "non_apology"])], ignore_index=True)
    assert wording.headline(table, many).startswith("4 apologies by 1 speaker in 2 articles: 1 full, 2 partial and 1 non-apologies;")


def test_groups_are_compared_only_where_there_are_enough() -> None:
    apart = make_passages(*[{"stance": 0.6 + i / 50} for i in range(6)], *[{**VICTIM, "stance": -0.6 + i / 50} for i in range(6)])
    alike = make_passages(*[{"stance": v} for v in (-1, 1, -1, 1, 0)], *[{**VICTIM, "stance": v} for v in (1, -1, 1, -1, 0)])
    assert "lie 1.20 below the apologies" in wording.comparison(apart) and "n = 6 and 6" in wording.comparison(apart)
    assert "no clear difference" in wording.comparison(alike)
    assert "too few quotes" in wording.comparison(apart.head(8))


def test_each_chart_has_its_numbers_in_words() -> None:
    table = make_passages({"polarity": -0.5}, {"polarity": -0.25}, VICTIM, {**VICTIM, "statement_id": "a/1"})
    quotes, statement = aggregates.quotes_of(table), make_statement(components=("repair",))
    means = wording.means_in_words(aggregates.apology_against_response(quotes), rows="group", measure="polarity")
    assert "Apology: mean -0.38, n = 2;" in means and "Other reactions: no quotes" in means and "interval" not in means
    assert "1. Ann Poe, accused: -0.50;" in wording.arc_in_words(quotes, measure="polarity")
    assert wording.counts_in_words(aggregates.pair_of(quotes, statement, "a/1").counts) == "1 response by what they do. criticism by the harmed side: 1."
    assert "There: repair (\u201crepair\u201d). Not found: regret," in wording.components_in_words(aggregates.components_of(statement))
    assert "day 0: mean -0.19, n = 4" in wording.timeline_in_words(aggregates.by_period(aggregates.timeline(quotes, statement)), measure="polarity")


def test_a_long_article_is_told_by_thirds() -> None:
    words = wording.arc_in_words(aggregates.quotes_of(make_passages(*[{"polarity": 0.5}] * 30)), measure="polarity")
    assert words.count("n = 10") == 3 and "last third, accused: mean +0.50" in words
