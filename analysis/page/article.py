"""An article with its quotes marked: click one to open it, select words to add a missed quote. Its words reach the browser as data and are
put on the page as text, never as markup."""

import bisect
from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from analysis.page.labels import readable
from analysis.page.markup import SIGNS, side_of
from analysis.schema import Article

STYLE = """
.article{max-width:46rem;line-height:1.65;overflow-wrap:anywhere;color:var(--st-text-color);font-family:var(--st-font)}
.article p{margin:0 0 .8rem 0}
.article .quote{border-radius:.2rem;padding:.05rem .1rem;color:inherit;cursor:pointer}
.article .accused{background:rgba(76,141,214,.26)} .article .harmed{background:rgba(224,129,43,.28)} .article .other{background:rgba(138,143,152,.24)}
.article .chosen{outline:3px solid var(--st-text-color);outline-offset:2px}
.article .quote:focus-visible{outline:3px solid var(--st-primary-color);outline-offset:2px}
.article .cue{text-decoration:underline;text-decoration-style:wavy;text-underline-offset:.2em}
.article .mention{text-decoration:underline;text-underline-offset:.2em;font-weight:600}
.article small{font-size:.8rem;font-weight:400;text-decoration:none}
.article .add{position:sticky;bottom:.5rem;font:inherit;padding:.4rem .8rem;border-radius:.5rem;border:1px solid var(--st-border-color);
background:var(--st-background-color);color:var(--st-text-color);cursor:pointer}
"""
SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".article")
  root.replaceChildren()
  let chosen = null
  for (const paragraph of data.paragraphs) {
    const p = document.createElement("p")
    for (const piece of paragraph) {
      const mark = document.createElement(piece.id ? "mark" : "span")
      mark.textContent = piece.text
      mark.dataset.start = piece.start
      mark.className = piece.kind
      if (piece.id) {
        mark.setAttribute("role", "button")
        mark.tabIndex = 0
        mark.title = piece.label
        mark.setAttribute("aria-label", piece.text + ", " + piece.label)
        mark.onclick = () => { if (String(getSelection()).length < 2) setTriggerValue("opened", piece.id) }
        mark.onkeydown = (event) => {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); setTriggerValue("opened", piece.id) }
        }
        if (piece.kind.includes("chosen")) chosen = mark
      }
      p.append(mark)
      if (piece.note) {
        const note = document.createElement("small")
        note.textContent = " [" + piece.note + "]"
        p.append(note)
      }
    }
    root.append(p)
  }
  const add = document.createElement("button")
  add.className = "add"
  add.hidden = true
  root.append(add)
  let words = null
  const place = (node, offset) => {
    const holder = (node.nodeType === 3 ? node.parentElement : node).closest("[data-start]")
    return holder ? Number(holder.dataset.start) + [...holder.textContent.slice(0, offset)].length : null
  }
  const noticed = () => {
    const selection = getSelection()
    add.hidden = true
    if (!selection.rangeCount || selection.isCollapsed || !root.contains(selection.anchorNode)) return
    const range = selection.getRangeAt(0)
    const start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset)
    if (start === null || end === null || end - start < 2) return
    words = [start, end]
    add.textContent = "Add \u201c" + String(selection).slice(0, 60) + "\u201d as a quote"
    add.hidden = false
  }
  document.addEventListener("selectionchange", noticed)
  add.onmousedown = (event) => event.preventDefault()
  add.onclick = () => { setTriggerValue("selected", words); add.hidden = true }
  if (chosen) chosen.scrollIntoView({ block: "nearest" })
  return () => document.removeEventListener("selectionchange", noticed)
}
"""
Piece = dict[str, Any]
MARKS = tuple("\"'\u2018\u2019\u201c\u201d\u00ab\u00bb")


@st.cache_resource
def _component():  # type: ignore[no-untyped-def]  # the renderer's type is Streamlit's own
    return st.components.v2.component("public_reaction_article", html='<div class="article"></div>', css=STYLE, js=SCRIPT, isolate_styles=False)


def show_article(article: Article, quotes: pd.DataFrame, *, chosen: int | None, key: str) -> tuple[str | None, tuple[int, int] | None]:
    """The article with its quotes marked by side; the id of the quote that was clicked, and the place of words that were selected.

    Args:
        article: Its text and paragraphs.
        quotes: Its quote rows.
        chosen: Start of the quote to stand out, with its cue and the words that name its speaker.
        key: Of the element.
    """
    data = {"paragraphs": pieces_of(article, quotes, chosen)}
    answer = _component()(data=data, key=key, on_opened_change=lambda: None, on_selected_change=lambda: None)
    selected = answer.get("selected")
    place = (int(selected[0]), int(selected[1])) if isinstance(selected, list) and len(selected) == 2 else None
    opened = answer.get("opened")
    return (str(opened) if opened else None), place


def pieces_of(article: Article, quotes: pd.DataFrame, chosen: int | None) -> list[list[Piece]]:
    """The paragraphs as stretches of plain words, quotes, and, for the chosen quote, its cue and its speaker's mention; the texts of a
    paragraph's pieces joined are the paragraph."""
    rows = sorted(quotes.to_dict("records"), key=lambda r: (int(r["start"]) != chosen, r["kind"] != "quote", r["start"]))
    marks: list[tuple[int, int, Piece]] = []
    taken: list[tuple[int, int]] = []
    for row in rows:  # the chosen one first, quotes before reported speech: of two that overlap the first stands
        place = _with_marks(article.text, int(row["start"]), int(row["end"]))
        if not any(s < place[1] and place[0] < e for s, e in (taken[:1] if row["kind"] == "quote" else taken)):  # quotes overlap none but reported speech
            marks.append((*place, _mark(row, chosen)))
            taken.append(place)
    for row in (r for r in rows if int(r["start"]) == chosen):
        for column, kind in (("speaker_cue", "cue"), ("speaker_mention", "mention")):
            if isinstance(row[column], str) and (found := _near(article, row, row[column], taken)):
                marks.append((*found, {"kind": kind, "note": "cue" if kind == "cue" else "speaker"}))
                taken.append(found)
    marks.sort(key=lambda mark: mark[0])
    starts = [mark[0] for mark in marks]
    out = []
    for p in article.paragraphs:
        pieces: list[Piece] = []
        at = p.start
        for start, end, piece in marks[bisect.bisect_left(starts, p.start) : bisect.bisect_left(starts, p.end)]:
            start, end = max(start, p.start), min(end, p.end)
            pieces += [{"text": article.text[at:start], "start": at, "kind": "plain"}] if start > at else []
            pieces.append({"text": article.text[start:end], "start": start, **piece})
            at = end
        pieces += [{"text": article.text[at : p.end], "start": at, "kind": "plain"}] if at < p.end else []
        out.append(pieces)
    return out


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a quote together with the quotation marks at its ends."""
    return start - (text[start - 1 : start] in MARKS and start > 0), end + (text[end : end + 1] in MARKS and end < len(text))


def _mark(row: dict[Hashable, Any], chosen: int | None) -> Piece:
    side = side_of(row["capacity"])
    label = f"{SIGNS[side]} {readable(row['speaker']) if isinstance(row['speaker'], str) else 'not named'} \u00b7 {readable(row['role'])}"
    stands_out = " chosen" if int(row["start"]) == chosen else ""
    return {"id": f"{row['article_id']}~{int(row['start'])}", "kind": f"quote {side}{stands_out}", "label": label, "note": label}


def _near(article: Article, row: dict[Hashable, Any], words: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The place of `words` outside the marks that is nearest to the quote, in its paragraph or the one before."""
    n = int(row["paragraph"])
    start, end = article.paragraphs[max(0, n - 1)].start, article.paragraphs[n].end
    found, at = [], article.text.find(words, start, end)
    while at >= 0:
        if not any(s < at + len(words) and at < e for s, e in taken):
            found.append((at, at + len(words)))
        at = article.text.find(words, at + 1, end)
    return min(found, key=lambda place: min(abs(place[0] - int(row["end"])), abs(int(row["start"]) - place[1])), default=None)
