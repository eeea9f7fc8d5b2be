"""The tables: columns, keys, offsets, and the seed as a golden file."""

import json
import pathlib

import pandas as pd
import pytest
from factories import FakeScorer, make_article

from analysis.articles import parse_article
from analysis.pipeline import Analysis, analyse, join_analyses
from analysis.schema import PASSAGES, STATEMENTS, Article

GOLDEN = pathlib.Path(__file__).parent / "golden"
PINNED = ("start", "end", "text", "utterance", "speaker", "speaker_mention", "speaker_cue", "speaker_rule", "capacity", "role", "about_apology", "target", "statement_id")


@pytest.fixture
def found(short_article: Article, fake_scorer: FakeScorer) -> Analysis:
    return analyse([short_article], fake_scorer)


def test_the_tables_have_the_columns_of_the_schema(found: Analysis) -> None:
    assert list(found.passages.columns) == [c.name for c in PASSAGES]
    assert list(found.statements.columns) == [c.name for c in STATEMENTS]
    for table, columns in ((found.passages, PASSAGES), (found.statements, STATEMENTS)):
        for column in columns:
            assert str(table[column.name].dtype) == column.dtype
            assert column.nullable or not table[column.name].isna().any(), column.name


def test_every_row_lies_where_it_says(found: Analysis, short_article: Article) -> None:
    for row in found.passages.to_dict("records"):
        assert short_article.text[row["start"] : row["end"]] == row["text"]
    assert not found.passages.duplicated(["article_id", "kind", "start"]).any()
    assert found.passages["paragraph"].is_monotonic_increasing


def test_scores_are_probabilities_and_stance_needs_a_target(found: Analysis) -> None:
    p = found.passages
    assert ((p["negative"] + p["neutral"] + p["positive"]).sub(1).abs() < 1e-6).all()
    assert p["polarity"].between(-1, 1).all()
    assert (p["stance"].isna() == p["target"].isna()).all()


def test_an_article_without_quotes_gives_paragraphs_only(fake_scorer: FakeScorer) -> None:
    found = analyse([make_article("Nothing was said.")], fake_scorer)
    assert found.passages["kind"].tolist() == ["paragraph"] and found.statements.empty


def test_no_articles_give_empty_tables(fake_scorer: FakeScorer) -> None:
    assert analyse([], fake_scorer).passages.empty
    assert list(join_analyses([]).passages.columns) == [c.name for c in PASSAGES]


def test_progress_names_each_article(short_article: Article, fake_scorer: FakeScorer) -> None:
    seen: list[str] = []
    analyse([short_article], fake_scorer, progress=lambda what, done, of: seen.append(what))
    assert seen == ["reading test", "scoring passages"]


def test_joined_analyses_equal_one_analysis(short_article: Article, fake_scorer: FakeScorer) -> None:
    other = parse_article(b'Other\n"No," said Ann Poe.', "other.txt")
    whole = analyse([short_article, other], fake_scorer)
    joined = join_analyses([analyse([short_article], fake_scorer), analyse([other], fake_scorer)])
    pd.testing.assert_frame_equal(whole.passages, joined.passages)


@pytest.mark.parametrize("text", ["\U0001f600 \u05e9\u05dc\u05d5\u05dd \"yes,\" she said.", '"' * 50, "\u201c\u201d \u2018\u2019 '' ``", 'x "' + "word " * 3000 + '," he said.'])
def test_odd_text_is_no_crash(text: str, fake_scorer: FakeScorer) -> None:
    assert not analyse([make_article("x " + text)], fake_scorer).passages.empty


def golden_of(found: Analysis) -> dict[str, object]:
    """What is pinned of an analysis: quotes with speaker, capacity, role; statements with components and flags. No scores."""
    quotes = found.passages[found.passages["kind"] == "quote"]
    names = ["speaker", "occasion", "completeness", "flags", "quality", "evidence", "responses"]
    return {
        "quotes": json.loads(quotes[list(PINNED)].to_json(orient="records")),
        "statements": json.loads(found.statements[names].to_json(orient="records")),
        "non_speech": [[n.text, n.reason] for r in found.readings for n in r.non_speech],
    }


def test_the_seed_is_as_pinned(seed: Article, fake_scorer: FakeScorer) -> None:
    """Re-pin with `python -m pytest tests/test_pipeline.py --pin` after reading the difference by eye."""
    expected = json.loads((GOLDEN / f"{seed.id}.json").read_text(encoding="utf-8"))
    assert golden_of(analyse([seed], fake_scorer)) == expected
