"""A chart on the page: click a mark to open the quotes behind it; its numbers as alternative text, its table, and its files."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from analysis import aggregates, charts
from analysis.page import address
from analysis.page.downloads import show_chart_files
from analysis.page.filters import Screen

NUMBERS = ("polarity", "stance", "mean")


def open_quotes(*, quote: str = "", of: dict[str, Any] | None = None) -> None:
    """Goes to the quotes page: one quote, or those that share these column values."""
    st.switch_page(st.session_state["pages"]["quotes"], query_params=address.link(quote=quote, of=json.dumps(of, ensure_ascii=False) if of else ""))


def open_marks(quotes: pd.DataFrame, marks: list[dict[str, Any]], within: dict[str, Any]) -> None:
    """Opens what stands behind clicked marks: the quote itself where it is one."""
    mark = {k: v for k, v in marks[0].items() if not k.startswith("vlPoint") and not k.startswith("_vgsid")} | within
    hit = aggregates.picked(quotes, [mark])
    if len(hit) == 1:
        open_quotes(quote=quote_name(hit.iloc[0]))
    elif len(hit):
        open_quotes(of=mark)


def quote_name(row: "pd.Series[Any]") -> str:
    """A quote as the address names it."""
    return f"{row['article_id']}~{int(row['start'])}"


def show_chart(
    screen: Screen, chart: charts.Chart, quotes: pd.DataFrame, table: pd.DataFrame, *, name: str, alt: str, row: str = "", within: dict[str, Any] | None = None
) -> None:  # fmt: skip
    """The chart, its table twin whose rows open the same quotes, and its files.

    Args:
        screen: What is on screen, for the files' manifest.
        chart: From charts.
        quotes: aggregates.quotes_of that the marks stand for.
        table: The chart's numbers.
        name: Tells the chart from the page's others, and names its files.
        alt: The numbers in a sentence.
        row: Column of `quotes` that the table's first column holds; "" where rows stand for no quotes.
        within: Column values that narrow what a mark stands for, beside the mark's own.
    """
    event = st.altair_chart(chart, width="stretch", key=f"chart/{name}", alt=alt, on_select="rerun", selection_mode=["pick"])
    if marks := event["selection"].get("pick"):
        open_marks(quotes, marks, within or {})
    with st.container(horizontal=True):
        with st.expander("The same as a table"):
            config = {c: st.column_config.NumberColumn(format="%+.2f") for c in NUMBERS}
            if not row:
                st.dataframe(table, hide_index=True, width="stretch", column_config=config)
            elif cells := st.dataframe(table, hide_index=True, width="stretch", column_config=config, key=f"twin/{name}", on_select="rerun", selection_mode="single-cell")["selection"]["cells"]:
                open_quotes(of={row: str(table.iloc[cells[0][0], 0])} | (within or {}))
        with st.popover("Save", icon=":material/image:", help="This chart as a picture"):
            show_chart_files(screen, chart, name)


def behind(screen: Screen) -> tuple[pd.DataFrame, str | None]:
    """The quotes behind the mark in the address among those on screen, and what they share in words; all quotes where there is none."""
    try:
        mark = json.loads(address.selected("of") or "null")
    except ValueError:
        mark = None
    if not isinstance(mark, dict) or not all(isinstance(v, (str, int, float)) for v in mark.values()):
        return screen.quotes, None
    quotes = aggregates.quotes_of(screen.passages, indirect=True)
    if "day_from" in mark:
        quotes = aggregates.timeline(quotes, screen.statements)
    hit = aggregates.picked(quotes, [mark])
    return screen.passages.loc[hit.index], ", ".join(str(v).replace("_", " ") for k, v in mark.items() if k not in ("bin", "measure"))
