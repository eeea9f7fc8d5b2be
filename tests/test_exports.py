"""Tables as files: the same rows in every format, and no cell that a spreadsheet would run."""

import io
import json
import pathlib

import pandas as pd
import pytest
from factories import FakeScorer

from analysis import exports
from analysis.errors import ExportError
from analysis.pipeline import analyse
from analysis.schema import Article


@pytest.fixture
def passages(short_article: Article, fake_scorer: FakeScorer) -> pd.DataFrame:
    return analyse([short_article], fake_scorer).passages


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
