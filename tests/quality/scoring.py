"""Scores a passages table against annotated articles: quotes by word overlap, then speaker, capacity, role, components on the pairs."""

import collections
import json
import pathlib
import re

import pandas as pd

from analysis.schema import COMPONENTS, Role

UNTITLED = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "sen", "senator", "judge", "prof", "professor", "the", "a", "an"}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "'").replace("'", ""))


def overlap(a: str, b: str) -> float:
    """Intersection over union of two texts' words."""
    x, y = collections.Counter(words(a)), collections.Counter(words(b))
    union = sum((x | y).values())
    return sum((x & y).values()) / union if union else 0.0


def _key(name: str | None) -> list[str]:
    return [w for w in words(name or "") if w not in UNTITLED]


def same_person(name: str | None, gold: str, aliases: list[str]) -> bool:
    """Whether a name is the gold name, one of its aliases, or shares its last word and contradicts no other."""
    p = _key(name)
    for candidate in [_key(c) for c in (gold, *aliases)]:
        if p and candidate and (p == candidate or (p[-1] == candidate[-1] and (set(p) <= set(candidate) or set(candidate) <= set(p)))):
            return True
    return bool(p and _key(gold)) and set(p) >= set(_key(gold))


def same_speaker(name: str | None, gold: str, people: dict[str, list[str]]) -> bool:
    """The same for joint speakers, whose names are joined by "and"."""
    if same_person(name, gold, people.get(gold, [])):
        return True
    wanted = [gold] if gold in people else re.split(r"\s+and\s+|;\s*", gold)
    given = re.split(r"\s+and\s+|;\s*", name or "")
    return len(wanted) > 1 and all(any(same_person(g, w, people.get(w, [])) for g in given) for w in wanted)


def _pairs(quotes: list[dict], rows: list[dict]) -> dict[int, int]:
    """Gold quote -> row, best overlap first, 0.8 at least, each used once."""
    scored = sorted(((overlap(q["text"], r["text"]), -abs(i - j), i, j) for i, q in enumerate(quotes) for j, r in enumerate(rows)), reverse=True)
    out: dict[int, int] = {}
    for score, _, i, j in scored:
        if score >= 0.8 and i not in out and j not in out.values():
            out[i] = j
    return out


def measure(passages: pd.DataFrame, statements: pd.DataFrame, gold_folder: pathlib.Path) -> dict[str, float]:
    """quote_f1, non_speech_rejected, speaker, capacity (null counts as wrong), role8, component_f1 over a folder of *.gold.json; 0..1."""
    hits: dict[str, list[bool]] = collections.defaultdict(list)
    counts: collections.Counter[str] = collections.Counter()
    for path in sorted(gold_folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        stem = path.name.removesuffix(".gold.json")
        rows = passages[(passages["article_id"] == stem) & (passages["kind"] == "quote")].astype(object).to_dict("records")
        people = {p["name"]: p.get("aliases", []) for p in gold["people"]}
        pairs = _pairs(gold["quotes"], rows)
        counts.update(matched=len(pairs), gold=len(gold["quotes"]), found=len(rows))
        spare = [r["text"] for j, r in enumerate(rows) if j not in pairs.values()]
        hits["non_speech_rejected"] += [not any(overlap(n["text"], s) >= 0.8 for s in spare) for n in gold.get("non_speech", [])]
        for i, quote in enumerate(gold["quotes"]):
            row = rows[pairs[i]] if i in pairs else {}
            hits["speaker"].append(same_speaker(row.get("speaker") if isinstance(row.get("speaker"), str) else None, quote["speaker"], people))
            if not quote.get("uncertain"):
                hits["capacity"].append(row.get("capacity") == quote["capacity"])
                hits["role8"].append(bool(row) and row["role8"] == Role(quote["role"]).coarse.value)
        mine = statements[statements["article_id"] == stem].to_dict("records")
        for wanted in gold["apology_statements"]:
            hit = next((s for s in mine if same_speaker(s["speaker"], wanted["speaker"], people)), None)
            mine = [s for s in mine if s is not hit]
            for name in COMPONENTS:
                counts.update({(bool(wanted["components"].get(name)), bool(hit and hit[name])): 1})
    true, extra, missed = counts[True, True], counts[False, True], counts[True, False]
    return {
        "quote_f1": 2 * counts["matched"] / (counts["gold"] + counts["found"]),
        **{name: sum(values) / len(values) for name, values in hits.items() if values},
        "component_f1": 2 * true / (2 * true + extra + missed) if true else 0.0,
    }
