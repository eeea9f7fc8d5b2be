"""Fits how a margin of evidence becomes a probability that a role or capacity is right (Platt 1999), and measures its calibration.

    python -m analysis.training.confidences --only 7 --only 8 --only 9 --only 10 --only 11

Reads the annotated articles of corpus/ of these hundreds (7 is 701 to 799); they must be ones that the reading model in use was not trained on. Prints
slope and offset for roles.py and capacities.py, the expected calibration error over ten bins before and after on a held-out half, and the
accuracy below each confidence, by which schema.CANNOT_TELL is set.
"""

import argparse
import difflib
import json
import math

import numpy as np
from scipy.optimize import minimize

from analysis import capacities, roles
from analysis.articles import parse_article as read_text
from analysis.pipeline import read_article
from analysis.schema import Capacity
from analysis.training.data import CORPUS

Pairs = list[tuple[float, bool]]


def margins(hundreds: list[str]) -> tuple[Pairs, Pairs]:
    """(margin, whether right) of the roles and of the capacities of the quotes that gold has."""
    by_role, by_capacity = [], []
    for path in sorted(CORPUS.glob("*.gold.json")):
        if path.name.split("_")[0][:-2] not in hundreds:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        reading = read_article(read_text(path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes(), path.name))
        people = {p.name: p for p in reading.people}
        for label in gold["quotes"]:
            near = [i for i, q in enumerate(reading.quotes) if difflib.SequenceMatcher(None, q.text, label["text"]).ratio() > 0.8]
            if not near:
                continue
            i = min(near, key=lambda i: abs(reading.quotes[i].start - label["start"]))
            decision = reading.decisions[i]
            by_role.append((_margin(decision.confidence, roles.SLOPE, roles.OFFSET), decision.role.coarse.value == label["role8"]))
            person = people.get(reading.attributions[i].speaker or "")
            if person and person.capacity_confidence is not None and label.get("capacity"):
                top = person.capacity or Capacity.PUBLIC  # below the margin nothing is told
                by_capacity.append((_margin(person.capacity_confidence, capacities.SLOPE, capacities.OFFSET), top.value == label["capacity"]))
    return by_role, by_capacity


def _margin(confidence: float, slope: float, offset: float) -> float:
    inside = min(max(confidence, 1e-9), 1 - 1e-9)
    return (math.log(inside / (1 - inside)) - offset) / slope


def fit(pairs: Pairs) -> tuple[float, float]:
    """Slope and offset that make the logistic of the margins likeliest."""
    x, y = np.array([m for m, _ in pairs]), np.array([float(right) for _, right in pairs])

    def loss(w: np.ndarray) -> float:
        z = w[0] * x + w[1]
        return float(np.sum(np.logaddexp(0, z) - y * z))

    slope, offset = minimize(loss, np.array([1.0, 0.0])).x
    return float(slope), float(offset)


def calibration_error(pairs: Pairs, slope: float, offset: float, bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean distance of confidence and accuracy over bins of confidence, weighted by size."""
    p = np.array([1 / (1 + math.exp(-(slope * m + offset))) for m, _ in pairs])
    y = np.array([float(right) for _, right in pairs])
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].mean() - y[place == b].mean()) * (place == b).mean() for b in range(bins) if (place == b).any()))


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", required=True)
    args = parser.parse_args()
    for name, pairs in zip(("role8", "capacity"), margins(args.only), strict=True):
        slope, offset = fit(pairs)
        half = fit(pairs[::2])
        print(f"{name}: n {len(pairs)}, right {np.mean([r for _, r in pairs]):.3f}, slope {slope:.3f}, offset {offset:.3f}")
        print(f"  calibration error on the other half {calibration_error(pairs[1::2], *half):.3f}")
        for limit in (0.25, 0.3, 0.35, 0.4, 0.5):
            below = [r for m, r in pairs if 1 / (1 + math.exp(-(slope * m + offset))) < limit]
            print(f"  below {limit}: n {len(below)}, right {np.mean(below) if below else float('nan'):.2f}")


if __name__ == "__main__":
    main()
