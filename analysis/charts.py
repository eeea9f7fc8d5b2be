"""Small tables -> Altair charts. The only importer of altair; nothing is computed here but what a mark shows.

No mean without its n, a fixed [-1, 1] axis with a zero line, shape and position carry meaning and colour comes second, a tooltip shows the
words. Every chart has the point selection "pick": its marks name the quotes behind them (aggregates.picked gives these back). Text takes the
colour of the page's theme. Up to MOST_MARKS quotes are a mark each; more are drawn as one mark for each twentieth of the scale, its area
growing with the number of quotes, because a canvas of more marks is slow and unreadable for people and for screen readers alike.
"""

import json

import altair as alt
import pandas as pd

from analysis.palette import GREY, INK, PAPER, SHAPES, SIDES, SIGNS

ENDS = {"polarity": ("negative words", "positive words"), "stance": ("against", "conciliatory or in favour")}
MOST_MARKS = 2000
WORDS = 160  # characters of a quote in a tooltip
ROW, FRAME = 64, 110  # pixels a row, and for the legend and the axis, which Streamlit counts into a chart's height
INKED = {"labelColor": "currentColor", "titleColor": "currentColor"}  # the theme's own grey for labels is too faint to read
PLAIN = object  # altair reads the type of pandas' own strings as nominal only from this dtype


Chart = alt.LayerChart


def pick(*fields: str) -> alt.Parameter:
    """The selection that opens the evidence: a click on a mark names these fields of it."""
    return alt.selection_point(name="pick", fields=list(fields), empty=False)


def _side(channel: type[alt.Color] | type[alt.Shape], values: dict[str, str], *, legend: bool = True, offset: int = 24) -> alt.Color | alt.Shape:
    scale = alt.Scale(domain=list(SIDES), range=list(values.values()))
    return channel("side:N", title=None, scale=scale, legend=alt.Legend(**INKED, orient="top", offset=offset, symbolStrokeWidth=1.5) if legend else None)


def _across(measure: str, shown: str) -> alt.X:
    """A measure as the horizontal axis, its ends in words."""
    low, high = ENDS[measure]
    words = f"datum.value == -1 ? '\u2190 {low}' : datum.value == 1 ? '{high} \u2192' : '0'"
    axis = alt.Axis(**INKED, values=[-1, 0, 1], labelExpr=words, labelFlush=True, grid=True, labelLimit=220)
    return alt.X(shown, title=None, scale=alt.Scale(domain=[-1, 1], nice=False), axis=axis)


def _shown(quotes: pd.DataFrame, *more: str) -> pd.DataFrame:
    """What a mark shows: one row a quote, its words shortened."""
    names = dict.fromkeys(["quote_id", "article_id", "who", "as_what", "doing", "role", "side", "kind", "polarity", "stance", "text", *more])
    frame = quotes[list(names)].copy()
    frame["words"] = frame["text"].str.slice(0, WORDS) + frame["text"].str.len().gt(WORDS).map({True: " \u2026", False: ""})
    frame["role"] = frame["role"].fillna(frame["doing"])
    frame["said"] = frame["kind"].map({"quote": "quoted", "indirect": "reported without quotation marks"})
    texts = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    return frame.drop(columns=["text", "kind"]).astype(dict.fromkeys([n for n in texts if n not in ("text", "kind")], PLAIN))


TIPS = [
    alt.Tooltip("words:N", title="words"), alt.Tooltip("who:N", title="speaker"), alt.Tooltip("as_what:N", title="capacity"), alt.Tooltip("role:N", title="role"),
    alt.Tooltip("polarity:Q", format="+.2f", title="sentiment"), alt.Tooltip("stance:Q", format="+.2f", title="stance"),
    alt.Tooltip("said:N", title="said"), alt.Tooltip("article_id:N", title="article"),
]  # fmt: skip


