"""Corrections on the page: set, undone, shared between visits, never lost."""

import pathlib

import pytest
from pages import AWARE, SEED, STRONGEST, box, button, go, markup, page, seeds, words_of
from streamlit.testing.v1 import AppTest

from analysis.corrections import ENVIRONMENT, Store, in_force, quote_correction
from analysis.selections import certainty

pytestmark = pytest.mark.usefixtures("light_page")


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
