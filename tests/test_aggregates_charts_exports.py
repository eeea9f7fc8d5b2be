"""What the page and the files show of a passages table."""

import io
import json
import pathlib

import pandas as pd
import pytest
from factories import FakeScorer

from analysis import aggregates, charts, exports
from analysis.errors import ExportError
from analysis.pipeline import analyse
from analysis.schema import Article


@pytest.fixture
def passages(short_article: Article, fake_scorer: FakeScorer) -> pd.DataFrame:
    return analyse([short_article], fake_scorer).passages


def test_speakers_have_their_counts_and_means(passages: pd.DataFrame) -> None:
    table = aggregates.by_speaker(passages).set_index("speaker")
    assert table["n"].to_dict() == {"Jan Roe": 2, "Ada Pell": 2}
    roe = passages[passages["speaker"] == "Jan Roe"]
    assert table.loc["Jan Roe", "polarity"] == pytest.approx(roe["polarity"].mean())
    assert table.loc["Ada Pell", "capacity"] == "victim_rep"


def test_an_unattributed_quote_is_counted(passages: pd.DataFrame) -> None:
    passages.loc[passages["speaker"] == "Jan Roe", "speaker"] = pd.NA
    assert aggregates.UNATTRIBUTED in set(aggregates.by_speaker(passages)["speaker"])


def test_apology_and_response_are_told_apart(passages: pd.DataFrame) -> None:
    table = aggregates.apology_against_response(passages).set_index("group")
    assert table["n"].to_dict() == {"Apology": 2, "Response of the harmed": 2, "Other reactions": 0}
    assert int(aggregates.by_role(passages)["n"].sum()) == 4


def test_paragraphs_never_enter_a_mean(passages: pd.DataFrame) -> None:
    assert int(aggregates.by_speaker(passages)["n"].sum()) == int((passages["kind"] == "quote").sum())


@pytest.mark.parametrize("measure", ["polarity", "stance"])
def test_charts_show_every_quote_on_a_fixed_axis(passages: pd.DataFrame, measure: str) -> None:
    quotes = aggregates.quotes_of(passages)
    for chart, n in (
        (charts.apology_response_chart(quotes, aggregates.apology_against_response(passages), measure=measure), 4),
        (charts.speaker_chart(quotes, aggregates.by_speaker(passages), measure=measure), 4),
    ):
        spec = chart.to_dict()
        marks = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
        assert len(spec["datasets"][marks["data"]["name"]]) == n
        assert marks["encoding"]["x"]["scale"]["domain"] == [-1, 1]
        labels = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "text")
        assert all("n = " in row["label"] for row in spec["datasets"][labels["data"]["name"]])


def test_a_chart_says_its_numbers_in_words(passages: pd.DataFrame) -> None:
    words = charts.chart_in_words(aggregates.apology_against_response(passages), rows="group", measure="polarity")
    assert "Apology: mean" in words and "n = 2" in words and "Other reactions: no quotes" in words


def test_jsonl_keeps_nulls_integers_and_words(passages: pd.DataFrame) -> None:
    rows = [json.loads(line) for line in exports.to_jsonl(passages).decode().splitlines()]
    assert list(rows[0]) == list(passages.columns)
    assert rows[0]["speaker"] is None and isinstance(rows[0]["start"], int)
    assert any(row["text"].startswith("I was wrong") for row in rows)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(passages: pd.DataFrame, first: str) -> None:
    passages.loc[0, "text"] = f"{first}1+1"
    assert pd.read_csv(io.BytesIO(exports.to_csv(passages)))["text"][0] == f"'{first}1+1"
    assert pd.read_excel(io.BytesIO(exports.to_xlsx(passages)), engine="openpyxl")["text"][0] == f"'{first}1+1"
    assert pd.read_json(io.BytesIO(exports.to_jsonl(passages)), lines=True)["text"][0] == f"{first}1+1"


def test_parquet_and_csv_hold_the_same_rows(passages: pd.DataFrame, tmp_path: pathlib.Path) -> None:
    for suffix, read in ((".parquet", pd.read_parquet), (".csv", pd.read_csv)):
        exports.write_table(passages, tmp_path / f"t{suffix}")
        assert read(tmp_path / f"t{suffix}")["text"].tolist() == passages["text"].tolist()


def test_a_wrong_suffix_or_folder_says_what_to_do(passages: pd.DataFrame, tmp_path: pathlib.Path) -> None:
    with pytest.raises(ExportError, match=r"\.csv"):
        exports.write_table(passages, tmp_path / "t.doc")
    with pytest.raises(ExportError, match="does not exist"):
        exports.write_table(passages, tmp_path / "no" / "t.csv")
