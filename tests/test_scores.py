"""The bundled model: shapes, order, targets, windows, and what other models are refused."""

import concurrent.futures
import json
import pathlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cache import ScoreCache
from analysis.errors import ModelError
from analysis.scores import BUNDLED, MODELS, READER, Calibration, Scorer, label_columns, load_scorer


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


def test_progress_counts_texts_and_ends_with_all(scorer: Scorer) -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"The vote is on day {n}." for n in range(20)] * 2
    for _ in range(2):  # the second time all is remembered
        scorer(texts, progress=lambda done, of: seen.append((done, of)))
        assert seen[-1] == (40, 40)
        assert [done for done, _ in seen] == sorted(done for done, _ in seen)
        seen.clear()


def counting(scorer: Scorer, file: pathlib.Path | None = None) -> tuple[Scorer, list[int]]:
    """The same model with a cache of its own, and the sizes of the batches that it runs."""
    sizes: list[int] = []

    def run(inputs: dict[str, np.ndarray]) -> np.ndarray:
        sizes.append(len(inputs["input_ids"]))
        return scorer._backend(inputs)

    return Scorer("counted", scorer._tokenizer, run, [0, 1, 2], window=128, batch_size=8, cache=ScoreCache(file)), sizes


def test_what_was_scored_once_costs_nothing_again(scorer: Scorer) -> None:
    counted, sizes = counting(scorer)
    texts = ["It was shameful.", "The vote is on Monday.", "It was shameful."]
    first = counted(texts)
    assert sum(sizes) == 2
    assert np.array_equal(counted(texts), first) and sum(sizes) == 2
    toward = counted(texts, targets=["the vote"] * 3)
    assert sum(sizes) == 4 and not np.allclose(toward, first)


def test_the_cache_outlives_the_process_in_a_file_without_words(scorer: Scorer, tmp_path: pathlib.Path) -> None:
    first, _ = counting(scorer, tmp_path / "scores.sqlite")
    want = first(["It was shameful."])
    again, sizes = counting(scorer, tmp_path / "scores.sqlite")
    assert np.array_equal(again(["It was shameful."]), want) and not sizes
    assert b"shameful" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_the_cache_keeps_targets_and_models_apart_and_forgets_the_oldest() -> None:
    keys = [ScoreCache.key(*parts) for parts in (("ab", "c", "m"), ("a", "bc", "m"), ("ab", None, "m"), ("ab", "", "m"), ("ab", "c", "n"))]
    assert len(set(keys)) == 5
    cache = ScoreCache(size=2)
    row = np.zeros(3, dtype=np.float32)
    cache.put({keys[0]: row, keys[1]: row})
    assert cache.get(keys[0]) is not None
    cache.put({keys[2]: row})
    assert [cache.get(k) is not None for k in keys[:3]] == [True, False, True]


def test_a_caller_that_gives_up_keeps_what_was_scored(scorer: Scorer) -> None:
    counted, sizes = counting(scorer)
    texts = [f"The vote is on day {n}." for n in range(24)]

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counted(texts, progress=stop)
    counted(texts)
    assert sum(sizes) == 24


def test_sessions_share_one_scorer_at_once(scorer: Scorer) -> None:
    counted, _ = counting(scorer)
    texts = [f"Speaker {n} was {'kind' if n % 2 else 'cruel'} to us." for n in range(32)]
    want = counting(scorer)[0](texts)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for got in pool.map(lambda k: counted(texts[k:] + texts[:k]), range(0, 32, 8)):
            assert np.allclose(np.sort(got, axis=0), np.sort(want, axis=0), atol=1e-3)


@pytest.mark.parametrize("text", [
    pytest.param("It was a wonderful day. " * 60, id="sentences"),
    pytest.param("so very kind and " * 120, id="one sentence"),
    pytest.param("It was cruel. " + "so very kind and " * 90 + ". It was cruel. " * 40, id="a long sentence among short ones"),
    pytest.param("\u00e9\u0301\u4e2d" * 300, id="no gaps"),
])  # fmt: skip
def test_windows_cover_the_text_and_average_to_its_score(scorer: Scorer, text: str) -> None:
    parts = scorer.windows(text)
    assert len(parts) > 1
    assert sum(p.share for p in parts) == pytest.approx(1)
    assert "".join(text[p.start : p.end] for p in parts) == text
    assert np.allclose(sum(p.share * np.array(p.probabilities) for p in parts), scorer([text])[0], atol=1e-3)


