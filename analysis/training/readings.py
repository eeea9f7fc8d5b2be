"""The reading model: a quote with its context and its speaker's capacity -> role (12); a card of what an article tells about a speaker -> capacity
(9); a sentence of an apology statement -> components (6) and flags (11). One encoder with one head for each.

    python -m analysis.training.readings --base BASE --out RUN [--leave-out 7 --leave-out 8] [--epochs 6] [--name NAME]

Trained on the annotated fiction in corpus/ (written for this project, Apache-2.0), on the contexts and cards that the pipeline itself makes of it,
so that the model learns to live with the pipeline's own errors; for the same reason the capacity beside a quote is now and then left out
or wrong. Components and flags are learnt from the statements whose sentences are labelled (corpus/statements.jsonl), and from those of the articles,
labelled as a whole: bags of sentences (multiple-instance learning: the bag has what its strongest sentence has). Targets are the mean of two
annotators. --leave-out 7 leaves out the articles 701 to 799 and measures on them.
"""

import argparse
import dataclasses
import difflib
import json
import pathlib
import random
import tempfile

import numpy as np
import torch
import transformers

from analysis.articles import parse_article as read_text
from analysis.contexts import STATEMENT_CONTEXT, person_cards, quote_contexts, sentences_outside, with_capacity
from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import COMPONENTS, FLAGS, Capacity, Quote, Role
from analysis.scores import MODELS
from analysis.speakers import attribute_quotes
from analysis.training.data import CORPUS
from analysis.training.export import quantize_weights
from analysis.training.train import bf16

ROLES, CAPACITIES, MARKS = [r.value for r in Role], [c.value for c in Capacity], [*COMPONENTS, *FLAGS]
BAG, BAGS = 10, 6  # sentences of a statement at most; statements a batch
OWN = {"apology", "justification", "denial", "corrective_action", "neutral"}  # roles of the quotes that a statement is read from
FIRST, SECOND = 112, 96  # tokens of the words and of what stands beside them
HIDDEN, WRONG = 0.2, 0.2  # shares of the quotes whose speaker's capacity is left out, or another one, in training
BATCH = 16
Segments = tuple[str, str]


@dataclasses.dataclass(slots=True)
class Labelled:
    """What the corpus teaches: `quotes` (words, context, role, capacity or ""), `cards` (card, share of each capacity among the speaker's
    quotes), `sentences` (sentence and context, target of each mark 0..1), `bags` (a statement's sentences, its targets)."""

    quotes: list[tuple[str, str, str, str]] = dataclasses.field(default_factory=list)
    cards: list[tuple[Segments, list[float]]] = dataclasses.field(default_factory=list)
    sentences: list[tuple[Segments, list[float]]] = dataclasses.field(default_factory=list)
    bags: list[tuple[list[Segments], list[float]]] = dataclasses.field(default_factory=list)


def hundred(name: str) -> str:
    """The batch of an article of the corpus: "7" for 701_slug, "12" for 1201_slug, the number itself for the first, 01_slug."""
    number = name.split("_")[0]
    return number[:-2] or number


def read_corpus(folder: pathlib.Path, *, only: list[str] | None = None, without: list[str] | None = None) -> Labelled:
    """The annotated articles of a folder as the pipeline reads them, all or those of some hundreds, and its statements.jsonl unless `only` is given."""
    out = Labelled()
    for path in sorted(folder.glob("*.gold.json")):
        if hundred(path.name) in (without or []) or (only and hundred(path.name) not in only):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        _read_quotes(out, gold, path.with_name(path.name.replace(".gold.json", ".txt")))
        _read_bags(out, gold)
    bank = folder / "statements.jsonl"
    if bank.is_file() and not only:
        _read_bank(out, [json.loads(line) for line in bank.read_text(encoding="utf-8").splitlines()])
    return out


