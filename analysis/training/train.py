"""Fine-tune the base encoder on the training mix: text, or text with a target as second segment, to three classes.

    python -m analysis.training.train --data DATA --base BASE --out RUN [--epochs 4] [--lr 1e-4] [--seed 13] [--without-corpus]

Writes RUN/epoch-N.pt after each epoch (resumed from the newest one), RUN/log.jsonl, and RUN/model in the layout of transformers.
"""

import argparse
import json
import math
import pathlib
import random
import time

import torch
import transformers

from analysis.training.data import LABELS, Example, training_examples

MAX_TOKENS = 128
AVERAGE = 0.999  # decay of the running average of the weights that is kept: about the last thousand steps


def batches(examples: list[Example], size: int, seed: int) -> list[list[Example]]:
    """Shuffled batches of similar length: padding is most of the cost on a CPU, and a fixed order would bias the steps."""
    rng = random.Random(seed)
    shuffled = rng.sample(examples, len(examples))
    pool = size * 50
    out = []
    for at in range(0, len(shuffled), pool):
        near = sorted(shuffled[at : at + pool], key=lambda e: len(e.text))
        out += [near[i : i + size] for i in range(0, len(near), size)]
    rng.shuffle(out)
    return out


def encode(tokenizer, examples: list[Example]):
    """Token tensors of a batch; a target is the second segment, its absence an empty one left out."""
    pairs = [(e.text, e.target) if e.target else (e.text,) for e in examples]
    rows = [tokenizer(*pair, truncation="only_first", max_length=MAX_TOKENS) for pair in pairs]
    return tokenizer.pad(rows, return_tensors="pt")


def newest_checkpoint(out: pathlib.Path) -> tuple[int, pathlib.Path | None]:
    """(epochs done, file) of the newest checkpoint in `out`, (0, None) where there is none."""
    found = sorted(out.glob("epoch-*.pt"), key=lambda p: int(p.stem.split("-")[1]))
    return (int(found[-1].stem.split("-")[1]), found[-1]) if found else (0, None)


def train(data: pathlib.Path, base: str, out: pathlib.Path, *, epochs: int, lr: float, batch: int, seed: int, corpus: bool = True) -> None:
    """Fine-tune `base` and leave the model under `out / "model"`; an interrupted run goes on after its last whole epoch."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        base, num_labels=3, id2label=dict(enumerate(LABELS)), label2id={n: i for i, n in enumerate(LABELS)}
    )
    examples = training_examples(data, corpus=corpus)
    steps = epochs * math.ceil(len(examples) / batch)
    optimiser = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01)
    schedule = transformers.get_linear_schedule_with_warmup(optimiser, int(0.06 * steps), steps)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE))
    done, checkpoint = newest_checkpoint(out)
    if checkpoint:
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
    for epoch in range(done, epochs):
        began, total = time.time(), 0.0
        model.train()
        todo = batches(examples, batch, seed + epoch)
        for number, group in enumerate(todo, 1):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**encode(tokenizer, group)).logits
            loss = torch.nn.functional.cross_entropy(logits.float(), torch.tensor([e.label for e in group]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(model)
            optimiser.zero_grad()
            total += loss.item()
            if number % 100 == 0 or number == len(todo):
                entry = {"epoch": epoch + 1, "batch": number, "of": len(todo), "loss": round(total / number, 4), "seconds": round(time.time() - began)}
                with (out / "log.jsonl").open("a") as log:
                    log.write(json.dumps(entry) + "\n")
        state = {"model": model.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save(state, out / f"epoch-{epoch + 1}.pt")
    average.module.save_pretrained(out / "model")
    tokenizer.save_pretrained(out / "model")


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--without-corpus", action="store_true")
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    train(args.data, args.base, args.out, epochs=args.epochs, lr=args.lr, batch=args.batch, seed=args.seed, corpus=not args.without_corpus)


if __name__ == "__main__":
    main()
