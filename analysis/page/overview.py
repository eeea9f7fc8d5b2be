"""The page's first screen: headline figures, apology against response, and a strip for each speaker."""

import pandas as pd
import streamlit as st

from analysis import aggregates, charts, wording
from analysis.schema import MEASURES

MOST = 12  # speakers drawn before the reader asks for all


def show_figures(passages: pd.DataFrame, statements: pd.DataFrame) -> None:
    """Quotes, speakers, apologies, and what the harmed side answered."""
    quotes = aggregates.quotes_of(passages)
    harmed = quotes[quotes["side"] == "harmed"]
    columns = st.columns(4)
    columns[0].metric("Quotes", len(quotes), help="Words between quotation marks that somebody said")
    unattributed = int(quotes["speaker"].isna().sum())
    columns[1].metric(
        "Speakers", int(quotes["speaker"].nunique()), delta=f"{unattributed} quotes unattributed" if unattributed else None, delta_color="off", delta_arrow="off",
        help="People and bodies quoted; a quote whose speaker the article does not tell is unattributed",
    )  # fmt: skip
    complete = f"{statements['completeness'].max()} of 6" if len(statements) else None
    columns[2].metric("Apology statements", len(statements), delta=f"most complete: {complete}" if complete else None, delta_color="off", delta_arrow="off")
    critical = int((harmed["role8"] == "criticism").sum())
    columns[3].metric(
        "Answers of the harmed", len(harmed), delta=f"{critical} critical" if len(harmed) else None, delta_color="off", delta_arrow="off",
        help="Quotes of victims and those who speak for them; critical: criticism, account of the harm, demand",
    )  # fmt: skip


def show_charts(passages: pd.DataFrame) -> None:
    """The apology against the responses, then everybody, quote by quote."""
    quotes = aggregates.quotes_of(passages)
    options = list(MEASURES)
    measure = st.segmented_control("Show", options, default="polarity", required=True, format_func=MEASURES.get, key="measure", bind="query-params")
    measure = measure or "polarity"
    st.caption(
        "Sentiment is that of the quoted words alone: an apology says sorry in negative words. "
        "Stance is what the quote does toward the other side, by its role and the model's reading of the words. Each mark is one quote; the bar is the mean of n quotes."
    )
    st.subheader("Apology against response")
    groups = aggregates.apology_against_response(passages)
    _chart(charts.apology_response_chart(quotes, groups, measure=measure), groups, "group", measure)
    st.subheader("Speaker by speaker")
    speakers = aggregates.by_speaker(passages)
    if len(speakers) > MOST and not st.toggle(f"Show all {len(speakers)} speakers", key="all_speakers"):
        speakers = speakers.head(MOST)
        quotes = quotes[quotes["who"].isin(speakers["speaker"])]
    _chart(charts.speaker_chart(quotes, speakers, measure=measure), speakers, "speaker", measure)


def _chart(chart, table: pd.DataFrame, rows: str, measure: str) -> None:  # type: ignore[no-untyped-def]  # altair stays out of the page's imports
    """A chart, its numbers as alternative text, and its twin as a table."""
    st.altair_chart(chart, width="stretch", key=f"{rows}_chart", alt=wording.means_in_words(table, rows=rows, measure=measure))
    with st.expander("The same as a table"):
        numbers = {name: st.column_config.NumberColumn(format="%+.2f") for name in ("polarity", "stance")}
        st.dataframe(table, hide_index=True, width="stretch", column_config=numbers)