def labels_of(quotes: list[Quote], gold: dict) -> dict[int, dict]:
    """Gold's labels by the index of the quote found that they are of; the uncertain ones are left out."""
    out = {}
    for label in gold["quotes"]:
        near = [i for i, q in enumerate(quotes) if difflib.SequenceMatcher(None, q.text, label["text"]).ratio() > 0.8]
        if near and not label.get("uncertain"):
            out[min(near, key=lambda i: abs(quotes[i].start - label["start"]))] = label
    return out


def _read_quotes(out: Labelled, gold: dict, text: pathlib.Path) -> None:
    article = read_text(text.read_bytes(), text.name)
    quotes, non_speech, _ = find_quotes(article)
    parses = parse_article(article, quotes, non_speech)
    attributions, people, _ = attribute_quotes(article, quotes, parses, find_people(article, parses))
    contexts = quote_contexts(article, sentences_outside(article, quotes), attributions, people)
    shares: dict[str, list[float]] = {}
    for i, label in labels_of(quotes, gold).items():
        out.quotes.append((quotes[i].text, contexts[i], label["role"], label.get("capacity") or ""))
        if label.get("capacity") and attributions[i].speakers:
            shares.setdefault(attributions[i].speakers[0], [0.0] * len(CAPACITIES))[CAPACITIES.index(label["capacity"])] += 1
    cards = person_cards(article, quotes, attributions, people)
    out.cards += [(cards[name], [x / sum(row) for x in row]) for name, row in shares.items()]


def _read_bags(out: Labelled, gold: dict) -> None:
    """Statements of one speaker on several occasions are one bag: gold does not say which quote belongs to which."""
    for speaker in dict.fromkeys(s["speaker"] for s in gold["apology_statements"]):
        said = [q["text"] for q in gold["quotes"] if q["speaker"] in (speaker, *speaker.split(" and ")) and q["role"] in OWN]
        said += [r["text"] for r in gold.get("indirect_speech", []) if r["speaker"] == speaker]
        statements = [s for s in gold["apology_statements"] if s["speaker"] == speaker]
        first = {m for s in statements for m in (*(c for c, there in s["components"].items() if there), *s.get("flags", []))}
        second = next((set(s["second"]["components"]) | set(s["second"]["flags"]) for s in statements if "second" in s), first)
        if said:
            out.bags.append(([(text, STATEMENT_CONTEXT.format(speaker)) for text in said[:BAG]], _mean(first, second)))


def _read_bank(out: Labelled, statements: list[dict]) -> None:
    """Statements whose every sentence is labelled, twice."""
    for statement in statements:
        context = STATEMENT_CONTEXT.format(statement["speaker"])
        for sentence in statement["sentences"]:
            first, second = ({*labels["components"], *labels["flags"]} for labels in (sentence, sentence["second"]))
            out.sentences.append(((sentence["text"], context), _mean(first, second)))


def _mean(first: set[str], second: set[str]) -> list[float]:
    return [((m in first) + (m in second)) / 2 for m in MARKS]


class Reader(torch.nn.Module):
    """The encoder with its heads over the mean of its tokens; logits of 12 roles, 9 capacities, 17 components and flags."""

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


def encode(tokenizer, group: list[Segments]):
    """Token tensors of a batch: two segments, each cut to its share."""
    rows = []
    for words, beside in group:
        first = tokenizer.encode(words, add_special_tokens=False)[:FIRST]
        second = tokenizer.encode(beside, add_special_tokens=False)[:SECOND]
        ids = [tokenizer.cls_token_id, *first, tokenizer.sep_token_id, *second, tokenizer.sep_token_id]
        rows.append({"input_ids": ids, "token_type_ids": [0] * (len(first) + 2) + [1] * (len(second) + 1), "attention_mask": [1] * len(ids)})
    return tokenizer.pad(rows, return_tensors="pt")


def _logits(model: Reader, tokenizer, group: list[Segments]):
    """Logits of roles, capacities and marks, each (batch, classes)."""
    with bf16():
        out = model(**encode(tokenizer, group)).float()
    return out.split([len(ROLES), len(CAPACITIES), len(MARKS)], 1)


