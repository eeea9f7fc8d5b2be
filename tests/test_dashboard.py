"""The pages by AppTest: each page and state, corrections and their way through, the address, and hostile input."""

import json
import pathlib
import threading
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from factories import FakeScorer, make_article
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analysis import aggregates
from analysis.corrections import ENVIRONMENT, Store, in_force, person_correction, quote_correction
from analysis.page import jobs, loading
from analysis.page.article import pieces_of
from analysis.page.markup import quote_html, quotes_html, statement_html
from analysis.pipeline import analyse
from analysis.revision import with_columns
from analysis.schema import Article
from analysis.selections import certainty

ROOT = pathlib.Path(__file__).parents[1]
SEED = "2023-12-08-kutcher-returns-to-instagram"
STRONGEST = f"{SEED}~875"  # "insulting."
AWARE = f"{SEED}~888"  # "We are aware of the pain ..."
PAGES = ("", "quotes", "people", "review", "articles", "method")


@pytest.fixture(autouse=True)
def light_page(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[None]:
    """The fake scorer instead of the model, a store of its own, no wait cut short, and no cache left over from another test."""
    monkeypatch.setattr(loading, "load_scorer", FakeScorer)
    monkeypatch.setattr(loading, "PATIENCE", 120)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "corrections.sqlite"))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def page(name: str = "", **address: str | list[str]) -> AppTest:
    """The dashboard on one of its pages."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    return go(app, name)


def go(app: AppTest, name: str) -> AppTest:
    """The same visit on another page (AppTest's own switch knows pages of files only)."""
    app._page_hash = calc_hash(name)
    app.run()
    app._page_hash = ""  # from here on the page that was shown last
    return app


def figures(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def markup(app: AppTest) -> str:
    """All that the page writes as HTML."""
    return " ".join(h.proto.body for h in app.get("html"))


def words_of(app: AppTest) -> str:
    return " ".join(e.value for kind in ("info", "warning", "error", "success", "caption", "header", "subheader") for e in getattr(app, kind))


def box(app: AppTest, label: str, n: int = 0):  # type: ignore[no-untyped-def]
    """The n-th list outside the sidebar whose label begins so."""
    return [s for s in app.main.selectbox if s.label.startswith(label)][n]


def button(app: AppTest, label: str, n: int = 0):  # type: ignore[no-untyped-def]
    return [b for b in app.button if b.label.startswith(label)][n]


def seeds(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path, **texts: str) -> None:
    """These articles instead of the seeds."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    monkeypatch.setattr(loading, "SEEDS", folder)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_the_seed_without_an_error(name: str) -> None:
    app = page(name)
    assert not app.exception and not app.error
    assert len(app.get("page_link")) >= 6
    assert words_of(app) or markup(app)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_without_an_article_says_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setattr(loading, "SEEDS", tmp_path)
    app = page(name)
    assert not app.exception and not app.error
    assert name == "method" or app.get("file_uploader")
    assert name in ("articles", "method") or "seeds/" in words_of(app)


def test_the_overview_says_who_apologised_and_how_the_harmed_answered() -> None:
    app = page()
    assert figures(app) == {"Quotes": "12", "Speakers": "4", "Apologies": "1", "Answers of the harmed": "5"}
    assert "Ashton Kutcher and Mila Kunis apologised" in markup(app) and "of 6 components" in markup(app)
    charts = app.get("vega_lite_chart")
    assert len(charts) == 3 and all("n = " in c.proto.alt or "in reading order" in c.proto.alt for c in charts)


def test_the_strongest_answer_opens_in_its_article_with_one_click() -> None:
    app = page()
    assert markup(app).index("Strongest answer") < markup(app).index("insulting")
    strongest = next(b for b in app.button if b.key.startswith(f"open/answers/{SEED}"))
    strongest.click().run()
    assert app.query_params["quote"] == STRONGEST
    assert "insulting." in markup(app) and "harmed party" in markup(app)
    go(app, "")  # back
    assert figures(app)["Quotes"] == "12"


def click(app: AppTest, chart: str, **mark: object) -> AppTest:
    """A click on a mark of a chart."""
    app.session_state[f"chart/{chart}"] = {"selection": {"pick": [mark]}}
    return app.run()


def test_a_click_on_a_mark_opens_its_quote_and_on_a_heap_its_quotes() -> None:
    app = click(page(), "apology-against-response", quote_id=f"{SEED}:q875")
    assert app.query_params["quote"] == STRONGEST and "insulting." in markup(app)
    several = click(page(), "apology-against-response", group="Apology", side="accused")
    assert json.loads(several.query_params["of"]) == {"group": "Apology", "side": "accused"}
    assert "Quotes behind: Apology" in words_of(several)
    groups = aggregates.quotes_of(several.session_state["screen"].passages)
    assert len(several.main.dataframe[0].value) == (groups["group"] == "Apology").sum() > 1
    button(several, "All quotes").click().run()
    assert len(several.main.dataframe[0].value) == 12 and "of" not in several.query_params


@pytest.mark.parametrize("of", ["", "{", "[1]", '{"text": {"a": 1}}', '{"nothing": "x"}', "null"])
def test_a_mark_in_the_address_that_makes_no_sense_breaks_nothing(of: str) -> None:
    app = page("quotes", of=of)
    assert not app.exception


def test_the_evidence_says_why_in_plain_words() -> None:
    app = page("quotes", quote=AWARE)
    shown = markup(app)
    assert "named beside the words" in shown and "cue: \u201cbegan\u201d" in shown
    assert "whose act is at issue" in shown and "says sorry" in shown
    parts = app.dataframe[-1].value
    assert "sentence" in parts and len(parts) >= 1
    article = json.loads(app.get("bidi_component")[0].proto.json)
    pieces = [piece for paragraph in article["paragraphs"] for piece in paragraph]
    assert sum("chosen" in p["kind"] for p in pieces) == 1
    assert [p["text"] for p in pieces if p["kind"] == "cue"] == ["began"]


def test_next_and_previous_walk_through_the_quotes_that_the_filters_leave() -> None:
    app = page("quotes", quote=STRONGEST, capacity="victim")
    assert "Quote 1 of 5" in words_of(app)
    button(app, "Next").click().run()
    assert "Quote 2 of 5" in words_of(app)
    button(app, "All quotes").click().run()
    assert "quote" not in app.query_params and len(app.main.dataframe[0].value) == 5


def test_an_unknown_quote_in_the_address_shows_the_table() -> None:
    for quote in ("nothing~5", "~", f"{SEED}~x", f"{SEED}~99999999"):
        app = page("quotes", quote=quote)
        assert not app.exception and len(app.main.dataframe[0].value) == 12


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ({"speaker": "Jane Doe #1"}, 4),
        ({"speaker": ["Mila Kunis", "Ashton Kutcher"]}, 7),
        ({"capacity": "victim"}, 5),
        ({"capacity": "victim", "speaker": "Jane Doe #1"}, 4),
        ({"words": "VIDEO incredibly"}, 1),
        ({"since": "2023-12-08", "until": "2023-12-08"}, 12),
        ({"article": SEED}, 12),
        ({"speaker": "Nobody <b>"}, 12),
        ({"since": "yesterday", "sure": "a lot", "measure": "<script>", "nothing": "x"}, 12),
    ],
    ids=["speaker", "two speakers", "capacity", "two filters", "words in any case", "dates", "article", "unknown value", "nonsense"],
)
def test_an_address_opens_the_same_view(address: dict[str, str | list[str]], left: int) -> None:
    app = page(**address)
    assert not app.exception and figures(app)["Quotes"] == str(left)
    assert len(go(app, "quotes").main.dataframe[0].value) == left


def test_filters_stand_in_the_address_and_beside_each_option_its_count() -> None:
    app = page("quotes")
    app.multiselect(key="speaker").select("Jane Doe #1").run()
    assert app.query_params["speaker"] == "Jane Doe #1" and len(app.main.dataframe[0].value) == 4
    assert "Jane Doe #1 (4)" in app.multiselect(key="speaker").options
    assert "accused (0)" in app.multiselect(key="capacity").options  # counted under the other filters
    app.text_input(key="words").set_value("incredibly").run()
    assert "Jane Doe #1 (1)" in app.multiselect(key="speaker").options and app.multiselect(key="speaker").value == ["Jane Doe #1"]
    assert app.query_params["words"] == "incredibly"
    app.multiselect(key="capacity").select("victim").run()
    assert app.query_params["capacity"] == "victim" and len(app.main.dataframe[0].value) == 1
    button(app, "Reset all filters").click().run()
    assert len(app.main.dataframe[0].value) == 12 and not app.query_params


def test_what_a_page_shows_is_as_it_was_when_one_comes_back() -> None:
    app = page(measure="stance")
    assert app.segmented_control(key="measure").value == "stance" and app.query_params["measure"] == "stance"
    go(go(app, "method"), "")
    assert app.segmented_control(key="measure").value == "stance"


def test_filters_that_leave_nothing_say_so_and_can_be_reset() -> None:
    app = page(speaker="Jane Doe #1", capacity="accused")
    assert "No quote passes" in words_of(app)
    app.button(key="reset_here").click().run()
    assert figures(app)["Quotes"] == "12"


def test_a_certainty_filter_leaves_only_what_is_at_least_that_certain() -> None:
    app = page("quotes", sure="40")
    left = app.main.dataframe[0].value["certainty"] if app.main.dataframe else pd.Series(dtype=float)
    assert (left >= 0.4).all() and len(left) < 12


def test_fictional_examples_are_off_by_default_and_labelled() -> None:
    app = page()
    assert "invented" not in words_of(app)
    app.toggle(key="fictional").set_value(True).run()
    assert "invented" in words_of(app) and int(figures(app)["Quotes"]) > 12
    assert app.query_params["fictional"] == "1"
    assert len(app.get("vega_lite_chart")) >= 3


def test_a_role_is_corrected_undone_and_reset(tmp_path: pathlib.Path) -> None:
    app = page("quotes", quote=AWARE)
    app.text_input(key="author").set_value("ann").run()
    app.text_input(key="note").set_value("it concedes nothing").run()
    box(app, "Role").set_value("denial").run()
    assert "role is now denial" in words_of(app) and "the machine said: apology" in markup(app)
    store = Store(tmp_path / "corrections.sqlite")
    (row,) = in_force(store.history())
    assert (row.author, row.note, row.old, row.new) == ("ann", "it concedes nothing", "apology", "denial")
    app.button(key="undo_last").click().run()
    assert box(app, "Role").value == "apology" and "set by hand" not in markup(app)
    box(app, "Role").set_value("denial").run()
    box(app, "Sentiment").set_value("positive").run()
    button(app, "Back to the machine").click().run()
    assert box(app, "Role").value == "apology" and in_force(store.history()) == []
    assert len(store.history()) == 6


def test_a_correction_reaches_every_page_and_file() -> None:
    app = page("quotes", quote=STRONGEST)
    box(app, "Role").set_value("acceptance").run()
    passages = app.session_state["screen"].passages
    assert passages["corrected"].dropna().tolist() == ["role"] and passages["model_role"].dropna().tolist() == ["criticism"]
    button(app, "All quotes").click().run()
    assert app.main.dataframe[0].value["role"].tolist().count("acceptance \u270e") == 1
    assert "1 accepts the apology" in markup(go(app, ""))
    assert "Of 1 quote that a person" in markup(go(app, "review"))


def test_a_capacity_is_set_once_for_all_quotes_of_a_person() -> None:
    app = page("people")
    app.selectbox(key="person").set_value("Mila Kunis").run()
    box(app, "Speaks as").set_value("supporter").run()
    passages = app.session_state["screen"].passages
    assert set(passages[passages["speaker"] == "Mila Kunis"]["capacity"]) == {"supporter"}
    assert "roles follow" in words_of(app)


def test_two_names_are_joined_and_quotes_given_to_somebody_else() -> None:
    app = page("people")
    app.selectbox(key="person").set_value("Masterson victim (unnamed)").run()
    box(app, "Is the same person").set_value("Jane Doe #1")
    button(app, "Join the names").click().run()
    assert speakers(app)["Jane Doe #1"] == 5 and "Masterson victim (unnamed)" not in speakers(app)
    app.selectbox(key="person").set_value("Mila Kunis").run()
    passages, before = app.session_state["screen"].passages, speakers(app)["Mila Kunis"]
    first = passages[passages["speaker"] == "Mila Kunis"].iloc[0]
    chosen = next(m for m in app.main.multiselect if m.label.startswith("Quotes that"))
    chosen.set_value([f"{first['article_id']}~{first['start']}"])
    box(app, "Who said them").set_value("Jane Doe #1")
    button(app, "Give them").click().run()
    assert speakers(app)["Mila Kunis"] == before - 1 and speakers(app)["Jane Doe #1"] == 6
    app.button(key="undo_last").click().run()
    assert speakers(app)["Mila Kunis"] == before


def test_names_of_several_articles_that_may_be_one_person_are_asked_about(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, a='Sorry\n"I am sorry," said Ann Poe.', b='Later\n"I was so wrong," said Ann B. Poe.')
    app = page("people")
    assert speakers(app) == {"Ann Poe": 1, "Ann B. Poe": 1}
    button(app, "They are one").click().run()
    assert speakers(app) == {"Ann B. Poe": 2}


def speakers(app: AppTest) -> dict[str, int]:
    return dict(app.session_state["screen"].passages["speaker"].value_counts())


def test_a_quote_is_taken_out_and_a_missed_one_added() -> None:
    app = page("quotes", quote=f"{SEED}~875")
    button(app, "Not a quote").click().run()
    assert go(app, "").metric[0].value == "11"
    app = page("articles")
    app.text_area(key=f"missed/{SEED}").set_value("back on Instagram three months").run()
    button(app, "Add this quote").click().run()
    assert not app.exception and "missed quote is added" in words_of(app)
    assert go(app, "").metric[0].value == "12"
    app = page("articles")
    app.text_area(key=f"missed/{SEED}").set_value("words that stand nowhere").run()
    assert "do not stand" in words_of(app) and button(app, "Add this quote").disabled


def test_several_quotes_are_corrected_at_once_and_undone_at_once(tmp_path: pathlib.Path) -> None:
    app = page("quotes", speaker="Jane Doe #1")
    key = next(k for k in app.session_state.to_dict() if str(k).startswith("table/"))
    app.session_state[key] = {"selection": {"rows": [0, 2], "columns": [], "cells": []}}
    app.run()
    assert "2 quotes chosen" in markup(app)
    box(app, "New value").set_value("neutral").run()
    app.button(key="bulk_apply").click().run()
    store = Store(tmp_path / "corrections.sqlite")
    assert [c.new for c in in_force(store.history())] == ["neutral", "neutral"] and {c.batch for c in store.history()} == {1}
    app.button(key="undo_last").click().run()
    assert in_force(store.history()) == []


def test_two_visits_do_not_lose_each_other_s_edits(tmp_path: pathlib.Path) -> None:
    one, two = page("quotes", quote=AWARE), page("quotes", quote=AWARE)
    box(one, "Role").set_value("denial").run()
    box(two, "Sentiment").set_value("positive").run()
    assert {c.field for c in in_force(Store(tmp_path / "corrections.sqlite").history())} == {"role", "sentiment"}
    one.run()
    assert box(one, "Sentiment").value == "positive" and box(two, "Role").value == "denial"
    three = page("quotes", quote=AWARE)
    first, second = (v for v in ("negative", "neutral", "positive") if v != box(three, "Stance").value)
    box(one, "Stance").set_value(first).run()
    box(three, "Stance").set_value(second).run()
    assert "Meanwhile" in words_of(three)
    assert len(Store(tmp_path / "corrections.sqlite").history()) == 4


def test_the_review_starts_with_the_least_certain_and_settles_quotes() -> None:
    app = page("review")
    before = app.tabs[0].label
    rows = app.session_state["screen"].quotes
    assert f"({(certainty(rows) < 1).sum()})" in before
    button(app, "Looks right").click().run()
    assert app.tabs[0].label != before and "Of 1 quote that a person" in markup(app)
    assert app.tabs[1].label == "History (1)"
    assert app.dataframe[0].value["field"].tolist() == ["checked"]
    button(app, "Yes, undo everything").click().run()
    assert app.tabs[0].label == before and app.tabs[1].label == "History (2)"


def test_a_correction_whose_words_are_gone_is_listed_and_not_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path / "s", a='Sorry\nThe mayor Ann Poe spoke.\n"I am sorry," said Ann Poe.')
    text = 'Sorry\n"Nobody stands by these words any more," said Ann Poe.'
    start = text.index("Nobody")
    Store().add([quote_correction("role", "denial", article_id="a", text=text, start=start, end=start + 38)], author="bo")
    app = page("review")
    assert app.tabs[2].label == "Without their quote (1)" and "Nobody stands by" in markup(app)
    button(app, "Take it back").click().run()
    assert app.tabs[2].label == "Without their quote (0)"


def test_a_store_that_cannot_be_opened_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 1000)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "broken.sqlite"))
    app = page()
    assert not app.exception and ENVIRONMENT in app.error[0].value


def test_bad_files_are_named_and_the_others_show(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, good='Sorry\n"I am sorry," said Ann Poe.')
    (tmp_path / "bad.txt").write_bytes(b"\0")
    app = page()
    assert any("bad.txt" in e.value for e in app.error) and figures(app)["Quotes"] == "1"


def test_an_article_that_cannot_be_analysed_does_not_take_the_others_along(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, good='Sorry\n"I am sorry," said Ann Poe.', odd='Odd\n"I am odd," said Bo Day.')

    def failing(articles: list[Article], scorer: object, **more: object) -> object:
        if articles[0].id == "odd":
            raise RuntimeError("no luck")
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", failing)
    app = page()
    assert any("odd" in e.value and "no luck" in e.value for e in app.error) and figures(app)["Quotes"] == "1"
    assert figures(app.run())["Quotes"] == "1"  # and it is not tried again at every click


def test_pasted_text_becomes_an_article_and_empty_text_does_not() -> None:
    app = page("articles")
    next(t for t in app.main.text_area if t.label.startswith("Text")).set_value('"I am so sorry," said Zelda Quux.\n"Too late," said Eve Orr.')
    next(t for t in app.main.text_input if t.label == "Headline").set_value("Zelda says sorry")
    button(app, "Read it").click().run()
    assert "Zelda says sorry" in app.dataframe[0].value["headline"].tolist()
    note = app.dataframe[0].value.set_index("headline").loc["Zelda says sorry"]
    assert (note["quotes"], note["paragraphs"], note["without a speaker"]) == (2, 2, 0)
    button(app, "Remove the 1 added").click().run()
    assert "Zelda says sorry" not in app.dataframe[0].value["headline"].tolist()
    button(app, "Read it").click().run()
    assert "is empty" in words_of(app)


def test_a_long_job_shows_progress_and_can_be_stopped_and_resumed(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, **{f"a{n}": f'Sorry {n}\n"I am sorry," said Ann Poe.' for n in range(4)})
    monkeypatch.setattr(loading, "PATIENCE", 0.0)

    def slow(articles: list[Article], scorer: object, **more: object) -> object:
        for step in range(10):
            time.sleep(0.03)
            more["progress"]("reading", step, 10)  # type: ignore[operator]
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", slow)
    app = page()
    assert app.get("progress") and not app.metric
    app.button(key="stop").click().run()
    assert "because you stopped" in words_of(app)
    monkeypatch.setattr(loading, "PATIENCE", 60)
    app.button(key="resume").click().run()
    assert figures(app)["Quotes"] == "4"


HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) $\\alpha$ :red[hot]\n"
    '"=HYPERLINK(\\"http://evil\\") I am <b>sorry</b> <img src=x onerror=alert(1)>," said Ann <i>Poe</i>.\n'
    '\u202e"I am sorry \u2067 and *bold* `code`," said Bo Day.\u202c'
)


@pytest.mark.parametrize("name", PAGES)
def test_words_of_an_article_are_never_markup(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, **{"<b>x[1](y)": HOSTILE})
    app = page(name)
    assert not app.exception
    html = markup(app)
    assert "<script>" not in html and "<b>sorry" not in html and "<img" not in html and "<i>Poe" not in html
    for kind in ("markdown", "caption", "header", "subheader", "title"):
        assert not any("javascript:" in e.value or "<script" in e.value for e in getattr(app, kind))


def test_a_hostile_quote_opens_and_is_corrected(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, x=HOSTILE)
    app = page("quotes")
    start = int(app.session_state["screen"].quotes["start"].iloc[0])
    text = app.session_state["screen"].view.readings["x"].article.text
    Store().add([quote_correction("speaker", "<script>alert(2)</script>", article_id="x", text=text, start=start, end=text.index(",", start) + 1)], author="<b>", note="<i>")
    app = page("quotes", quote=f"x~{start}")
    box(app, "Role").set_value("denial").run()
    assert not app.exception and "<script>" not in markup(app) and "&lt;script&gt;" in markup(app)
    for name in PAGES:
        assert "<script>" not in markup(go(app, name)) and not app.exception


def test_a_paragraph_of_megabytes_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, fake_scorer: FakeScorer) -> None:
    found = analyse([make_article("Before.", '"I am sorry," said Ann Poe.')], fake_scorer)  # type: ignore[arg-type]
    table = found.passages.copy()
    long = "word " * 1_000_000
    table.loc[0, "text"] = long  # as a scored file holds it: reading five megabytes takes minutes and shows progress meanwhile
    table.loc[0, "end"] += len(long) - len("Before.")
    table.loc[1:, ["start", "end"]] += len(long) - len("Before.")
    table.to_parquet(tmp_path / "long.parquet")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "long.parquet")])
    app = page("quotes")
    assert not app.exception and len(app.main.dataframe[0].value) == 1
    row = app.session_state["screen"].quotes.iloc[0]
    app = page("quotes", quote=f"{row['article_id']}~{row['start']}")
    assert not app.exception and "I am sorry" in markup(app)


def test_articles_that_are_read_are_shown_while_others_follow(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, a='Sorry\n"I am sorry," said Ann Poe.', b='Late\n"Too late," said Eve Orr.')
    freed = threading.Event()

    def second_waits(articles: list[Article], scorer: object, **more: object) -> object:
        if articles[0].id == "b":
            freed.wait(30)
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", second_waits)
    monkeypatch.setattr(loading, "PATIENCE", 5)
    app = page()
    assert app.get("progress") and figures(app)["Quotes"] == "1"
    freed.set()
    app.session_state["job"].join(30)
    assert figures(app.run())["Quotes"] == "2" and not app.get("progress")


def test_a_job_given_up_does_not_hold_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, stuck='Stuck\n"I am sorry," said Ann Poe.')
    freed = threading.Event()

    def stuck(articles: list[Article], scorer: object, **more: object) -> object:
        freed.wait(30)
        raise RuntimeError("too late to matter")

    monkeypatch.setattr(loading, "PATIENCE", 0.1)
    monkeypatch.setattr(jobs, "analyse", stuck)
    app = page()
    app.button(key="stop").click().run()
    assert "because you stopped" in words_of(app) and not app.exception
    freed.set()


def test_null_labels_are_shown_as_cannot_tell(fake_scorer: FakeScorer) -> None:
    found = analyse([make_article('"I am so very sorry for that," somebody said.')], fake_scorer)  # type: ignore[arg-type]
    row = with_columns(found.passages).iloc[-1].to_dict() | {"capacity": pd.NA, "role": pd.NA, "speaker": pd.NA, "target": pd.NA}
    assert quote_html(row).count("cannot tell") >= 2 and "not named" in quote_html(row)
    assert "cannot tell" in quotes_html([row])


def test_an_article_s_pieces_join_to_its_paragraphs(seed: Article, fake_scorer: FakeScorer) -> None:
    found = analyse([seed], fake_scorer)  # type: ignore[arg-type]
    quotes = found.passages[found.passages["kind"] == "quote"]
    for chosen in [None, *quotes["start"]]:
        pieces = pieces_of(seed, quotes, chosen)
        assert ["".join(p["text"] for p in ps) for ps in pieces] == [seed.text[p.start : p.end] for p in seed.paragraphs]
        assert all(seed.text[p["start"] : p["start"] + len(p["text"])] == p["text"] for ps in pieces for p in ps)


def test_a_statement_from_a_table_file_without_its_words_is_shown() -> None:
    statement = dict.fromkeys(("regret", "explanation", "responsibility", "repentance", "repair", "forgiveness_request"), False)
    card = statement_html(statement | {"speaker": "<b>", "occasion": "", "completeness": 0, "quality": "perfunctory", "flags": np.array(["conditional"]), "evidence": "x"}, [])
    assert "conditional" in card and "<b>" not in card.replace("<br>", "")


def test_a_folder_or_a_scored_table_is_opened_instead_of_the_seeds(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, fake_scorer: FakeScorer) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "one.txt").write_text('Sorry\n"I am sorry," said Ann Poe.', encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "f")])
    assert figures(page())["Quotes"] == "1"
    found = analyse([make_article('"I was wrong," said Ann Poe.', '"Too late," said Eve Orr.')], fake_scorer)  # type: ignore[arg-type]
    found.passages.to_parquet(tmp_path / "scored.parquet")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "scored.parquet"), "--corrections", str(tmp_path / "mine.sqlite")])
    Store(tmp_path / "mine.sqlite").add([person_correction("capacity", "victim", person="Eve Orr")])
    app = page("quotes")
    assert len(app.main.dataframe[0].value) == 2 and "harmed party \u270e" in app.main.dataframe[0].value["capacity"].tolist()
    first = app.session_state["screen"].quotes.iloc[0]
    app = page("quotes", quote=f"{first['article_id']}~{first['start']}")
    assert not app.exception and "I was wrong" in markup(app)
    (tmp_path / "bad.parquet").write_bytes(b"no table")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "bad.parquet")])
    assert "no Parquet file that can be read" in page().error[0].value
    monkeypatch.setattr("sys.argv", ["dashboard.py", "--what"])
    assert "--corrections FILE" in page().error[0].value
