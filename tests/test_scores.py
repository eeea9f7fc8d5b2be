"""The bundled model: shapes, order, targets, windows, and what other models are refused."""

import json
import pathlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ModelError
from analysis.scores import BUNDLED, MODELS, Scorer, label_columns, load_scorer


def test_rows_sum_to_one_and_follow_the_order_of_the_texts(scorer: Scorer) -> None:
    texts = ["A wonderful, generous gesture.", "This was a disgraceful betrayal.", "The hearing is on Friday."]
    scores = scorer(texts)
    assert scores.shape == (3, 3) and scores.dtype == np.float32
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert scores.argmax(axis=1).tolist() == [2, 0, 1]
    assert np.allclose(scorer(texts[::-1]), scores[::-1], atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_texts_give_probabilities(texts: list[str]) -> None:
    scores = load_scorer_once()(texts)
    assert scores.shape == (len(texts), 3)
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-4) and (scores >= 0).all()


_loaded: list[Scorer] = []


def load_scorer_once() -> Scorer:
    """hypothesis runs a test many times: one model for all."""
    if not _loaded:
        _loaded.append(load_scorer())
    return _loaded[0]


def test_a_target_changes_the_score(scorer: Scorer) -> None:
    text = "Smith praised Jones and attacked Brown as a liar and a crook."
    jones, brown = scorer([text, text], targets=["Jones", "Brown"])
    assert jones[2] - jones[0] > brown[2] - brown[0]


def test_a_blank_text_is_neutral_and_lengths_must_match(scorer: Scorer) -> None:
    assert scorer([" "]).tolist() == [[0.0, 1.0, 0.0]]
    assert scorer([]).shape == (0, 3)
    with pytest.raises(ValueError, match="targets"):
        scorer(["a"], targets=[])


def test_a_long_text_is_averaged_over_windows_not_cut(scorer: Scorer) -> None:
    good, bad = "It was a wonderful and generous day. " * 30, "It was a horrible and disgraceful day. " * 30
    both = scorer([good + bad])[0]
    assert scorer([good])[0][2] > 0.9 and scorer([bad])[0][0] > 0.9
    assert 0.3 < both[2] < 0.7 and 0.3 < both[0] < 0.7
    assert scorer(["word " * 700]).shape == (1, 3)


def test_progress_ends_with_all_windows(scorer: Scorer) -> None:
    seen: list[tuple[int, int]] = []
    scorer(["a", "b"] * 20, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (40, 40)


@pytest.mark.parametrize("labels", [{0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, {0: "negative", 1: "positive"}, {0: "1 star", 1: "5 stars"}])
def test_other_labels_are_refused_by_name(labels: dict[int, str]) -> None:
    with pytest.raises(ModelError, match="negative, neutral and positive"):
        label_columns(labels, "some/model")


def test_labels_are_mapped_in_any_order_and_case() -> None:
    assert label_columns({0: "Positive", 1: "NEU", 2: "neg"}, "m") == [2, 1, 0]


def test_a_model_without_onnx_says_what_to_install(tmp_path: pathlib.Path) -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        with pytest.raises(ModelError, match="pip install torch"):
            load_scorer(tmp_path)
    else:
        with pytest.raises(ModelError, match="cannot be loaded"):
            load_scorer(tmp_path)


def test_the_bundled_folder_is_complete() -> None:
    folder = MODELS / BUNDLED
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert list(config["id2label"].values()) == ["negative", "neutral", "positive"]
    assert (folder / "tokenizer.json").is_file() and (folder / "CARD.md").is_file()
    assert sum(p.stat().st_size for p in folder.iterdir()) < 45 * 2**20
