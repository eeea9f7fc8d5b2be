"""Rules and model stacked: probabilities, and inputs that no weight knows."""

import pytest

from analysis.capacities import stack_inputs
from analysis.schema import Capacity, Role, SpeakerReading
from analysis.stacking import logarithm, stack


def reading(capacity: Capacity, probability: float, role: Role) -> SpeakerReading:
    rest = (1 - probability) / (len(Capacity) - 1)
    return SpeakerReading(tuple(probability if c == capacity else rest for c in Capacity), tuple(float(r == role) for r in Role))


def test_probabilities_sum_to_one_and_unknown_inputs_count_nothing() -> None:
    probabilities = stack("capacity", {})
    assert sum(probabilities.values()) == pytest.approx(1) and set(probabilities) == set(Capacity)
    assert stack("capacity", {"no such input": 9.0}) == probabilities


@pytest.mark.parametrize(("capacity", "role"), [(Capacity.ACCUSED, Role.APOLOGY), (Capacity.VICTIM, Role.HARM_ACCOUNT), (Capacity.OFFICIAL, Role.NEUTRAL)])
def test_rules_and_model_add_up(capacity: Capacity, role: Role) -> None:
    model = stack_inputs({}, reading(capacity, 0.6, role), "person")
    both = stack_inputs({capacity: 4.0}, reading(capacity, 0.6, role), "person")
    assert stack("capacity", both)[capacity] > stack("capacity", model)[capacity] > stack("capacity", stack_inputs({}, None, "person"))[capacity]


def test_a_logarithm_is_never_endless() -> None:
    assert logarithm(0.0) == logarithm(0.001) < logarithm(0.5)
