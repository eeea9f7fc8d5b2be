"""Small articles and a deterministic stand-in for the model."""

import numpy as np

from analysis.articles import parse_article
from analysis.parsing import parse_article as parse_paragraphs
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import Article, Attribution, Person, Quote
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
