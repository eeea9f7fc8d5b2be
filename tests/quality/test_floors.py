"""Measured accuracy may not fall below its floor. A floor is lowered only by an explicit edit of floors.json that says why.

seeds: the seed and the four fictional examples that the rules were first written beside. dev: eight articles read while the rules were
written. held_out: eight articles nobody has read for that; the honest numbers. `python -m pytest tests/quality -s` prints them all.
"""

import json
import pathlib

import pytest

from analysis.articles import read_articles
from analysis.pipeline import analyse
from analysis.scores import Scorer
from quality.scoring import measure

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
TEXTS = {"seeds": [ROOT / "seeds", ROOT / "seeds" / "fictional"], "dev": [HERE / "gold" / "dev"], "held_out": [HERE / "gold" / "held_out"]}
pytestmark = pytest.mark.quality


@pytest.mark.parametrize("name", list(TEXTS))
def test_no_measure_is_below_its_floor(name: str, scorer: Scorer) -> None:
    found = analyse(read_articles(TEXTS[name]), scorer)
    got = measure(found.passages, found.statements, HERE / "gold" / name)
    print(name, {k: round(v, 3) for k, v in got.items()})
    below = {k: (round(got[k], 3), floor) for k, floor in FLOORS[name].items() if got[k] < floor}
    assert not below
    assert set(FLOORS[name]) == set(got)
