"""Tables and articles -> one HTML file that needs nothing else: no network, no script, both colour schemes, printable.

Every word that comes from an article, a file name or a filter passes `_text` (html.escape); the file's own security policy forbids scripts
and outside resources, so that nothing could run even where an escape were missing. The charts are SVG inside the page, each with its
numbers in words and as a table.
"""

import dataclasses
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import aggregates, charts, wording
from analysis.exports.manifests import Manifest
from analysis.palette import SIDES, SIGNS, TINTS
from analysis.schema import COMPONENTS, MEASURES, Article

SPEAKERS, STATEMENTS, ARTICLES, QUOTES = 12, 40, 40, 2000  # shown of each; what is left out is counted and said
WIDTH = 480  # of a chart, as drawn: legible when scaled down to a phone and up to the page
TICKS = {True: "\u2713", False: "\u2013"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
:root{color-scheme:light dark;--ink:#1b1f27;--soft:#4d5563;--line:#c9ced6;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#aeb5c0;--line:#3c434e;--paper:#0e1117}}
body{margin:0 auto;max-width:62rem;padding:1.5rem;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.3rem;margin-top:2.4rem;border-bottom:1px solid var(--line)}h3{font-size:1.05rem;margin-bottom:.3rem}
.lead{font-size:1.15rem}.soft{color:var(--soft);font-size:.88rem}figure{margin:1rem 0}figure svg{width:100%;max-width:40rem;height:auto}
table{border-collapse:collapse;font-size:.85rem;display:block;overflow-x:auto}th,td{border-bottom:1px solid var(--line);padding:.25rem .6rem .25rem 0;text-align:left;vertical-align:top;overflow-wrap:normal}
td:first-child{min-width:8rem}table.quotes td:first-child{min-width:16rem}table.manifest td{overflow-wrap:anywhere}td.n{text-align:right;font-variant-numeric:tabular-nums}blockquote{margin:.5rem 0;padding:.1rem .8rem;border-left:.35rem solid var(--line)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1.2rem}
mark{color:inherit;border-radius:.2rem;padding:.05rem .1rem}ul.plain{list-style:none;padding:0;margin:.3rem 0}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--paper:#fff}body{max-width:none;padding:0}figure,blockquote,tr{break-inside:avoid}h2,h3{break-after:avoid}}
"""
# Tints lie behind words, lines tell the sides apart without colour.
SIDE_STYLE = "".join(f".{side}{{border-left-color:{colour}}}mark.{side}{{background:{TINTS[side]}}}" for side, colour in SIDES.items())
LINES = "mark.accused{border-bottom:2px solid}mark.harmed{border-bottom:2px dashed}mark.other{border-bottom:2px dotted}"
MEANS = (
    "Sentiment is that of the quoted words alone: an apology is full of negative words. Stance is what a quote does toward its target, by its role and the model's reading.",
    "Roles, capacities and scores are a machine's proposals, with what decided beside each; \u201ccannot tell\u201d is an answer. None of them judges sincerity.",
    "\u201cHarmed\u201d and \u201caccused\u201d are places in a dispute, not findings. A mean of few quotes is a mean of few quotes: no interval is given below five.",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its title, its numbers in words, and its twin: a table of the same numbers."""

    name: str
    title: str
    chart: charts.Chart
    words: str
    table: pd.DataFrame


def figures_of(passages: pd.DataFrame, statements: pd.DataFrame) -> list[Figure]:
    """The charts of these tables that have something to show: groups and speakers by stance and sentiment, components, reading order of a
    single article, days since the apology across articles."""
    quotes = aggregates.quotes_of(passages)
    groups, speakers = aggregates.apology_against_response(quotes), aggregates.by_speaker(quotes).head(SPEAKERS)
    found = []
    for measure, title in reversed(MEASURES.items()):
        many = len(quotes) > charts.MOST_MARKS
        bins = {row: aggregates.binned(quotes, row, measure) if many else None for row in ("group", "who")}
        found.append(Figure(f"groups-{measure}", f"Apology against response: {title.lower()}", charts.apology_response_chart(quotes, groups, measure=measure, bins=bins["group"]),
                            wording.means_in_words(groups, rows="group", measure=measure), aggregates.twin(groups, "group", measure)))  # fmt: skip
        found.append(Figure(f"speakers-{measure}", f"Speaker by speaker: {title.lower()}", charts.speaker_chart(quotes, speakers, measure=measure, bins=bins["who"]),
                            wording.means_in_words(speakers, rows="speaker", measure=measure), aggregates.twin(speakers, "speaker", measure)))  # fmt: skip
    if len(statements):
        components = aggregates.components_of(statements.sort_values("completeness", ascending=False).head(SPEAKERS))
        found.append(Figure("components", "What the apologies hold", charts.components_chart(components), wording.components_in_words(components), components[["label", "component", "there", "words"]].rename(columns={"label": "statement"})))
    if quotes["article_id"].nunique() == 1:
        told = quotes[["order", "who", "as_what", "doing", "stance"]].rename(columns={"who": "speaker", "as_what": "capacity", "doing": "role"})
        found.append(Figure("arc", "In reading order", charts.arc_chart(quotes, measure="stance"), wording.arc_in_words(quotes, measure="stance"), told))
    timeline = aggregates.timeline(quotes, statements)
    if timeline["day"].nunique() > 1:
        periods, many = aggregates.by_period(timeline), len(timeline) > charts.MOST_MARKS
        chart = charts.timeline_chart(timeline, measure="stance", bins=aggregates.binned_days(timeline, "stance") if many else None)
        found.append(Figure("timeline", "Since the apology", chart, wording.timeline_in_words(periods, measure="stance"), aggregates.twin(periods, "day_from", "stance")))
    return found


def report_html(
    passages: pd.DataFrame, statements: pd.DataFrame, articles: Iterable[Article], manifest: Manifest, *, title: str = "Apology and response", accuracy: str = ""
) -> str:
    """The report as the text of an HTML file.

    Args:
        passages: As filtered and corrected; only these quotes enter it.
        statements: Those to face their responses; statements of other articles are left out.
        articles: For the extracts; those without a passage are left out.
        manifest: Of `passages`; printed at the end, and held in the file for programs.
        title: What the report is called.
        accuracy: What was measured about the machine, in words.
    """
    quotes = aggregates.quotes_of(passages)
    statements = statements[statements["article_id"].isin(quotes["article_id"])]
    there = set(quotes["article_id"].unique())
    articles = [a for a in articles if a.id in there]
    invented = sum(a.fictional for a in articles)
    body = [
        f"<h1>{_text(title)}</h1>", f'<p class="lead">{_text(wording.headline(quotes, statements))}</p>',
        f"<p>{_text(wording.comparison(quotes, measure='stance'))}</p>",
        f"<p><strong>Fictional examples: {invented} of the {wording.count(len(articles), 'article')}. Their people, places and events are invented.</strong></p>" if invented else "",
        "<h2>In charts</h2>", *(_figure(f) for f in figures_of(quotes, statements)),
        "<h2>Apology and responses</h2>", *_pairs(quotes, statements), "<h2>The quotes</h2>", _quotes_table(quotes), "<h2>The articles</h2>", *_articles(quotes, articles),
        "<h2>What these numbers mean, and do not</h2>", f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in (*MEANS, *([accuracy] if accuracy else [])))}</ul>",
        "<h2>How this file was made</h2>", _rows(manifest.as_rows()),
    ]  # fmt: skip
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="viewport" content="width=device-width,initial-scale=1">'
    told = f'<template id="manifest">{_text(manifest.as_json())}</template>'
    return f'<!doctype html><html lang="en"><head>{head}<title>{_text(title)}</title><style>{STYLE}{SIDE_STYLE}{LINES}</style></head><body><main>{"".join(body)}</main>{told}</body></html>'


