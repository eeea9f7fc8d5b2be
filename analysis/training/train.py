"""Fine-tune an encoder on the training mix: text, or text with a target as second segment, to three classes.

    python -m analysis.training.train --data DATA --base BASE --out RUN [--mix none|plain|core|news|wide|sharp] [--epochs 4] [--lr 1e-4] [--seed 13]
        [--corpus 2] [--rename 0.3] [--soft FILE] [--freeze LAYERS] [--templates N]
        [--steps N] [--fall N] [--stop-after SECONDS] [--layers N]

Writes RUN/checkpoint.pt every few hundred steps (an interrupted run goes on from there to the same weights: order, dropout and names follow
from the seed and the step; other examples or settings are refused), RUN/log.jsonl, and at the end RUN/model, the running average of the
weights, in the layout of transformers. BASE may be another run's model.
FILE holds further examples with probabilities to learn, as written by distil.py.
"""

import argparse
import hashlib
import json
import math
import pathlib
import random
import time

import torch
import transformers

from analysis.training.data import CORPUS_WEIGHT, LABELS, MIXES, Example, renamed, training_examples
from analysis.training.templates import template_examples

MAX_TOKENS = 128
AVERAGE = 0.999  # decay of the running average of the weights: about the last thousand steps, or the last tenth of fewer
EVERY = 200  # steps between checkpoints


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


def bf16():
    """Mixed precision where the processor computes in it: twice as fast there, a hundred times slower where it is emulated."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu.get_capabilities().get("avx512_bf16", False))


def read_soft(path: pathlib.Path) -> list[Example]:
    """The examples of a file of distil.py."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(r["text"], r["target"], max(range(3), key=r["soft"].__getitem__), tuple(r["soft"])) for r in rows]


def frozen(model, layers: int) -> None:
    """Keeps the embeddings and the lowest layers of the encoder as they are: half of a large teacher's cost on a CPU."""
    encoder = model.base_model
    for part in [encoder.embeddings, *encoder.encoder.layer[:layers]] if layers else []:
        part.requires_grad_(False)


def keep_average(averages, weights, count) -> None:
    """The running average of the weights. A decay that grows with the steps: with a fixed one the first weights still have a share of 0.999 ** n,
    a fifth after 1,500 steps."""
    decay = min(AVERAGE, (1 + int(count)) / (10 + int(count)))
    torch._foreach_lerp_(averages, weights, 1 - decay)


def fingerprint(examples: list[Example], *settings: object) -> str:
    """What a run is made from, in short."""
    return hashlib.sha256(repr((examples, settings)).encode()).hexdigest()


def shortened(model, layers: int) -> None:
    """Leaves the lowest layers of the encoder: what a fine-tuned teacher's first half knows is a student's best beginning (Sajjad et al. 2023)."""
    encoder = model.base_model.encoder
    encoder.layer = encoder.layer[:layers]
    model.config.num_hidden_layers = layers


def train(
    examples: list[Example], base: str, out: pathlib.Path, *, epochs: int, lr: float, batch: int, seed: int, rename: float = 0.0, freeze: int = 0,
    layers: int = 0, steps: int = 0, fall: int = 0, stop_after: float = math.inf,
) -> bool:  # fmt: skip
    """Fine-tune `base`; True when the model lies under `out / "model"`, False when `stop_after` seconds were over before."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        base, num_labels=3, id2label=dict(enumerate(LABELS)), label2id={n: i for i, n in enumerate(LABELS)}
    )
    if layers:
        shortened(model, layers)
    frozen(model, freeze)
    an_epoch = math.ceil(len(examples) / batch)
    whole = epochs * an_epoch
    steps = min(steps or whole, whole)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=lr, weight_decay=0.01)
    schedule = transformers.get_linear_schedule_with_warmup(optimiser, int(0.06 * whole), fall or whole)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=keep_average)
    kept = {"model": model, "average": average, "optimiser": optimiser, "schedule": schedule}
    done, began, checkpoint = 0, time.time(), out / "checkpoint.pt"
    made_from = fingerprint(examples, base, epochs, lr, batch, seed, rename, freeze, layers, fall)
    if checkpoint.is_file():
        state = torch.load(checkpoint)
        if state.get("made_from") != made_from:
            raise SystemExit(f"{checkpoint}: from other examples or settings. Give the same ones to go on, or another --out.")
        for name, part in kept.items():
            part.load_state_dict(state[name])
        done = state["step"]
    total, since, todo = [], done, []
    model.train()
    for step in range(done, steps):
        if step == done or step % an_epoch == 0:
            todo = batches(examples, batch, seed + step // an_epoch)
        torch.manual_seed(seed * 1_000_003 + step)
        rng = random.Random(seed * 1_000_003 + step)
        group = [renamed(e, rng) if rng.random() < rename else e for e in todo[step % an_epoch]]
        with bf16():
            logits = model(**encode(tokenizer, group)).logits
        loss = torch.nn.functional.cross_entropy(logits.float(), torch.tensor([e.wanted for e in group]))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        average.update_parameters(model)
        optimiser.zero_grad()
        total.append(loss.item())
        last = step + 1 == steps
        stop = time.time() - began > stop_after
        if (step + 1) % EVERY == 0 or last or stop:
            entry = {"step": step + 1, "of": steps, "epoch": round((step + 1) / an_epoch, 2), "loss": round(sum(total) / len(total), 4),
                     "examples_a_second": round((step + 1 - since) * batch / (time.time() - began), 1)}  # fmt: skip
            total = []
            with (out / "log.jsonl").open("a") as log:
                log.write(json.dumps(entry) + "\n")
            torch.save({**{n: part.state_dict() for n, part in kept.items()}, "step": step + 1, "made_from": made_from}, out / "checkpoint.part")
            (out / "checkpoint.part").replace(checkpoint)
            if stop and not last:
                return False
    average.module.save_pretrained(out / "model")
    tokenizer.save_pretrained(out / "model")
    return True


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--mix", choices=sorted(MIXES), default="plain")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--steps", type=int, default=0, help="end after so many steps of the schedule: a first stage")
    parser.add_argument("--fall", type=int, default=0, help="steps over which the learning rate falls to 0 (all)")
    parser.add_argument("--templates", type=int, default=0, help="sentences from templates.py an epoch")
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--corpus", type=int, default=CORPUS_WEIGHT, help="times that each quote of the corpus is seen an epoch")
    parser.add_argument("--rename", type=float, default=0.0, help="share of the examples whose target gets another name")
    parser.add_argument("--soft", type=pathlib.Path, action="append", default=[], help="further examples with probabilities (distil.py)")
    parser.add_argument("--freeze", type=int, default=0, help="keep the embeddings and this many layers as they are")
    parser.add_argument("--layers", type=int, default=0, help="keep only the lowest layers of the base")
    parser.add_argument("--stop-after", type=float, default=math.inf, help="seconds, then a checkpoint and an end")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    examples = training_examples(args.data, mix=args.mix, corpus=args.corpus)
    examples += [e for f in args.soft for e in read_soft(f)]
    examples += template_examples(args.templates) if args.templates else []
    finished = train(
        examples, args.base, args.out, epochs=args.epochs, lr=args.lr, batch=args.batch, seed=args.seed, rename=args.rename, freeze=args.freeze,
        layers=args.layers, steps=args.steps, fall=args.fall, stop_after=args.stop_after,
    )  # fmt: skip
    print(args.out / "model" if finished else f"stopped; the same command goes on from {args.out / 'checkpoint.pt'}")


if __name__ == "__main__":
    main()