def test_windows_end_with_sentences_and_a_short_text_is_one(scorer: Scorer) -> None:
    text = "The first sentence is short. " * 50
    assert all(text[: p.end].rstrip().endswith(".") for p in scorer.windows(text, "the sentence"))
    assert [(p.start, p.end, p.share) for p in scorer.windows("Thank you.")] == [(0, 10, 1.0)]
    assert scorer.windows("  ") == []


def test_temperature_softens_and_keeps_the_class(scorer: Scorer) -> None:
    texts, targets = ["It was shameful.", "She was kind."], [None, "She"]

    def at(words: float, stance: float) -> np.ndarray:
        calibration = Calibration(words, stance)
        return Scorer("t", scorer._tokenizer, scorer._backend, [0, 1, 2], window=128, batch_size=8, calibration=calibration)(texts, targets=targets)

    plain, soft = at(1, 1), at(3, 1)
    assert np.allclose(soft[1], plain[1]) and soft[0].max() < plain[0].max()
    assert soft.argmax(axis=1).tolist() == plain.argmax(axis=1).tolist()


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


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("model.onnx", b"version https://git-lfs", r"its model\.onnx cannot be read"), ("config.json", b"{", r"its config\.json cannot be read"),
        ("config.json", b'{"calibration": {"heat": 1}}', r"its config\.json cannot be read"), ("config.json", b"{}", "negative, neutral and positive"),
        ("tokenizer.json", b"", r"its tokenizer\.json cannot be read"),
    ],
)  # fmt: skip
def test_a_broken_model_folder_is_named_with_the_broken_part(part: str, content: bytes, said: str, tmp_path: pathlib.Path) -> None:
    for file in (MODELS / BUNDLED).iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / part).unlink()
    (tmp_path / part).write_bytes(content)
    with pytest.raises(ModelError, match=said):
        load_scorer(tmp_path)


def test_a_folder_that_is_not_there_and_a_model_that_reads_roles_are_refused() -> None:
    with pytest.raises(ModelError, match="no such folder"):
        load_scorer("./nowhere")
    with pytest.raises(ModelError, match="a sentiment model"):
        load_scorer(READER)


def test_scores_kept_in_a_file_belong_to_the_weights_that_made_them(tmp_path: pathlib.Path, scorer: Scorer) -> None:
    def kept(digest: str) -> Scorer:
        return Scorer("same name", scorer._tokenizer, scorer._backend, [0, 1, 2], window=128, batch_size=8, cache=ScoreCache(tmp_path / "kept"), digest=digest)

    kept("a")(["It was shameful."])
    assert kept("a")._cache.get(ScoreCache.key("It was shameful.", None, kept("a")._version)) is not None
    assert kept("b")._cache.get(ScoreCache.key("It was shameful.", None, kept("b")._version)) is None


def test_what_is_read_back_from_a_file_is_bounded_in_memory_too(tmp_path: pathlib.Path) -> None:
    rows = {bytes([i]): np.array([i, 0, 0], dtype=np.float32) for i in range(5)}
    ScoreCache(tmp_path / "kept").put(rows)
    again = ScoreCache(tmp_path / "kept", size=2)
    assert [again.get(key).tolist() for key in rows] == [row.tolist() for row in rows.values()]  # type: ignore[union-attr]
    assert len(again._rows) == 2


def test_a_file_that_holds_no_scores_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, and long enough to be one " * 50)
    with pytest.raises(ModelError, match="cannot keep scores"):
        ScoreCache(tmp_path / "notes.txt")
    with pytest.raises(ModelError, match="no such folder"):
        ScoreCache(tmp_path / "nowhere" / "scores")


def test_the_bundled_folder_is_complete() -> None:
    folder = MODELS / BUNDLED
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert list(config["id2label"].values()) == ["negative", "neutral", "positive"]
    assert (folder / "tokenizer.json").is_file() and (folder / "CARD.md").is_file()
    assert sum(p.stat().st_size for p in folder.iterdir()) < 70e6  # what a larger model that reads better may take
    assert sum(p.stat().st_size for p in MODELS.rglob("*") if p.is_file()) < 90e6  # both models with their tokenizers and cards