def _text(value: object) -> str:
    """Any value as text that is no markup: escaped, without control characters."""
    return html.escape(CONTROL.sub("\ufffd", str(value)), quote=True)


def _figure(figure: Figure) -> str:
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{figure.name}-", charts.chart_svg(figure.chart, theme="inherit", width=WIDTH))  # ids are unique in a page
    return f'<figure><h3>{_text(figure.title)}</h3><div role="img" aria-label="{_text(figure.words)}">{svg}</div><figcaption>{_table(figure.table)}</figcaption></figure>'


def _table(frame: pd.DataFrame, *, kind: str = "numbers") -> str:
    """A frame as a table: labels in reading form, numbers with two decimals, missing values a dash."""
    heads = "".join(f"<th>{_text(wording.plain(name))}</th>" for name in frame.columns)
    lines = []
    for row in frame.itertuples(index=False):
        lines.append("<tr>" + "".join(f"<td{' class=n' if isinstance(v, (int, float)) and not isinstance(v, bool) else ''}>{_value(v)}</td>" for v in row) + "</tr>")
    return f"<table class={kind}><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _value(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "\u2013"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:+.2f}"
    return f'<span dir="auto">{_text(value)}</span>' if isinstance(value, str) else _text(value)


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return _table(pd.DataFrame(rows, columns=["what", "value"]), kind="manifest")


def _left_out(n: int, shown: int, what: str) -> str:
    return f'<p class="soft">{n - shown:,} more {what} are not shown here; the table exports hold all {n:,}.</p>' if n > shown else ""


