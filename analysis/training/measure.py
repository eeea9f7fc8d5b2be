"""Scores of a model on the dev sets: macro F1 and macro recall, accuracy, correlation with mean ratings. numpy only.

python -m analysis.training.measure --data DATA [--model NAME_OR_FOLDER]
"""

import argparse
import json
import pathlib

import numpy as np

from analysis.scores import Scorer, load_scorer
from analysis.training.data import dev_examples, read_rows


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


def measure(scorer: Scorer, data: pathlib.Path) -> dict[str, float]:
    """Each dev measure by name, 0..1, rounded to four places."""
    out = {}
    for split, name in (("dev", "NewsMTSC rw, with target: macro F1"), ("dev_mt", "NewsMTSC mt, with target: macro F1")):
        examples = dev_examples(data, "newsmtsc", split)
        got = scorer([e.text for e in examples], targets=[e.target for e in examples]).argmax(axis=1)
        out[name] = macro_f1(np.array([e.label for e in examples]), got)
    tweets = dev_examples(data, "tweeteval_sentiment")
    got = scorer([e.text for e in tweets]).argmax(axis=1)
    out["tweeteval_sentiment: macro recall"] = macro_recall(np.array([e.label for e in tweets]), got)
    films = dev_examples(data, "sst2")
    p = scorer([e.text for e in films])
    out["SST-2, positive against negative: accuracy"] = float(np.mean((p[:, 2] > p[:, 0]) == (np.array([e.label for e in films]) == 2)))
    editorials = list(read_rows(data / "vader_nyt" / "dev.jsonl.gz"))
    p = scorer([str(row["text"]) for row in editorials])
    ratings = [float(str(row["score"])) for row in editorials]
    out["vader_nyt: Pearson r of polarity and mean rating"] = float(np.corrcoef(p[:, 2] - p[:, 0], ratings)[0, 1])
    return {name: round(value, 4) for name, value in out.items()}


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model")
    args = parser.parse_args()
    print(json.dumps(measure(load_scorer(args.model), args.data), indent=1))


if __name__ == "__main__":
    main()