def _points(frame: pd.DataFrame) -> alt.Chart:
    """One mark a quote: filled where quoted, hollow where reported without marks; the picked ones get larger."""
    chosen = pick("quote_id")
    return alt.Chart(frame).mark_point(strokeWidth=1.5, opacity=1, cursor="pointer").encode(
        color=_side(alt.Color, SIDES), fill=alt.Fill("side:N", scale=alt.Scale(domain=list(SIDES), range=list(SIDES.values())), legend=None),
        shape=_side(alt.Shape, SHAPES), fillOpacity=alt.condition("datum.said == 'quoted'", alt.value(0.85), alt.value(0)),
        size=alt.condition(chosen, alt.value(240), alt.value(75)), tooltip=TIPS,
    ).add_params(chosen)  # fmt: skip


def _heaps(frame: pd.DataFrame, *fields: str, measure: str, largest: int = 420) -> alt.Chart:
    """One mark for several quotes, its area growing with their number."""
    frame = frame.assign(measure=measure, words=frame["text"].str.slice(0, WORDS)).drop(columns="text")
    frame = frame.astype({n: PLAIN for n in frame.columns if isinstance(frame[n].dtype, pd.StringDtype)})
    chosen = pick(*fields, "side", "bin", "measure")
    return alt.Chart(frame).mark_point(filled=True, opacity=0.8, cursor="pointer").encode(
        color=_side(alt.Color, SIDES), shape=_side(alt.Shape, SHAPES),
        size=alt.Size("n:Q", scale=alt.Scale(type="sqrt", range=[12, largest]), legend=None),
        stroke=alt.condition(chosen, alt.value("currentColor"), alt.value("transparent")),
        tooltip=[alt.Tooltip("n:Q", title="quotes"), alt.Tooltip("middle:Q", format="+.2f", title="around"), alt.Tooltip("side:N"), alt.Tooltip("words:N", title="one of them")],
    ).add_params(chosen)  # fmt: skip


def _zero(axis: type[alt.X] | type[alt.Y]) -> alt.Chart:
    channel = {"x": alt.X("zero:Q")} if axis is alt.X else {"y": alt.Y("zero:Q")}
    return alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeDash=[3, 3], color=GREY).encode(**channel)


def _labelled(table: pd.DataFrame, rows: str, measure: str) -> pd.DataFrame:
    """The rows with their label (shape of the side, name, n) and their interval in words."""
    n, low, high = ("n" if measure == "polarity" else "stance_n"), f"{measure}_low", f"{measure}_high"
    out = table.rename(columns={rows: "row", n: "count"})[["row", "count", measure, low, high, *(["side"] if "side" in table else [])]].copy()
    signs = out["side"].map(SIGNS) + " " if "side" in out else ""
    out["label"] = (signs + out["row"].astype("string") + " \u00b7 n = " + out["count"].astype("string")).astype(PLAIN)
    out["interval"] = ["too few quotes for an interval" if pd.isna(a) else f"{a:+.2f} to {b:+.2f}" for a, b in zip(out[low], out[high], strict=True)]
    return out.astype({"row": PLAIN})


