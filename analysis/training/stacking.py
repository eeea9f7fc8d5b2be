"""Fits analysis/stacking.json (rules and reading model -> capacity of a speaker, role of a quote), on articles that the reading model had not seen.

    python -m analysis.training.stacking --unseen FOLDER=7,8 [--unseen FOLDER2=18] [--corpus DIR] [--write]

FOLDER is the bundle of a run of readings.py that had not seen these hundreds of corpus/ (7 is 701 to 799). Prints accuracy and expected calibration
error (Naeini et al. 2015) with the articles cross-validated in ten folds: of the capacities, and of the coarse roles with those capacities.
--write fits the weights on all of them and writes them.
"""

import argparse
import dataclasses
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.articles import parse_article as read_text
from analysis.capacities import rule_totals, stack_inputs
from analysis.contexts import person_cards, quote_contexts, sentences_outside
from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.pipeline import read_quotes, read_speakers
from analysis.quotes import find_quotes
from analysis.roles import role_inputs
from analysis.schema import CANNOT_TELL, Article, Attribution, Capacity, Person, Quote, Role
from analysis.scores import Scorer, load_scorer
from analysis.speakers import attribute_quotes
from analysis.stacking import WEIGHTS, weigh
from analysis.training.data import CORPUS
from analysis.training.readings import hundred, labels_of

STRENGTH = 0.02  # inverse of the ridge penalty; between .015 and .06 cross-validation differs by less than half a point
Pairs = list[tuple[float, bool]]


@dataclasses.dataclass(slots=True)
class Read:
    """An annotated article as far as the pipeline reads it without the stack: `labels` are gold's by index of the quote, `inputs` the stack's by
    speaker."""

    reader: Scorer
    article: Article
    quotes: list[Quote]
    attributions: list[Attribution]
    people: list[Person]
    outsides: list[str]
    contexts: list[str]
    labels: dict[int, dict]
    inputs: dict[str, dict[str, float]]


def read_articles(corpus: pathlib.Path, hundreds: list[str], reader: Scorer) -> list[Read]:
    """The articles of these hundreds, in order."""
    out = []
    for path in sorted(p for p in corpus.glob("*.gold.json") if hundred(p.name) in hundreds):
        text = path.with_name(path.name.replace(".gold.json", ".txt"))
        article = read_text(text.read_bytes(), text.name)
        quotes, non_speech, _ = find_quotes(article)
        parses = parse_article(article, quotes, non_speech)
        attributions, people, _ = attribute_quotes(article, quotes, parses, find_people(article, parses))
        outsides = sentences_outside(article, quotes)
        contexts = quote_contexts(article, outsides, attributions, people)
        speakers = read_speakers(reader, quotes, attributions, contexts, person_cards(article, quotes, attributions, people))
        totals = rule_totals(article, people, quotes, attributions, speakers)
        inputs = {p.name: stack_inputs(article, p, totals[p.name], speakers[p.name]) for p in people if p.name in speakers}
        labels = labels_of(quotes, json.loads(path.read_text(encoding="utf-8")))
        out.append(Read(reader, article, quotes, attributions, people, outsides, contexts, labels, inputs))
    return out


def fit_weights(rows: list[dict[str, float]], classes: list[str]) -> dict[str, dict[str, float]]:
    """Per class the weight of each input, "" the constant: a logistic regression with a ridge penalty on inputs of equal spread."""
    names = sorted({name for row in rows for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    mean, spread = x.mean(0), x.std(0) + 0.05
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - mean) / spread, classes)
    weights = model.coef_ / spread
    return {
        str(name): {"": round(float(b - w @ mean), 4), **{n: round(float(v), 4) for n, v in zip(names, w, strict=True)}}
        for name, w, b in zip(model.classes_, weights, model.intercept_, strict=True)
    }  # fmt: skip


def spoken(reads: list[Read]) -> list[tuple[int, str, str]]:
    """(index of the article, speaker, gold's capacity) of each quote that has both."""
    return [(n, r.attributions[i].speakers[0], label["capacity"]) for n, r in enumerate(reads) for i, label in r.labels.items() if r.attributions[i].speakers and label.get("capacity")]


