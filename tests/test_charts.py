"""Charts: what their marks hold, where the axis ends, what a click names, that they draw as files."""

import re

import pandas as pd
import pytest
from factories import make_passages, make_statement

from analysis import aggregates, charts

VICTIM = {"speaker": "Bo Ray", "capacity": "victim", "role": "criticism"}


def data_of(chart: charts.alt.LayerChart, mark: str) -> list[dict[str, object]]:
    """What the first layer with this kind of mark draws."""
    spec = chart.to_dict()
    layer = next(la for la in spec["layer"] if la["mark"]["type"] == mark)
    return list(spec["datasets"][layer["data"]["name"]])


def every_chart() -> dict[str, charts.alt.LayerChart]:
    table = make_passages(
        {"polarity": -0.5}, {"polarity": 0.9, "stance": None}, {**VICTIM, "statement_id": "a/1"}, {"speaker": None, "capacity": None, "role": None}
    )
    quotes, statement = aggregates.quotes_of(table), make_statement(components=("regret", "repair"), flags=("conditional",))
    timeline = aggregates.timeline(quotes, statement)
    return {
        "groups": charts.apology_response_chart(quotes, aggregates.apology_against_response(quotes)),
        "speakers": charts.speaker_chart(quotes, aggregates.by_speaker(quotes)),
        "speakers in heaps": charts.speaker_chart(quotes, aggregates.by_speaker(quotes), bins=aggregates.binned(quotes, "who", "polarity")),
        "responses": charts.responses_chart(aggregates.role_counts(quotes)),
        "components": charts.components_chart(aggregates.components_of(statement)),
        "arc": charts.arc_chart(quotes),
        "timeline": charts.timeline_chart(timeline, notes=pd.DataFrame({"day": [3], "note": ["resigned"]})),
        "timeline in heaps": charts.timeline_chart(timeline, bins=aggregates.binned_days(timeline, "polarity")),
    }


@pytest.mark.parametrize("measure", ["polarity", "stance"])
def test_strips_show_every_quote_on_a_fixed_axis(measure: str) -> None:
    quotes = aggregates.quotes_of(make_passages({}, {}, VICTIM, {**VICTIM, "stance": None}))
    for chart in (
        charts.apology_response_chart(quotes, aggregates.apology_against_response(quotes), measure=measure),
        charts.speaker_chart(quotes, aggregates.by_speaker(quotes), measure=measure),
    ):
        marks = data_of(chart, "point")
        assert len(marks) == int(quotes[measure].notna().sum())
        assert all(re.search(r"n = \d", str(mark["label"])) for mark in marks)
        for layer in chart.to_dict()["layer"][1:]:
            assert layer["encoding"]["x"]["scale"]["domain"] == [-1, 1]


def test_means_of_few_are_drawn_without_an_interval() -> None:
    quotes = aggregates.quotes_of(make_passages({"polarity": 0.1}, {"polarity": 0.2}, *[{**VICTIM, "polarity": i / 10} for i in range(5)]))
    chart = charts.speaker_chart(quotes, aggregates.by_speaker(quotes))
    assert [row["row"] for row in data_of(chart, "tick")] == ["Bo Ray", "Ann Poe"]
    intervals = [la for la in chart.to_dict()["layer"] if la["mark"]["type"] == "rule" and "x2" in la["encoding"]]
    assert [row["row"] for row in chart.to_dict()["datasets"][intervals[0]["data"]["name"]]] == ["Bo Ray"]


@pytest.mark.parametrize("name", list(every_chart()))
def test_a_click_names_quotes_that_exist(name: str) -> None:
    spec = every_chart()[name].to_dict()
    (param,) = spec["params"]
    assert param["name"] == "pick"
    named = set(param["select"]["fields"])
    marks = [row for rows in spec["datasets"].values() for row in rows if named <= set(row)]
    assert marks, "no mark holds the fields that the selection names"


@pytest.mark.parametrize("name", list(every_chart()))
def test_colour_never_stands_alone(name: str) -> None:
    """Where colour tells the side, a shape, a word or a sign in the same mark tells it too."""
    for layer in every_chart()[name].to_dict()["layer"]:
        encoding = layer["encoding"]
        if encoding.get("color", {}).get("field") == "side":
            assert encoding.get("shape", {}).get("field") == "side" or encoding["y"]["field"] == "row"


@pytest.mark.parametrize("theme", ["light", "dark", "inherit"])
@pytest.mark.parametrize("name", list(every_chart()))
def test_a_chart_draws_as_an_svg_without_script(name: str, theme: str) -> None:
    svg = charts.chart_svg(every_chart()[name], theme=theme)
    assert svg.startswith("<svg") and "<script" not in svg
    assert ("currentColor" in svg) == (theme == "inherit")
    assert svg.count("<path") + svg.count("<text") > 5


def test_a_chart_draws_as_a_png_of_its_size() -> None:
    png = charts.chart_png(every_chart()["arc"], width=300, scale=1)
    assert png.startswith(b"\x89PNG") and 300 <= int.from_bytes(png[16:20], "big") <= 400


def test_words_of_an_article_are_no_markup_in_an_svg() -> None:
    quotes = aggregates.quotes_of(make_passages({"speaker": "<script>alert(1)</script>"}, {"speaker": '"]} + alert(1) + {["'}))
    svg = charts.chart_svg(charts.speaker_chart(quotes, aggregates.by_speaker(quotes)))
    assert "<script" not in svg and "&lt;script&gt;" in svg
    statement = make_statement(speaker="'; alert(1) //")
    assert "alert(1)" in charts.chart_svg(charts.components_chart(aggregates.components_of(statement)))


def test_shapes_tell_quoted_from_reported() -> None:
    quotes = aggregates.quotes_of(make_passages({}, {"kind": "indirect"}), indirect=True)
    marks = data_of(charts.arc_chart(quotes), "point")
    assert [mark["said"] for mark in marks] == ["quoted", "reported without quotation marks"]


@pytest.mark.parametrize("measure", ["polarity", "stance"])
def test_nothing_to_draw_is_an_empty_chart(measure: str) -> None:
    quotes = aggregates.quotes_of(make_passages({}).head(0))
    assert charts.chart_svg(charts.speaker_chart(quotes, aggregates.by_speaker(quotes), measure=measure))
    assert charts.chart_svg(charts.arc_chart(quotes, measure=measure))
    assert charts.chart_svg(charts.responses_chart(aggregates.role_counts(quotes)))
    assert charts.chart_svg(charts.timeline_chart(aggregates.timeline(quotes, make_statement()), measure=measure))
    assert charts.chart_svg(charts.components_chart(aggregates.components_of(make_statement().head(0))))
