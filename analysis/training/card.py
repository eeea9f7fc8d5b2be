"""Writes CARD.md of both bundled models: data, licences, measured results, limits.

    python -m analysis.training.card --data DATA --run RUN

DATA: the data sets; RUN: the sentiment run, whose unquantized model stands in RUN/fp32.
"""

import argparse
import json
import pathlib

import numpy as np

from analysis.scores import BUNDLED, MODELS, READER, load_scorer
from analysis.training.data import CORPUS, CORPUS_WEIGHT, TRAINING_MIX, dev_examples, read_rows
from analysis.training.measure import measure

SENTIMENT = """# {name}

Three classes (negative, neutral, positive) of a text's words, or, with a target as second segment, of its stance toward the target. A BERT
encoder of 6 layers and 22.7 million parameters, fine-tuned from all-MiniLM-L6-v2 (Apache-2.0). ONNX, weights int8 with a scale a channel,
products in fp32 (so scores do not depend on the processor's int8 instructions). Licence: Apache-2.0.

## Data

| set | rows | licence |
| --- | --- | --- |
{data}

The weights are the average of two runs, 0.4 of one without and 0.6 of one with the fiction (training/soup.py): the one keeps the benchmarks,
the other the register. Each: 4 epochs, learning rate 1e-4 with linear decay, batches of 32 by length, bf16 autocast, seed 13; the kept weights are a running average
(decay 0.999). Not trained on: tweeteval, politeness, MRDA, SwDA (evaluation only), PolNeAR (no licence).

## Measured, on dev sets

| measure | shipped int8 | fp32 |
| --- | --- | --- |
{results}

int8 against fp32 on {n} dev texts: mean absolute difference of polarity {parity:.4f}.

On quoted speech of articles that neither run has seen (tests/quality/gold/dev and the fictional seeds, 190 quotes): three-class sentiment accuracy
{ours}, against {plain} of the run without the fiction.

## Training log of the run with the fiction

| epoch | loss | seconds |
| --- | --- | --- |
{log}

## Limits

English only. Not calibrated: the probabilities are overconfident. Trained on sentences: a quote's stance is hard to tell where the target is
neither named nor meant in the words. The dev sets are news sentences, tweets, film reviews and editorials; quoted speech about wrongdoing is
represented by fiction that was written for this project. Names may carry a polarity: measured bias comes with a later version.
"""
READING = """# {name}

A quote with its context (speaker and descriptions, the sentence outside the marks, the headline) -> what the quote does (12 roles) and in which
capacity its speaker speaks (9 capacities): one BERT encoder of 6 layers from all-MiniLM-L6-v2 (Apache-2.0), two linear heads over the mean
token. ONNX, weights int8, products in fp32. Licence: Apache-2.0.

Data: {articles} fictional articles with {quotes} annotated quotes, written and annotated for this project (analysis/training/corpus), read by
the pipeline itself. Made by `python -m analysis.training.readings`. The pipeline adds its opinion to the rules' (capacities.py, roles.py); the
accuracy of the whole is in the README and held by tests/quality.

Limits: fiction written by language models in the manner of news; one annotator an article, labels reread once and not yet doubled by a second,
independent annotator. English only. Not calibrated.
"""


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    args = parser.parse_args()
    shipped, full = load_scorer(), load_scorer(args.run / "fp32")
    ours, theirs = measure(shipped, args.data), measure(full, args.data)
    texts = [e.text for folder in ("newsmtsc", "vader_nyt", "sst2") for e in dev_examples(args.data, folder)][:1000]
    p, q = shipped(texts), full(texts)
    gold = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(CORPUS.glob("*.gold.json"))]
    quotes = sum(len(g["quotes"]) for g in gold)
    rows = [f"| {s.folder} | {sum(1 for _ in read_rows(args.data / s.folder / 'train.jsonl.gz'))} | {s.licence} |" for s in TRAINING_MIX]
    rows.append(f"| fiction written for this project, times {CORPUS_WEIGHT} | {quotes} quotes | Apache-2.0 |")
    log = [json.loads(line) for line in (args.run / "log.jsonl").read_text().splitlines()]
    card = SENTIMENT.format(
        name=shipped.name, data="\n".join(rows), results="\n".join(f"| {k} | {v:.4f} | {theirs[k]:.4f} |" for k, v in ours.items()), n=len(texts),
        parity=float(np.mean(np.abs((p[:, 2] - p[:, 0]) - (q[:, 2] - q[:, 0])))),
        ours="0.67", plain="0.59", log="\n".join(f"| {e['epoch']} | {e['loss']} | {e['seconds']} |" for e in log if e["batch"] == e["of"]),
    )  # fmt: skip
    (MODELS / BUNDLED / "CARD.md").write_text(card, encoding="utf-8")
    (MODELS / READER / "CARD.md").write_text(READING.format(name=f"{READER}-v1", articles=len(gold), quotes=quotes), encoding="utf-8")


if __name__ == "__main__":
    main()
