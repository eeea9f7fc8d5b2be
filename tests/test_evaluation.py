"""Accuracy: what matches, what counts as wrong, what an interval says. The expected numbers are worked out by hand."""

import json
import pathlib
from typing import Any

import pandas as pd
import pytest
from factories import make_passages, make_statement

from analysis import evaluation
from analysis.errors import EvaluationError

TEXTS = ["I am very sorry about the boat", "He never came to see us at all", "the board will meet on a Friday", "we forgive him for all of it"]
GOLD = [("Ann Poe", "accused", "apology"), ("Bo Ray", "victim", "harm_account"), ("Cy Wu", "official", "neutral"), ("Bo Ray", "victim", "acceptance")]


def gold(**more: Any) -> dict[str, Any]:
    quotes = [
        {"text": t, "speaker": s, "capacity": c, "role": r, "sentiment": "neutral", "stance": "positive", "about_apology": r == "acceptance"}
        for t, (s, c, r) in zip(TEXTS, GOLD, strict=True)
    ]
    return {"quotes": quotes, "people": [{"name": "Ann Poe", "aliases": ["the mayor"]}], "non_speech": [], "apology_statements": [], **more}


def table(*changes: dict[str, Any], n: int = 4) -> pd.DataFrame:
    rows = [
        {"text": t, "speaker": s, "capacity": c, "role": r, "about_apology": r == "acceptance", "stance_negative": 0.1, "stance_neutral": 0.1, "stance_positive": 0.8,
         "negative": 0.0, "neutral": 1.0, "positive": 0.0, "polarity": 0.0}
        for t, (s, c, r) in zip(TEXTS[:n], GOLD[:n], strict=True)
    ]  # fmt: skip
    for row, change in zip(rows, changes, strict=False):
        row |= change
    return make_passages(*rows)


def values(passages: pd.DataFrame, statements: pd.DataFrame | None = None, **more: Any) -> dict[str, float | None]:
    found = evaluation.evaluate(passages, make_statement().head(0) if statements is None else statements, {"a": gold(**more)})
    return {name: m.value for name, m in found.measures.items()}


def test_all_right_is_one_everywhere() -> None:
    got = values(table())
    assert {v for v in got.values() if v is not None} == {1.0}
    assert {name for name, v in got.items() if v is None} == {"non_speech_rejected", "component_f1", "flag_f1"}


def test_a_missed_quote_and_an_untold_label_count_end_to_end_only() -> None:
    got = values(table({}, {"capacity": None, "role": None}, n=3))
    assert (got["quote_recall"], got["quote_precision"], got["quote_f1"]) == (0.75, 1.0, 0.8571)
    assert (got["capacity_accuracy"], got["capacity_end_to_end"]) == (1.0, 0.5)
    assert (got["role8_accuracy"], got["role8_end_to_end"], got["speaker_end_to_end"]) == (1.0, 0.5, 0.75)


def test_roles_are_judged_fine_coarse_and_by_class() -> None:
    got = values(table({}, {"role": "criticism"}, {"role": "criticism"}))
    assert (got["role_accuracy"], got["role8_accuracy"]) == (0.5, 0.75)
    assert got["role8_macro_f1"] == pytest.approx((1 + 2 / 3 + 0 + 1) / 4, abs=1e-4)  # apology, criticism (two given, one gold), neutral, acceptance


def test_apologies_are_judged_by_precision_and_recall() -> None:
    spurious = make_passages(*table({}, {"role": "apology"}).to_dict("records"), {"text": "nobody has said these words here", "role": "apology", "start": 900})
    got = values(spurious)
    assert (got["apology_precision"], got["apology_recall"]) == (0.3333, 1.0)
    assert values(table({"role": "denial"}))["apology_recall"] == 0.0


def test_what_annotators_doubt_counts_for_extraction_and_speaker_only() -> None:
    quotes = gold()["quotes"]
    quotes[0]["uncertain"] = True
    got = values(table({"capacity": "public", "role": "neutral", "speaker": "Bo Ray"}), quotes=quotes)
    assert (got["quote_f1"], got["speaker_accuracy"], got["capacity_end_to_end"], got["role8_end_to_end"]) == (1.0, 0.75, 1.0, 1.0)


def test_a_speaker_outside_the_case_has_no_capacity() -> None:
    quotes = gold()["quotes"]
    quotes[0]["capacity"] = None
    assert values(table({"capacity": None}), quotes=quotes)["capacity_end_to_end"] == 1.0
    assert values(table(), quotes=quotes)["capacity_accuracy"] == 0.75


def test_marked_words_that_are_no_speech() -> None:
    both = [{"text": "The Long Night of Sorrow"}, {"text": "so called experts of old"}]
    taken = make_passages(*table().to_dict("records"), {"text": "The Long Night of Sorrow", "start": 900})
    assert values(taken, non_speech=both)["non_speech_rejected"] == 0.5


