"""Small tables: what is counted, what is left out, what a mark stands for."""

import pandas as pd
import pytest
from factories import FakeScorer, make_passages, make_statement

from analysis import aggregates
from analysis.pipeline import analyse
from analysis.schema import Article

VICTIM = {"speaker": "Bo Ray", "capacity": "victim", "role": "criticism"}


@pytest.fixture
def passages(short_article: Article, fake_scorer: FakeScorer) -> pd.DataFrame:
    return analyse([short_article], fake_scorer).passages


def test_speakers_have_their_counts_and_means(passages: pd.DataFrame) -> None:
    table = aggregates.by_speaker(passages).set_index("speaker")
    assert table["n"].to_dict() == {"Jan Roe": 2, "Ada Pell": 2}
    assert table.loc["Jan Roe", "polarity"] == pytest.approx(passages.loc[passages["speaker"] == "Jan Roe", "polarity"].mean())
    assert table.loc["Ada Pell", ["capacity", "side"]].tolist() == ["victim_rep", "harmed"]


def test_paragraphs_never_enter_a_mean(passages: pd.DataFrame) -> None:
    assert int(aggregates.by_speaker(passages)["n"].sum()) == int((passages["kind"] == "quote").sum())


def test_apology_and_response_are_told_apart(passages: pd.DataFrame) -> None:
    table = aggregates.apology_against_response(passages).set_index("group")
    assert table["n"].to_dict() == {"Apology": 2, "Response of the harmed": 2, "Other reactions": 0}
    assert int(aggregates.by_role(passages)["n"].sum()) == 4


def test_what_cannot_be_told_is_counted_and_named() -> None:
    table = make_passages({"speaker": None, "capacity": None, "role": None}, {})
    assert aggregates.by_speaker(table).set_index("speaker")["n"].to_dict() == {"(unattributed)": 1, "Ann Poe": 1}
    assert aggregates.by_role(table).set_index("role8")["n"].to_dict() == {"cannot tell": 1, "apology": 1}
    assert aggregates.quotes_of(table)["as_what"].tolist() == ["cannot tell", "accused"]


def test_reported_speech_is_left_out_unless_asked_for() -> None:
    table = make_passages({}, {"kind": "indirect"}, {"kind": "paragraph"})
    assert len(aggregates.quotes_of(table)) == 1
    assert aggregates.quotes_of(table, indirect=True)["quote_id"].tolist() == ["a:q0", "a:i100"]
    assert int(aggregates.by_speaker(aggregates.quotes_of(table, indirect=True))["n"].iloc[0]) == 2


def test_the_order_of_reading_starts_anew_in_each_article() -> None:
    quotes = aggregates.quotes_of(make_passages({"start": 50}, {"start": 7}, {"article_id": "b"}))
    assert quotes["order"].tolist() == [2, 1, 1]


def test_a_mean_of_few_has_no_interval_and_a_null_stance_no_weight() -> None:
    table = aggregates.by_speaker(make_passages(*[{"polarity": v} for v in (0.1, 0.2, 0.3, 0.4)], {"polarity": 0.5, "stance": None}))
    assert table.loc[0, "n"] == 5 and table.loc[0, "polarity_low"] < 0.3 < table.loc[0, "polarity_high"]
    assert table.loc[0, "stance_n"] == 4 and pd.isna(table.loc[0, "stance_low"])


def test_a_pair_holds_the_apology_and_who_answers_it() -> None:
    table = make_passages(
        {"statement_id": "a/1"}, {"statement_id": "a/1", **VICTIM}, {"statement_id": "a/1", "speaker": "Cy Wu", "capacity": "accused", "role": "denial"},
        VICTIM, {"speaker": "Ann Poe and Di Orr", "statement_id": "a/1"}, {"article_id": "b", **VICTIM},
    )  # fmt: skip
    pair = aggregates.pair_of(table, make_statement(speaker="Ann Poe and Di Orr"), "a/1")
    assert pair.own["text"].tolist() == ["words 0", "words 4"]
    assert pair.responses["who"].tolist() == ["Bo Ray", "Cy Wu"]
    assert pair.unlinked["text"].tolist() == ["words 3"]
    assert pair.counts[["doing", "side", "n"]].to_numpy().tolist() == [["denial", "accused", 1], ["criticism", "harmed", 1]]
    with pytest.raises(KeyError):
        aggregates.pair_of(table, make_statement(), "a/9")


