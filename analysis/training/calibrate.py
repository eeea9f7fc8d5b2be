"""Fits the temperatures on dev sets and writes them into a model folder's config.json.

    python -m analysis.training.calibrate --data DATA [--model reaction-mpnet-l6]

A temperature for each task, least negative log likelihood (Guo et al. 2017): texts alone on vader_nyt dev, texts with target on NewsMTSC dev
(both halves). Dividing the logits by it changes no class.
"""

import argparse
import json
import pathlib

import numpy as np

from analysis.scores import BUNDLED, MODELS, Calibration, load_scorer
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


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model", default=BUNDLED)
    args = parser.parse_args()
    folder = pathlib.Path(args.model) if pathlib.Path(args.model).is_dir() else MODELS / args.model
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    before = Calibration(**config.get("calibration", {}))
    scorer = load_scorer(folder)
    found = {}
    for task, sets in TASKS.items():
        examples = [e for folder_, split in sets for e in dev_examples(args.data, folder_, split)]
        p, gold = scorer([e.text for e in examples], targets=[e.target for e in examples]), np.array([e.label for e in examples])
        found[task] = round(fitted(p, gold) * getattr(before, task), 2)
    config["calibration"] = found
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(config["calibration"])


if __name__ == "__main__":
    main()