def cross_validated(reads: list[Read]) -> dict[tuple[int, str], dict[str, float]]:
    """Per article and speaker the capacity's probabilities by weights fitted on the other articles."""
    rows = spoken(reads)
    groups = [n for n, _, _ in rows]
    out = {}
    for train, test in GroupKFold(10).split(rows, groups=groups):
        weights = fit_weights([reads[rows[k][0]].inputs[rows[k][1]] for k in train], [rows[k][2] for k in train])
        for n in {groups[k] for k in test}:
            out |= {(n, name): weigh(weights, inputs) for name, inputs in reads[n].inputs.items()}
    return out


def role_rows(reads: list[Read], probabilities: dict[tuple[int, str], dict[str, float]]) -> list[tuple[int, dict[str, float], str]]:
    """(index of the article, what the stack weighs, gold's role) of the labelled quotes, their speakers' capacities as cross-validated."""
    out = []
    for n, r in enumerate(reads):
        told = {name: max(p.items(), key=lambda item: item[1]) for (m, name), p in probabilities.items() if m == n}
        people = [
            dataclasses.replace(p, capacity=Capacity(told[p.name][0]) if told[p.name][1] >= CANNOT_TELL else None, capacity_confidence=told[p.name][1])
            for p in r.people if p.name in told
        ]  # fmt: skip
        inputs = role_inputs(r.quotes, r.attributions, people, r.outsides, read_quotes(r.reader, r.quotes, r.attributions, people, r.contexts))
        out += [(n, inputs[i], label["role"]) for i, label in r.labels.items()]
    return out


def role_pairs(rows: list[tuple[int, dict[str, float], str]]) -> Pairs:
    """(probability of the likeliest coarse role, whether it is right) by weights fitted on the other articles."""
    out = []
    for train, test in GroupKFold(10).split(rows, groups=[n for n, _, _ in rows]):
        weights = fit_weights([rows[k][1] for k in train], [rows[k][2] for k in train])
        for k in test:
            found = weigh(weights, rows[k][1])
            best = Role(max(found, key=lambda role: found[role])).coarse
            out.append((sum(p for role, p in found.items() if Role(role).coarse == best), best == Role(rows[k][2]).coarse))
    return out


def calibration_error(pairs: Pairs, bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over bins of confidence, weighted by size."""
    p, y = np.array([c for c, _ in pairs]), np.array([float(right) for _, right in pairs])
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].mean() - y[place == b].mean()) * (place == b).mean() for b in range(bins) if (place == b).any()))


def report(name: str, pairs: Pairs) -> None:
    """Prints accuracy and calibration of (confidence, right) pairs."""
    print(f"{name}: n {len(pairs)}, right {np.mean([r for _, r in pairs]):.3f}, calibration error {calibration_error(pairs):.3f}")
    for limit in (0.3, 0.35, 0.4, 0.5):
        below = [r for c, r in pairs if c < limit]
        print(f"  below {limit}: n {len(below)}, right {np.mean(below) if below else float('nan'):.2f}")


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", action="append", required=True)
    parser.add_argument("--corpus", type=pathlib.Path, default=CORPUS)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    reads: list[Read] = []
    for part in args.unseen:
        folder, hundreds = part.split("=")
        reads += read_articles(args.corpus, hundreds.split(","), load_scorer(pathlib.Path(folder)))
    probabilities = cross_validated(reads)
    report("capacity", [(max(p.values()), max(p, key=lambda c: p[c]) == gold) for n, name, gold in spoken(reads) for p in [probabilities[n, name]]])
    said = role_rows(reads, probabilities)
    report("role8", role_pairs(said))
    if args.write:
        rows = spoken(reads)
        weights = fit_weights([reads[n].inputs[name] for n, name, _ in rows], [gold for _, _, gold in rows])
        roles = fit_weights([inputs for _, inputs, _ in said], [gold for _, _, gold in said])
        WEIGHTS.write_text(json.dumps({"capacity": weights, "role": roles}, indent=1) + "\n", encoding="utf-8")
        print(WEIGHTS)


if __name__ == "__main__":
    main()
