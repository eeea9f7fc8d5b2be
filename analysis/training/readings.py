"""The reading model: a quote with its context -> role (12) and the speaker's capacity (9); a sentence of an apology statement -> its components
(6) and flags (11). One encoder with one head for each.

    python -m analysis.training.readings --base BASE --out RUN [--leave-out PREFIX] [--epochs 8]

Trained on the annotated fiction in corpus/ (written for this project, Apache-2.0), on the contexts that the pipeline itself makes of it, so
that the model learns to live with the pipeline's own errors. Components and flags are labelled for a whole statement, so that head learns from
bags of sentences (multiple-instance learning: the bag has what its strongest sentence has), toward the mean of the two annotators. --leave-out 6 leaves out the articles numbered 6xx and measures on them.
"""

import argparse
import difflib
import json
import pathlib
import random
import tempfile

import numpy as np
import torch
import transformers

from analysis.articles import parse_article as read_text
from analysis.contexts import STATEMENT_CONTEXT, quote_contexts, sentences_outside
from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import COMPONENTS, FLAGS, Capacity, Role
from analysis.scores import MODELS
from analysis.speakers import attribute_quotes
from analysis.training.data import CORPUS
from analysis.training.export import quantize_weights

ROLES, CAPACITIES, MARKS = [r.value for r in Role], [c.value for c in Capacity], [*COMPONENTS, *FLAGS]
BAG, BAGS = 10, 6  # sentences of a statement at most; statements a batch
OWN = {"apology", "justification", "denial", "corrective_action", "neutral"}  # roles of the quotes that a statement is read from
FIRST, SECOND = 112, 96  # tokens of the quote and of its context


def examples_of(folder: pathlib.Path, *, only: str = "", without: str = "") -> list[tuple[str, str, int, int]]:
    """(words, context, role, capacity or -1) of the quotes that the pipeline finds in the annotated articles of a folder."""
    out = []
    for path in sorted(folder.glob("*.gold.json")):
        if not path.name.startswith(only) or (without and path.name.startswith(without)):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt"))
        article = read_text(text.read_bytes(), text.name)
        quotes, non_speech, _ = find_quotes(article)
        parses = parse_article(article, quotes, non_speech)
        attributions, people, _ = attribute_quotes(article, quotes, parses, find_people(article, parses))
        contexts = quote_contexts(article, sentences_outside(article, quotes), attributions, people)
        for label in gold["quotes"]:
            near = [i for i, q in enumerate(quotes) if difflib.SequenceMatcher(None, q.text, label["text"]).ratio() > 0.8]
            if near and not label.get("uncertain"):
                i = min(near, key=lambda i: abs(quotes[i].start - label["start"]))
                capacity = CAPACITIES.index(label["capacity"]) if label.get("capacity") else -1
                out.append((quotes[i].text, contexts[i], ROLES.index(label["role"]), capacity))
    return out


def statement_bags(folder: pathlib.Path, *, only: str = "", without: str = "") -> list[tuple[list[tuple[str, str]], list[float]]]:
    """Per apologiser of the annotated articles the (sentence, context) pairs of what they said, and the target of each mark, 0..1: the
    mean of the annotators. Statements of one speaker on several occasions are one bag: gold does not say which quote belongs to which."""
    out = []
    for path in sorted(folder.glob("*.gold.json")):
        if not path.name.startswith(only) or (without and path.name.startswith(without)):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        for speaker in dict.fromkeys(s["speaker"] for s in gold["apology_statements"]):
            said = [q["text"] for q in gold["quotes"] if q["speaker"] in (speaker, *speaker.split(" and ")) and q["role"] in OWN]
            said += [r["text"] for r in gold.get("indirect_speech", []) if r["speaker"] == speaker]
            readings = []
            for s in gold["apology_statements"]:
                if s["speaker"] == speaker:
                    readings.append({name for name, there in s["components"].items() if there} | set(s.get("flags", [])))
            first = set().union(*readings)
            second = next((set(s["second"]["components"]) | set(s["second"]["flags"]) for s in gold["apology_statements"] if s["speaker"] == speaker and "second" in s), first)
            if said:
                out.append(([(text, STATEMENT_CONTEXT.format(speaker)) for text in said[:BAG]], [((m in first) + (m in second)) / 2 for m in MARKS]))
    return out


