"""The data sets behind the sentiment model: which files, how their labels map to three classes, which may be trained on.

A label is a distribution over negative, neutral, positive: where a set gives ratings, a text rated just above neutral is not as positive as
one that all raters loved, and a model that learns so ranks better (vader_nyt is measured by correlation with the mean rating).
"""

import csv
import dataclasses
import functools
import gzip
import json
import math
import pathlib
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

LABELS = ("negative", "neutral", "positive")
Row = dict[str, Any]
Soft = tuple[float, float, float]
SMOOTHING = 0.06  # taken from a hard label: annotators of news agree on about nine in ten


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; `target` is the person or thing the label is about, None where the label is of the words themselves.

    Attributes:
        soft: Probabilities of negative, neutral, positive to learn; () to learn the label itself.
    """

    text: str
    target: str | None
    label: int
    soft: Soft | tuple[()] = ()

    @property
    def wanted(self) -> Soft:
        """The distribution to learn."""
        if self.soft:
            return self.soft
        low = SMOOTHING / 3
        return tuple(1 - 2 * low if i == self.label else low for i in range(3))  # type: ignore[return-value]


def graded(score: float, edge: float, spread: float) -> Soft:
    """A rating around 0 -> probabilities that a reader's own rating lies under -edge, between, and over edge (normal, `spread`)."""

    def below(x: float) -> float:
        return 0.5 * (1 + math.erf((x - score) / (spread * math.sqrt(2))))

    return below(-edge), below(edge) - below(-edge), 1 - below(edge)


def _label(row: Row) -> int:
    return LABELS.index(str(row["label"]))


def _plain(row: Row) -> list[Example]:
    return [Example(untokenise(row["text"]), row.get("target") or None, _label(row))]


def _rated(row: Row) -> list[Example]:
    """VADER's sets: the mean of twenty ratings, -4..4, whose own edges of neutral are -0.5 and 0.5; raters differ by about 0.8."""
    return [Example(untokenise(row["text"]), None, _label(row), graded(float(row["score"]), 0.5, 0.8))]


def _films(row: Row) -> list[Example]:
    grade = int(row["label"])
    return [Example(untokenise(row["text"]), None, 0 if grade < 3 else 1 if grade == 3 else 2, graded(grade - 3.0, 0.5, 0.6))]


def _valence(row: Row) -> list[Example]:
    """EmoBank: the mean valence of five readers, 1..5, whose edges of neutral are 2.75 and 3.25."""
    return [Example(untokenise(row["text"]), None, _label(row), graded(float(row["V"]) - 3, 0.25, 0.3))]


def _emotions(row: Row) -> list[Example]:
    """GoEmotions in groups: only rows of one group, and that not "ambiguous"."""
    labels = row["label"]
    return [Example(row["text"], None, LABELS.index(labels[0]))] if len(labels) == 1 and labels[0] in LABELS else []


def _directed(row: Row) -> list[Example]:
    """Who blames or praises whom: a row of a pair p -> q. The object gets the label, the subject a soft neutral one: a sentence seldom
    tells what to think of the one who judges. "No sentiment between the two" says little about what the sentence thinks of either: soft
    neutral, and only one row in four, so that neutral does not drown the rest. Mentions in the set lose their last letter: mended here."""
    p, q = (mended(row["text"], row[f"{k}_start"], row[f"{k}_end"]) for k in "pq")
    soft: Soft = (0.16, 0.68, 0.16)
    if row["label"] == "neutral":
        return [Example(row["text"], q, 1, soft)] if row["q_start"] % 4 == 0 else []
    side, way = row["label"].split("_")
    subject, object_ = (p, q) if way == "p2q" else (q, p)
    label = LABELS.index(side)
    return [Example(row["text"], object_, label, graded(label - 1.0, 0.5, 0.5)), Example(row["text"], subject, 1, soft)]


def mended(text: str, start: int, end: int) -> str:
    """A mention in full words, without a possessive ending."""
    rest = re.match(r"\w*", text[end:])
    return re.sub(r"['\u2019]s?$", "", text[start : end + (rest.end() if rest else 0)]).strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A data set of the training mix: its folder, its licence as INDEX.json states it, how a row becomes examples, and how many rows."""

    folder: str
    licence: str
    read: Callable[[Row], list[Example]] = _plain
    at_most: int = 1_000_000


# Only sets whose licence does not forbid training; tweeteval, politeness, mrda and swda are for evaluation.
TRAINING_MIX = (
    Source("newsmtsc", "MIT"),
    Source("newstsc", "MIT"),
    Source("sst5", "MIT (repository), Stanford: free for research", _films),
    Source("sst2", "MIT (repository), Stanford: free for research"),
    Source("vader_nyt", "MIT", _rated),
    Source("vader_tweets", "MIT", _rated),
    Source("vader_amazon", "MIT", _rated),
)
WIDE_MIX = (
    *TRAINING_MIX,
    Source("dse_news", "free to use with citation (Park, Pan and Joo 2021)", _directed),
    Source("emobank", "CC BY-SA 4.0", _valence),
    Source("goemotions_group", "Apache-2.0", _emotions, 12_000),
)
CORE_MIX = tuple(s for s in WIDE_MIX if s.folder not in ("emobank", "goemotions_group"))
NEWS_MIX = tuple(s for s in WIDE_MIX if s.folder in ("newsmtsc", "newstsc", "vader_nyt", "dse_news"))
# A last stage for a student that has learned a teacher's view of everything: the people's labels, stance toward a target twice.
SHARP_MIX = (
    *(s for s in WIDE_MIX if s.folder in ("newsmtsc", "newstsc", "sst2", "vader_nyt", "vader_tweets")),
    *(s for s in WIDE_MIX if s.folder in ("newsmtsc", "newstsc")),
    Source("goemotions_group", "Apache-2.0", _emotions, 6_000),
)
MIXES = {"none": (), "plain": TRAINING_MIX, "core": CORE_MIX, "wide": WIDE_MIX, "news": NEWS_MIX, "sharp": SHARP_MIX}


def untokenise(text: str) -> str:
    """Undo Penn Treebank spacing ("It 's", "`` so ''"), which the SST sets carry and news does not."""
    text = re.sub(r"``\s*|\s*''", '"', text)
    text = re.sub(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b)", r"\1", text)
    return re.sub(r"\s+([,.;:!?%)])", r"\1", text).replace("( ", "(").replace("-LRB-", "(").replace("-RRB-", ")").strip()


def read_rows(path: pathlib.Path) -> Iterator[Row]:
    """Rows of a gzipped JSONL file, in file order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


