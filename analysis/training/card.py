"""Writes CARD.md of the bundled sentiment model: data, licences, measured results, what was tried, limits.

    python -m analysis.training.card --data DATA --run RUN [--baselines FILE.json]

DATA: the data sets; RUN: the run that is shipped, whose unquantized model stands in RUN/fp32; FILE: written by tests/quality/baselines.py.
Fails where the shipped weights are not on a par with the unquantized ones. variants.json, edited by hand after each experiment, holds what was
tried. The reading model's card is written by hand.
"""

import argparse
import json
import pathlib

import numpy as np

from analysis.schema import CLOSE
from analysis.scores import BUNDLED, MODELS, Scorer, load_scorer
from analysis.training.data import CORE_MIX, SHARP_MIX, corpus_examples, dev_examples, read_rows, tone_examples
from analysis.training.measure import MEASURES, calibration, judge_of, macro_f1, measure

VARIANTS = pathlib.Path(__file__).parent / "variants.json"
FLOORS = pathlib.Path(__file__).parents[2] / "tests" / "quality" / "diagnostics" / "floors.json"
SENTIMENT = """# {name}

Three classes (negative, neutral, positive) of a text's words, or, with a target as second segment, of its stance toward the target. An MPNet
encoder: the lower six layers of an all-mpnet-base-v2 (Apache-2.0) that was fine-tuned as a teacher, 64 million parameters. ONNX, weights int8 with a scale a channel,
products in fp32 (so scores do not depend on the processor's int8 instructions). Licence: Apache-2.0.

## Data

| set | rows | licence |
| --- | --- | --- |
{data}

{recipe}
Not trained on: tweeteval, politeness, MRDA, SwDA (evaluation only).

## Measured, on dev sets

| measure | shipped int8 | fp32 |
| --- | --- | --- |
{results}

int8 against fp32 on {n} dev texts: mean absolute difference of polarity {difference:.4f} (at most 0.02 asked), loss of macro F1 {loss:.4f} (at most
0.005 asked).

Calibrated by a temperature for each task ({words} for words, {stance} for stance), fitted on vader_nyt dev and NewsMTSC dev.
**Cannot tell**: the two likeliest classes lie less than {close} apart (schema.CLOSE), where at least half of the answers are wrong.

| on NewsMTSC rw and vader_nyt, dev | |
| --- | --- |
{calibration}

The diagnostic suite (tests/quality/diagnostics, 334 cases): at least these shares are met. {bias}

| cases | met |
| --- | --- |
{diagnostics}
{baselines}
## What was tried

{variants}

## Training log (steps 3 and 4)

| step | epoch | loss | examples a second |
| --- | --- | --- | --- |
{log}

## Limits

English only. Trained on sentences: a quote's stance is hard to tell where the target is neither named nor meant in the words; half of the sarcasm is
missed. The dev sets are news sentences, tweets, film reviews and editorials; quoted speech about wrongdoing is represented by fiction and
templates that were written for this project. The temperatures were fitted on the dev sets that they are reported on.
"""


def parity(shipped: Scorer, full: Scorer, data: pathlib.Path) -> dict[str, float]:
    """On 1,000 dev texts (NewsMTSC with its targets, both halves, and vader_nyt): `difference`, the mean absolute difference of polarity, and
    `loss`, what macro F1 loses over them all; a set alone is too small to tell 0.005 from nothing."""
    sets = (("newsmtsc", "dev"), ("newsmtsc", "dev_mt"), ("vader_nyt", "dev"))
    examples = [e for folder, split in sets for e in dev_examples(data, folder, split)][:1000]
    gold = np.array([e.label for e in examples])
    p, q = (s([e.text for e in examples], targets=[e.target for e in examples]) for s in (shipped, full))
    loss = macro_f1(gold, q.argmax(axis=1)) - macro_f1(gold, p.argmax(axis=1))
    return {"difference": float(np.mean(np.abs((p[:, 2] - p[:, 0]) - (q[:, 2] - q[:, 0])))), "loss": max(0.0, loss), "n": len(examples)}


def table_of(rows: list[dict[str, object]]) -> str:
    """Markdown of rows with the same keys."""
    head = list(rows[0])
    lines = [" | ".join(map(str, row.values())) for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {line} |" for line in lines)])


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--baselines", type=pathlib.Path)
    args = parser.parse_args()
    config = json.loads((MODELS / BUNDLED / "config.json").read_text(encoding="utf-8"))["calibration"]
    unquantized = args.run / "fp32" / "config.json"  # like with like: the same temperatures
    unquantized.write_text(json.dumps(json.loads(unquantized.read_text(encoding="utf-8")) | {"calibration": config}, indent=1), encoding="utf-8")
    shipped, full = load_scorer(), load_scorer(args.run / "fp32")
    same = parity(shipped, full, args.data)
    if same["difference"] > 0.02 or same["loss"] > 0.005:
        raise SystemExit(f"int8 is not on a par with fp32: {same}")
    ours, theirs = measure(judge_of(shipped), args.data), measure(judge_of(full), args.data)
    made = json.loads(VARIANTS.read_text(encoding="utf-8"))
    rows = [f"| {s.folder} | {min(s.at_most, sum(1 for _ in read_rows(args.data / s.folder / 'train.jsonl.gz')))} | {s.licence} |" for s in dict.fromkeys((*CORE_MIX, *SHARP_MIX))]
    rows.append(f"| quotes of the fiction written for this project (corpus/) | {sum(not e.target for e in corpus_examples())} | Apache-2.0 |")
    rows.append(f"| quotes written for this project whose words and meaning part (tone.tsv) | {sum(not e.target for e in tone_examples())} | Apache-2.0 |")
    log = [json.loads(line) for line in (args.run / "log.jsonl").read_text().splitlines()]
    peers = json.loads(args.baselines.read_text(encoding="utf-8")) if args.baselines else {}
    beside = [{"measure": m, "ours": f"{ours[m]:.3f}", **{name: f"{r[m]:.3f}" for name, r in peers.items()}} for m in ours]
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["rates"]
    card = SENTIMENT.format(
        name=shipped.name, data="\n".join(rows), recipe=made["recipe"], results="\n".join(f"| {k} | {v:.4f} | {theirs[k]:.4f} |" for k, v in ours.items()),
        **same, **config, close=CLOSE, calibration="\n".join(f"| {k} | {v:.4f} |" for k, v in calibration(shipped, args.data).items()), bias=made["bias"],
        diagnostics="\n".join(f"| {group} | {share:.2f} |" for group, share in floors.items() if ":" in group),
        baselines=f"\n## Beside others\n\n{table_of(beside)}\n" if peers else "", variants=table_of(made["variants"]),
        log="\n".join(f"| {e['step']} of {e['of']} | {e['epoch']} | {e['loss']} | {e['examples_a_second']} |" for e in log),
    )  # fmt: skip
    (MODELS / BUNDLED / "CARD.md").write_text(card, encoding="utf-8")
    print(MODELS / BUNDLED / "CARD.md", len(MEASURES), "measures")


if __name__ == "__main__":
    main()
