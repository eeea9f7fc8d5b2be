"""Accuracy on PolNeAR dev: 83 political news articles with gold quotes, sources and reported speech."""

from collections import Counter

import pytest

from quality.polnear import DATA, as_article, documents, judge, misses, read

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.exists(), reason=f"PolNeAR may not be passed on; it is not in {DATA}"),
]
FLOORS = {
    "direct": {"iou": 0.955, "attributed": 0.91, "attributed_entity": 0.85},
    "speech": {"iou": 0.745, "attributed": 0.74},
    "joined": {"attributed": 0.76},
}


def test_no_measure_is_below_its_floor() -> None:
    script, dev = judge(), documents("dev")
    counts: dict[str, list[object]] = {name: [] for name in FLOORS}
    classes: Counter[str] = Counter()
    for document in dev:
        found, joined = read(as_article(document)), read(as_article(document, joined=True))
        counts["direct"].append(script.score_document(document, found.direct, ["direct"], 0.8, 1))
        counts["speech"].append(script.score_document(document, found.speech, None, 0.8, 1, "speech"))
        counts["joined"].append(script.score_document(document, joined.direct, ["direct"], 0.8, 1))
        classes += misses(script, document, found.direct)
    got = {name: {k: v["f1"] for k, v in script.report(rows).items() if k in FLOORS[name]} for name, rows in counts.items()}
    print(got, dict(classes.most_common()))
    below = {(name, k): v for name, floors in FLOORS.items() for k, floor in floors.items() if (v := got[name][k]) < floor}
    assert not below
