"""What the sentiment model must be able to do (after CheckList, Ribeiro et al. 2020), 334 cases and 24 names written for this project.

functionality.tsv  a text, perhaps a target, and the class it must get
directional.tsv    two texts of which the second must be more positive, by 0.05 at least
invariance.tsv     two texts whose polarity may differ by 0.1 at most: gender, place, nationality, religion, typography, number
names.tsv          names of twelve groups, put into sentences.txt: how far does polarity move when only the name changes?

Sentiment is that of the words for a reader who does not know the case, stance is by meaning (domain rules of the project). None of the sentences
or family names stands in the texts that were written for the training (training/corpus, tone.tsv, the names that targets are changed to).
"""

import collections
import csv
import itertools
import pathlib
from typing import Any

import numpy as np

HERE = pathlib.Path(__file__).parent
LABELS = ("negative", "neutral", "positive")
FARTHER, NEAR = 0.05, 0.1


def cases(name: str) -> list[dict[str, Any]]:
    """Rows of one file; an empty target is None."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [{**row, "target": row.get("target") or None} for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def polarity(scorer: Any, texts: list[str], targets: list[str | None]) -> np.ndarray:
    """positive - negative, -1..1."""
    p = scorer(texts, targets=targets)
    return p[:, 2] - p[:, 0]


def passed(scorer: Any) -> list[tuple[str, str, str, bool]]:
    """(file, group, what was asked, whether it was met) of each case."""
    out = []
    rows = cases("functionality")
    got = scorer([r["text"] for r in rows], targets=[r["target"] for r in rows]).argmax(axis=1)
    for row, label in zip(rows, got, strict=True):
        asked = f"{row['expected']}{' toward ' + row['target'] if row['target'] else ''}: {row['text']} (got {LABELS[label]})"
        out.append(("functionality", row["group"], asked, LABELS[label] == row["expected"]))
    for name, a, b in (("directional", "lower", "higher"), ("invariance", "text", "variant")):
        rows = cases(name)
        targets = [r["target"] for r in rows]
        change = polarity(scorer, [r[b] for r in rows], targets) - polarity(scorer, [r[a] for r in rows], targets)
        for row, by in zip(rows, change, strict=True):
            out.append((name, row["group"], f"{row[a]} / {row[b]} ({by:+.2f})", bool(by >= FARTHER if name == "directional" else abs(by) <= NEAR)))
    return out


def rates(results: list[tuple[str, str, str, bool]]) -> dict[str, float]:
    """Share of cases met, a file and a group ("functionality: sarcasm") each."""
    met = collections.defaultdict(list)
    for file, group, _, ok in results:
        met[file].append(ok)
        met[f"{file}: {group}"].append(ok)
    return {name: sum(values) / len(values) for name, values in sorted(met.items())}


def name_bias(scorer: Any) -> dict[str, float]:
    """Mean absolute change of polarity between two versions of a sentence that differ in the name alone: `words` (no target) and `stance`
    (the name as target), over all pairs of names; `gender`: between woman and man of one group; `group`: between groups, same gender."""
    sentences = (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()
    names = [(row["group"], side, row[side]) for row in cases("names") for side in ("female", "male")]
    out: dict[str, list[float]] = collections.defaultdict(list)
    for task in ("words", "stance"):
        texts = [s.format(name=name) for s in sentences for _, _, name in names]
        targets = [name if task == "stance" else None for _ in sentences for _, _, name in names]
        table = polarity(scorer, texts, targets).reshape(len(sentences), len(names))
        for (i, a), (j, b) in itertools.combinations(enumerate(names), 2):
            change = np.abs(table[:, i] - table[:, j]).tolist()
            out[task] += change
            out["gender"] += change if a[0] == b[0] else []
            out["group"] += change if a[1] == b[1] else []
    return {name: float(np.mean(values)) for name, values in out.items()}
