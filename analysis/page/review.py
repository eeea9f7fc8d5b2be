"""What to look at first: the quotes the machine is least sure of, the history of corrections, and those that lost their quote."""

import pandas as pd
import streamlit as st

from analysis import exports
from analysis.corrections import Correction, not_undone
from analysis.page import address, correcting
from analysis.page.filters import Screen
from analysis.page.labels import readable
from analysis.page.loading import View
from analysis.page.markup import chip, quotes_html
from analysis.page.quotes import article_of, ids_of
from analysis.selections import doubts, review_queue
from analysis.wording import count

A_PAGE = 8  # quotes of the queue at a time


def show(screen: Screen) -> None:
    """The queue, the history and the orphans."""
    st.header("Review", anchor=False)
    queue = review_queue(screen.quotes)
    orphans = screen.view.orphans
    history = screen.view.store.history()
    show_agreement(screen.quotes)
    first, second, third = st.tabs([f"Least certain first ({len(queue)})", f"History ({len(history)})", f"Without their quote ({len(orphans)})"])
    with first:
        show_queue(screen, queue)
    with second:
        show_history(screen.view, history)
    with third:
        show_orphans(screen.view, orphans)


def show_queue(screen: Screen, queue: pd.DataFrame) -> None:
    """The least certain quotes, each with the reasons and a way to settle it."""
    if queue.empty:
        st.success("Nothing is left to review under these filters.", icon=":material/task_alt:")
        return
    unknown = {name: int(screen.quotes[name].isna().sum()) for name in ("speaker", "capacity", "role")}
    st.caption(f"Cannot tell: the speaker of {unknown['speaker']}, the capacity of {unknown['capacity']}, the role of {unknown['role']} of {len(screen.quotes)} quotes.")
    pages = -(-len(queue) // A_PAGE)
    page = st.number_input(f"Page of {pages}", 1, pages, key="review_page", width=160) if pages > 1 else 1
    part = queue.iloc[(int(page) - 1) * A_PAGE : int(page) * A_PAGE]
    for name, row in zip(ids_of(part), part.to_dict("records"), strict=True):
        with st.container(border=True, key=f"doubt-{name}"):
            st.html(quotes_html([row]) + chip(f"{row['certainty']:.0%} certain") + "".join(chip(d) for d in doubts(row)))
            with st.container(horizontal=True):
                if st.button("Open and correct", key=f"open/review/{name}", icon=":material/edit:"):
                    st.switch_page(st.session_state["pages"]["quotes"], query_params=address.link(quote=name))
                article = article_of(screen.view, row["article_id"])
                st.button("Looks right", key=f"right/review/{name}", icon=":material/check:", on_click=correcting.save, args=(screen.view, [correcting.on_quote(article, row, "checked", "yes")], "this quote is checked"))


def show_agreement(quotes: pd.DataFrame) -> None:
    """How often the machine was right on what a person has settled."""
    settled = quotes[quotes["corrected"].notna()]
    if settled.empty:
        st.caption("Nothing has been checked or corrected yet. Once it is, this page says how often the machine was right.")
        return
    words = []
    for field in ("speaker", "capacity", "role"):
        wrong = int((settled["corrected"].str.contains(field, na=False) & (settled[f"model_{field}"].notna() | settled[field].notna())).sum())
        words.append(f"{field} {len(settled) - wrong} of {len(settled)}")
    st.html(f"<p>Of {count(len(settled), 'quote')} that a person has checked or corrected, the machine was right on: <strong>{', '.join(words)}</strong>.</p>")


def show_history(view: View, history: list[Correction]) -> None:
    """Who changed what, when, from what, with which note; each can be taken back."""
    st.caption("Kept in one file, to copy as a backup:")
    st.code(str(view.store.path), language=None)
    if not history:
        st.info("No corrections yet. Open a quote and change a label: it is kept here, and can be undone.", icon=":material/history:")
        return
    standing = {c.id for c in not_undone(history)}
    table = pd.DataFrame([_in_words(c, c.id in standing) for c in reversed(history)])
    event = st.dataframe(table, hide_index=True, width="stretch", height=420, on_select="rerun", selection_mode="multi-row", key=f"history/{view.version[:8]}")
    newest = list(reversed(history))
    chosen = [newest[i] for i in event["selection"]["rows"] if i < len(newest)]
    live = [c for c in chosen if c.id in standing]
    with st.container(horizontal=True):
        st.button(f"Undo {len(live)} chosen", disabled=not live, on_click=correcting.undo, args=(view, live, f"{len(live)} changes"), icon=":material/undo:", key="undo_chosen")
        everything = [c for c in history if c.id in standing]
        with st.popover("Undo everything \u2026", disabled=not everything):
            st.write(f"Takes all {len(everything)} corrections in force back. The history keeps them.")
            st.button("Yes, undo everything", on_click=correcting.undo, args=(view, everything, "everything"), key="undo_all")
        st.download_button("History .csv", data=lambda: exports.to_csv(table), file_name="corrections.csv", on_click="ignore", icon=":material/download:")


def _in_words(c: Correction, standing: bool) -> dict[str, object]:
    state = "undo" if c.undoes is not None else "in force" if standing else "taken back"
    what = c.person if c.person is not None else c.text
    return {
        "when": c.made_at.replace("T", " ").removesuffix("+00:00"), "who": c.author, "what": what, "field": c.field, "from": readable(c.old), "to": readable(c.new),
        "note": c.note, "state": state, "article": c.article_id or "all articles", "number": c.id,
    }  # fmt: skip


def show_orphans(view: View, orphans: list[Correction]) -> None:
    """Corrections whose words stand no longer in their article: kept, and listed until they are found again or taken back."""
    if not orphans:
        st.caption("Every correction of these articles finds its quote. Where an edited article has lost one, it is listed here and not thrown away.")
        return
    for c in orphans:
        with st.container(border=True, key=f"orphan-{c.id}"):
            st.html(f"{chip(c.article_id or 'all articles')}{chip(f'{c.field}: {readable(c.new)}')}{chip(c.author or 'no name')}" + quotes_html([{"text": c.text or c.person or "", "speaker": "", "capacity": None, "role": ""}]))
            st.button("Take it back", key=f"undo/orphan/{c.id}", on_click=correcting.undo, args=(view, [c], "a correction without its quote"))
