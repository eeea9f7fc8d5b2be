"""The page by AppTest: it runs, filters, and shows errors where they belong."""

import pathlib
from collections.abc import Iterator

import pytest
import streamlit as st
from factories import FakeScorer
from streamlit.testing.v1 import AppTest

from analysis.page import loading

ROOT = pathlib.Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def light_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The fake scorer instead of the model, and no cache left over from another test."""
    monkeypatch.setattr(loading, "load_scorer", FakeScorer)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def page() -> AppTest:
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def figures(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def test_the_seed_is_shown_without_an_error() -> None:
    app = page().run()
    assert not app.exception and not app.error
    assert figures(app)["Quotes"] == "12" and figures(app)["Apology statements"] == "1"
    assert len(app.get("vega_lite_chart")) == 2


def test_a_speaker_filter_narrows_everything() -> None:
    app = page().run()
    app.multiselect(key="speaker").select("Mila Kunis").run()
    assert figures(app)["Quotes"] == "3"
    assert app.dataframe[-1].value["speaker"].unique().tolist() in (["Mila Kunis"], []) or "Mila Kunis" in str(app.dataframe)


def test_filters_that_leave_nothing_say_so() -> None:
    app = page().run()
    app.multiselect(key="speaker").select("Mila Kunis").run()
    app.multiselect(key="capacity").select("victim").run()
    assert any("No quote passes" in info.value for info in app.info)
    app.button[0].click().run()
    assert figures(app)["Quotes"] == "12"


def test_fictional_examples_are_off_by_default_and_labelled() -> None:
    app = page().run()
    assert not any("fictional" in info.value for info in app.info)
    app.toggle(key="fictional").set_value(True).run()
    assert any("fictional" in info.value for info in app.info)
    assert int(figures(app)["Quotes"]) > 12


def test_a_bad_seed_is_an_error_on_the_page_and_the_others_show(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    (tmp_path / "good.txt").write_text('Sorry\n"I am sorry," said Ann Poe.', encoding="utf-8")
    monkeypatch.setattr(loading, "SEEDS", tmp_path)
    app = page().run()
    assert any("bad.txt" in e.value for e in app.error)
    assert figures(app)["Quotes"] == "1"


def test_no_articles_say_what_to_do(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SEEDS", tmp_path)
    app = page().run()
    assert not app.exception
    assert any("seeds" in info.value for info in app.info)


def test_words_of_an_article_are_never_markup(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.txt").write_text('<script>alert(1)</script>\n"I am sorry <b>bold</b>," said Ann <i>Poe</i>.', encoding="utf-8")
    monkeypatch.setattr(loading, "SEEDS", tmp_path)
    app = page().run()
    html = " ".join(str(h.proto) for h in app.get("html"))
    assert "<script>" not in html and "<b>bold" not in html
    assert "&lt;script&gt;" in html