def _quote_loss(model: Reader, tokenizer, group, rng: random.Random):
    shown = []
    for words, context, _, capacity in group:
        chance = rng.random()
        told = "" if chance < HIDDEN else rng.choice(CAPACITIES) if chance < HIDDEN + WRONG else capacity
        shown.append((words, with_capacity(context, told)))
    wanted = torch.tensor([ROLES.index(role) for _, _, role, _ in group])
    return torch.nn.functional.cross_entropy(_logits(model, tokenizer, shown)[0], wanted, label_smoothing=0.05)


def _card_loss(model: Reader, tokenizer, group, rng: random.Random):
    wanted = torch.tensor([shares for _, shares in group])
    return torch.nn.functional.cross_entropy(_logits(model, tokenizer, [card for card, _ in group])[1], wanted, label_smoothing=0.05)


def _marks_loss(logits, group):
    """Binary cross-entropy by mark; the flags, being rare, weigh double."""
    weight = torch.tensor([1.0] * len(COMPONENTS) + [2.0] * len(FLAGS))
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor([target for _, target in group]), pos_weight=weight) * 3


def _sentence_loss(model: Reader, tokenizer, group, rng: random.Random):
    return _marks_loss(_logits(model, tokenizer, [pair for pair, _ in group])[2], group)


def _bag_loss(model: Reader, tokenizer, group, rng: random.Random):
    """Each statement by its strongest sentence."""
    logits = _logits(model, tokenizer, [pair for bag, _ in group for pair in bag])[2]
    strongest = torch.stack([torch.logsumexp(part * 2, 0) / 2 for part in logits.split([len(bag) for bag, _ in group])])
    return _marks_loss(strongest, group)


def _batches(examples: Labelled, rng: random.Random) -> list[tuple]:
    """(loss, examples) of an epoch, shuffled; quotes and cards in batches of similar length."""
    out: list[tuple] = []
    for loss, kind, length in (
        (_quote_loss, examples.quotes, lambda e: len(e[0]) + len(e[1])),
        (_card_loss, examples.cards, lambda e: len(e[0][0]) + len(e[0][1])),
        (_sentence_loss, examples.sentences, lambda e: len(e[0][0])),
    ):
        shuffled = rng.sample(kind, len(kind))
        pools = [sorted(shuffled[i : i + BATCH * 20], key=length) for i in range(0, len(shuffled), BATCH * 20)]
        out += [(loss, pool[i : i + BATCH]) for pool in pools for i in range(0, len(pool), BATCH)]
    mixed = rng.sample(examples.bags, len(examples.bags))
    out += [(_bag_loss, mixed[i : i + BAGS]) for i in range(0, len(mixed), BAGS)]
    rng.shuffle(out)
    return out


