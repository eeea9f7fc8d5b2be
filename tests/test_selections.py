"""Filters, counts beside options, and the order of the review."""

import datetime

import numpy as np
import pandas as pd
import pytest
from factories import FakeScorer, make_article

from analysis.pipeline import analyse
from analysis.revision import with_columns
from analysis.selections import CANNOT_TELL, FACETS, NOT_NAMED, Wanted, certainty, doubts, review_queue, select, tones


@pytest.fixture(scope="module")
def passages() -> pd.DataFrame:
    """Four quotes of Jan Roe and Ada Pell, dated, and one of nobody, undated."""
    first = make_article(
        "Mayor Jan Roe apologised on Monday after a leaked call.",
        '"I was wrong and I am sorry," Roe said. "I will pay for the repairs."',
        '"His apology is too late," said Ada Pell, a lawyer for the families. "We want him to resign."',
    )
    second = make_article('The sign was seen by all. "Nobody was asked about any of it," it was said.', date=None)
    parts = [analyse([first], FakeScorer()).passages, analyse([second], FakeScorer()).passages.assign(article_id="undated")]  # type: ignore[arg-type]
    return with_columns(pd.concat(parts, ignore_index=True))


def left(passages: pd.DataFrame, **wanted: object) -> int:
    chosen = select(passages, Wanted(**wanted)).passages  # type: ignore[arg-type]
    return int((chosen["kind"] != "paragraph").sum())


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 5),
        ({"speaker": ("Jan Roe",)}, 2),
        ({"speaker": (NOT_NAMED,)}, 1),
        ({"capacity": (CANNOT_TELL,)}, 1),
        ({"speaker": ("Jan Roe", "Ada Pell"), "article": ("undated",)}, 0),
        ({"since": datetime.date(2024, 5, 6)}, 4),
        ({"until": datetime.date(2024, 5, 5)}, 0),
        ({"words": "RESIGN him"}, 1),
        ({"words": "pell"}, 2),
        ({"words": "(["}, 0),
        ({"sure": 1.0}, 0),
        ({"speaker": ("nobody at all",)}, 0),
    ],
    ids=["nothing", "speaker", "not named", "cannot tell", "two that exclude each other", "since", "until", "words in any order", "a name", "no pattern", "sure", "unknown"],
)
def test_filters_leave(passages: pd.DataFrame, wanted: dict[str, object], count: int) -> None:
    assert left(passages, **wanted) == count


def test_counts_are_what_each_option_would_leave(passages: pd.DataFrame) -> None:
    wanted: dict[str, object] = {"speaker": ("Jan Roe",), "words": "i"}
    counts = select(passages, Wanted(**wanted)).counts  # type: ignore[arg-type]
    for facet in FACETS:
        for option, count in counts[facet].items():
            assert left(passages, **(wanted | {facet: (option,)})) == count, (facet, option)


def test_paragraphs_go_as_soon_as_quotes_are_filtered(passages: pd.DataFrame) -> None:
    assert (select(passages, Wanted(article=("test",))).passages["kind"] == "paragraph").sum() == 3
    for wanted in (Wanted(words="sorry"), Wanted(speaker=("Jan Roe",)), Wanted(sure=0.1), Wanted(since=datetime.date(2000, 1, 1))):
        assert set(select(passages, wanted).passages["kind"]) <= {"quote"}


def test_reported_speech_is_left_out_until_asked_for(passages: pd.DataFrame) -> None:
    with_reported = passages.copy()
    with_reported.loc[0, "kind"] = "indirect"
    assert left(with_reported) == 5 and left(with_reported, indirect=True) == 6


def test_an_empty_table_has_no_options() -> None:
    empty = with_columns(analyse([make_article("Nothing said.")], FakeScorer()).passages)  # type: ignore[arg-type]
    found = select(empty, Wanted())
    assert found.counts == {name: {} for name in FACETS} and review_queue(found.passages[found.passages["kind"] == "quote"]).empty


def test_the_least_certain_come_first_and_settled_ones_not_at_all(passages: pd.DataFrame) -> None:
    quotes = passages[passages["kind"] == "quote"].copy()
    queue = review_queue(quotes)
    assert queue["certainty"].is_monotonic_increasing and pd.isna(queue.iloc[0]["speaker"]) and queue.iloc[0]["certainty"] == 0
    quotes.loc[queue.index[0], "corrected"] = "speaker,role"
    assert len(review_queue(quotes)) == len(queue) - 1
    confident = quotes.assign(role_confidence=0.9, capacity_confidence=[0.2, 0.3, 0.4, 0.5, 0.6])
    assert sorted(certainty(confident))[:4] == pytest.approx([0.2, 0.3, 0.4, 0.5])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"speaker": pd.NA}, "nobody is named"),
        ({"capacity": pd.NA}, "capacity cannot be told"),
        ({"role": pd.NA}, "role cannot be told"),
        ({"role_evidence": "default of victim"}, "usual one"),
        ({"role_evidence": "reading model, 48%"}, "48%"),
        ({"negative": 0.5, "neutral": 0.1, "positive": 0.4}, "nearly as positive as negative"),
    ],
)
def test_doubts_are_said_in_words(passages: pd.DataFrame, change: dict[str, object], words: str) -> None:
    quote = passages[passages["kind"] == "quote"].iloc[0].to_dict() | {"negative": 1.0, "neutral": 0.0, "positive": 0.0, "role_evidence": "sorry"}
    assert doubts(quote) == []
    assert any(words in doubt for doubt in doubts(quote | change))


def test_filters_are_told_in_words() -> None:
    assert Wanted(speaker=("A", "B"), sure=0.4, words="sorry").in_words() == {"speaker": "A, B", "sure": "0.4", "words": "sorry"}


def test_two_classes_as_good_as_equally_likely_cannot_be_told() -> None:
    rows = np.array([[0.5, 0.45, 0.05], [0.1, 0.2, 0.7], [0.4, 0.3, 0.3], [np.nan] * 3])
    assert tones(rows).tolist() == [CANNOT_TELL, "positive", "negative", CANNOT_TELL]
    assert tones(np.zeros((0, 3))).tolist() == []
