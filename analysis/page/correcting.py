"""Forms that correct quotes and people. Each change is stored at once, can be undone, and reaches every chart and file."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.corrections import Correction, in_force, not_undone, person_correction, quote_correction
from analysis.errors import CorrectionsError
from analysis.page.labels import meaning, readable
from analysis.page.loading import View
from analysis.page.markup import Row
from analysis.schema import Article, Capacity, Role
from analysis.selections import SENTIMENTS

ROLES = [*(str(r) for r in Role), None]
CAPACITIES = [*(str(c) for c in Capacity), None]
TONES = [*SENTIMENTS, None]
Choices = list[str | None]


def save(view: View, corrections: Sequence[Correction], what: str) -> None:
    """Stores the corrections as one batch and says so at the top of the next run, with a way to undo it."""
    state = st.session_state
    seen = {c.id for c in view.corrections}
    try:
        subjects = {c.subject for c in corrections}
        crossed = [c for c in in_force(view.store.history()) if c.id not in seen and c.subject in subjects]
        batch = view.store.add(corrections, author=str(state.get("author") or ""), note=str(state.pop("note", "") or ""))
    except CorrectionsError as error:
        state["trouble"] = str(error)
        return
    others = f" Meanwhile {crossed[0].author or 'somebody else'} had set it to {readable(crossed[0].new)}; that stays in the history." if crossed else ""
    state["last_change"] = (batch, f"Saved: {what}.{others}")


def undo(view: View, corrections: Sequence[Correction], what: str) -> None:
    """Takes corrections back; that can be undone as well."""
    try:
        batch = view.store.undo(corrections, author=str(st.session_state.get("author") or ""))
    except CorrectionsError as error:
        st.session_state["trouble"] = str(error)
        return
    st.session_state["last_change"] = (batch, f"Undone: {what}.")


def _undo_batch(view: View, batch: int, what: str) -> None:
    undo(view, [c for c in view.store.history() if c.batch == batch], what.removeprefix("Saved: ").removeprefix("Undone: ").rstrip("."))


def show_last_change(view: View) -> None:
    """What was changed last in this session, and a button that takes it back."""
    if trouble := st.session_state.pop("trouble", None):
        st.error(trouble, icon=":material/error:")
    if last := st.session_state.get("last_change"):
        with st.container(horizontal=True, vertical_alignment="center", key="last_change_bar"):
            st.success(last[1].replace("$", "\\$").replace("[", "\\["), icon=":material/check:")
            st.button("Undo", key="undo_last", icon=":material/undo:", on_click=_undo_batch, args=(view, *last))
            st.button("Dismiss", key="dismiss", on_click=st.session_state.pop, args=("last_change", None))


def on_quote(article: Article, row: Row, field: str, new: str | None) -> Correction:
    """A correction of a field of this row."""
    shown = {"sentiment": "polarity", "stance": "stance"}.get(field, field)
    old = row.get(shown)
    before = None if old is None or pd.isna(old) else str(old)
    return quote_correction(field, new, article_id=article.id, text=article.text, start=row["start"], end=row["end"], old=before)


def quote_form(view: View, article: Article, row: Row, people: Sequence[str]) -> None:
    """What can be corrected of one quote; each choice is stored when it is made."""
    name = f"{row['article_id']}~{row['start']}"
    speaker = row["speaker"] if isinstance(row["speaker"], str) else None
    st.subheader("Correct it", anchor=False)
    _choice(view, article, row, "role", ROLES, f"{name}/role")
    everybody: Choices = [*dict.fromkeys([*([speaker] if speaker else []), *people]), None]
    _choice(view, article, row, "speaker", everybody, f"{name}/speaker", accept_new_options=True, help="Choose, or type a new name and press Enter")
    _capacity(view, article, speaker, row.get("capacity"), f"{name}/capacity")
    left, right = st.columns(2)
    with left:
        _choice(view, article, row, "sentiment", TONES[:-1], f"{name}/sentiment")
    with right:
        _choice(view, article, row, "stance", TONES, f"{name}/stance")
    st.text_input("Note with the next change (optional)", key="note", placeholder="Why, for those who read the history")
    mine = [c for c in not_undone(view.store.history()) if c.article_id == article.id and c.text == row["text"] and c.start == row["start"]]
    with st.container(horizontal=True):
        st.button("Looks right", icon=":material/check:", key=f"{name}/right", on_click=save, args=(view, [on_quote(article, row, "checked", "yes")], "this quote is checked"), help="Speaker, capacity and role are right: counts as checked and leaves the review queue")
        st.button("Not a quote", icon=":material/format_quote_off:", key=f"{name}/none", on_click=save, args=(view, [on_quote(article, row, "speech", "no")], "these words are no quote"))
        if mine:
            st.button("Back to the machine\u2019s values", icon=":material/restart_alt:", key=f"{name}/reset", on_click=undo, args=(view, mine, f"{len(mine)} changes of this quote"))


def _value(row: Row, field: str) -> str | None:
    """What a form shows of a field now."""
    if field in ("sentiment", "stance"):
        prefix = "stance_" if field == "stance" else ""
        values = [row[prefix + name] for name in SENTIMENTS]
        return None if any(pd.isna(v) for v in values) else SENTIMENTS[max(range(3), key=lambda i: values[i])]
    return row[field] if isinstance(row[field], str) else None


def _choice(view: View, article: Article, row: Row, field: str, options: Choices, key: str, **more: object) -> None:
    """A list whose choice is stored at once."""
    now = _value(row, field)
    st.session_state[key] = now

    def store() -> None:
        new = st.session_state[key]
        new = new.strip() or None if isinstance(new, str) else new
        if new != now:
            save(view, [on_quote(article, row, field, new)], f"{field} is now {readable(new)}")

    def label(value: str | None) -> str:
        words = meaning(value) if field == "role" else ""
        return readable(value) + (f" \u2013 {words}" if words else "")

    st.selectbox(field.capitalize(), options, key=key, on_change=store, format_func=label, placeholder="cannot tell", **more)


def _capacity(view: View, article: Article, speaker: str | None, now: object, key: str) -> None:
    """The speaker's capacity, for all their quotes in the article."""
    now = now if isinstance(now, str) else None
    st.session_state[key] = now
    party = speaker.split(" and ") if speaker else []

    def store() -> None:
        new = st.session_state[key]
        if new != now:
            save(view, [person_correction("capacity", new, person=p, article_id=article.id, old=now) for p in party], f"{speaker} is now {readable(new)}; roles follow where not set by hand")

    label = f"Capacity of {speaker} in this article" if speaker else "Capacity (name a speaker first)"
    st.selectbox(label.replace("[", "("), CAPACITIES, key=key, on_change=store, format_func=readable, placeholder="cannot tell", disabled=not speaker, help="Holds for all their quotes in the article; roles follow where they were not set by hand")


