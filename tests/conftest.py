"""Fixtures of all tests."""

import json
import pathlib
from collections.abc import Iterator

import pytest
from factories import FakeScorer, make_article

from analysis.articles import read_articles
from analysis.schema import Article
from analysis.scores import Scorer, load_scorer

ROOT = pathlib.Path(__file__).parents[1]


@pytest.fixture
def fake_scorer() -> FakeScorer:
    """A scorer that needs no model."""
    return FakeScorer()


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """The bundled model, loaded once."""
    return load_scorer()


@pytest.fixture(scope="session")
def seed() -> Article:
    """The real article in seeds/."""
    return read_articles(ROOT / "seeds")[0]


@pytest.fixture
def short_article() -> Article:
    """An apology and an answer in three lines."""
    return make_article(
        "Mayor Jan Roe apologised on Monday after a leaked call.",
        '"I was wrong and I am sorry," Roe said. "I will pay for the repairs."',
        '"His apology is too late," said Ada Pell, a lawyer for the families. "We want him to resign."',
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    """--pin writes the golden files anew."""
    parser.addoption("--pin", action="store_true", help="write the golden files and the README's measures anew, to be read by eye before committing")


@pytest.fixture(autouse=True, scope="session")
def pin(request: pytest.FixtureRequest) -> None:
    """Writes the golden files and the README's table of measures where --pin was given."""
    if request.config.getoption("--pin"):
        from test_pipeline import GOLDEN, golden_of
        from test_readme import write_accuracy

        from analysis.pipeline import analyse

        for article in read_articles(ROOT / "seeds"):
            text = json.dumps(golden_of(analyse([article], FakeScorer())), indent=1, ensure_ascii=False)  # type: ignore[arg-type]
            (GOLDEN / f"{article.id}.json").write_text(text + "\n", encoding="utf-8")
        write_accuracy()


@pytest.fixture
def light_page(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[None]:
    """The fake scorer instead of the model, a store of its own, no wait cut short, and no cache left over from another test."""
    import streamlit as st

    from analysis.corrections import ENVIRONMENT
    from analysis.page import loading

    monkeypatch.setattr(loading, "load_scorer", FakeScorer)
    monkeypatch.setattr(loading, "PATIENCE", 120)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "corrections.sqlite"))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()