def _pairs(quotes: pd.DataFrame, statements: pd.DataFrame) -> list[str]:
    """Each statement facing the responses to it."""
    if statements.empty:
        return ["<p>No apology statement was found.</p>"]
    out = []
    for statement_id in statements["statement_id"].head(STATEMENTS):
        pair = aggregates.pair_of(quotes, statements, statement_id)
        s = pair.statement
        evidence: Mapping[str, str] = s["evidence"] if isinstance(s["evidence"], Mapping) else {}
        parts = [f"<li>{TICKS[bool(s[c])]} {wording.plain(c)}{_fired(evidence.get(c)) if s[c] else ', not found'}</li>" for c in COMPONENTS]
        parts += [f"<li>! {_text(wording.plain(f))}{_fired(evidence.get(f))}</li>" for f in s["flags"]]
        unlinked = f'<p class="soft">{wording.count(len(pair.unlinked), "other quote")} of the harmed side in the article not tied to this apology.</p>' if len(pair.unlinked) else ""
        where = f" ({_text(s['occasion'])})" if s["occasion"] else ""
        out.append(
            f'<section><h3>{_text(s["speaker"])}{where}: {s["completeness"]} of 6 components, {_text(wording.plain(s["quality"]))}</h3><div class="pair"><div>'
            f'<ul class="plain">{"".join(parts)}</ul>{_blocks(pair.own)}</div><div><p>{_text(wording.counts_in_words(pair.counts))}</p>{_blocks(pair.responses)}{unlinked}</div></div></section>'
        )
    return [*out, _left_out(len(statements), STATEMENTS, "apology statements")]


def _fired(words: object) -> str:
    return f' <span class="soft">\u201c{_text(words)}\u201d</span>' if words else ""


def _blocks(quotes: pd.DataFrame) -> str:
    """Quotes with who said them and how they stand."""
    return "".join(
        f'<blockquote class="{q["side"]}"><span dir="auto">\u201c{_text(q["text"])}\u201d</span><br><span class="soft">{SIGNS[q["side"]]} {_said(q)}</span></blockquote>'
        for q in quotes.to_dict("records")
    )


def _said(quote: Mapping[Any, Any]) -> str:
    role = quote["doing"] if pd.isna(quote["role"]) else quote["role"]
    stance = "" if pd.isna(quote["stance"]) else f", stance {quote['stance']:+.2f}"
    reported = ", reported without quotation marks" if quote["kind"] == "indirect" else ""
    return f"{_text(quote['who'])} ({_text(wording.plain(quote['as_what']))}): {_text(wording.plain(role))}, sentiment {quote['polarity']:+.2f}{stance}{reported}"


def _quotes_table(quotes: pd.DataFrame) -> str:
    shown = quotes.head(QUOTES).assign(side=quotes["side"].map(SIGNS) + " " + quotes["side"], doing=quotes["role"].fillna(quotes["doing"]).map(wording.plain))
    names = {"text": "words", "who": "speaker", "as_what": "capacity", "side": "side", "doing": "role", "polarity": "sentiment", "stance": "stance", "article_id": "article"}
    return _table(shown[list(names)].rename(columns=names), kind="quotes") + _left_out(len(quotes), QUOTES, "quotes")


def _articles(quotes: pd.DataFrame, articles: Sequence[Article]) -> list[str]:
    """The articles' paragraphs that hold quotes shown, the quoted words marked and signed."""
    there = dict(list(quotes.groupby("article_id", sort=False)))
    known = [a for a in articles if a.id in there]
    key = " \u00b7 ".join(f'<mark class="{side}">{SIGNS[side]} {side}</mark>' for side in SIDES)
    return [f'<p class="soft">Paragraphs with quotes; marked words by side: {key}</p>', *(_article(a, there[a.id]) for a in known[:ARTICLES]), _left_out(len(known), ARTICLES, "articles")]


def _article(article: Article, quotes: pd.DataFrame) -> str:
    rows = sorted(quotes.to_dict("records"), key=lambda q: (q["start"], -q["end"]))
    quoted = [(q["start"], q["end"]) for q in rows if q["kind"] == "quote"]  # a quote inside reported speech is marked itself
    rows = [q for q in rows if q["kind"] == "quote" or not any(start < q["end"] and q["start"] < end for start, end in quoted)]
    out, skipped = [], False
    for p in article.paragraphs:
        inside = [q for q in rows if p.start <= q["start"] and q["end"] <= p.end]
        if inside:
            out.append(f'<p dir="auto">{_marked(article.text, p.start, p.end, inside)}</p>')
        elif not skipped:
            out.append('<p class="soft">[\u2026]</p>')
        skipped = not inside
    note = "Fictional example \u00b7 " if article.fictional else ""
    return f'<article><h3>{_text(article.headline)}</h3><p class="soft">{note}{_text(article.published or "date unknown")}</p>{"".join(out)}</article>'


def _marked(text: str, start: int, end: int, quotes: Sequence[Mapping[Any, Any]]) -> str:
    """text[start:end] with the quotes marked; of two that overlap only the first is."""
    out, at = [], start
    for q in quotes:
        if q["start"] < at:
            continue
        why = _text("\n".join(f"{wording.plain(n)}: {q[n]}" for n in ("speaker_rule", "speaker_cue", "capacity_evidence", "role_evidence") if isinstance(q.get(n), str)))
        out.append(f'{_text(text[at : q["start"]])}<mark class="{q["side"]}" title="{why}">{_text(text[q["start"] : q["end"]])}</mark> <span class="soft">[{SIGNS[q["side"]]} {_said(q)}]</span>')
        at = q["end"]
    return "".join(out) + _text(text[at:end])
