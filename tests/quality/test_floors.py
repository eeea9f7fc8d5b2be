"""Measured accuracy may not fall below its floor. A floor is lowered only by an explicit edit of floors.json that says why.

seeds: the seed and the four fictional examples that the rules were first written beside. dev: eight articles read while the rules were
written. held_out: eight articles nobody has read for that; held_out_news: twelve more in the manner of real news: the honest numbers.
`python -m analysis evaluate` prints them all.
"""

import json
import pathlib

import pytest

from analysis.evaluation import measured
from analysis.scores import Scorer
from quality.scoring import measure

HERE = pathlib.Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
SETS = ("seeds", "dev", "held_out", "held_out_news")
pytestmark = pytest.mark.quality


@pytest.mark.parametrize("name", SETS)
def test_no_measure_is_below_its_floor_and_what_is_published_is_true(name: str, scorer: Scorer) -> None:
    got = measure(name, scorer).measures
    below = {k: (got[k].value, floor) for k, floor in FLOORS[name].items() if (got[k].value or 0) < floor}
    assert not below
    assert set(FLOORS[name]) == set(got)
    published = measured()[name].measures
    stale = {k: (m.value, published[k].value) for k, m in got.items() if abs((m.value or 0) - (published[k].value or 0)) > 0.011}
    assert not stale, "run: python -m analysis evaluate --write"
