"""The table of scored quotes with the full words, and the downloads of what is on screen."""

import pandas as pd
import streamlit as st

from analysis import exports
from analysis.schema import PASSAGES

FIRST = ("text", "speaker", "capacity", "role", "polarity", "stance", "target", "article_id")
SCORES = ("negative", "neutral", "positive", "polarity", "stance_negative", "stance_neutral", "stance_positive", "stance")


def show_table(passages: pd.DataFrame) -> None:
    """The filtered quotes, full words, widest first; every column of the table can be shown from its menu."""
    quotes = passages[passages["kind"] == "quote"]
    config = {c.name: st.column_config.Column(help=c.meaning) for c in PASSAGES}
    config |= {name: st.column_config.NumberColumn(format="%+.2f" if name in ("polarity", "stance") else "%.2f") for name in SCORES}
    config["text"] = st.column_config.TextColumn("text", width="large", help="the words between the marks")
    st.dataframe(quotes, hide_index=True, width="stretch", row_height=90, height=620, column_order=FIRST, column_config=config, key="table")


def show_downloads(passages: pd.DataFrame, statements: pd.DataFrame) -> None:
    """Buttons for the filtered table and its statements; the bytes are made when a button is pressed."""
    kept = statements[statements["article_id"].isin(passages["article_id"])]
    columns = st.columns(4)
    for column, suffix, mime in zip(
        columns, (".csv", ".jsonl", ".xlsx"), ("text/csv", "application/jsonl", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), strict=False
    ):
        column.download_button(
            f"Scored passages {suffix}", data=lambda s=suffix: exports.WRITERS[s](passages), file_name=f"passages{suffix}", mime=mime, on_click="ignore",
            key=f"download{suffix}", width="stretch", icon=":material/download:",
        )  # fmt: skip
    columns[3].download_button(
        "Apology statements .csv", data=lambda: exports.to_csv(kept), file_name="statements.csv", mime="text/csv", on_click="ignore",
        key="download_statements", width="stretch", icon=":material/download:",
    )  # fmt: skip
    st.caption("A cell that a spreadsheet would run as a formula gets an apostrophe before it in the CSV and XLSX files; JSONL keeps the words as they are.")
