"""The sentiment model on the quotes of the gold articles: the words alone, and toward the target that gold names. The register the product
reads; floors in quoted_speech.json. The pipeline's own stance also knows the role (stances.py); this is the model alone."""

import json
import pathlib

import numpy as np
import pytest

from analysis.scores import LABELS, Scorer
from analysis.training.measure import macro_f1

HERE = pathlib.Path(__file__).parent
FLOORS = json.loads((HERE / "quoted_speech.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.quality


def measure_quotes(scorer: Scorer, folder: pathlib.Path) -> dict[str, float]:
    """Accuracy and macro F1 of sentiment and of stance over the certain quotes of the *.gold.json in a folder, 0..1."""
    quotes = [q for f in sorted(folder.glob("*.gold.json")) for q in json.loads(f.read_text(encoding="utf-8"))["quotes"] if not q.get("uncertain")]
    aimed = [q for q in quotes if q.get("target") and q.get("stance")]
    out = {}
    for name, rows, targets in (("sentiment", quotes, [None] * len(quotes)), ("stance", aimed, [q["target"] for q in aimed])):
        got = scorer([q["text"] for q in rows], targets=targets).argmax(axis=1)
        gold = np.array([LABELS.index(q[name]) for q in rows])
        out |= {f"{name} accuracy": float(np.mean(got == gold)), f"{name} macro F1": macro_f1(gold, got)}
    return out


@pytest.mark.parametrize("name", list(FLOORS))
def test_the_model_reads_quotes_no_worse_than_its_floor(name: str, scorer: Scorer) -> None:
    got = measure_quotes(scorer, HERE / "gold" / name)
    print(name, {k: round(v, 3) for k, v in got.items()})
    assert not {k: (round(got[k], 3), floor) for k, floor in FLOORS[name].items() if got[k] < floor}
    assert set(FLOORS[name]) == set(got)