def _strip(quotes: pd.DataFrame, table: pd.DataFrame, bins: pd.DataFrame | None, *, rows: str, named: str, measure: str) -> alt.LayerChart:
    """Quotes as marks on [-1, 1], a row each under its name and n, and the row's mean with its interval below them. Names stand inside the
    plot, above their marks, so that a narrow screen keeps its width for the scale."""
    means = _labelled(table, named, measure)
    label = dict(zip(means["row"], means["label"], strict=True))
    names = alt.Axis(
        **INKED, labelAlign="left", labelPadding=-4, labelOffset=-22, labelLimit=600, labelFontSize=12, ticks=False, domain=False, grid=False, labelBound=False
    )
    y = alt.Y("label:N", title=None, sort=list(means["label"]), axis=names, scale=alt.Scale(domain=list(means["label"]), padding=0))
    if bins is None:
        kept = quotes[quotes[rows].isin(label) & quotes[measure].notna()]
        frame = _shown(kept, rows)
        frame["label"] = frame[rows].map(label)
        frame["jitter"] = frame.groupby(rows, sort=False).cumcount() % 5 - 2
        marks = _points(frame).encode(yOffset=alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-9, 8])))
        x = _across(measure, f"{measure}:Q")
    else:
        frame = bins[bins[rows].isin(label)].assign(label=lambda f: f[rows].map(label).astype(PLAIN))
        marks, x = _heaps(frame, rows, measure=measure), _across(measure, "middle:Q")
    there = means[means["count"] > 0]
    tips = [
        alt.Tooltip("row:N", title="who"), alt.Tooltip(f"{measure}:Q", format="+.2f", title="mean"), alt.Tooltip("count:Q", title="n"),
        alt.Tooltip("interval:N", title="95 % interval"),
    ]  # fmt: skip
    bars = alt.Chart(there[there[f"{measure}_low"].notna()]).mark_rule(strokeWidth=2, yOffset=18, color=GREY).encode(
        x=_across(measure, f"{measure}_low:Q"), x2=f"{measure}_high:Q", y=y, tooltip=tips
    )  # fmt: skip
    ticks = alt.Chart(there).mark_tick(thickness=3, size=16, yOffset=18, color=GREY).encode(x=_across(measure, f"{measure}:Q"), y=y, tooltip=tips)
    there_bars = [bars] if there[f"{measure}_low"].notna().any() else []  # an empty group of marks has no accessible name
    return alt.layer(_zero(alt.X), *there_bars, ticks, marks.encode(x=x, y=y)).properties(height=ROW * max(len(means), 1) + FRAME, usermeta={"frame": FRAME})


def apology_response_chart(quotes: pd.DataFrame, table: pd.DataFrame, *, measure: str = "polarity", bins: pd.DataFrame | None = None) -> alt.LayerChart:
    """Apology against response: each quote as a mark in its group, below them the mean with its interval.

    Args:
        quotes: aggregates.quotes_of.
        table: aggregates.apology_against_response of the same passages.
        measure: "polarity" or "stance".
        bins: aggregates.binned(quotes, "group", measure) where there are more than MOST_MARKS quotes.
    """
    return _strip(quotes, table, bins, rows="group", named="group", measure=measure)


def speaker_chart(quotes: pd.DataFrame, table: pd.DataFrame, *, measure: str = "polarity", bins: pd.DataFrame | None = None) -> alt.LayerChart:
    """Each quote as a mark in its speaker's row, in the table's order.

    Args:
        quotes: aggregates.quotes_of; quotes of speakers who are not in `table` are left out.
        table: aggregates.by_speaker of the same passages, or its first rows.
        measure: "polarity" or "stance".
        bins: aggregates.binned(quotes, "who", measure) where there are more than MOST_MARKS quotes.
    """
    return _strip(quotes, table, bins, rows="who", named="speaker", measure=measure)


