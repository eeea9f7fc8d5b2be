"""Fits the weights that rank the antecedents of a pronoun: conditional logistic regression over the people in view.

    python -m analysis.training.antecedents [--polnear polnear/train.jsonl.gz] [--rounds 3]

Instances are the "he" and "she" that gold names as the speaker of a quote in the annotated fiction of corpus/, and in the PolNeAR training
articles (Newell et al. 2018). The canonical speakers of PolNeAR are the output of a coreference system and often wrong, so that they weigh
little, but they show how long political reports go on with one speaker. No licence is stated: these weights hold none of the text, and
without --polnear it is left out. Candidates depend on earlier decisions, so that each round resolves the articles with the weights of the round before. Writes
speakers/antecedents.json.
"""

import argparse
import gzip
import json
import pathlib
import re
import unittest.mock
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import minimize

from analysis.articles import parse_article as read_text
from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import Article, Paragraph, Parse, Quote
from analysis.speakers import antecedents, attribute_quotes
from analysis.training.data import CORPUS

TARGET = pathlib.Path(antecedents.__file__).parent / "antecedents.json"
RANKED = antecedents.Antecedents.ranked
RIDGE = 0.5
POLNEAR_WEIGHT = 0.2
Judge = Callable[[int, str], bool | None]
"""(offset of a pronoun, a person's name) -> whether gold means that person; None where gold does not tell."""
Material = tuple[Article, list[Quote], list[Parse], Judge]
Instance = tuple[list[dict[str, float]], list[bool]]
Seen = dict[int, tuple[list[str], list[dict[str, float]]]]
"""Offset of a pronoun -> the candidates' names and features."""


def _last_word(name: str) -> str:
    return re.sub(r"['\u2019]s?$", "", name.split()[-1]).lower() if name.split() else ""


def polnear_articles(path: pathlib.Path) -> Iterator[tuple[Article, Judge]]:
    """The PolNeAR articles; a person is right if the last name is that of the canonical speaker."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            paragraphs = tuple(Paragraph(i, m.start(), m.end()) for i, m in enumerate(re.finditer(r"[^\n]+", row["text"])))
            meant = {q["speaker_start"]: _last_word(q["speaker_canonical"]) for q in row["quotes"] if q.get("speaker_canonical")}

            def judge(place: int, name: str, meant: dict[int, str] = meant) -> bool | None:
                return _last_word(name) == meant[place] if place in meant else None

            yield Article(row["id"], row["text"][: paragraphs[0].end], None, row["text"], paragraphs), judge


def corpus_articles() -> Iterator[tuple[Article, Judge]]:
    """The annotated fiction; the gold speaker of a pronoun is that of the quote beside it with this mention."""
    for path in sorted(CORPUS.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = read_text(path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes(), path.name)
        quotes = [q for q in gold["quotes"] if str(q.get("speaker_mention", "")).lower() in ("he", "she")]
        known = {p["name"]: {p["name"].lower(), *(a.lower() for a in p.get("aliases", []))} for p in gold["people"]}

        def judge(place: int, name: str, quotes: list[dict[str, object]] = quotes, known: dict[str, set[str]] = known) -> bool | None:
            distance, speaker = min(((min(abs(int(str(q["start"])) - place), abs(int(str(q["end"])) - place)), str(q["speaker"])) for q in quotes), default=(99, ""))
            if distance > 40:
                return None
            return name.lower() in known.get(speaker, set()) or _last_word(name) == _last_word(speaker)

        yield article, judge


def prepared(articles: Iterator[tuple[Article, Judge]]) -> Iterator[Material]:
    """Each article with its quotes and parses, which no weight changes."""
    for article, judge in articles:
        quotes, non_speech, _ = find_quotes(article)
        yield article, quotes, parse_article(article, quotes, non_speech), judge


def instances(material: list[Material]) -> list[Instance]:
    """Per pronoun that gold resolves to somebody in view, the candidates' features and which of them are right."""
    out: list[Instance] = []
    for article, quotes, parses, judge in material:
        seen: Seen = {}

        def recording(self: antecedents.Antecedents, place: int, gender: str | None, seen: Seen = seen) -> list[tuple[float, int]]:
            found = self.candidates(place, gender)
            if gender:
                seen[place] = ([self.people[i].name for i in found], list(found.values()))
            return RANKED(self, place, gender)

        with unittest.mock.patch.object(antecedents.Antecedents, "ranked", recording):
            attribute_quotes(article, quotes, parses, find_people(article, parses))
        for place, (names, features) in seen.items():
            right = [bool(judge(place, name)) for name in names]
            if any(right) and not all(right):
                out.append((features, right))
    return out


def fit(data: list[tuple[list[dict[str, float]], list[bool], float]]) -> dict[str, float]:
    """The weights that maximise the probability of the right candidates, with a ridge of RIDGE; the third item of each is its weight."""
    counts = Counter(name for features, _, _ in data for row in features for name in row)
    names = sorted(name for name, n in counts.items() if n >= 5)
    index = {name: i for i, name in enumerate(names)}
    matrices = []
    for features, right, weight in data:
        x = np.zeros((len(features), len(names)))
        for r, row in enumerate(features):
            for name, value in row.items():
                if name in index:
                    x[r, index[name]] = value
        matrices.append((x, np.array(right), weight))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = RIDGE * float(w @ w), 2 * RIDGE * w
        for x, right, weight in matrices:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            good = p * right
            total -= weight * np.log(good.sum() + 1e-12)
            gradient = gradient - weight * (good / (good.sum() + 1e-12) - p) @ x
        return total, gradient

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(w), 3) for name, w in zip(names, best.x, strict=True)}


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    fiction = list(prepared(corpus_articles()))
    polnear = list(prepared(polnear_articles(args.polnear))) if args.polnear else []
    for number in range(args.rounds):
        data = instances(fiction)
        weights = fit([(*row, 1.0) for row in data] + [(*row, POLNEAR_WEIGHT) for row in instances(polnear)])
        TARGET.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        antecedents.weights.cache_clear()
        right = sum(good[int(np.argmax([sum(weights.get(f, 0.0) * v for f, v in row.items()) for row in rows]))] for rows, good in data)
        print(f"round {number + 1}: {len(data)} pronouns, {right / len(data):.3f} right on the training data")


if __name__ == "__main__":
    main()
