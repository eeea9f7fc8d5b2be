"""The data sets behind the sentiment model: which files, how their labels map to three classes, which may be trained on."""

import dataclasses
import gzip
import json
import pathlib
import re
from collections.abc import Callable, Iterator

LABELS = ("negative", "neutral", "positive")


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; `target` is the person or thing the label is about, None where the label is of the words themselves."""

    text: str
    target: str | None
    label: int


def _by_name(row: dict[str, object]) -> int:
    return LABELS.index(str(row["label"]))


def _five_to_three(row: dict[str, object]) -> int:
    grade = int(str(row["label"]))
    return 0 if grade < 3 else 1 if grade == 3 else 2


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A data set of the training mix: its folder, its licence as INDEX.json states it, and how a row gives a class 0..2."""

    folder: str
    licence: str
    label: Callable[[dict[str, object]], int] = _by_name


# Only sets whose licence does not forbid training; tweeteval, politeness, mrda and swda are for evaluation.
TRAINING_MIX = (
    Source("newsmtsc", "MIT"),
    Source("newstsc", "MIT"),
    Source("sst5", "MIT (repository), Stanford: free for research", _five_to_three),
    Source("sst2", "MIT (repository), Stanford: free for research"),
    Source("vader_nyt", "MIT"),
    Source("vader_tweets", "MIT"),
    Source("vader_amazon", "MIT"),
)


def untokenise(text: str) -> str:
    """Undo Penn Treebank spacing ("It 's", "`` so ''"), which the SST sets carry and news does not."""
    text = re.sub(r"``\s*|\s*''", '"', text)
    text = re.sub(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b)", r"\1", text)
    return re.sub(r"\s+([,.;:!?%)])", r"\1", text).replace("( ", "(").replace("-LRB-", "(").replace("-RRB-", ")").strip()


def read_rows(path: pathlib.Path) -> Iterator[dict[str, object]]:
    """Rows of a gzipped JSONL file, in file order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def training_examples(data: pathlib.Path) -> list[Example]:
    """Every row of the training mix under `data`, set after set, texts without Penn Treebank spacing."""
    return [
        Example(untokenise(str(row["text"])), str(row["target"]) if row.get("target") else None, source.label(row))
        for source in TRAINING_MIX
        for row in read_rows(data / source.folder / "train.jsonl.gz")
    ]


def dev_examples(data: pathlib.Path, folder: str, split: str = "dev") -> list[Example]:
    """Rows of one evaluation set, texts verbatim."""
    label = next((source.label for source in TRAINING_MIX if source.folder == folder), _by_name)
    return [
        Example(str(row["text"]), str(row["target"]) if row.get("target") else None, label(row))
        for row in read_rows(data / folder / f"{split}.jsonl.gz")
    ]