def responses_chart(counts: pd.DataFrame) -> alt.LayerChart:
    """How often the responses do what, by side: the number of quotes as the length of a bar and in digits.

    Args:
        counts: aggregates.role_counts of the responses.
    """
    frame = counts.assign(row=counts["doing"].str.replace("_", " ") + " \u00b7 " + counts["side"].map(SIGNS) + " " + counts["side"])
    frame = frame.astype(dict.fromkeys(("doing", "side", "row"), PLAIN))
    order, chosen = list(frame["row"]), pick("doing", "side")
    y = alt.Y("row:N", title=None, sort=order, axis=alt.Axis(**INKED, labelLimit=260, ticks=False, domain=False))
    x = alt.X("n:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.15 * float(max(frame["n"].max() if len(frame) else 1, 1))], nice=False))
    bars = alt.Chart(frame).mark_bar(cursor="pointer", height=16).encode(
        x=x, y=y, color=_side(alt.Color, SIDES, legend=False), opacity=alt.condition(chosen, alt.value(1), alt.value(0.8)),
        tooltip=[alt.Tooltip("doing:N", title="role"), alt.Tooltip("side:N"), alt.Tooltip("n:Q", title="quotes"), alt.Tooltip("speakers:Q")],
    ).add_params(chosen)  # fmt: skip
    digits = alt.Chart(frame).mark_text(align="left", dx=5, color="currentColor").encode(x=x, y=y, text="n:Q")
    return alt.layer(bars, digits).properties(height=28 * max(len(frame), 1) + 20)


def components_chart(components: pd.DataFrame) -> alt.LayerChart:
    """Which of the six components each statement has: a filled square with a tick where it is there, a hollow one where it is not.

    Args:
        components: aggregates.components_of, of as many statements as there shall be rows.
    """
    frame = components.assign(
        component=components["component"].str.replace("_", " "), state=components["there"].map({True: "there", False: "not found"}).astype(PLAIN),
        mark=components["there"].map({True: "\u2713", False: "\u2013"}).astype(PLAIN),
    )  # fmt: skip
    frame = frame.astype(dict.fromkeys(("statement_id", "label", "component", "words"), PLAIN))
    labels, columns = list(dict.fromkeys(frame["label"])), list(dict.fromkeys(frame["component"]))
    chosen = pick("statement_id")
    names = alt.Axis(**INKED, labelAlign="left", labelPadding=-4, labelOffset=-20, labelLimit=420, ticks=False, domain=False, grid=False, labelBound=False)
    y = alt.Y("statement_id:N", title=None, sort=list(dict.fromkeys(frame["statement_id"])), axis=names)
    by_id = dict(zip(frame["statement_id"], frame["label"], strict=True))
    names.labelExpr = f"({json.dumps(by_id)})[datum.value] || datum.value" if labels else alt.Undefined
    x = alt.X(
        "component:N",
        title=None,
        sort=columns,
        axis=alt.Axis(**INKED, orient="top", labelAngle=-30, labelOverlap=False, ticks=False, domain=False),
    )
    squares = alt.Chart(frame).mark_square(size=420, cursor="pointer", yOffset=6, opacity=1, stroke=SIDES["accused"], color=SIDES["accused"]).encode(
        x=x, y=y, fillOpacity=alt.condition("datum.there", alt.value(0.9), alt.value(0)), strokeWidth=alt.condition(chosen, alt.value(3), alt.value(1.2)),
        tooltip=[alt.Tooltip("label:N", title="statement"), alt.Tooltip("component:N"), alt.Tooltip("state:N", title="found"), alt.Tooltip("words:N", title="words that fired")],
    ).add_params(chosen)  # fmt: skip
    ticks = (
        alt.Chart(frame)
        .mark_text(yOffset=6, fontSize=13, fontWeight="bold")
        .encode(x=x, y=y, text="mark:N", color=alt.condition("datum.there", alt.value("white"), alt.value("currentColor")))
    )
    return alt.layer(squares, ticks).properties(height=56 * max(len(labels), 1) + 90)


def arc_chart(quotes: pd.DataFrame, *, measure: str = "polarity") -> alt.LayerChart:
    """The quotes of one article in reading order, from the first to the last, joined by a line.

    Args:
        quotes: aggregates.quotes_of, of one article.
        measure: "polarity" or "stance"; quotes without one are gaps in the order.
    """
    frame = _shown(quotes[quotes[measure].notna()], "order").astype({"order": "int64"})
    last = max(int(quotes["order"].max()) if len(quotes) else 1, 2)
    x = alt.X(
        "order:Q",
        title="quote, in reading order",
        scale=alt.Scale(domain=[0.5, last + 0.5], nice=False),
        axis=alt.Axis(**INKED, tickMinStep=1, format="d", grid=False),
    )
    y = _upright(measure, f"{measure}:Q")
    line = alt.Chart(frame).mark_line(color=GREY, opacity=0.45, strokeWidth=1.5).encode(x=x, y=y, order="order:Q")
    return alt.layer(_zero(alt.Y), line, _points(frame).encode(x=x, y=y)).properties(height=320)


def _upright(measure: str, shown: str) -> alt.Y:
    """A measure as the vertical axis, its ends in words above the plot, so that they take no width."""
    low, high = ENDS[measure]
    axis = alt.Axis(
        **INKED,
        values=[-1, 0, 1],
        labelExpr="datum.value ? format(datum.value, '+d') : '0'",
        ticks=False,
        grid=True,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=0,
        titleY=-8,
        titleFontWeight="normal",
    )
    return alt.Y(shown, title=f"\u2191 {high}   \u2193 {low}", scale=alt.Scale(domain=[-1, 1], nice=False), axis=axis)


def timeline_chart(timeline: pd.DataFrame, *, measure: str = "polarity", bins: pd.DataFrame | None = None, notes: pd.DataFrame | None = None) -> alt.LayerChart:
    """The quotes by days from the apology to their article, across articles.

    Args:
        timeline: aggregates.timeline.
        measure: "polarity" or "stance".
        bins: aggregates.binned_days(timeline, measure) where there are more than MOST_MARKS quotes.
        notes: What happened when, in the user's words: day (number), note (text).
    """
    rows = timeline[timeline[measure].notna()]
    days = rows["day"] if bins is None else pd.concat([bins["day_from"], bins["day_to"]])
    reach = alt.Scale(domain=[float(days.min()) - 0.5, float(days.max()) + 0.5] if len(days) else [0, 1], nice=False)
    x = alt.X("day:Q", title="days since the apology", scale=reach, axis=alt.Axis(**INKED, tickMinStep=1, format="d"))
    if bins is None:
        frame = _shown(rows, "day", "case")
        frame["day"] += (frame.groupby("day", sort=False).cumcount() % 7 - 3) * 0.1  # equal values of one day beside each other
        marks = _points(frame).encode(x=x, y=_upright(measure, f"{measure}:Q"))
    else:
        aside = bins["side"].map({side: (i - 1) * 0.28 for i, side in enumerate(SIDES)}).astype(float) * (bins["day_to"] - bins["day_from"] + 1)
        marks = _heaps(bins.assign(day=bins["day"] + aside), "day_from", "day_to", measure=measure, largest=140).encode(x=x, y=_upright(measure, "middle:Q"))
    layers = [_zero(alt.Y), alt.Chart(pd.DataFrame({"day": [0]})).mark_rule(color=GREY).encode(x=x), marks]
    if notes is not None and len(notes):
        written = alt.Chart(notes.astype({"note": PLAIN}))
        layers += [written.mark_rule(strokeDash=[2, 4], color="currentColor").encode(x=x, tooltip=["note:N", "day:Q"]),
                   written.mark_text(align="left", dx=4, baseline="top", color="currentColor").encode(x=x, y=alt.value(2), text="note:N")]  # fmt: skip
    return alt.layer(*layers).properties(height=320)


def _for_file(chart: alt.LayerChart, theme: str, width: int) -> dict[str, object]:
    """The chart's specification with the text, lines and background of a theme; "inherit" takes the colour of the text around it."""
    ink, paper, faint = INK.get(theme, "currentColor"), PAPER.get(theme), "rgba(128,134,146,.35)"
    spec = chart.properties(width=width).to_dict()
    spec["background"] = paper
    spec["height"] -= spec.pop("usermeta", {}).get("frame", 0)  # a file's height is that of the plot alone
    spec["config"] = {
        "font": "sans-serif", "view": {"stroke": None}, "legend": {"labelColor": ink, "titleColor": ink},
        "axis": {"labelColor": ink, "titleColor": ink, "gridColor": faint, "domainColor": faint, "tickColor": faint, "titleFontWeight": "normal"},
    }  # fmt: skip
    return dict(json.loads(json.dumps(spec).replace("currentColor", ink)))


def chart_svg(chart: alt.LayerChart, *, theme: str = "light", width: int = 720) -> str:
    """The chart as SVG text, without a script. `theme`: "light", "dark", or "inherit" for a transparent one in the colour of the text around
    it."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_for_file(chart, theme, width)))


def chart_png(chart: alt.LayerChart, *, theme: str = "light", width: int = 720, scale: float = 2) -> bytes:
    """The chart as PNG; `scale` is image pixels a pixel of `width`."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(_for_file(chart, theme, width), scale=scale))
