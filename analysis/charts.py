"""Small tables -> Altair charts. The only importer of altair; nothing is computed here but what a mark shows.

No mean without its n, a fixed [-1, 1] axis with a zero line, shape and position carry meaning and colour comes second (blue and orange,
told apart by colour-blind readers as well), a tooltip shows the words.
"""

import altair as alt
import pandas as pd

GREY = "#808692"  # 3.6:1 against white and 4.9:1 against the dark page
COLOURS = {"accused": "#4C8DD6", "harmed": "#E0812B", "other": GREY}
SHAPES = {"accused": "circle", "harmed": "square", "other": "triangle-up"}
MEASURES = {"polarity": "Sentiment of the words", "stance": "Stance toward the other side"}
ENDS = {"polarity": ("negative words", "positive words"), "stance": ("against", "conciliatory or in favour")}
WORDS = 160  # characters of a quote in a tooltip
ROW, FRAME = 56, 90  # pixels a row, and for the legend and the axis, which Streamlit counts into a chart's height


def _marks(quotes: pd.DataFrame, rows: str) -> pd.DataFrame:
    """What the marks show: one row a quote, numbered within its row of the chart so that equal values do not hide each other."""
    frame = quotes[["article_id", "who", "capacity", "role", "side", "polarity", "stance", "text", rows]].loc[:, lambda f: ~f.columns.duplicated()].copy()
    frame["words"] = frame["text"].str.slice(0, WORDS) + frame["text"].str.len().gt(WORDS).map({True: " \u2026", False: ""})
    frame["jitter"] = frame.groupby(rows, sort=False).cumcount() % 5 - 2
    return frame.drop(columns="text").astype(dict.fromkeys(("who", "capacity", "role", "side", "words", "article_id", rows), object))


def _strip(quotes: pd.DataFrame, means: pd.DataFrame, *, rows: str, order: list[str], measure: str) -> alt.LayerChart:
    """Quotes as marks on [-1, 1], a row each under its name and n, and the row's mean as a bar. Names stand inside the plot, above their
    marks, so that a narrow screen keeps its width for the scale."""
    low, high = ENDS[measure]
    words = f"datum.value == -1 ? '\u2190 {low}' : datum.value == 1 ? '{high} \u2192' : datum.label"
    axis = alt.Axis(values=[-1, 0, 1], labelExpr=words, labelFlush=True, grid=True)
    x = alt.X(f"{measure}:Q", title=None, scale=alt.Scale(domain=[-1, 1], nice=False), axis=axis)
    y = alt.Y(f"{rows}:N", title=None, sort=order, axis=None)
    sides = list(COLOURS)
    marks = (
        alt.Chart(_marks(quotes[quotes[measure].notna()], rows))
        .mark_point(filled=True, size=75, opacity=0.85)
        .encode(
            x=x, y=y, yOffset=alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-3, 7])),
            color=alt.Color("side:N", title=None, scale=alt.Scale(domain=sides, range=list(COLOURS.values())), legend=alt.Legend(orient="top")),
            shape=alt.Shape("side:N", title=None, scale=alt.Scale(domain=sides, range=list(SHAPES.values()))),
            tooltip=[
                alt.Tooltip("who:N", title="speaker"), alt.Tooltip("role:N"), alt.Tooltip("capacity:N"), alt.Tooltip("words:N"),
                alt.Tooltip("polarity:Q", format="+.2f", title="sentiment"), alt.Tooltip("stance:Q", format="+.2f"), alt.Tooltip("article_id:N", title="article"),
            ],
        )
    )  # fmt: skip
    n = "n" if measure == "polarity" else "stance_n"
    labelled = means.assign(label=[f"{name} \u00b7 n = {k}" for name, k in zip(means[rows], means[n], strict=True)]).astype({rows: object})
    bars = alt.Chart(labelled[means[n] > 0]).mark_tick(thickness=3, size=24, yOffset=11, color=GREY).encode(
        x=x, y=y, tooltip=[alt.Tooltip(f"{rows}:N"), alt.Tooltip(f"{measure}:Q", format="+.2f", title="mean"), alt.Tooltip(f"{n}:Q", title="n")]
    )  # fmt: skip
    labels = alt.Chart(labelled).mark_text(align="left", dx=2, dy=-17, color=GREY, fontSize=12).encode(x=alt.value(0), y=y, text="label:N")
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeDash=[3, 3], color=GREY).encode(x=alt.X("x:Q"))
    return alt.layer(zero, bars, marks, labels).properties(height=ROW * max(len(order), 1) + FRAME)


def apology_response_chart(quotes: pd.DataFrame, table: pd.DataFrame, *, measure: str = "polarity") -> alt.LayerChart:
    """Apology against response: each quote as a mark in its group.

    Args:
        quotes: aggregates.quotes_of.
        table: aggregates.apology_against_response of the same passages.
        measure: "polarity" or "stance".
    """
    return _strip(quotes[quotes["group"].notna()], table, rows="group", order=list(table["group"]), measure=measure)


def speaker_chart(quotes: pd.DataFrame, table: pd.DataFrame, *, measure: str = "polarity") -> alt.LayerChart:
    """Each quote as a mark in its speaker's row, most quotes first.

    Args:
        quotes: aggregates.quotes_of.
        table: aggregates.by_speaker of the same passages.
        measure: "polarity" or "stance".
    """
    return _strip(quotes, table.rename(columns={"speaker": "who"}), rows="who", order=list(table["speaker"]), measure=measure)


def chart_in_words(table: pd.DataFrame, *, rows: str, measure: str) -> str:
    """The chart's numbers as a sentence, for readers who do not see it."""
    n = "n" if measure == "polarity" else "stance_n"
    parts = [
        f"{row[rows]}: no quotes" if not row[n] else f"{row[rows]}: mean {row[measure]:+.2f}, n = {row[n]}"
        for row in table.to_dict("records")
    ]  # fmt: skip
    return f"{MEASURES[measure]} from -1 to 1. " + "; ".join(parts) + "."
