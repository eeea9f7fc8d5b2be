"""The filters in the sidebar: what they leave is what charts, tables and downloads show."""

import dataclasses

import pandas as pd
import streamlit as st

from analysis.page import address
from analysis.page.labels import readable
from analysis.page.loading import View
from analysis.selections import FACETS, Wanted, select

LABELS = {"speaker": "Speaker", "capacity": "Capacity", "role": "Role", "sentiment": "Sentiment", "article": "Article"}
HELP = {
    "speaker": "Who said it, as the article names them",
    "capacity": "In which capacity they speak: accused, harmed party, ...",
    "role": "What the quote does: apology, criticism, acceptance, ...",
    "sentiment": "Of the quoted words alone: an apology is full of negative words",
    "article": "The article's file name",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Screen:
    """What is on screen: the view, the passages and statements that the filters leave, and the filters."""

    view: View
    passages: pd.DataFrame
    statements: pd.DataFrame
    wanted: Wanted

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes on screen."""
        return self.passages[self.passages["kind"] != "paragraph"]


def choose(view: View) -> Screen:
    """The filters in the sidebar with counts beside their options, and what they leave."""
    state = st.session_state
    slots = {}
    with st.sidebar:
        st.subheader("Filter")
        state["words"] = str(state.get("words") or "")
        st.text_input("Search words", key="words", placeholder="sorry, inquiry, a name \u2026", help="Quotes that hold all these words, or whose speaker's name does")
        for name in FACETS[:-1]:
            slots[name] = st.empty()
        several = view.passages["article_id"].nunique() > 1
        if several:
            slots["article"] = st.empty()
        with st.expander("More filters"):
            dated = view.passages["published"].dropna()
            if len(dated):
                _dates()
            state["sure"] = int(state.get("sure") or 0)
            st.slider("At least this certain", 0, 100, step=5, format="%d %%", key="sure", help="How sure the machine is of capacity, role and sentiment, whichever is least")
            if (view.passages["kind"] == "indirect").any():
                state["indirect"] = bool(state.get("indirect"))
                st.toggle("Include reported speech", key="indirect", help="What people said without quotation marks (\u201cshe said that \u2026\u201d)")
        st.button("Reset all filters", on_click=address.clear_filters, width="stretch", icon=":material/filter_alt_off:")
    kept = {name: [v for v in state.get(name) or []] for name in FACETS}  # noqa: C416  # a copy: the widget's own list changes below
    wanted = Wanted(
        tuple(kept["speaker"]), tuple(kept["capacity"]), tuple(kept["role"]), tuple(kept["sentiment"]), tuple(kept["article"]), since=state.get("since"), until=state.get("until"), sure=int(state["sure"]) / 100, words=state["words"], indirect=bool(state.get("indirect"))
    )  # fmt: skip
    chosen = select(view.passages, wanted)
    known = {name: tuple(v for v in kept[name] if v in chosen.counts[name]) for name in FACETS}
    if any(len(known[name]) < len(kept[name]) for name in FACETS):  # an old link may name what is no longer there
        wanted = dataclasses.replace(wanted, **known)  # type: ignore[arg-type]  # its lists only
        chosen = select(view.passages, wanted)
    for name, slot in slots.items():
        counts = chosen.counts[name]
        state[name] = list(known[name])
        slot.multiselect(LABELS[name], list(counts), key=name, format_func=lambda v, counts=counts: f"{readable(v)} ({counts.get(v, 0)})", placeholder="All", help=HELP[name])
    linked = set(chosen.passages["statement_id"].dropna())
    return Screen(view, chosen.passages, view.statements[view.statements["statement_id"].isin(linked)], wanted)


def _dates() -> None:
    """The two ends of the date range."""
    state = st.session_state
    left, right = st.columns(2)
    for key, label, column in (("since", "From", left), ("until", "To", right)):
        state[key] = state.get(key)
        column.date_input(label, key=key, format="YYYY-MM-DD", help="Articles without a date are left out while a date is set")
