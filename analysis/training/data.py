"""The data sets behind the sentiment model: which files, how their labels map to three classes, which may be trained on."""

import dataclasses
import gzip
import json
import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any

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


CORPUS = pathlib.Path(__file__).parent / "corpus"
CORPUS_WEIGHT = 3  # times that each quote of the corpus is seen an epoch: a tenth of the mix is the register that the product reads


def gold_articles(folder: pathlib.Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(text, gold) of each annotated article in a folder, by name."""
    for path in sorted(folder.glob("*.gold.json")):
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        yield text, json.loads(path.read_text(encoding="utf-8"))


def corpus_examples() -> list[Example]:
    """The quotes of the annotated fiction: for the sentiment of their words, and for their stance toward the target that gold names."""
    out = []
    for _, gold in gold_articles(CORPUS):
        for quote in gold["quotes"]:
            if not quote.get("uncertain"):
                out.append(Example(quote["text"], None, LABELS.index(quote["sentiment"])))
                if quote.get("target"):
                    out.append(Example(quote["text"], quote["target"], LABELS.index(quote["stance"])))
    return out * CORPUS_WEIGHT


def training_examples(data: pathlib.Path, *, corpus: bool = True) -> list[Example]:
    """Every row of the training mix under `data`, set after set, texts without Penn Treebank spacing; the corpus first where asked for."""
    return (corpus_examples() if corpus else []) + [
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
