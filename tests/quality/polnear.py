"""Scores quotes, speakers and reported speech on PolNeAR (Newell et al. 2018), with the evaluation script that lies beside the data."""

import dataclasses
import gzip
import importlib.util
import json
import pathlib
import re
from collections import Counter
from types import ModuleType
from typing import Any

from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import Article, Attribution, Paragraph
from analysis.speakers import attribute_quotes

SHARED = pathlib.Path(__file__).parents[3] / "shared"
DATA = SHARED / "data" / "polnear"


def judge() -> ModuleType:
    """The evaluation script as a module."""
    spec = importlib.util.spec_from_file_location("evaluate_quotes", SHARED / "tools" / "evaluate_quotes.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(split: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_article(document: dict[str, Any], *, joined: bool = False) -> Article:
    """A document as an article; `joined` takes its whole text as one paragraph."""
    text = document["text"]
    spans = [(0, len(text))] if joined else [m.span() for m in re.finditer(r"[^\n]+", text)]
    return Article(document["id"], text[: spans[0][1]].split("\n")[0], None, text, tuple(Paragraph(i, a, b) for i, (a, b) in enumerate(spans)))


def _row(start: int, end: int, attribution: Attribution) -> dict[str, Any]:
    row: dict[str, Any] = {"start": start, "end": end, "speaker": attribution.speaker, "rule": attribution.rule}
    if attribution.mention_start is not None and attribution.mention:
        row |= {"speaker_start": attribution.mention_start, "speaker_end": attribution.mention_start + len(attribution.mention)}
    return row


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document: quotes, and all speech (reports, and the quotes outside them)."""

    direct: list[dict[str, Any]]
    speech: list[dict[str, Any]]


def read(article: Article) -> Found:
    quotes, non_speech, _ = find_quotes(article)
    parses = parse_article(article, quotes, non_speech)
    attributions, _, reports = attribute_quotes(article, quotes, parses, find_people(article, parses))
    direct = [_row(q.start, q.end, a) | {"type": "direct"} for q, a in zip(quotes, attributions, strict=True)]
    outside = [{k: v for k, v in d.items() if k != "type"} for d in direct if not any(r.start <= d["start"] and d["end"] <= r.end for r in reports)]
    return Found(direct, outside + [_row(r.start, r.end, r.attribution) for r in reports])


def misses(script: ModuleType, document: dict[str, Any], rows: list[dict[str, Any]]) -> Counter[str]:
    """The direct quotes of a document that were not found or not attributed, counted by class."""
    out: Counter[str] = Counter()
    spans = [(script.trim(document["text"], row["start"], row["end"]), row) for row in rows]
    for gold in document["quotes"]:
        if gold["type"] != "direct" or not gold.get("speaker"):
            continue
        span = script.trim(document["text"], gold["start"], gold["end"])
        row = next((r for s, r in spans if script.overlap(s, span) * 10 >= 8 * (max(s[1], span[1]) - min(s[0], span[0]))), None)
        if row is None:
            out["span not found"] += 1
        elif not row["speaker"]:
            out["no speaker"] += 1
        elif not script.mention_right(gold, row):
            out[f"wrong words, {row['rule']}"] += 1
        elif script.entity_right(gold, row) is False:
            out[f"other name, {row['rule']}"] += 1
    return out
