"""Rules and model stacked: probabilities, and inputs that no weight knows."""

import pytest
from factories import make_article

from analysis.capacities import stack_inputs
from analysis.schema import Capacity, Mention, Person, Role, SpeakerReading
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
    article, person = make_article("One.", "Two."), Person("Jan Roe", "person")
    model = stack_inputs(article, person, {}, reading(capacity, 0.6, role))
    both = stack_inputs(article, person, {capacity: 4.0}, reading(capacity, 0.6, role))
    assert stack("capacity", both)[capacity] > stack("capacity", model)[capacity] > stack("capacity", stack_inputs(article, person, {}, None))[capacity]


def test_who_stands_in_headline_and_lead_is_sooner_at_issue() -> None:
    article = make_article("One.", *["More."] * 9)
    early = Person("Jan Roe", "person", mentions=(Mention(0, 3, "Roe", -1), Mention(9, 12, "Roe", 0)))
    late = Person("Jan Roe", "person", mentions=(Mention(40, 43, "Roe", 8),))
    first, last = (stack("capacity", stack_inputs(article, person, {}, None))[Capacity.ACCUSED] for person in (early, late))
    assert first > last


def test_a_logarithm_is_never_endless() -> None:
    assert logarithm(0.0) == logarithm(0.001) < logarithm(0.5)
