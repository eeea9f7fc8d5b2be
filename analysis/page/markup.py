"""Article words -> HTML for st.html. Everything that comes from an article passes html.escape here; no Streamlit in this file.

Colours are half transparent over the page's own background, so that one set serves the light and the dark theme.
"""

import html
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from analysis.page.labels import meaning, readable, tone, why_capacity, why_role, why_speaker
from analysis.schema import COMPONENTS, Article, Capacity

Row = dict[Hashable, Any]  # a row of a table, as pandas gives it
TINTS = {"accused": "rgba(76,141,214,.26)", "harmed": "rgba(224,129,43,.28)", "other": "rgba(138,143,152,.24)", "none": "transparent"}
SIGNS = {"accused": "\u25cf", "harmed": "\u25a0", "other": "\u25b2"}  # the charts' shapes: colour is never alone
BOX = "border:1px solid rgba(128,128,128,.4);border-radius:.5rem;padding:.75rem 1rem;"
SMALL = "font-size:.85rem;"


def side_of(capacity: object) -> str:
    """The side of a capacity: accused, harmed or other."""
    return Capacity(str(capacity)).side if capacity in set(Capacity) else "other"


def plain(name: object) -> str:
    """A label in reading form, escaped: "support_for_victim" -> "support for victim"."""
    return html.escape(readable(name))


def chip(words: str, *, tint: str = "none", title: str = "") -> str:
    """A small rounded label; `words` and `title` are escaped here."""
    style = f"display:inline-block;border:1px solid rgba(128,128,128,.6);border-radius:1rem;padding:.05rem .6rem;margin:0 .3rem .3rem 0;font-size:.85rem;background:{TINTS[tint]}"
    return f'<span style="{style}" title="{html.escape(title, quote=True)}">{html.escape(words)}</span>'


def legend() -> str:
    """The three sides with their signs and colours."""
    return "".join(chip(f"{SIGNS[side]} {name}", tint=side) for side, name in (("accused", "accused side"), ("harmed", "harmed side"), ("other", "others")))


def heading_html(article: Article) -> str:
    """An article's headline with its date, and the word that it is invented where it is."""
    about = ("Fictional example \u00b7 " if article.fictional else "") + (str(article.published) if article.published else "date unknown")
    return f"<h3 style='margin:.5rem 0 0 0;padding:0'>{html.escape(article.headline)}</h3><span>{about}</span>"


def quote_html(row: Row) -> str:
    """One quote with everything said of it: the words, who, in which capacity, to what effect, and why."""
    side = side_of(row.get("capacity"))
    who = html.escape(row["speaker"]) if isinstance(row["speaker"], str) else "cannot tell: not named"
    marks = set(str(row.get("corrected") or "").split(",")) if isinstance(row.get("corrected"), str) else set()
    lines = [
        ("Speaker", who, why_speaker(row), "speaker", row.get("model_speaker")),
        ("Capacity", _named(row.get("capacity")), why_capacity(row), "capacity", row.get("model_capacity")),
        ("Role", _named(row.get("role")), why_role(row), "role", row.get("model_role")),
        ("Sentiment", html.escape(tone(row)), "of the quoted words alone", "sentiment", row.get("model_polarity")),
        ("Stance", html.escape(tone(row, "stance_")), f"toward {row['target']}" if isinstance(row.get("target"), str) else "toward nobody that can be told", "stance", row.get("model_stance")),
    ]  # fmt: skip
    cells = "".join(
        f'<div style="font-weight:600">{label}</div><div>{value}{_by_hand(marks, field, before)}<div style="{SMALL}">{html.escape(why)}</div></div>'
        for label, value, why, field, before in lines
    )
    return (
        f'<div style="{BOX}border-left:.4rem solid {TINTS[side]}"><blockquote style="margin:0 0 .8rem 0;font-size:1.15rem;line-height:1.5;overflow-wrap:anywhere">'
        f"&ldquo;{html.escape(str(row['text']))}&rdquo;</blockquote>"
        f'<div style="display:grid;grid-template-columns:minmax(5rem,auto) 1fr;gap:.5rem 1rem;overflow-wrap:anywhere">{cells}</div></div>'
    )


def _named(value: object) -> str:
    """A role or capacity with its meaning."""
    words = meaning(value) if isinstance(value, str) else ""
    return f"{plain(value)}" + (f' <span style="{SMALL}">({html.escape(words)})</span>' if words else "")


def _by_hand(marks: set[str], field: str, before: Any) -> str:
    """The mark of a corrected value, with what the machine had said."""
    if before is None or pd.isna(before):
        return f' <span style="{SMALL}">\u270e set by hand</span>' if field in marks else ""
    was = f"{before:+.2f}" if isinstance(before, float) else readable(before)
    how = "\u270e set by hand" if field in marks else "\u21b3 follows a correction"
    return f' <span style="{SMALL}">{how}; the machine said: {html.escape(was)}</span>'


def statement_html(statement: Row, quotes: Sequence[Row]) -> str:
    """A statement's card: who, how complete, which components and flags with the words that fired, and its quotes."""
    evidence: dict[str, str] = statement["evidence"] if isinstance(statement["evidence"], dict) else {}
    there = [chip(f"\u2713 {name.replace('_', ' ')}", tint="accused", title=f"words: {evidence.get(name, '')}") for name in COMPONENTS if statement[name]]
    missing = [chip(f"\u2013 no {name.replace('_', ' ')}", title="not found") for name in COMPONENTS if not statement[name]]
    flags = [chip(f"! {str(name).replace('_', ' ')}", tint="harmed", title=f"words: {evidence.get(name, '')}") for name in statement["flags"]]
    occasion = f" \u00b7 {plain(statement['occasion'])}" if statement["occasion"] else ""
    fired = "; ".join(f"{name.replace('_', ' ')}: \u201c{words}\u201d" for name, words in evidence.items())
    return (
        f'<div style="{BOX}"><strong>{SIGNS["accused"]} {plain(statement["speaker"])}</strong>{occasion}<br>'
        f'<span style="{SMALL}">{statement["completeness"]} of 6 components \u00b7 {plain(statement["quality"])}</span>'
        f'<div style="margin:.5rem 0">{"".join(there + missing)}{"".join(flags)}</div>{quotes_html(quotes)}'
        f'<details style="{SMALL}"><summary>Words that decided</summary>{html.escape(fired) or "none"}</details></div>'
    )


def quotes_html(quotes: Sequence[Row]) -> str:
    """Quotes as a list: words, speaker, role, with the side's sign and colour."""
    rows = []
    for quote in quotes:
        side = side_of(quote.get("capacity"))
        head = f"{SIGNS[side]} {plain(quote['speaker'])} \u00b7 {plain(quote['capacity'])} \u00b7 {plain(quote['role'])}"
        rows.append(
            f'<blockquote style="margin:.35rem 0;padding:.1rem .7rem;border-left:.35rem solid {TINTS[side]};overflow-wrap:anywhere">'
            f'&ldquo;{html.escape(str(quote["text"]))}&rdquo;<br><span style="{SMALL}">{head}</span></blockquote>'
        )
    return "".join(rows)
