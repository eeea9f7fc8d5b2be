"""python -m analysis, as a user runs it."""

import json
import os
import pathlib
import subprocess
import sys

import pandas as pd
import pytest

from analysis.articles import read_articles
from analysis.corrections import Store, quote_correction
from analysis.exports import read_scored
from analysis.schema import PASSAGES

ROOT = pathlib.Path(__file__).parents[1]


def run(*args: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, args)], cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, "COLUMNS": "160"}
    )


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_score_writes_each_format(tmp_path: pathlib.Path, suffix: str) -> None:
    out, statements = tmp_path / f"p{suffix}", tmp_path / "s.jsonl"
    done = run("score", "seeds", "--out", out, "--statements", statements)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "" and "12 quotes" in done.stderr
    read = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".xlsx": pd.read_excel, ".jsonl": lambda p: pd.read_json(p, lines=True)}[suffix]
    frame = read(out)
    assert list(frame.columns) == [c.name for c in PASSAGES]
    assert (frame["kind"] == "quote").sum() == 12
    (statement,) = [json.loads(line) for line in statements.read_text(encoding="utf-8").splitlines()]
    assert "conditional" in statement["flags"] and statement["speaker"] == "Ashton Kutcher and Mila Kunis"


def test_speakers_prints_a_table() -> None:
    done = run("speakers", "seeds")
    assert done.returncode == 0
    assert "Ashton Kutcher" in done.stdout and "accused" in done.stdout


def test_a_bad_file_is_named_and_the_others_are_scored(tmp_path: pathlib.Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0\1")
    (tmp_path / "good.txt").write_text('Sorry\n"I am sorry," said Ann Poe.', encoding="utf-8")
    done = run("score", tmp_path, "--out", tmp_path / "o.jsonl")
    assert done.returncode == 0 and "bad.txt" in done.stderr
    assert "Ann Poe" in (tmp_path / "o.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(["score", "nowhere", "--out", "x.csv"], "no such file", id="missing path"),
        pytest.param(["score", "seeds", "--out", "x.doc"], "suffix", id="unknown format"),
        pytest.param(["score", "seeds", "--out", "x.csv", "--model", "no/such-model"], "model no/such-model", id="unknown model"),
    ],
)
def test_an_error_is_one_message_and_exit_2(args: list[str], words: str) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_report_is_written_from_articles_and_from_a_scored_file(tmp_path: pathlib.Path) -> None:
    scored, one, two = tmp_path / "p.parquet", tmp_path / "one.html", tmp_path / "two.html"
    for args in (["score", "seeds", "--out", scored], ["report", "seeds", "--out", one], ["report", scored, "--out", two, "--title", "Letters"]):
        done = run(*args)
        assert done.returncode == 0, done.stderr
    assert "<h1>Letters</h1>" in two.read_text(encoding="utf-8") and "This video was incredibly insulting" in one.read_text(encoding="utf-8")
    assert one.read_text(encoding="utf-8").count("<mark ") == two.read_text(encoding="utf-8").count("<mark ") > 12


def test_evaluate_measures_a_folder_and_lists_errors(tmp_path: pathlib.Path) -> None:
    annotated = {"quotes": [{"text": "I am sorry", "speaker": "Zed Moon", "capacity": "accused", "role": "apology"}], "people": []}
    for folder in ("mine", "held_out"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text('Sorry\n"I am sorry," said Ann Poe.', encoding="utf-8")
        (tmp_path / folder / "x.gold.json").write_text(json.dumps(annotated), encoding="utf-8")
    done = run("evaluate", "--gold", tmp_path / "mine", "--errors")
    assert done.returncode == 0 and "quote_f1" in done.stdout and "Ann Poe, gold Zed Moon" in done.stdout
    hidden = run("evaluate", "--gold", tmp_path / "held_out", "--errors")
    assert "Zed Moon" not in hidden.stdout + hidden.stderr and "not listed" in hidden.stdout
    refused = run("evaluate", "--gold", tmp_path / "mine", "--write")
    assert refused.returncode == 2 and "--write" in refused.stderr


def test_corrections_reach_every_file(tmp_path: pathlib.Path) -> None:
    article = tmp_path / "x.txt"
    article.write_text('Sorry\n"I am sorry," said Ann Poe.\n"It is too late," said Bo Ray.', encoding="utf-8")
    text = read_articles(article)[0].text
    start = text.index("It is too late")
    store = Store(tmp_path / "c.sqlite")
    store.add([quote_correction("role", "acceptance", article_id="x", text=text, start=start, end=start + len("It is too late,"))], author="ann")
    scored, report = tmp_path / "p.parquet", tmp_path / "r.html"
    assert run("score", article, "--out", scored, "--corrections", store.path).returncode == 0
    frame = pd.read_parquet(scored)
    assert frame.loc[frame["text"].str.startswith("It is too"), ["role", "corrected"]].to_numpy().tolist() == [["acceptance", "role"]]
    assert read_scored(scored).manifest.corrections == 1  # type: ignore[union-attr]
    run("score", article, "--out", scored)
    for source in (article, scored):
        assert run("report", source, "--out", report, "--corrections", store.path).returncode == 0
        assert "acceptance, sentiment" in report.read_text(encoding="utf-8")
    assert "no such file" in run("report", article, "--out", report, "--corrections", tmp_path / "none.sqlite").stderr
