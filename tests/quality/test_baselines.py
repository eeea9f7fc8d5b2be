"""The harness that puts the model beside its peers, on data made here."""

import gzip
import json
import pathlib

import numpy as np
import pytest

from analysis.scores import Scorer
from analysis.training.data import LABELS
from analysis.training.measure import MEASURES, RATED, calibration_error, judge_of, macro_f1, macro_recall, measure
from quality.baselines import lexicon, majority, table

ROWS = {
    "sst5": [{"text": "a lovely film", "label": 5}, {"text": "a dull film", "label": 1}, {"text": "a film", "label": 3}],
    "goemotions_group": [{"text": "thank you", "label": ["positive"]}, {"text": "hm", "label": ["ambiguous"]}, {"text": "no", "label": ["negative"]}],
    "dse_news": [
        {"text": "Orr thanked Hale.", "label": "positive_p2q", "p": "Or", "p_start": 0, "p_end": 2, "q": "Hal", "q_start": 12, "q_end": 15},
        {"text": "Orr slammed Hale.", "label": "negative_p2q", "p": "Or", "p_start": 0, "p_end": 2, "q": "Hal", "q_start": 12, "q_end": 15},
    ],
}  # fmt: skip


@pytest.fixture
def data(tmp_path: pathlib.Path) -> pathlib.Path:
    """Three rows a set, laid out as the real ones."""
    for _, folder, split, _ in MEASURES:
        (tmp_path / folder).mkdir(exist_ok=True)
        common = [{"text": f"It was {w}.", "label": w, "target": None, "score": k - 1, "V": k + 2} for k, w in enumerate(LABELS)]
        with gzip.open(tmp_path / folder / f"{split}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(json.dumps(row) for row in ROWS.get(folder, common)) + "\n")
    return tmp_path


def test_every_set_is_measured_for_model_and_peers(data: pathlib.Path, scorer: Scorer) -> None:
    words = lexicon(lambda text: ("positive" in text or "lovely" in text) - 1.0 * ("negative" in text or "dull" in text), 0.05)
    results = {"words": measure(words, data), "neutral": measure(majority(1), data), scorer.name: measure(judge_of(scorer), data)}
    assert {len(r) for r in results.values()} == {len(MEASURES) + len(RATED)}
    assert results["words"]["vader_nyt: macro F1"] == 1 and results["words"]["vader_nyt: Pearson r of polarity and mean rating"] == 1
    assert results["neutral"]["vader_nyt: macro F1"] == pytest.approx(1 / 6, abs=1e-3)
    assert results["neutral"]["vader_nyt: Pearson r of polarity and mean rating"] == 0
    assert table(results).count("\n") == 1 + len(MEASURES) + len(RATED)


def test_metrics_against_numbers_worked_out_by_hand() -> None:
    gold, got = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    assert macro_recall(gold, got) == pytest.approx((0.5 + 1 + 0) / 3)
    assert macro_f1(gold, got) == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)
    p = np.array([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.6, 0.4, 0.0]])
    assert calibration_error(p, np.array([0, 1, 0, 0])) == pytest.approx((abs(0.5 - 0.9) + abs(1 - 0.6)) / 2)