def bulk_form(view: View, articles: dict[str, Article], rows: list[Row], people: Sequence[str]) -> None:
    """One change for all chosen quotes, stored as one batch that is undone as one."""
    st.html(f"<strong>{len(rows)} quotes chosen.</strong> Set for all of them:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        field = st.selectbox("Field", ["role", "speaker", "sentiment", "stance", "not a quote", "looks right"], key="bulk_field", width=160)
        new: str | None = None
        if field in ("role", "speaker", "sentiment", "stance"):
            options: Choices = {"role": ROLES, "speaker": [*people, None], "sentiment": TONES[:-1], "stance": TONES}[field]
            new = st.selectbox("New value", options, key=f"bulk_{field}", format_func=readable, accept_new_options=field == "speaker", width=260)
        changed = {"not a quote": ("speech", "no"), "looks right": ("checked", "yes")}.get(field, (field, new))
        corrections = [on_quote(articles[r["article_id"]], r, *changed) for r in rows]
        words = field if field in ("not a quote", "looks right") else f"{field} {readable(new)}"
        st.button("Apply", key="bulk_apply", type="primary", on_click=save, args=(view, corrections, f"{len(rows)} quotes: {words}"))


def missing_form(view: View, article: Article, people: Sequence[str], selected: tuple[int, int] | None) -> None:
    """Adds a quote that was missed: words selected in the article, or pasted."""
    if selected:
        st.session_state[f"missed/{article.id}"] = article.text[selected[0] : selected[1]]
        st.session_state["missed_at"] = selected[0]
    with st.expander("Add a missed quote", expanded=bool(selected)):
        words = st.text_area("Its words, selected in the article above or pasted here", key=f"missed/{article.id}").strip().strip("\"'\u201c\u201d\u2018\u2019\u00ab\u00bb")
        speaker = st.selectbox("Who said it", [*people, None], index=None, key=f"missed_by/{article.id}", accept_new_options=True, format_func=readable, placeholder="Choose or type a name")
        starts = [at for p in article.paragraphs if (at := article.text.find(words, p.start, p.end)) >= 0] if words else []
        if words and not starts:
            st.warning("These words do not stand in one paragraph of the article. Copy them exactly as they are printed.", icon=":material/search_off:")
        start = min(starts, key=lambda s: abs(s - st.session_state.get("missed_at", 0)), default=None)
        corrections = []
        if start is not None:
            corrections = [quote_correction("speech", "yes", article_id=article.id, text=article.text, start=start, end=start + len(words))]
            corrections += [quote_correction("speaker", speaker, article_id=article.id, text=article.text, start=start, end=start + len(words))] if speaker else []
        st.button("Add this quote", key=f"add_missed/{article.id}", disabled=not corrections, on_click=_add_missed, args=(view, article, corrections))


def _add_missed(view: View, article: Article, corrections: list[Correction]) -> None:
    save(view, corrections, "a missed quote is added")
    st.session_state[f"missed/{article.id}"] = ""
