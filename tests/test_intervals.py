"""Intervals cover what they claim, and are not given where they would not."""

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import FEWEST, difference, mean_intervals


def frame(values: list[float], articles: list[str] | None = None, group: str = "g") -> pd.DataFrame:
    return pd.DataFrame({"group": group, "article_id": articles or ["a"] * len(values), "value": values})


def test_few_values_have_a_mean_and_no_interval() -> None:
    row = mean_intervals(frame([0.1] * (FEWEST - 1)), "group", "value").loc["g"]
    assert row["n"] == FEWEST - 1 and row["mean"] == pytest.approx(0.1)
    assert np.isnan(row["low"]) and np.isnan(row["high"])


def test_one_article_is_student_s_t() -> None:
    values = [-0.2, 0.0, 0.1, 0.3, 0.4]
    row = mean_intervals(frame(values), "group", "value").loc["g"]
    half = 2.776445 * np.std(values, ddof=1) / np.sqrt(5)  # t(4), 0.975, from a printed table
    assert row["high"] - row["mean"] == pytest.approx(half, abs=1e-5)
    assert row["mean"] - row["low"] == pytest.approx(half, abs=1e-5)


def test_quotes_that_agree_within_articles_widen_the_interval() -> None:
    values = [-0.5] * 5 + [0.5] * 5 + [-0.4] * 5 + [0.4] * 5
    apart = mean_intervals(frame(values, [str(i) for i in range(20)]), "group", "value").loc["g"]
    together = mean_intervals(frame(values, [str(i // 5) for i in range(20)]), "group", "value").loc["g"]
    assert together["high"] - together["low"] > 1.5 * (apart["high"] - apart["low"])


def test_intervals_end_at_the_scale_s_ends_and_nulls_are_left_out() -> None:
    row = mean_intervals(frame([1.0, 1.0, 1.0, -1.0, -1.0, float("nan")]), "group", "value").loc["g"]
    assert row["n"] == 5 and row["low"] == -1 and row["high"] == 1


def test_groups_keep_their_numbers_apart() -> None:
    rows = mean_intervals(pd.concat([frame([0.5] * 6), frame([-0.5] * 7, group="h")]), "group", "value")
    assert rows["n"].to_dict() == {"g": 6, "h": 7}
    assert rows["mean"].to_dict() == pytest.approx({"g": 0.5, "h": -0.5})


@pytest.mark.parametrize(("articles", "size"), [(1, 5), (6, 5), (20, 3)])
def test_a_95_percent_interval_covers_the_truth_about_that_often(articles: int, size: int) -> None:
    rng = np.random.default_rng(7)
    parts = []
    for trial in range(600):
        shared = rng.normal(0, 0.15 if articles > 1 else 0, articles).repeat(size)
        parts.append(frame((0.1 + shared + rng.normal(0, 0.2, articles * size)).tolist(), [f"{trial}/{i // size}" for i in range(articles * size)], str(trial)))
    rows = mean_intervals(pd.concat(parts), "group", "value")
    covered = ((rows["low"] <= 0.1) & (rows["high"] >= 0.1)).mean()
    assert 0.92 <= covered <= 0.99


def test_a_difference_covers_its_truth_where_articles_hold_both_groups() -> None:
    rng = np.random.default_rng(8)
    hits = []
    for _ in range(300):
        shared = rng.normal(0, 0.3, 8).repeat(4)
        ids = [str(i // 4) for i in range(32)]
        found = difference(frame((0.4 + shared + rng.normal(0, 0.2, 32)).tolist(), ids), frame((shared + rng.normal(0, 0.2, 32)).tolist(), ids), "value")
        hits.append(found.low <= 0.4 <= found.high)
    assert np.mean(hits) >= 0.92


def test_a_difference_needs_enough_on_both_sides() -> None:
    found = difference(frame([0.1] * 9), frame([0.2] * (FEWEST - 1)), "value")
    assert np.isnan(found.low) and found.difference == pytest.approx(-0.1)
    assert np.isnan(difference(frame([]), frame([0.1] * 9), "value").difference)
