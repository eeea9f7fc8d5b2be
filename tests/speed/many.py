"""A scored table as large as the page must carry, made from nothing: invented names and words, the same for the same seed."""

import pathlib

import numpy as np

from analysis.exports import make_manifest, write_scored
from analysis.schema import COMPONENTS, FLAGS, PASSAGES, STATEMENTS, Article, Capacity, Paragraph, Role, as_table

ARTICLES, QUOTES, PARAGRAPHS = 2000, 15, 12  # 30,000 quotes in all
VOCABULARY = (
    "sorry council river letter never family again harbour because school promise bridge money winter answer question street office Tuesday minister accept late wrong "
    "heard would could their after before nothing everything trust words damage meeting public report still"
).split()
FIRST = "Ann Bo Cy Di Eve Finn Gus Hal Ida Jo Kit Lea Max Nell Oz Pia Quin Ray Sue Tom".split()
LAST = "Ash Birch Cole Dunn East Ford Gray Hart Ives Judd Kerr Lane Moss Nash Orr Poe Quick Reed Shaw Todd".split()


def make_scored_file(path: pathlib.Path, *, articles: int = ARTICLES) -> int:
    """Writes a scored Parquet file of this many articles; how many quotes it has."""
    rng = np.random.default_rng(1)
    rows, statements, sources = [], [], []
    for i in range(articles):
        name, date = f"article-{i:05d}", str(np.datetime64("2024-01-01") + int(rng.integers(0, 700)))
        cast = [f"{FIRST[a]} {LAST[b]}" for a, b in rng.integers(0, 20, (6, 2))]
        text, paragraphs = f"Headline {i}\n", []
        for p in range(PARAGRAPHS):
            words = " ".join(rng.choice(VOCABULARY, 60))
            paragraphs.append(Paragraph(p, len(text), len(text) + len(words)))
            text += words + "\n"
        sources.append(Article(name, f"Headline {i}", None, text, tuple(paragraphs)))
        rows += [_row(name, date, "paragraph", p.index, p.start, p.end, text, rng) for p in paragraphs]
        for q in range(QUOTES):
            p = paragraphs[q % PARAGRAPHS]
            start = p.start + 40 * (q // PARAGRAPHS)
            who = int(rng.integers(0, 6))
            rows.append(_row(name, date, "quote", p.index, start, start + int(rng.integers(20, 39)), text, rng) | _labels(name, q, who, cast, rng))
        there = rng.random(6) < 0.5
        statements.append({
            "article_id": name, "statement_id": f"{name}/1", "speaker": cast[0], "occasion": "letter", **dict(zip(COMPONENTS, there, strict=True)),
            "completeness": int(there.sum()), "flags": list(rng.choice(FLAGS, 2, replace=False)), "quality": "perfunctory", "evidence": {"regret": "sorry"}, "quotes": 3, "responses": 4,
        })  # fmt: skip
    passages, table = as_table(rows, PASSAGES), as_table(statements, STATEMENTS)
    write_scored(passages, table, path, make_manifest(passages, sources))
    return int((passages["kind"] == "quote").sum())


def _row(name: str, date: str, kind: str, paragraph: int, start: int, end: int, text: str, rng: np.random.Generator) -> dict[str, object]:
    n, u, p = rng.dirichlet([1, 1, 1])
    return {
        "article_id": name, "published": date, "kind": kind, "paragraph": paragraph, "start": start, "end": end, "text": text[start:end], "negative": n, "neutral": u, "positive": p,
        "polarity": p - n, "model": "invented",
    }  # fmt: skip


def _labels(name: str, q: int, who: int, cast: list[str], rng: np.random.Generator) -> dict[str, object]:
    role = list(Role)[int(rng.integers(0, 12))] if who else Role.APOLOGY
    capacity = ("accused", "victim", "victim_rep", "official", "supporter", "public")[who]
    n, u, p = rng.dirichlet([1, 1, 1])
    return {
        "utterance": q, "speaker": cast[who] if rng.random() > 0.05 else None, "speaker_mention": cast[who], "speaker_cue": "said", "speaker_rule": "named",
        "capacity": Capacity(capacity).value, "capacity_evidence": "invented", "role": role.value, "role8": role.coarse.value, "role_evidence": "invented",
        "about_apology": bool(rng.random() < 0.3), "target": cast[0], "stance_negative": n, "stance_neutral": u, "stance_positive": p, "stance": p - n,
        "statement_id": f"{name}/1" if rng.random() < 0.5 else None,
    }  # fmt: skip


def resident(pid: int | str = "self") -> float:
    """Memory of a process that lies in RAM, in MB (Linux)."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
