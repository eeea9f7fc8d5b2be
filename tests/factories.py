"""Small articles and a deterministic stand-in for the model."""

import numpy as np
import pandas as pd

from analysis.articles import parse_article
from analysis.parsing import parse_article as parse_paragraphs
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import COMPONENTS, PASSAGES, STATEMENTS, Article, Attribution, Person, Quote, Role, as_table
from analysis.speakers import attribute_quotes


def make_article(*paragraphs: str, headline: str = "A headline", date: str | None = "2024-05-06") -> Article:
    """An article with these paragraphs."""
    first = f" date {date} {headline}" if date else headline
    return parse_article("\n".join([first, *paragraphs]).encode(), "test.txt")


def quotes_in(*paragraphs: str) -> list[Quote]:
    """The quotes of an article with these paragraphs."""
    return find_quotes(make_article(*paragraphs))[0]


def attributed(*paragraphs: str) -> tuple[list[tuple[str, str | None]], list[Attribution], list[Person]]:
    """(words, speaker) of each quote, the attributions, and the people of an article with these paragraphs."""
    article = make_article(*paragraphs)
    quotes, non_speech, _ = find_quotes(article)
    parses = parse_paragraphs(article, quotes, non_speech)
    attributions, people, _ = attribute_quotes(article, quotes, parses, find_people(article, parses))
    return [(q.text, a.speaker) for q, a in zip(quotes, attributions, strict=True)], attributions, people


class FakeScorer:
    """Scores by counting a few words; targets turn a neutral text positive, so that stance differs from sentiment."""

    name = "fake"

    def __call__(self, texts, *, targets=None, progress=None):  # type: ignore[no-untyped-def]
        rows = []
        for text, target in zip(texts, targets or [None] * len(texts), strict=True):
            bad = sum(w in text.lower() for w in ("sorry", "wrong", "late", "insult"))
            good = sum(w in text.lower() for w in ("thank", "good", "forgive")) + bool(target)
            row = np.array([bad + 0.1, 1.0, good + 0.1])
            rows.append(row / row.sum())
        if progress:
            progress(len(texts), len(texts))
        return np.array(rows, dtype=np.float32).reshape(-1, 3)


def make_passages(*quotes: dict[str, object]) -> pd.DataFrame:
    """A passages table of these quotes; what a row leaves out is a plain quote of Ann Poe in the article "a", one after the other."""
    rows = []
    for i, given in enumerate(quotes):
        polarity, stance = float(given.get("polarity", 0.0)), given.get("stance", 0.5)  # type: ignore[arg-type]
        row: dict[str, object] = {
            "article_id": "a", "published": "2024-05-06", "kind": "quote", "paragraph": i, "start": 100 * i, "end": 100 * i + 20, "text": f"words {i}",
            "utterance": i, "speaker": "Ann Poe", "speaker_rule": "named", "capacity": "accused", "role": "apology", "about_apology": False,
            "negative": (1 - polarity) / 2, "neutral": 0.0, "positive": (1 + polarity) / 2, "polarity": polarity, "stance": stance, "model": "fake", **given,
        }  # fmt: skip
        row["role8"] = Role(str(row["role"])).coarse.value if row["role"] is not None else None
        rows.append(row)
    return as_table(rows, PASSAGES)


def make_statement(
    statement_id: str = "a/1", speaker: str = "Ann Poe", *, components: tuple[str, ...] = ("regret",), flags: tuple[str, ...] = (), **more: object
) -> pd.DataFrame:
    """A statements table of one row with these components and flags, each fired by its own name."""
    row: dict[str, object] = {
        "article_id": statement_id.split("/")[0], "statement_id": statement_id, "speaker": speaker, "occasion": "letter", **{c: c in components for c in COMPONENTS},
        "completeness": len(components), "flags": list(flags), "quality": "perfunctory", "evidence": {n: n for n in (*components, *flags)}, "quotes": 1, "responses": 1,
        **more,
    }  # fmt: skip
    return as_table([row], STATEMENTS)
