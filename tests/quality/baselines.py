"""One table: the bundled model beside its peers on every dev set.

    python -m quality.baselines --data DATA [--model FOLDER_OR_HUB_NAME ...] [--out FILE.json]      (from tests/, PYTHONPATH=..)

Peers: the commonest class, and the lexicons VADER, AFINN and TextBlob where they are installed
(python -m pip install vaderSentiment==3.3.2 afinn==0.1 textblob==0.20.1). --model adds any other model: a run of analysis.training
(RUN/fp32: the same student without distillation, or the teacher), or another folder or hub name with three classes. DATA: the data sets.
"""

import argparse
import importlib
import json
import pathlib
import sys
from collections.abc import Callable, Sequence

import numpy as np

from analysis.scores import load_scorer
from analysis.training.data import LABELS
from analysis.training.measure import Judge, judge_of, measure


def lexicon(score: Callable[[str], float], edge: float) -> Judge:
    """A lexicon as a judge: neutral within `edge` of 0, which is each author's own rule; a target changes nothing."""

    def judge(texts: Sequence[str], targets: Sequence[str | None]) -> tuple[np.ndarray, np.ndarray]:
        polarity = np.array([score(text) for text in texts], dtype=np.float64)
        return np.where(polarity >= edge, 2, np.where(polarity <= -edge, 0, 1)), polarity

    return judge


def majority(label: int) -> Judge:
    """Always the same class."""
    return lambda texts, targets: (np.full(len(texts), label), np.zeros(len(texts)))


def vader() -> Judge:
    analyser = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    return lexicon(lambda text: analyser.polarity_scores(text)["compound"], 0.05)


def afinn() -> Judge:
    found = importlib.import_module("afinn").Afinn()
    return lexicon(found.score, 1e-9)


def textblob() -> Judge:
    blob = importlib.import_module("textblob").TextBlob
    return lexicon(lambda text: blob(text).sentiment.polarity, 1e-9)


PEERS: dict[str, Callable[[], Judge]] = {
    "always neutral": lambda: majority(LABELS.index("neutral")), "VADER": vader, "AFINN": afinn, "TextBlob": textblob,
}  # fmt: skip


def table(results: dict[str, dict[str, float]]) -> str:
    """Markdown: a row a measure, a column a model."""
    names = list(results)
    measures = list(next(iter(results.values())))
    head = f"| measure | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}\n"
    return head + "\n".join(f"| {m} | {' | '.join(f'{results[n][m]:.3f}' for n in names)} |" for m in measures)


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    results = {}
    for name, load in PEERS.items():
        try:
            results[name] = measure(load(), args.data)
        except ImportError as error:
            print(f"{name} left out: {error.name} is not installed", file=sys.stderr)
    for model in [None, *args.model]:
        scorer = load_scorer(model)
        results[scorer.name] = measure(judge_of(scorer), args.data)
    print(table(results))
    if args.out:
        args.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
