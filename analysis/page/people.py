"""Everybody who is quoted: capacity fixed in one place, two names made one, one name taken apart."""

import html
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.aliases import propose_aliases
from analysis.corrections import person_correction
from analysis.page import address, correcting
from analysis.page.filters import Screen
from analysis.page.labels import readable, why_capacity
from analysis.page.loading import View
from analysis.page.markup import quotes_html
from analysis.page.quotes import article_of, ids_of
from analysis.schema import Article
from analysis.wording import count

PROPOSED = 20  # pairs asked about at a time


def show(screen: Screen) -> None:
    """The people on screen, and one of them with all quotes."""
    quotes = screen.quotes
    st.header("People", anchor=False)
    st.caption("Everybody quoted under the filters. Choose one to set the capacity once for all their quotes, to join two names of one person, or to take one apart.")
    table = people_table(quotes)
    names = table["speaker"].tolist()
    if not names:
        st.info("Nobody is named as a speaker among these quotes.", icon=":material/person_off:")
        return
    event = st.dataframe(
        table.assign(capacity=table["capacity"].map(readable)), hide_index=True, width="stretch", key=f"people/{screen.view.version[:8]}", on_select="rerun", selection_mode="single-cell",
        height=min(420, 44 + 36 * len(table)), column_config={"aliases": st.column_config.TextColumn(help="Other names that the articles use")},
    )  # fmt: skip
    if event["selection"]["cells"] and event["selection"]["cells"][0][0] < len(names):
        st.session_state["person"] = names[event["selection"]["cells"][0][0]]
    _proposals(screen, quotes)
    if st.session_state.get("person") not in names:
        st.session_state["person"] = names[0]
    person = str(st.selectbox("Person", names, key="person"))
    left, right = st.columns(2, gap="large")
    theirs = quotes[quotes["speaker"] == person]
    with left:
        _capacity_form(screen.view, person, theirs)
        _name_form(screen.view, person, names, theirs)
    with right:
        st.subheader(count(len(theirs), "quote"), anchor=False)
        for name, row in zip(ids_of(theirs), theirs.to_dict("records"), strict=True):
            with st.container(gap=None, key=f"said-{name}"):
                st.html(quotes_html([row]))
                if st.button("Read it in the article", key=f"open/person/{name}", icon=":material/article:", type="tertiary"):
                    st.switch_page(st.session_state["pages"]["quotes"], query_params=address.link(quote=name))


def people_table(quotes: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker: speaker, capacity (several joined by " / "), quotes, articles, why that capacity; most quotes first."""
    named = quotes[quotes["speaker"].notna()]
    rows = []
    for name, theirs in named.groupby("speaker", sort=False):
        capacities = theirs["capacity"].dropna().unique()
        rows.append({
            "speaker": name, "capacity": " / ".join(readable(c) for c in capacities) or "cannot tell", "quotes": len(theirs), "articles": theirs["article_id"].nunique(),
            "named as": ", ".join(theirs["speaker_mention"].dropna().unique()[:4]), "why": why_capacity(theirs.iloc[0].to_dict()),
        })  # fmt: skip
    table = pd.DataFrame(rows, columns=["speaker", "capacity", "quotes", "articles", "named as", "why"])
    return table.sort_values(["quotes", "speaker"], ascending=[False, True], ignore_index=True)


def _proposals(screen: Screen, quotes: pd.DataFrame) -> None:
    """Names of different articles that may mean one person: asked, never joined unasked."""
    view = screen.view
    found = _aliases(f"{view.version}/{screen.wanted}", quotes).head(PROPOSED)
    if found.empty:
        return
    with st.expander(f"Perhaps the same person in several articles: {len(found)}"):
        for row in found.to_dict("records"):
            with st.container(horizontal=True, vertical_alignment="center", key=f"alias-{row['name']}-{row['other']}"):
                st.html(f"<strong>{html.escape(row['other'])}</strong> and <strong>{html.escape(row['name'])}</strong>: {html.escape(row['evidence'])}")
                join = [person_correction("name", row["name"], person=row["other"], article_id=a, old=row["other"]) for a in quotes.loc[quotes["speaker"] == row["other"], "article_id"].unique()]
                st.button("They are one", key=f"alias/{row['name']}/{row['other']}", icon=":material/merge:", on_click=correcting.save, args=(view, join, f"{row['other']} is {row['name']}"))


@st.cache_data(max_entries=20, show_spinner=False)
def _aliases(key: str, _quotes: pd.DataFrame) -> pd.DataFrame:
    return propose_aliases(_quotes)


def _capacity_form(view: View, person: str, theirs: pd.DataFrame) -> None:
    """The capacity of a person in one article or in all."""
    st.subheader("Capacity", anchor=False)
    articles = list(theirs["article_id"].unique())
    scope = articles[0]
    if len(articles) > 1:
        scope = st.selectbox("In", [None, *articles], key=f"scope/{person}", format_func=lambda a: "all articles" if a is None else str(a))
    inside = theirs if scope is None else theirs[theirs["article_id"] == scope]
    found = inside["capacity"].dropna().unique()
    now = str(found[0]) if len(found) == 1 else None
    key = f"capacity/{person}/{scope}"
    st.session_state[key] = now

    def store() -> None:
        new = st.session_state[key]
        correcting.save(view, [person_correction("capacity", new, person=p, article_id=scope, old=now) for p in person.split(" and ")], f"{person} is now {readable(new)}; roles follow where not set by hand")

    st.selectbox("Speaks as", correcting.CAPACITIES, key=key, on_change=store, format_func=readable, placeholder="cannot tell", help="Roles of all their quotes follow where they were not set by hand")


def _name_form(view: View, person: str, names: Sequence[str], theirs: pd.DataFrame) -> None:
    """Joins two names, corrects one, or gives some of the quotes to somebody else."""
    st.subheader("Name", anchor=False)
    others = sorted((n for n in names if n != person), key=lambda n: (n.split()[-1:] != person.split()[-1:], n))
    with st.form(f"join/{person}", border=False):
        same = st.selectbox("Is the same person as, or is really called", others, index=None, accept_new_options=True, placeholder="Choose or type a name")
        joined = st.form_submit_button("Join the names", icon=":material/merge:")
    if joined and same and same.strip():
        correcting.save(view, [person_correction("name", same.strip(), person=person, article_id=a, old=person) for a in theirs["article_id"].unique()], f"{person} is {same.strip()}")
        st.session_state.pop("person", None)
        st.rerun()
    ids = ids_of(theirs)
    texts = dict(zip(ids, theirs["text"], strict=True))
    with st.form(f"split/{person}", border=False):
        chosen = st.multiselect("Quotes that somebody else said", ids, format_func=lambda i: str(texts.get(i, i))[:80], placeholder="Choose quotes")
        other = st.selectbox("Who said them", others, index=None, accept_new_options=True, placeholder="Choose or type a name")
        split = st.form_submit_button("Give them to that person", icon=":material/call_split:")
    if split and chosen and other and other.strip():
        rows = dict(zip(ids, theirs.to_dict("records"), strict=True))
        articles: dict[str, Article] = {r["article_id"]: article_of(view, r["article_id"]) for r in rows.values()}
        correcting.save(view, [correcting.on_quote(articles[rows[i]["article_id"]], rows[i], "speaker", other.strip()) for i in chosen], f"{len(chosen)} quotes are {other.strip()}\u2019s")
        st.rerun()
