"""A teacher's probabilities for labelled and unlabelled texts, for a student to learn (train.py --soft FILE).

    python -m analysis.training.distil --data DATA --teacher RUN [--teacher RUN2] --out FILE [--mix wide] [--corpus 2] [--templates 3000] [--unlabelled 40000]

Several teachers are averaged. Labelled texts get the mean of teacher and label, unlabelled ones the teacher's view alone: news sentences for
the sentiment of their words, those that name somebody also for the stance toward the name. FILE (JSONL, never part of the repository: it
holds third-party text) grows in chunks; an interrupted run goes on where it stopped.
"""

import argparse
import json
import pathlib
import random
import re

import torch
import transformers

from analysis.training.data import CORPUS_WEIGHT, MIXES, NAME, Example, read_rows, training_examples
from analysis.training.templates import template_examples
from analysis.training.train import bf16, encode

CHUNK = 512
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+(?=[A-Z\"\u201c'])")
# No dev half, no evaluation set. Only a teacher's view of these sentences is learned. Licences: none stated (PolNeAR, the texts belong to their
# publishers), CC BY 4.0, Apache-2.0, none stated, as INDEX.json has it.
TEXTS = ("polnear/train", "empathic_reactions/all", "goemotions/train", "news_apology_candidates/unlabelled")


def unlabelled_examples(data: pathlib.Path, count: int, seed: int = 31) -> list[Example]:
    """`count` sentences of 20 to 400 characters, half of them toward a name in them where there is one; their label is not used."""
    rng = random.Random(seed)
    found = set()
    for name in TEXTS:
        for row in read_rows(data / f"{name}.jsonl.gz"):
            for line in str(row["text"]).split("\n"):
                for sentence in SENTENCE_END.split(line):
                    if 20 <= len(sentence) <= 400:
                        found.add(sentence.strip())
    sentences = sorted(found)
    out = []
    for sentence in rng.sample(sentences, min(count, len(sentences))):
        names = [n for n in NAME.findall(sentence[1:]) if len(n) > 3]
        out.append(Example(sentence, rng.choice(names) if names and rng.random() < 0.5 else None, 1))
    return out


def probabilities(teachers, tokenizers, examples: list[Example]):
    """The teachers' mean probabilities, shape (n, 3)."""
    with torch.inference_mode(), bf16():
        parts = [model(**encode(tokenizer, examples)).logits.float().softmax(1) for model, tokenizer in zip(teachers, tokenizers, strict=True)]
    return torch.stack(parts).mean(0)


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--teacher", type=pathlib.Path, action="append", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--mix", choices=sorted(MIXES), default="wide")
    parser.add_argument("--corpus", type=int, default=CORPUS_WEIGHT, help="times that each quote of the corpus is seen an epoch")
    parser.add_argument("--templates", type=int, default=0)
    parser.add_argument("--unlabelled", type=int, default=40_000)
    args = parser.parse_args()
    labelled = training_examples(args.data, mix=args.mix, corpus=args.corpus)
    labelled += template_examples(args.templates) if args.templates else []
    todo = [(e, True) for e in labelled] + [(e, False) for e in unlabelled_examples(args.data, args.unlabelled)]
    todo.sort(key=lambda pair: len(pair[0].text))
    done = sum(1 for _ in args.out.open(encoding="utf-8")) if args.out.is_file() else 0
    tokenizers = [transformers.AutoTokenizer.from_pretrained(run / "model") for run in args.teacher]
    teachers = [transformers.AutoModelForSequenceClassification.from_pretrained(run / "model").eval() for run in args.teacher]
    for at in range(done, len(todo), CHUNK):
        chunk = todo[at : at + CHUNK]
        rows = []
        for k in range(0, len(chunk), 32):
            part = chunk[k : k + 32]
            for (example, known), p in zip(part, probabilities(teachers, tokenizers, [e for e, _ in part]).tolist(), strict=True):
                soft = [(a + b) / 2 for a, b in zip(p, example.wanted, strict=True)] if known else p
                rows.append(json.dumps({"text": example.text, "target": example.target, "soft": [round(x, 5) for x in soft]}))
        with args.out.open("a", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
        print(f"{min(at + CHUNK, len(todo))} of {len(todo)}", flush=True)


if __name__ == "__main__":
    main()
