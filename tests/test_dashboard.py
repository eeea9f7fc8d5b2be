"""The pages by AppTest: each page and state, the address and the filters."""

import json
import pathlib

import pandas as pd
import pytest
from pages import AWARE, PAGES, SEED, STRONGEST, button, figures, go, markup, page, words_of
from streamlit.testing.v1 import AppTest

from analysis import aggregates
from analysis.page import loading

pytestmark = pytest.mark.usefixtures("light_page")


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
