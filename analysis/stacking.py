"""What rules and reading model say of a capacity or a role -> its probabilities: stacked generalisation (Wolpert 1992) by multinomial logistic
regressions whose weights training/stacking.py fitted on articles that the reading model had not seen."""

import functools
import json
import math
import pathlib
from collections.abc import Mapping

WEIGHTS = pathlib.Path(__file__).with_name("stacking.json")


@functools.cache
def _weights() -> dict[str, dict[str, dict[str, float]]]:
    """Per task and class the weight of each input; "" is the constant."""
    loaded: dict[str, dict[str, dict[str, float]]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return loaded


def stack(task: str, inputs: Mapping[str, float]) -> dict[str, float]:
    """The probability of each class of a task ("capacity", "role"), summing to 1. An input that no weight knows counts nothing."""
    return weigh(_weights()[task], inputs)


def weigh(classes: Mapping[str, Mapping[str, float]], inputs: Mapping[str, float]) -> dict[str, float]:
    """As `stack`, by weights at hand: per class that of each input."""
    sums = {name: weights[""] + sum(weights.get(key, 0.0) * value for key, value in inputs.items()) for name, weights in classes.items()}
    top = max(sums.values())
    odds = {name: math.exp(value - top) for name, value in sums.items()}
    return {name: value / sum(odds.values()) for name, value in odds.items()}


def logarithm(probability: float) -> float:
    """The logarithm of a probability, that of a thousandth at least: a model is never surer than that."""
    return math.log(max(probability, 1e-3))