CORPUS = pathlib.Path(__file__).parent / "corpus"
CORPUS_WEIGHT = 2  # times that each quote of the corpus is seen an epoch, unless asked otherwise: a tenth of the mix is the register that the product reads


TONE = pathlib.Path(__file__).parent / "tone.tsv"
TONE_WEIGHT = 6  # times an epoch: few, and of the kind that a model misreads


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
    return out


def tone_examples() -> list[Example]:
    """Quotes written for this project whose words and meaning part (sarcasm, polite refusals, one word in a sentence, demands, two targets), with
    look-alikes that mean what they say: each for the sentiment of its words and for its stance."""
    with TONE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    sides = ((None, "sentiment"), ("target", "stance"))
    return list(dict.fromkeys(Example(row["text"], row[target] if target else None, LABELS.index(row[label])) for row in rows for target, label in sides))


def training_examples(data: pathlib.Path, *, mix: str = "plain", corpus: int = CORPUS_WEIGHT) -> list[Example]:
    """The examples of a mix under `data`, set after set; the fiction first, so many times over, with the
    quotes of tone.tsv."""
    out = corpus_examples() * corpus + (tone_examples() * TONE_WEIGHT if corpus else [])
    for source in MIXES[mix]:
        rows = [e for row in read_rows(data / source.folder / "train.jsonl.gz") for e in source.read(row)]
        out += random.Random(source.folder).sample(rows, min(source.at_most, len(rows)))
    return out


def dev_examples(data: pathlib.Path, folder: str, split: str = "dev") -> list[Example]:
    """Rows of one evaluation set, texts verbatim."""
    read = next((source.read for source in WIDE_MIX if source.folder == folder), _plain)
    return [dataclasses.replace(example, text=str(row["text"])) for row in read_rows(data / folder / f"{split}.jsonl.gz") for example in read(row)]


NAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?: [A-Z]\.)?(?: [A-Z][a-z]+(?:-[A-Z][a-z]+)?){0,2}")
# Common family names of many countries; the diagnostics of tests/quality measure with others.
SURNAMES = """Abdullah Adeyemi Aguilar Ali Andersson Bakker Banerjee Bauer Becker Begum Bello Bernard Bianchi Brown Bui Campbell Carvalho Castro
Chan Chang Chaudhry Chukwu Cohen Costa Cruz Dang Davies Diaz Dubois Eze Farah Farouk Fernandes Fischer Flores Fontaine Gonzalez Green Gupta
Haddad Hall Hansen Hassan Hernandez Ho Hoffmann Horvat Hughes Hussain Ibrahim Ito Ivanov Jackson Jansen Jensen Johansson Joshi Kamau Kaplan
Kelly Khalil Khan Kim Kovacs Kowalski Kumar Kwon Larsen Lee Levy Lewis Li Lim Lopes Lopez Lin Mahmoud Malik Martin Mbeki Mendoza Meyer Mohamed
Moore Moreau Morris Murphy Mutua Nair Nakamura Ndiaye Nguyen Novak Nowak Ochieng Okafor Okoye Olsen Oliveira Ortiz Osman Park Patel Pereira Petrov
Pham Popescu Rahman Ramirez Reddy Reid Richter Rivera Robinson Rojas Romano Rossi Saito Salazar Santos Sato Schmidt Schneider Shah Sharma Silva
Singh Smirnov Smith Sokolov Suzuki Tan Tanaka Taylor Torres Tran Traore Turner Vargas Virtanen Wagner Walker Wang Watanabe White Wilson Wong
Wright Wu Yamamoto Yang Yilmaz Young Yusuf Zhang Zulu""".split()  # fmt: skip


@functools.cache
def first_names() -> list[str]:
    """Names for `renamed`, of both genders."""
    table = json.loads((pathlib.Path(__file__).parents[1] / "first_names.json").read_text(encoding="utf-8"))
    return [name.title() for side in "fm" for name in table[side] if name.isascii()]


def renamed(example: Example, rng: random.Random) -> Example:
    """The example with its target's name replaced wherever it stands, so that no real name can carry a polarity; unchanged where the
    target is no name ("the committee"). Organisations are renamed too: what is said of them does not hang on their names either."""
    old = example.target
    if not old or not NAME.fullmatch(old) or f"the {old}" in example.text or f"The {old}" in example.text:
        return example
    surname = rng.choice(SURNAMES)
    new = surname if " " not in old else f"{rng.choice(first_names())} {surname}"
    text = re.sub(rf"\b{re.escape(old)}\b", new, example.text)
    return dataclasses.replace(example, text=text, target=new)
