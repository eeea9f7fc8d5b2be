"""What is on screen as files, each with its manifest: tables, charts, one report. The bytes are made when a button is pressed."""

import streamlit as st

from analysis import charts, evaluation, exports
from analysis.exports.files import BARE, MIME
from analysis.page.filters import Screen
from analysis.report import report_html


def manifest_of(screen: Screen) -> exports.Manifest:
    """Version, models, filters, corrections in force and text hashes of what is on screen."""
    view, wanted = screen.view, screen.wanted.in_words()
    there = set(screen.passages["article_id"])
    articles = [a for name, a in view.articles.items() if name in there]
    corrections = [c for c in view.corrections if c.article_id is None or c.article_id in there]
    return exports.make_manifest(screen.passages, articles, filters={name: [value] for name, value in wanted.items()}, corrections=corrections)


def show_downloads(screen: Screen) -> None:
    """The tables in four formats, the statements, and the report."""
    st.subheader("Take it along", anchor=False)
    with st.container(horizontal=True):
        for suffix in exports.WRITERS:
            name = f"passages{suffix}" + (".zip" if suffix in BARE else "")
            st.download_button(
                f"Quotes {suffix}", data=lambda s=suffix: exports.table_download(screen.passages, "passages", s, manifest_of(screen)).content, file_name=name,
                mime=MIME[".zip" if suffix in BARE else suffix], on_click="ignore", key=f"download{suffix}", icon=":material/download:",
            )  # fmt: skip
        st.download_button(
            "Statements .xlsx", data=lambda: exports.table_download(screen.statements, "statements", ".xlsx", manifest_of(screen)).content, file_name="statements.xlsx",
            mime=MIME[".xlsx"], on_click="ignore", key="download_statements", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Report .html", data=lambda: report(screen), file_name="report.html", mime=MIME[".html"], on_click="ignore", key="download_report", icon=":material/article:", type="primary",
        )  # fmt: skip
    st.caption("What the filters leave, with the corrections in force. Every file holds a manifest: version, models, filters, corrections, hashes of the texts. CSV and JSONL come in a zip with it.")


def report(screen: Screen) -> bytes:
    """One HTML file that needs nothing else."""
    articles = list(screen.view.articles.values())
    return report_html(screen.passages, screen.statements, articles, manifest_of(screen), accuracy=evaluation.accuracy_in_words()).encode()


def show_chart_files(screen: Screen, chart: charts.Chart, name: str) -> None:
    """Buttons for a chart as SVG and PNG."""
    st.download_button("SVG", data=lambda: exports.chart_download(charts.chart_svg(chart), name, manifest_of(screen)).content, file_name=f"{name}.svg", mime=MIME[".svg"], on_click="ignore", key=f"svg/{name}")
    st.download_button("PNG", data=lambda: exports.chart_download(charts.chart_png(chart), name, manifest_of(screen)).content, file_name=f"{name}.png", mime=MIME[".png"], on_click="ignore", key=f"png/{name}")
