"""Article words -> HTML for st.html. Everything that comes from an article passes html.escape here; no Streamlit in this file.

Colours are half transparent over the page's own background, so that one set serves the light and the dark theme.
"""

import html
from collections.abc import Hashable
from typing import Any

from analysis.pipeline import Reading
from analysis.schema import COMPONENTS, Attribution, Capacity, Person, RoleDecision

Row = dict[Hashable, Any]  # a row of a table, as pandas gives it
TINTS = {"accused": "rgba(76,141,214,.26)", "harmed": "rgba(224,129,43,.28)", "other": "rgba(138,143,152,.24)", "none": "transparent"}
BOX = "border:1px solid rgba(128,128,128,.35);border-radius:.5rem;padding:.75rem 1rem;"
SMALL = "font-size:.8rem;opacity:.85;"


def side_of(capacity: Capacity | None) -> str:
    """The side of a capacity: accused, harmed or other."""
    return capacity.side if capacity else "other"


def plain(name: object) -> str:
    """A label in reading form, escaped: "support_for_victim" -> "support for victim"."""
    return html.escape(str(name).replace("_", " "))


def chip(words: str, *, tint: str = "none", title: str = "") -> str:
    """A small rounded label; `words` and `title` are escaped here."""
    style = f"display:inline-block;border:1px solid rgba(128,128,128,.45);border-radius:1rem;padding:0 .55rem;margin:0 .3rem .3rem 0;font-size:.82rem;background:{TINTS[tint]}"
    return f'<span style="{style}" title="{html.escape(title, quote=True)}">{html.escape(words)}</span>'


def article_html(reading: Reading) -> str:
    """The article with its quotes marked by side, each followed by its speaker and role; a title tells why."""
    article, by_name = reading.article, {p.name: p for p in reading.people}
    marks: dict[int, list[str]] = {}
    for paragraph in article.paragraphs:
        marks[paragraph.index] = []
    cursor = {p.index: p.start for p in article.paragraphs}
    for quote, who, decision in zip(reading.quotes, reading.attributions, reading.decisions, strict=True):
        person = by_name.get(who.speakers[0]) if who.speakers else None
        side = side_of(person.capacity if person else None)
        reasons = _reasons(who, person, decision)
        title = html.escape("\n".join(reasons), quote=True)
        label = f"{html.escape(who.speaker or 'unattributed')} \u00b7 {plain(decision.role)}"
        out = marks[quote.paragraph]
        out.append(html.escape(article.text[cursor[quote.paragraph] : quote.outer_start]))
        style = f"background:{TINTS[side]};color:inherit;border-radius:.2rem;padding:.05rem .1rem"
        out.append(f'<mark style="{style}" title="{title}">{html.escape(article.text[quote.outer_start : quote.outer_end])}</mark><small style="{SMALL}white-space:nowrap"> [{label}]</small>')
        cursor[quote.paragraph] = quote.outer_end
    paragraphs = [
        f'<p style="margin:0 0 .8rem 0">{"".join(marks[p.index])}{html.escape(article.text[cursor[p.index] : p.end])}</p>' for p in article.paragraphs
    ]
    return f'<div style="max-width:46rem;line-height:1.6;overflow-wrap:anywhere">{"".join(paragraphs)}</div>'


def _reasons(who: Attribution, person: Person | None, decision: RoleDecision) -> list[str]:
    """Why this speaker, this capacity and this role: a line each, not escaped."""
    mention = f", \u201c{who.mention}\u201d" if who.mention else ""
    cue = f", cue: {who.cue}" if who.cue else ""
    capacity = str(person.capacity).replace("_", " ") if person and person.capacity else "cannot tell"
    evidence = f" ({person.capacity_evidence})" if person and person.capacity_evidence else ""
    return [
        f"speaker: {who.speaker or 'not named'} (by {who.rule}{mention}{cue})",
        f"capacity: {capacity}{evidence}",
        f"role: {str(decision.role).replace('_', ' ')} ({decision.evidence})",
    ]


def statement_html(statement: Row, quotes: list[Row]) -> str:
    """A statement's card: who, how complete, which components and flags with the words that fired, and its quotes."""
    evidence: dict[str, str] = statement["evidence"]
    there = [chip(f"\u2713 {name.replace('_', ' ')}", tint="accused", title=f"words: {evidence.get(name, '')}") for name in COMPONENTS if statement[name]]
    missing = [chip(f"\u2013 {name.replace('_', ' ')}", title="not found") for name in COMPONENTS if not statement[name]]
    flags = [chip(f"! {name.replace('_', ' ')}", tint="harmed", title=f"words: {evidence.get(name, '')}") for name in statement["flags"]]
    occasion = f" \u00b7 {plain(statement['occasion'])}" if statement["occasion"] else ""
    fired = "; ".join(f"{name.replace('_', ' ')}: \u201c{words}\u201d" for name, words in evidence.items())
    return (
        f'<div style="{BOX}"><strong>{plain(statement["speaker"])}</strong>{occasion}<br>'
        f'<span style="{SMALL}">{statement["completeness"]} of 6 components \u00b7 {plain(statement["quality"])}</span>'
        f'<div style="margin:.5rem 0">{"".join(there + missing)}{"".join(flags)}</div>{quotes_html(quotes)}'
        f'<details style="{SMALL}"><summary>Words that decided</summary>{html.escape(fired) or "none"}</details></div>'
    )


def quotes_html(quotes: list[Row]) -> str:
    """Quotes as a list: words, speaker, role, with the side's colour at the left edge."""
    rows = []
    for quote in quotes:
        colour = TINTS[str(quote["side"])]
        head = f"{html.escape(str(quote['who']))} \u00b7 {plain(quote['role'])}"
        rows.append(
            f'<blockquote style="margin:.35rem 0;padding:.1rem .7rem;border-left:.35rem solid {colour};overflow-wrap:anywhere">'
            f'&ldquo;{html.escape(str(quote["text"]))}&rdquo;<br><span style="{SMALL}">{head}</span></blockquote>'
        )
    return "".join(rows)
