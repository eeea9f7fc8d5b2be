"""Scores of a model on the dev sets: macro F1 and macro recall, accuracy, correlation with mean ratings, calibration. numpy only.

    python -m analysis.training.measure --data DATA [--model NAME_OR_FOLDER]

A judge is anything that gives a class and a polarity for texts with targets: the same measures serve models and lexicons
(tests/quality/baselines.py).
"""

import argparse
import json
import pathlib
from collections.abc import Callable, Sequence

import numpy as np

from analysis.schema import CLOSE
from analysis.scores import Scorer, load_scorer
from analysis.training.data import dev_examples, read_rows

Judge = Callable[[Sequence[str], Sequence[str | None]], tuple[np.ndarray, np.ndarray]]
Metric = Callable[[np.ndarray, np.ndarray, np.ndarray], float]


def macro_f1(gold: np.ndarray, got: np.ndarray) -> float:
    """Mean F1 over the classes of `gold`, 0..1."""
    scores = []
    for label in np.unique(gold):
        hits = np.sum((gold == label) & (got == label))
        scores.append(2 * hits / (np.sum(gold == label) + np.sum(got == label)))
    return float(np.mean(scores))


def macro_recall(gold: np.ndarray, got: np.ndarray) -> float:
    """Mean recall over the classes of `gold`, 0..1."""
    return float(np.mean([np.mean(got[gold == label] == label) for label in np.unique(gold)]))


def calibration_error(p: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017): over bins of equal width of the likeliest class's probability, the mean distance of
    that probability and the share of right answers, weighted by the texts in each."""
    sure, right = p.max(axis=1), p.argmax(axis=1) == gold
    inside = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(np.mean(inside == b) * abs(right[inside == b].mean() - sure[inside == b].mean()) for b in np.unique(inside)))


def _f1(gold: np.ndarray, got: np.ndarray, _: np.ndarray) -> float:
    return macro_f1(gold, got)


def _recall(gold: np.ndarray, got: np.ndarray, _: np.ndarray) -> float:
    return macro_recall(gold, got)


def _polar(gold: np.ndarray, _: np.ndarray, polarity: np.ndarray) -> float:
    return float(np.mean((polarity > 0) == (gold == 2)))


# (name, folder, split, metric); the first four and the first of RATED are what the project is asked for
MEASURES: tuple[tuple[str, str, str, Metric], ...] = (
    ("NewsMTSC rw, with target: macro F1", "newsmtsc", "dev", _f1),
    ("NewsMTSC mt, with target: macro F1", "newsmtsc", "dev_mt", _f1),
    ("tweeteval_sentiment: macro recall", "tweeteval_sentiment", "dev", _recall),
    ("SST-2, positive against negative: accuracy", "sst2", "dev", _polar),
    ("vader_nyt: macro F1", "vader_nyt", "dev", _f1),
    ("SST-5 in three classes: macro F1", "sst5", "dev", _f1),
    ("dse_news, toward object and subject: macro F1", "dse_news", "dev", _f1),
    ("EmoBank: macro F1", "emobank", "dev", _f1),
    ("GoEmotions in three classes: macro F1", "goemotions_group", "dev", _f1),
    ("PerSenT paragraphs, with target: macro F1", "persent_paragraph", "dev", _f1),
)
RATED = (("vader_nyt: Pearson r of polarity and mean rating", "vader_nyt", "score"), ("EmoBank: Pearson r of polarity and valence", "emobank", "V"))


def judge_of(scorer: Scorer) -> Judge:
    """A model as a judge: its likeliest class, its polarity."""

    def judge(texts: Sequence[str], targets: Sequence[str | None]) -> tuple[np.ndarray, np.ndarray]:
        p = scorer(list(texts), targets=list(targets))
        return p.argmax(axis=1), p[:, 2] - p[:, 0]

    return judge


def measure(judge: Judge, data: pathlib.Path, *, asked_only: bool = False) -> dict[str, float]:
    """Each dev measure by name, 0..1, rounded to four places; `asked_only`: the five of the project's goals."""
    out = {}
    for name, folder, split, metric in MEASURES[: 4 if asked_only else None]:
        examples = dev_examples(data, folder, split)
        got, polarity = judge([e.text for e in examples], [e.target for e in examples])
        out[name] = metric(np.array([e.label for e in examples]), got, polarity)
    for name, folder, column in RATED[: 1 if asked_only else None]:
        rows = list(read_rows(data / folder / "dev.jsonl.gz"))
        _, polarity = judge([str(row["text"]) for row in rows], [None] * len(rows))
        ratings = np.array([float(row[column]) for row in rows])
        out[name] = float(np.corrcoef(polarity, ratings)[0, 1]) if np.ptp(polarity) else 0.0
    return {name: round(value, 4) for name, value in out.items()}


def calibration(scorer: Scorer, data: pathlib.Path) -> dict[str, float]:
    """Expected calibration error of both tasks on dev, and what "cannot tell" leaves out: its share of the texts and the accuracy within."""
    out = {}
    inside, right = [], []
    for name, folder in (("NewsMTSC rw: expected calibration error", "newsmtsc"), ("vader_nyt: expected calibration error", "vader_nyt")):
        examples = dev_examples(data, folder)
        p, gold = scorer([e.text for e in examples], targets=[e.target for e in examples]), np.array([e.label for e in examples])
        out[name] = round(calibration_error(p, gold), 4)
        top = np.sort(p, axis=1)
        inside.append(top[:, 2] - top[:, 1] < CLOSE)
        right.append(p.argmax(axis=1) == gold)
    left_out, hits = np.concatenate(inside), np.concatenate(right)
    out["share that the model cannot tell"] = round(float(left_out.mean()), 4)
    out["accuracy where it cannot tell"] = round(float(hits[left_out].mean()), 4) if left_out.any() else 0.0
    out["accuracy where it can"] = round(float(hits[~left_out].mean()), 4)
    return out


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--asked-only", action="store_true")
    args = parser.parse_args()
    scorer = load_scorer(args.model)
    print(json.dumps(measure(judge_of(scorer), args.data, asked_only=args.asked_only) | calibration(scorer, args.data), indent=1))


if __name__ == "__main__":
    main()
