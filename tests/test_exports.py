"""Tables as files: the same rows in every format, no cell that a spreadsheet would run, and a manifest with every file."""

import dataclasses
import io
import json
import pathlib
import zipfile
import zlib

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from factories import FakeScorer, make_passages, make_statement

from analysis import exports
from analysis.errors import ExportError
from analysis.exports.manifests import bundled_models
from analysis.pipeline import Analysis, analyse
from analysis.schema import Article


@pytest.fixture
def found(short_article: Article, fake_scorer: FakeScorer) -> Analysis:
    return analyse([short_article], fake_scorer)


@pytest.fixture
def passages(found: Analysis) -> pd.DataFrame:
    return found.passages


@pytest.fixture
def manifest(passages: pd.DataFrame, short_article: Article) -> exports.Manifest:
    return exports.make_manifest(passages, [short_article], filters={"speaker": ["Jan Roe"], "role": []})


def test_jsonl_keeps_nulls_integers_and_words(passages: pd.DataFrame) -> None:
    rows = [json.loads(line) for line in exports.to_jsonl(passages).decode().splitlines()]
    assert list(rows[0]) == list(passages.columns)
    assert rows[0]["speaker"] is None and isinstance(rows[0]["start"], int)
    assert any(row["text"].startswith("I was wrong") for row in rows)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\n", "\uff1d"])
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


@pytest.mark.parametrize("column", ["evidence", "flags"])
def test_no_list_or_dictionary_becomes_a_formula(column: str) -> None:
    statement = make_statement(flags=("=cmd",), evidence={"=cmd": "x"})
    assert pd.read_csv(io.BytesIO(exports.to_csv(statement)))[column][0].startswith("'=")


def test_a_manifest_tells_what_a_file_was_made_from(manifest: exports.Manifest, short_article: Article) -> None:
    told = json.loads(manifest.as_json())
    assert told["rows"] == 7 and told["filters"] == {"speaker": ["Jan Roe"]} and told["scored_by"] == ["fake"]
    assert told["models"]["fake"] == "" and all(len(digest) == 64 for name, digest in told["models"].items() if name != "fake")
    (source,) = told["articles"]
    assert source["id"] == "test" and len(source["sha256"]) == 64 and source["published"] == "2024-05-06"
    assert dict(manifest.as_rows())["filter speaker"] == "Jan Roe"


def test_what_changes_changes_the_manifest(passages: pd.DataFrame, short_article: Article, manifest: exports.Manifest) -> None:
    other = dataclasses.replace(short_article, text=short_article.text + "!")
    assert exports.make_manifest(passages, [other]).articles[0].sha256 != manifest.articles[0].sha256
    made = [exports.make_manifest(passages, [short_article], corrections=c) for c in ([], [short_article], [short_article, other])]
    assert [m.corrections for m in made] == [0, 1, 2] and len({m.corrections_sha256 for m in made}) == 3
    assert not exports.make_manifest(passages.head(0), [short_article]).articles


def test_the_bundled_models_are_named_as_the_tables_name_them() -> None:
    from analysis.scores import BUNDLED, MODELS

    assert json.loads((MODELS / BUNDLED / "config.json").read_text(encoding="utf-8"))["name_and_version"] in bundled_models()


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_every_download_holds_its_manifest(passages: pd.DataFrame, manifest: exports.Manifest, suffix: str) -> None:
    file = exports.table_download(passages, "passages", suffix, manifest)
    if suffix in (".csv", ".jsonl"):
        with zipfile.ZipFile(io.BytesIO(file.content)) as bundle:
            assert file.name == f"passages{suffix}.zip" and bundle.namelist() == [f"passages{suffix}", "manifest.json"]
            told, content = bundle.read("manifest.json").decode(), bundle.read(f"passages{suffix}")
        assert content == exports.WRITERS[suffix](passages)
    elif suffix == ".parquet":
        told = pyarrow.parquet.read_schema(io.BytesIO(file.content)).metadata[b"public_reaction"].decode()
    else:
        book = openpyxl.load_workbook(io.BytesIO(file.content))
        assert book.sheetnames == ["table", "columns", "manifest"]
        assert [[c.value for c in row] for row in book["manifest"]][1:] == [list(row) for row in manifest.as_rows()]
        assert {row[0].value for row in book["columns"]} > {"polarity", "role"}
        return
    assert json.loads(told) == json.loads(manifest.as_json())


