"""The filters in the sidebar, kept in the URL so that a colleague opens the same view."""

import pandas as pd
import streamlit as st

from analysis.aggregates import quotes_of
from analysis.schema import Capacity, Role


def choose(passages: pd.DataFrame) -> pd.DataFrame:
    """The passages that the sidebar's filters leave; an empty filter leaves all. Paragraphs follow the article filter only, and are left
    out as soon as quotes are filtered, so that a download is what is on screen."""
    quotes = quotes_of(passages)
    with st.sidebar:
        st.subheader("Filter")
        speakers = st.multiselect("Speaker", sorted(quotes["who"].unique()), key="speaker", bind="query-params", placeholder="All speakers")
        capacities = [c.value for c in Capacity if (quotes["capacity"] == c.value).any()]
        capacity = st.multiselect("Capacity", capacities, key="capacity", bind="query-params", placeholder="All capacities", format_func=_readable)
        roles = [r.value for r in Role if (quotes["role"] == r.value).any()]
        role = st.multiselect("Role", roles, key="role", bind="query-params", placeholder="All roles", format_func=_readable)
        articles = st.multiselect("Article", sorted(passages["article_id"].unique()), key="article", bind="query-params", placeholder="All articles")
        st.button("Clear filters", on_click=_clear, width="stretch")
    kept = pd.Series(True, index=quotes.index)
    for values, column in ((speakers, "who"), (capacity, "capacity"), (role, "role"), (articles, "article_id")):
        if values:
            kept &= quotes[column].isin(values).fillna(False).astype(bool)
    chosen = passages["kind"].eq("quote") & passages.index.isin(quotes.index[kept])
    if not (speakers or capacity or role):
        chosen |= passages["kind"].eq("paragraph") & (passages["article_id"].isin(articles) if articles else True)
    return passages[chosen]


def _readable(value: str) -> str:
    return value.replace("_", " ")


def _clear() -> None:
    for key in ("speaker", "capacity", "role", "article"):
        st.session_state[key] = []
