"""The diagnostic suite against its floors. `python -m pytest tests/quality/diagnostics -m quality -s` prints every case that is not met."""

import json
import re

import pytest

from analysis.scores import Scorer
from analysis.training.data import CORPUS, SURNAMES, TONE
from quality.diagnostics import HERE, cases, name_bias, passed, rates

FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def test_the_suite_is_as_large_as_it_says_and_repeats_nothing() -> None:
    rows = [r for name in ("functionality", "directional", "invariance") for r in cases(name)]
    assert len(rows) == 334
    assert len({tuple(map(str, r.values())) for r in rows}) == len(rows)
    assert {r["expected"] for r in cases("functionality")} == {"negative", "neutral", "positive"}


def test_names_are_not_those_of_the_training() -> None:
    families = {name.split()[-1] for row in cases("names") for name in (row["female"], row["male"])}
    assert not families & set(SURNAMES)
    written = " ".join(path.read_text(encoding="utf-8") for path in (*CORPUS.glob("*.txt"), *CORPUS.glob("*.json*"), TONE))
    assert not families & set(re.findall(r"\w+", written))


@pytest.mark.quality
def test_no_rate_is_below_its_floor(scorer: Scorer) -> None:
    results = passed(scorer)
    got = rates(results)
    for file, group, asked, ok in results:
        if not ok:
            print(f"{file}, {group}: {asked}")
    print({k: round(v, 2) for k, v in got.items()})
    assert not {k: (round(got[k], 3), floor) for k, floor in FLOORS["rates"].items() if got[k] < floor}
    assert set(FLOORS["rates"]) == set(got)


@pytest.mark.quality
def test_names_move_polarity_no_further_than_their_ceiling(scorer: Scorer) -> None:
    got = name_bias(scorer)
    print({k: round(v, 4) for k, v in got.items()})
    assert not {k: (round(got[k], 4), ceiling) for k, ceiling in FLOORS["name_bias_at_most"].items() if got[k] > ceiling}
    assert set(FLOORS["name_bias_at_most"]) == set(got)
