"""Quotes and speakers against textacy, on one core in one run: `python -m pytest tests/speed/test_peers.py -m speed -s`.

textacy (Apache-2.0) is no requirement of the project: `python -m pip install textacy` in the same environment. Both read the same articles
with the same spaCy pipeline; the vocabulary is warm for both.
"""

import contextlib
import os
import time

import pytest
from quality.polnear import DATA, as_article, documents, read

from analysis.parsing import load_parser

pytestmark = [pytest.mark.speed, pytest.mark.skipif(not DATA.exists(), reason=f"PolNeAR may not be passed on; it is not in {DATA}")]


def test_against_textacy() -> None:
    extract = pytest.importorskip("textacy.extract", reason="textacy is optional: python -m pip install textacy")
    os.sched_setaffinity(0, {0})
    articles, parser = [as_article(d) for d in documents("dev")[:40]], load_parser()
    ours = theirs = 0.0
    for timed in (False, True):
        for article in articles:
            began = time.process_time()
            read(article)
            between = time.process_time()
            with contextlib.suppress(ValueError):  # an odd number of marks: the document is lost to it
                list(extract.direct_quotations(parser(article.text)))
            ended = time.process_time()
            if timed:
                ours, theirs = ours + between - began, theirs + ended - between
    print(f"\n{len(articles) / ours:.1f} articles/s, textacy {len(articles) / theirs:.1f}: ratio {theirs / ours:.2f}")