def test_images_hold_their_manifest(manifest: exports.Manifest) -> None:
    svg = exports.chart_download('<svg class="x" width="1"><path/></svg>', "c", manifest).content.decode()
    assert svg.startswith('<svg class="x" width="1"><metadata>{') and "&quot;rows&quot;: 7" in svg
    import vl_convert

    spec = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    plain = vl_convert.vegalite_to_png(spec)
    png = exports.chart_download(plain, "c", manifest).content
    at = png.index(b"iTXt")
    length = int.from_bytes(png[at - 4 : at], "big")
    body = png[at : at + 4 + length]
    assert zlib.crc32(body).to_bytes(4, "big") == png[at + 4 + length : at + 8 + length]
    assert json.loads(body.split(b"\0" * 5, 1)[1]) == json.loads(manifest.as_json())
    assert png.replace(png[at - 4 : at + 8 + length], b"") == plain


def test_a_file_on_disk_has_its_manifest_beside_or_inside(passages: pd.DataFrame, manifest: exports.Manifest, tmp_path: pathlib.Path) -> None:
    for suffix in exports.WRITERS:
        exports.write_table(passages, tmp_path / f"t{suffix}", manifest)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.csv", "t.csv.manifest.json", "t.jsonl", "t.jsonl.manifest.json", "t.parquet", "t.xlsx"]


def test_text_longer_than_a_cell_is_cut_and_says_so(passages: pd.DataFrame) -> None:
    passages.loc[0, "text"] = "y" * 40_000
    cell = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(passages)))["table"].cell(2, list(passages.columns).index("text") + 1).value
    assert len(cell) <= 32_767 and cell.endswith("[cut: 40,000 characters; CSV has them all]")
    assert pd.read_csv(io.BytesIO(exports.to_csv(passages)))["text"][0] == "y" * 40_000


def test_a_scored_file_is_read_back_whole(found: Analysis, manifest: exports.Manifest, short_article: Article, tmp_path: pathlib.Path) -> None:
    passages = found.passages.assign(corrected=pd.array(["role"] + [None] * (len(found.passages) - 1), dtype="string"))
    exports.write_scored(passages, found.statements, tmp_path / "s.parquet", manifest)
    back = exports.read_scored(tmp_path / "s.parquet")
    pd.testing.assert_frame_equal(back.passages, passages)
    assert back.statements.to_dict("records") == found.statements.to_dict("records") and len(found.statements) == 1
    assert back.manifest == manifest
    (article,) = back.articles
    assert (article.id, article.headline, article.published, article.paragraphs) == (short_article.id, short_article.headline, short_article.published, short_article.paragraphs)
    assert all(article.text[p.start : p.end] == short_article.text[p.start : p.end] for p in article.paragraphs)


def test_any_passages_parquet_is_read_without_the_rest(tmp_path: pathlib.Path) -> None:
    table = make_passages({}, {"speaker": None, "stance": None})
    table["end"] = table["start"] + table["text"].str.len()
    table.to_parquet(tmp_path / "p.parquet")
    back = exports.read_scored(tmp_path / "p.parquet")
    assert len(back.passages) == 2 and back.statements.empty and back.manifest is None and [a.id for a in back.articles] == ["a"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda t: t.drop(columns=["polarity", "role"]), "lacks the columns role, polarity", id="column missing"),
        pytest.param(lambda t: t.assign(polarity="high"), "another kind", id="words for a number"),
        pytest.param(lambda t: t.assign(polarity=[0.0, 7.0]), r"row 1 has a polarity outside", id="out of range"),
        pytest.param(lambda t: t.assign(polarity=[0.0, np.nan]), r"row 1 has no polarity", id="null where none may be"),
        pytest.param(lambda t: t.assign(start=[0, 0], end=7, text="words 0"), "row 1 has the article, kind and start of another", id="row twice"),
        pytest.param(lambda t: t.assign(end=[7, 3]), "row 1 has an end before", id="end before start"),
        pytest.param(lambda t: t.assign(text="x"), "row 0 has words of another length", id="not the words of the place"),
        pytest.param(lambda t: t.assign(kind="paragraph", start=10**12, end=10**12 + 7).head(1), "the text before it has 0", id="place beyond any text"),
    ],
)
def test_a_broken_scored_file_says_what_and_where(change, words: str, tmp_path: pathlib.Path) -> None:  # type: ignore[no-untyped-def]
    table = make_passages({}, {})
    table["end"] = table["start"] + table["text"].str.len()
    change(table).to_parquet(tmp_path / "p.parquet")
    with pytest.raises(ExportError, match=words) as error:
        exports.read_scored(tmp_path / "p.parquet")
    assert "p.parquet" in str(error.value) and "analysis score" in str(error.value)


def test_what_is_no_parquet_says_so(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(ExportError, match="no Parquet file"):
        exports.read_scored(tmp_path / "x.parquet")
    with pytest.raises(ExportError, match="no such file"):
        exports.read_scored(tmp_path / "y.parquet")


def test_a_failed_write_leaves_the_old_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text("old")
    monkeypatch.setattr(pathlib.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(ExportError, match="No space left"):
        exports.write_table(make_passages({}), tmp_path / "t.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"] and (tmp_path / "t.csv").read_text() == "old"