def test_components_say_what_is_there_and_what_is_not() -> None:
    rows = aggregates.components_of(make_statement(components=("regret", "repair"), flags=("conditional", "minimising")))
    assert rows.loc[rows["there"], "component"].tolist() == ["regret", "repair"] and len(rows) == 6
    assert rows["words"].tolist()[:2] == ["regret", ""]
    assert rows["label"].iloc[0] == "Ann Poe (letter): 2 of 6, 2 flags"


def test_days_count_from_the_case_s_first_apology() -> None:
    table = make_passages(
        {"article_id": "before", "published": "2024-05-01"}, {"article_id": "a", "published": "2024-05-06"}, {"article_id": "after", "published": "2024-05-20"},
        {"article_id": "undated", "published": None}, {"article_id": "other", "published": "2024-06-01", "speaker": "Zed Moon"},
    )  # fmt: skip
    rows = aggregates.timeline(table, make_statement()).set_index("article_id")["day"]
    assert rows.to_dict() == {"before": -5, "a": 0, "after": 14}
    assert aggregates.timeline(table, make_statement(), start="2024-06-02").set_index("article_id")["day"]["other"] == -1
    assert aggregates.timeline(table, make_statement().head(0)).empty


def test_one_name_alone_joins_no_articles() -> None:
    table = make_passages({"article_id": "a", "speaker": "Ford"}, {"article_id": "b", "speaker": "Ford"})
    assert aggregates.timeline(table, make_statement(speaker="Ford"))["article_id"].tolist() == ["a"]


def test_periods_hold_every_day_once() -> None:
    days = [0, 1, 2, 40, 41, 90]
    table = make_passages(*[{"article_id": "a" if d == 0 else f"x{d}", "published": str(pd.Timestamp("2024-05-06") + pd.Timedelta(days=d))[:10]} for d in days])
    timeline = aggregates.timeline(table, make_statement())
    periods = aggregates.by_period(timeline, periods=4)
    assert int(periods["n"].sum()) == len(days) and len(periods) <= 4
    assert (periods["day_from"].iloc[1:].to_numpy() > periods["day_to"].iloc[:-1].to_numpy()).all()


def test_every_mark_finds_its_quotes_again() -> None:
    table = make_passages(*[{"polarity": p, **(VICTIM if i % 2 else {})} for i, p in enumerate((-1.0, -0.95, 0.0, 0.05, 0.99, 1.0, 0.0))], {"stance": None})
    quotes = aggregates.quotes_of(table)
    assert aggregates.picked(quotes, [{"quote_id": "a:q200"}])["text"].tolist() == ["words 2"]
    assert aggregates.picked(quotes, [{"quote_id": "a:q0"}, {"quote_id": "a:q100"}])["text"].tolist() == ["words 0", "words 1"]
    for measure in ("polarity", "stance"):
        bins = aggregates.binned(quotes, "who", measure)
        for heap in bins.to_dict("records"):
            mark = {"who": heap["who"], "side": heap["side"], "bin": heap["bin"], "measure": measure}
            assert len(aggregates.picked(quotes, [mark])) == heap["n"]
        assert int(bins["n"].sum()) == int(quotes[measure].notna().sum())
    timeline = aggregates.timeline(table, make_statement())
    for heap in aggregates.binned_days(timeline, "polarity").to_dict("records"):
        mark = {name: heap[name] for name in ("day_from", "day_to", "side", "bin")} | {"measure": "polarity"}
        assert len(aggregates.picked(timeline, [mark])) == heap["n"]


@pytest.mark.parametrize("mark", [{}, {"no_such": "x"}, {"bin": "x", "measure": "polarity"}, {"bin": 3, "measure": "text"}, {"quote_id": None}, {"measure": "polarity"}])
def test_a_mark_from_outside_picks_nothing(mark: dict[str, object]) -> None:
    assert aggregates.picked(aggregates.quotes_of(make_passages({}, {})), [mark]).empty
