"""Fits the temperatures and the margin of "cannot tell" on dev sets and writes them into a model folder's config.json.

    python -m analysis.training.calibrate --data DATA [--model reaction-mpnet-l6]

A temperature for each task, least negative log likelihood (Guo et al. 2017): texts alone on vader_nyt dev, texts with target on NewsMTSC dev
(both halves). Dividing the logits by it changes no class. The margin is the largest, in steps of 0.01, under which the two likeliest
classes' texts of both sets together are right in no more than half.
"""

import argparse
import json
import pathlib

import numpy as np

from analysis.scores import BUNDLED, MODELS, load_scorer
from analysis.training.data import dev_examples

TASKS = {"words": (("vader_nyt", "dev"),), "stance": (("newsmtsc", "dev"), ("newsmtsc", "dev_mt"))}


def softened(p: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities after the logits are divided by `temperature`."""
    odds = np.power(np.maximum(p.astype(np.float64), 1e-9), 1 / temperature)
    return odds / odds.sum(axis=1, keepdims=True)


def fitted(p: np.ndarray, gold: np.ndarray) -> float:
    """The temperature of least negative log likelihood, in steps of 0.02 from 0.1 to 5."""
    rows = np.arange(len(gold))
    return min((float(t) for t in np.arange(0.1, 5, 0.02)), key=lambda t: -np.log(softened(p, t)[rows, gold]).mean())


def widest_margin(p: np.ndarray, gold: np.ndarray) -> float:
    """The margin of the module docstring, 0 to 0.5."""
    top = np.sort(p, axis=1)
    gap, right = top[:, 2] - top[:, 1], p.argmax(axis=1) == gold
    fits = [m for m in np.arange(0.01, 0.5, 0.01) if (gap < m).any() and right[gap < m].mean() <= 0.5]
    return round(float(max(fits, default=0.0)), 2)


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model", default=BUNDLED)
    args = parser.parse_args()
    folder = pathlib.Path(args.model) if pathlib.Path(args.model).is_dir() else MODELS / args.model
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config.pop("calibration", None)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    scorer = load_scorer(folder)
    found, ps, golds = {}, [], []
    for task, sets in TASKS.items():
        examples = [e for folder_, split in sets for e in dev_examples(args.data, folder_, split)]
        p, gold = scorer([e.text for e in examples], targets=[e.target for e in examples]), np.array([e.label for e in examples])
        found[task] = round(fitted(p, gold), 2)
        ps.append(softened(p, found[task]))
        golds.append(gold)
    config["calibration"] = {**found, "margin": widest_margin(np.concatenate(ps), np.concatenate(golds))}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(config["calibration"])


if __name__ == "__main__":
    main()