class Reader(torch.nn.Module):
    """The encoder with both heads over the mean of its tokens; logits of 12 roles, 9 capacities, 17 components and flags."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.encoder = transformers.AutoModel.from_pretrained(base, attn_implementation="eager")
        self.dropout = torch.nn.Dropout(0.15)
        self.heads = torch.nn.Linear(self.encoder.config.hidden_size, len(ROLES) + len(CAPACITIES) + len(MARKS))

    def forward(self, input_ids, attention_mask, token_type_ids):
        """Logits, shape (batch, 38)."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        mask = attention_mask.unsqueeze(-1).float()
        return self.heads(self.dropout((hidden.float() * mask).sum(1) / mask.sum(1)))


def encode(tokenizer, group):
    """Token tensors of a batch: words and context, each cut to its share."""
    rows = []
    for words, context, *_ in group:
        first = tokenizer.encode(words, add_special_tokens=False)[:FIRST]
        second = tokenizer.encode(context, add_special_tokens=False)[:SECOND]
        ids = [tokenizer.cls_token_id, *first, tokenizer.sep_token_id, *second, tokenizer.sep_token_id]
        rows.append({"input_ids": ids, "token_type_ids": [0] * (len(first) + 2) + [1] * (len(second) + 1), "attention_mask": [1] * len(ids)})
    return tokenizer.pad(rows, return_tensors="pt")


def _quote_loss(model: Reader, tokenizer, group):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**encode(tokenizer, group)).float()
    roles, capacities, _ = logits.split([len(ROLES), len(CAPACITIES), len(MARKS)], 1)
    right = torch.nn.functional.cross_entropy(roles, torch.tensor([e[2] for e in group]), label_smoothing=0.05)
    known = torch.nn.functional.cross_entropy(capacities, torch.tensor([e[3] for e in group]), ignore_index=-1, label_smoothing=0.05)
    return right + torch.nan_to_num(known)


