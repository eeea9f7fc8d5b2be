"""Public Reaction: streamlit run dashboard.py"""

import streamlit as st

from analysis.errors import AnalysisError
from analysis.page import filters, loading, overview, passages, reader, statements
from analysis.pipeline import Analysis

TITLE = "Public Reaction"


def gather() -> Analysis | None:
    """The analysis of the seeds and of uploaded files, None where there is nothing to show."""
    with st.sidebar:
        st.subheader("Articles")
        files = st.file_uploader("Add article files", accept_multiple_files=True, help="Plain text: ' date YYYY-MM-DD Headline', then a paragraph a line")
        fictional = st.toggle("Include the fictional examples", key="fictional", bind="query-params", help="Invented articles that show what the page can do")
    articles = loading.seed_articles(fictional=fictional) + loading.uploaded_articles(files or [])
    return loading.analysis_of(articles) if articles else None


def main() -> None:
    """The page from top to bottom."""
    st.set_page_config(page_title=TITLE, page_icon=":material/forum:", layout="wide")
    st.title(TITLE)
    st.write("What public apologies said, how those harmed and others answered, quote by quote: who spoke, in which capacity, to what effect.")
    try:
        found = gather()
    except AnalysisError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()
    if found is None:
        st.info("No article to show. Put .txt files into the folder seeds/ and reload, or add files in the sidebar.", icon=":material/info:")
        st.stop()
    if any(r.article.fictional for r in found.readings):
        st.info("Some of the articles shown are fictional examples: their people, places and events are invented.", icon=":material/theater_comedy:")
    chosen = filters.choose(found.passages)
    quotes = chosen[chosen["kind"] == "quote"]
    if quotes.empty:
        st.info("No quote passes these filters. Clear a filter in the sidebar.", icon=":material/filter_alt_off:")
        st.stop()
    shown = found.statements[found.statements["statement_id"].isin(quotes["statement_id"].dropna())]
    overview.show_figures(chosen, shown)
    charts_tab, answers_tab, table_tab, article_tab = st.tabs(["Charts", "Apology and answers", "Scored quotes", "Article"])
    with charts_tab:
        overview.show_charts(chosen)
    with answers_tab:
        statements.show_statements(chosen, shown, {r.article.id: r.article for r in found.readings})
    with table_tab:
        passages.show_table(chosen)
        passages.show_downloads(chosen, found.statements)
    with article_tab:
        reader.show_article([r for r in found.readings if r.article.id in set(chosen["article_id"])])
    st.caption(f"Scored by {quotes['model'].iloc[0]}. Labels are a machine's proposals: capacities and roles come from rules and a model, and each quote shows what decided.")


main()