def test_components_and_flags_over_statements_matched_by_speaker() -> None:
    wanted = [{"speaker": "Ann Poe", "components": {"regret": True, "repair": True}, "flags": ["conditional"]}, {"speaker": "Zed Moon", "components": {"regret": True}, "flags": []}]
    got = values(table(), make_statement(speaker="the mayor", components=("regret", "explanation"), flags=("conditional", "minimising")), apology_statements=wanted)
    assert got["component_f1"] == pytest.approx(2 / (2 + 1 + 2)) and got["flag_f1"] == pytest.approx(0.6667)


@pytest.mark.parametrize(
    ("given", "wanted", "same"),
    [
        pytest.param("Poe", "Ann Poe", True, id="surname"),
        pytest.param("Mayor Ann Poe", "Ann Poe", True, id="title before"),
        pytest.param("the mayor", "Ann Poe", True, id="alias"),
        pytest.param("Bob Poe", "Ann Poe", False, id="another of the name"),
        pytest.param("she", "Ann Poe", False, id="pronoun"),
        pytest.param(None, "Ann Poe", False, id="none"),
        pytest.param("Bo Ray and Ann Poe", "Ann Poe and Bo Ray", True, id="joint, other order"),
        pytest.param("Ann Poe", "Ann Poe and Bo Ray", False, id="one of two"),
    ],
)
def test_names_of_one_person(given: str | None, wanted: str, same: bool) -> None:
    assert evaluation.same_speaker(given, wanted, {"Ann Poe": ["the mayor", "she"]}) is same


def test_quotes_match_best_first_and_once() -> None:
    assert evaluation.match_quotes(["a b c d e", "a b c d e f"], ["a b c d e f"]) == {1: 0}
    assert evaluation.match_quotes(["a b c d"], ["a b c d e f"]) == {}


def test_an_interval_spans_what_articles_differ_by() -> None:
    names = [f"x{i}" for i in range(8)]
    parts = [table({"speaker": "Zed"} if i < 4 else {}).assign(article_id=name) for i, name in enumerate(names)]
    found = evaluation.evaluate(pd.concat(parts, ignore_index=True), make_statement().head(0), {name: gold() for name in names})
    speaker = found.measures["speaker_accuracy"]
    assert speaker.value == 0.875 and speaker.low is not None and speaker.high is not None
    assert 0.76 <= speaker.low < 0.875 < speaker.high <= 0.99
    assert found.measures["quote_f1"].low is None, "all alike: nothing to resample"
    few = evaluation.evaluate(pd.concat(parts[:4]), make_statement().head(0), {name: gold() for name in names[:4]})
    assert few.measures["speaker_accuracy"].low is None
    assert (found.articles, found.quotes) == (8, 32)


def test_errors_stand_in_classes() -> None:
    spurious = make_passages(*table({"speaker": "Zed", "role": "denial"}, n=3).to_dict("records"), {"text": "nobody has said these words here", "start": 900})
    kinds = [kind for kind, _ in evaluation.evaluate(spurious, make_statement().head(0), {"a": gold()}).errors]
    assert sorted(kinds) == ["missed quote", "role8: apology taken for denial", "speaker", "spurious quote"]


def test_numbers_survive_the_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = evaluation.evaluate(table(), make_statement().head(0), {"a": gold()})
    monkeypatch.setattr(evaluation, "MEASURED", tmp_path / "m.json")
    evaluation.measured.cache_clear()
    assert evaluation.measured() == {} and evaluation.accuracy_in_words() == ""
    evaluation.measured.cache_clear()
    (tmp_path / "m.json").write_text(evaluation.as_json({"held_out_news": found}), encoding="utf-8")
    back = evaluation.measured()["held_out_news"]
    evaluation.measured.cache_clear()
    assert back.measures == found.measures and back.errors == []


def test_the_shipped_numbers_are_said_in_words() -> None:
    assert evaluation.accuracy_in_words().startswith("Measured on 12 articles (")


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "is no annotation"), ('{"quotes": [{"text": "x", "role": "nonsense"}]}', "nonsense"), ('{"people": []}', "quotes"), (None, "holds no")],
)
def test_a_bad_annotation_is_named(content: str | None, words: str, tmp_path: pathlib.Path) -> None:
    if content is not None:
        (tmp_path / "x.gold.json").write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=words):
        evaluation.read_gold(tmp_path)


def test_an_annotation_without_its_article_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.gold.json").write_text(json.dumps(gold()), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"x\.txt"):
        evaluation.texts_of(evaluation.read_gold(tmp_path), [tmp_path])