def _statement_loss(model: Reader, tokenizer, group):
    """Binary cross-entropy of each statement's strongest sentence, by mark; the rare marks weigh double."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**encode(tokenizer, [pair for bag, _ in group for pair in bag])).float()[:, -len(MARKS) :]
    strongest = torch.stack([torch.logsumexp(part * 2, 0) / 2 for part in logits.split([len(bag) for bag, _ in group])])
    weight = torch.tensor([1.0] * len(COMPONENTS) + [2.0] * len(FLAGS))
    return torch.nn.functional.binary_cross_entropy_with_logits(strongest, torch.tensor([target for _, target in group]), pos_weight=weight) * 3


def train(base: str, examples: list, bags: list, *, epochs: int, lr: float, seed: int) -> tuple[Reader, object]:
    """A reader trained on the examples."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    model = Reader(base)
    size = 16
    steps = epochs * (len(examples) // size + 1 + len(bags) // BAGS + 1)
    groups = [{"params": model.encoder.parameters(), "lr": lr}, {"params": model.heads.parameters(), "lr": lr * 10}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = transformers.get_linear_schedule_with_warmup(optimiser, int(0.1 * steps), steps)
    for epoch in range(epochs):
        model.train()
        shuffled = rng.sample(examples, len(examples))
        pools = [sorted(shuffled[i : i + size * 20], key=lambda e: len(e[0]) + len(e[1])) for i in range(0, len(shuffled), size * 20)]
        batches = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        mixed = rng.sample(bags, len(bags))
        batches += [mixed[i : i + BAGS] for i in range(0, len(mixed), BAGS)]
        rng.shuffle(batches)
        total = 0.0
        for group in batches:
            loss = _statement_loss(model, tokenizer, group) if isinstance(group[0][0], list) else _quote_loss(model, tokenizer, group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
    return model.eval(), tokenizer


def measure(model: Reader, tokenizer, examples: list) -> str:
    """Accuracy of role, coarse role and capacity."""
    with torch.inference_mode():
        logits = torch.cat([model(**encode(tokenizer, examples[i : i + 32])) for i in range(0, len(examples), 32)]).numpy()
    roles = logits[:, : len(ROLES)].argmax(1)
    capacities = logits[:, len(ROLES) : len(ROLES) + len(CAPACITIES)].argmax(1)
    coarse = np.mean([Role(ROLES[r]).coarse == Role(ROLES[e[2]]).coarse for r, e in zip(roles, examples, strict=True)])
    known = [c == e[3] for c, e in zip(capacities, examples, strict=True) if e[3] >= 0]
    return f"n {len(examples)}: role {np.mean(roles == [e[2] for e in examples]):.3f}, role8 {coarse:.3f}, capacity {np.mean(known):.3f}"


def measure_marks(model: Reader, tokenizer, bags: list) -> str:
    """F1 of components and of flags over statements, at a probability of one half."""
    with torch.inference_mode():
        found = np.array([model(**encode(tokenizer, bag))[:, -len(MARKS) :].max(0).values.numpy() > 0 for bag, _ in bags])
    wanted = np.array([target for _, target in bags]) > 0.5

    def f1(part: slice) -> float:
        true = (found & wanted)[:, part].sum()
        return 2 * true / (found[:, part].sum() + wanted[:, part].sum())

    return f"n {len(bags)}: component F1 {f1(slice(0, len(COMPONENTS))):.3f}, flag F1 {f1(slice(len(COMPONENTS), None)):.3f}"


class Paired(torch.nn.Module):
    """A reader whose marks come as pairs of logits (absent, present), so that every head is a softmax."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, input_ids, attention_mask, token_type_ids):
        """Logits, shape (batch, 21 + 2 * 17)."""
        logits = self.reader(input_ids, attention_mask, token_type_ids)
        marks = logits[:, -len(MARKS) :]
        pairs = torch.stack([torch.zeros_like(marks), marks], 2).flatten(1)
        return torch.cat([logits[:, : -len(MARKS)], pairs], 1)


def export_reader(model: Reader, tokenizer, out: pathlib.Path, name: str) -> pathlib.Path:
    """Writes the model as ONNX with int8 weights into analysis/models/NAME."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "reader.pt")
    folder = MODELS / name
    folder.mkdir(parents=True, exist_ok=True)
    inputs = {k: torch.ones(2, 8, dtype=torch.long) for k in ("input_ids", "attention_mask", "token_type_ids")}
    torch.onnx.export(
        Paired(model).eval(), tuple(inputs.values()), str(out / "model.onnx"), input_names=list(inputs), output_names=["logits"], opset_version=17,
        dynamic_axes={**{k: {0: "batch", 1: "tokens"} for k in inputs}, "logits": {0: "batch"}}, dynamo=False,
    )  # fmt: skip
    quantize_weights(out / "model.onnx", folder / "model.onnx")
    tokenizer.save_pretrained(folder)
    config = {
        "name_and_version": f"{name}-v2", "model_type": "bert", "heads": {"role": ROLES, "capacity": CAPACITIES, **{mark: ["absent", "present"] for mark in MARKS}}, "window": FIRST + SECOND + 3, "second_segment": SECOND,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return folder


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "reader")
    parser.add_argument("--leave-out", default="")
    parser.add_argument("--check", type=pathlib.Path, action="append", default=[], help="a folder of annotated articles to measure on")
    parser.add_argument("--name", help="export into analysis/models/NAME")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--lr", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    model, tokenizer = train(args.base, examples_of(CORPUS, without=args.leave_out), statement_bags(CORPUS, without=args.leave_out), epochs=args.epochs, lr=args.lr, seed=args.seed)
    if args.leave_out:
        print(args.leave_out, measure(model, tokenizer, examples_of(CORPUS, only=args.leave_out)))
        print(args.leave_out, measure_marks(model, tokenizer, statement_bags(CORPUS, only=args.leave_out)))
    for folder in args.check:
        print(folder, measure(model, tokenizer, examples_of(folder)))
        print(folder, measure_marks(model, tokenizer, statement_bags(folder)))
    if args.name:
        print(export_reader(model, tokenizer, args.out, args.name))


if __name__ == "__main__":
    main()
