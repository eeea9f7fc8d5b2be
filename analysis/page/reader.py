"""An article with its quotes marked, and the marked words that were taken for no quotes."""

import pandas as pd
import streamlit as st

from analysis.page.markup import TINTS, article_html, chip, plain
from analysis.pipeline import Reading


def show_article(readings: list[Reading]) -> None:
    """A choice of article, its text with quotes marked by side, and what was set aside or could not be told."""
    by_id = {r.article.id: r for r in readings}
    if not by_id:
        return
    chosen = st.selectbox("Article", list(by_id), format_func=lambda i: by_id[i].article.headline, key="reader") if len(by_id) > 1 else next(iter(by_id))
    reading = by_id[chosen]
    article = reading.article
    label = "Fictional example \u00b7 " if article.fictional else ""
    st.html(f"<h4 style='margin:0'>{plain(article.headline)}</h4><span>{label}{article.published or 'date unknown'}</span>")
    st.html("".join(chip(side, tint=side) for side in TINTS if side != "none") + " hover over marked words to see what decided")
    st.html(article_html(reading))
    if reading.non_speech:
        with st.expander(f"{len(reading.non_speech)} stretches in quotation marks taken for no quotes"):
            st.dataframe(pd.DataFrame([{"words": n.text, "reason": n.reason} for n in reading.non_speech]), hide_index=True, width="stretch")
    for note in reading.notes:
        st.info(note.message, icon=":material/info:")
