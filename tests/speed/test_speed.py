"""Throughput, printed side by side from one run: `python -m pytest tests/speed -m speed -s`. Nothing is asserted on time."""

import time

import pytest

from analysis.cache import ScoreCache
from analysis.pipeline import read_article
from analysis.schema import Article
from analysis.scores import Scorer, load_reader

pytestmark = pytest.mark.speed


def _seconds(run, scorer: Scorer) -> float:  # type: ignore[no-untyped-def]
    """Of the second run, from an empty cache."""
    for _ in range(2):
        scorer._cache = ScoreCache()
        began = time.perf_counter()
        run()
    return time.perf_counter() - began


def test_batches_against_one_text_at_a_time(scorer: Scorer, seed: Article) -> None:
    texts = [seed.text[p.start : p.end] for p in seed.paragraphs]
    batched = _seconds(lambda: scorer(texts), scorer)
    single = _seconds(lambda: [scorer([text]) for text in texts], scorer)
    print(f"\n{len(texts) / batched:.0f} texts/s in batches, {len(texts) / single:.0f} one at a time: ratio {single / batched:.2f}")


def test_reading_against_scoring(scorer: Scorer, seed: Article) -> None:
    texts = [seed.text[p.start : p.end] for p in seed.paragraphs]
    reading, scoring = _seconds(lambda: read_article(seed), load_reader()), _seconds(lambda: scorer(texts), scorer)
    print(f"\nreading the seed {reading:.2f} s, scoring its paragraphs {scoring:.2f} s: ratio {reading / scoring:.1f}")