def train(base: str, examples: Labelled, *, epochs: int, lr: float, seed: int, init: pathlib.Path | None = None) -> tuple[Reader, object]:
    """A reader trained on the examples, from the base encoder or on from the reader of an earlier run."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    model = Reader(base)
    if init:
        model.load_state_dict(torch.load(init / "reader.pt"))
    steps = epochs * len(_batches(examples, random.Random(0)))
    groups = [{"params": model.encoder.parameters(), "lr": lr}, {"params": model.heads.parameters(), "lr": lr * 10}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = transformers.get_linear_schedule_with_warmup(optimiser, int(0.1 * steps), steps)
    for epoch in range(epochs):
        model.train()
        total: dict[str, list[float]] = {}
        for loss_of, group in _batches(examples, rng):
            loss = loss_of(model, tokenizer, group, rng)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total.setdefault(loss_of.__name__.strip("_"), []).append(loss.item())
        print(f"epoch {epoch + 1}:", ", ".join(f"{name} {np.mean(values):.3f}" for name, values in total.items()), flush=True)
    return model.eval(), tokenizer


def measure(model: Reader, tokenizer, examples: Labelled) -> str:
    """Accuracy of role, coarse role (told the capacity) and capacity; F1 of components and flags over statements, at a probability of one half."""

    def scores(pairs: list[Segments], part: slice) -> np.ndarray:
        with torch.inference_mode():
            return torch.cat([model(**encode(tokenizer, pairs[i : i + 32])) for i in range(0, len(pairs), 32)]).numpy()[:, part]

    ends = np.cumsum([len(ROLES), len(CAPACITIES), len(MARKS)])
    roles = [ROLES[k] for k in scores([(w, with_capacity(c, capacity)) for w, c, _, capacity in examples.quotes], slice(0, ends[0])).argmax(1)]
    capacities = scores([card for card, _ in examples.cards], slice(ends[0], ends[1])).argmax(1)
    found = np.array([scores(bag, slice(ends[1], ends[2])).max(0) > 0 for bag, _ in examples.bags])
    wanted = np.array([target for _, target in examples.bags]) > 0.5

    def f1(part: slice) -> float:
        return float(2 * (found & wanted)[:, part].sum() / (found[:, part].sum() + wanted[:, part].sum()))

    exact = np.mean([r == e[2] for r, e in zip(roles, examples.quotes, strict=True)])
    coarse = np.mean([Role(r).coarse == Role(e[2]).coarse for r, e in zip(roles, examples.quotes, strict=True)])
    right = np.mean([shares[k] == max(shares) for k, (_, shares) in zip(capacities, examples.cards, strict=True)])
    return (
        f"{len(roles)} quotes: role {exact:.3f}, role8 {coarse:.3f}; {len(capacities)} people: capacity {right:.3f}; {len(found)} statements: "
        f"component F1 {f1(slice(0, len(COMPONENTS))):.3f}, flag F1 {f1(slice(len(COMPONENTS), None)):.3f}"
    )


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


def export_reader(model: Reader, tokenizer, run: pathlib.Path, folder: pathlib.Path, version: str) -> pathlib.Path:
    """Writes the model as ONNX with int8 weights into `folder`; RUN keeps the full one."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = {k: torch.ones(2, 8, dtype=torch.long) for k in ("input_ids", "attention_mask", "token_type_ids")}
    torch.onnx.export(
        Paired(model).eval(), tuple(inputs.values()), str(run / "model.onnx"), input_names=list(inputs), output_names=["logits"], opset_version=17,
        dynamic_axes={**{k: {0: "batch", 1: "tokens"} for k in inputs}, "logits": {0: "batch"}}, dynamo=False,
    )  # fmt: skip
    quantize_weights(run / "model.onnx", folder / "model.onnx")
    tokenizer.save_pretrained(folder)
    config = {
        "name_and_version": version, "model_type": "bert", "heads": {"role": ROLES, "capacity": CAPACITIES, **{mark: ["absent", "present"] for mark in MARKS}},
        "window": FIRST + SECOND + 3, "second_segment": SECOND,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return folder


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--init", type=pathlib.Path, help="a run to go on from, when articles were added")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "reader")
    parser.add_argument("--corpus", type=pathlib.Path, default=CORPUS)
    parser.add_argument("--leave-out", action="append", default=[], help="a hundred of articles that are left out and measured on")
    parser.add_argument("--check", type=pathlib.Path, action="append", default=[], help="a folder of annotated articles to measure on")
    parser.add_argument("--name", help="export into analysis/models/NAME; into RUN/bundle if left out")
    parser.add_argument("--version", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--lr", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    model, tokenizer = train(args.base, read_corpus(args.corpus, without=args.leave_out), epochs=args.epochs, lr=args.lr, seed=args.seed, init=args.init)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "reader.pt")
    if args.leave_out:
        print(args.leave_out, measure(model, tokenizer, read_corpus(args.corpus, only=args.leave_out)))
    for folder in args.check:
        print(folder, measure(model, tokenizer, read_corpus(folder)))
    folder = MODELS / args.name if args.name else args.out / "bundle"
    print(export_reader(model, tokenizer, args.out, folder, f"{args.name or args.out.name}-v{args.version}"))


if __name__ == "__main__":
    main()
