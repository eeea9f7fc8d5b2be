"""Articles in: uploads, pasted text, what was read of each file; and an article as it was read."""

import datetime

import pandas as pd
import streamlit as st

from analysis.page import address, correcting, loading
from analysis.page.article import show_article
from analysis.page.filters import Screen
from analysis.page.loading import View
from analysis.page.markup import chip, heading_html, legend
from analysis.page.quotes import article_of, people_in

FORMAT = "Plain text: a first line ' date YYYY-MM-DD Headline' (or a bare headline), then a paragraph a line"


def show_adding() -> None:
    """Uploads and pasted text; each file that cannot be read is named, and the others go on."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Upload files", anchor=False)
        round_ = st.session_state.setdefault("upload_round", 0)
        files = st.file_uploader("Article files", accept_multiple_files=True, help=FORMAT, key=f"upload/{round_}")
        if files:
            _take([(f.getvalue(), f.name) for f in files])
            st.session_state["upload_round"] = round_ + 1  # an empty uploader: the articles are kept
            st.rerun()
    with right:
        st.subheader("Paste a text", anchor=False)
        with st.form("paste", border=False, clear_on_submit=True):
            headline = st.text_input("Headline")
            date = st.date_input("Date", value=None, format="YYYY-MM-DD")
            text = st.text_area("Text, a paragraph a line", height=160)
            if st.form_submit_button("Read it", icon=":material/menu_book:"):
                first = f" date {date.isoformat()} {headline or 'Pasted text'}" if isinstance(date, datetime.date) else headline or "Pasted text"
                if text.strip():
                    _take([(f"{' '.join(first.split()) if not date else first}\n{text}".encode(errors="replace"), f"{headline[:60].replace('/', '-') or 'pasted text'}.txt")])
                else:
                    st.session_state["unread"] = ["Pasted text: is empty. Paste the article's words first."]
                st.rerun()
    for message in st.session_state.get("unread", []):
        st.error(message, icon=":material/error:")
    if st.session_state.get("unread"):
        st.button("Dismiss", key="dismiss_unread", on_click=st.session_state.pop, args=("unread", None))


def _take(files: list[tuple[bytes, str]]) -> None:
    st.session_state["unread"] = [message for content, name in files if (message := loading.add_article(content, name))]


def show(screen: Screen | None) -> None:
    """Ways to add articles, what was read of each, and one of them in full."""
    st.header("Articles", anchor=False)
    show_adding()
    if screen is None:
        return
    view = screen.view
    added = st.session_state.get("added", {})
    if added:
        st.caption(f"{len(added)} articles are added to this visit only; a link does not carry them. Put files into a folder and start with it to keep them: streamlit run dashboard.py -- FOLDER")
        st.button(f"Remove the {len(added)} added articles", on_click=added.clear, icon=":material/delete:", key="remove_added")
    st.subheader("What was read", anchor=False)
    table = ingestion(view)
    st.dataframe(table, hide_index=True, width="stretch", height=min(420, 44 + 36 * len(table)), column_config={"rejected": st.column_config.NumberColumn(help="Marked words taken for no speech: titles, nicknames, slogans")})
    show_one(view)


def ingestion(view: View) -> pd.DataFrame:
    """One row an article: paragraphs, quotes, quotes without a named speaker, marked words taken for no speech, and notes."""
    p = view.passages
    dates = p.groupby("article_id", sort=False)["published"].first()
    paragraphs, quotes = (p[p["kind"] == kind].groupby("article_id").size() for kind in ("paragraph", "quote"))
    unnamed = p[(p["kind"] == "quote") & p["speaker"].isna()].groupby("article_id").size()
    rows = []
    for name, date in zip(dates.index.astype(str), dates, strict=True):
        reading = view.readings.get(name)
        rows.append({
            "headline": view.articles[name].headline, "date": date if pd.notna(date) else "unknown", "paragraphs": int(paragraphs.get(name, 0)),
            "quotes": int(quotes.get(name, 0)), "without a speaker": int(unnamed.get(name, 0)), "rejected": len(reading.non_speech) if reading else None,
            "notes": "; ".join(n.message for n in reading.notes) if reading else "", "article": name,
        })  # fmt: skip
    return pd.DataFrame(rows)


def show_one(view: View) -> None:
    """An article in full, its quotes marked, and what was set aside."""
    names = list(view.passages["article_id"].unique())
    if not names:
        return
    if st.session_state.get("reader") not in names:
        st.session_state["reader"] = names[0]
    name = str(st.selectbox("Read an article", names, key="reader", format_func=lambda n: article_of(view, n).headline))
    article = article_of(view, name)
    st.html(heading_html(article) + "<br>" + legend())
    inside = view.passages[(view.passages["article_id"] == name) & (view.passages["kind"] == "quote")]
    opened, selected = show_article(article, inside, chosen=None, key=f"reader/{name}")
    if opened:
        st.switch_page(st.session_state["pages"]["quotes"], query_params=address.link(quote=opened))
    correcting.missing_form(view, article, people_in(view, name), selected)
    reading = view.readings.get(name)
    if reading and reading.non_speech:
        with st.expander(f"{len(reading.non_speech)} stretches in quotation marks taken for no quotes"):
            st.dataframe(pd.DataFrame([{"words": n.text, "reason": n.reason} for n in reading.non_speech]), hide_index=True, width="stretch")
    if reading and reading.notes:
        st.html("".join(chip(note.message) for note in reading.notes))
