"""The first page: who apologised, how complete it was, how the harmed answered, and everybody quote by quote."""

import pandas as pd
import streamlit as st

from analysis import aggregates, charts
from analysis.page import address
from analysis.page.filters import Screen
from analysis.page.markup import Row, heading_html, plain, quotes_html, statement_html
from analysis.page.quotes import article_of, ids_of

SHOWN = 4  # answers shown before the rest is folded away
MOST = 12  # speakers drawn before the reader asks for all
STATEMENTS = 6  # apologies shown before the reader asks for more


def show(screen: Screen) -> None:
    """The headline in words, each apology facing its answers, then the charts."""
    if screen.quotes.empty:
        return
    show_headline(screen)
    show_pairs(screen)
    show_charts(screen)


def go(screen: Screen, *, quote: str = "", of: str = "") -> None:
    """Opens the quotes page on a quote, or on the quotes behind a mark."""
    st.switch_page(st.session_state["pages"]["quotes"], query_params=address.link(quote=quote, of=of))


def show_headline(screen: Screen) -> None:
    """Who apologised and what was answered, in counts."""
    quotes = aggregates.quotes_of(screen.passages)
    harmed = quotes[quotes["side"] == "harmed"]
    columns = st.columns(4)
    columns[0].metric("Quotes", len(screen.quotes), help="What somebody said, under the filters at the left")
    columns[1].metric("Speakers", int(quotes["speaker"].nunique()), help="People and bodies quoted by name or description")
    columns[2].metric("Apologies", len(screen.statements), help="Statements: one party, one occasion")
    columns[3].metric("Answers of the harmed", len(harmed), help="Quotes of those harmed and of those who speak for them")


def show_pairs(screen: Screen) -> None:
    """Each apology facing what answered it, the strongest answer of the harmed first."""
    statements = screen.statements
    if statements.empty:
        st.info("No apology among these quotes. The quotes themselves are on the page Quotes.", icon=":material/info:")
        return
    st.header("Apology and answers", anchor=False)
    quotes = aggregates.quotes_of(screen.passages)
    rows = statements.to_dict("records")
    if len(rows) > STATEMENTS and not st.toggle(f"Show all {len(rows)} apologies", key="all_statements"):
        rows = rows[:STATEMENTS]
    for row in rows:
        _pair(screen, row, quotes)


def _pair(screen: Screen, row: Row, quotes: pd.DataFrame) -> None:
    article = article_of(screen.view, row["article_id"])
    own = quotes[(quotes["statement_id"] == row["statement_id"]) & (quotes["side"] == "accused")]
    answers = quotes[(quotes["statement_id"] == row["statement_id"]) & (quotes["side"] != "accused")]
    answers = answers.assign(harmed=answers["side"] == "harmed").sort_values(["harmed", "stance"], ascending=[False, True], kind="stable")
    st.html(heading_html(article))
    left, right = st.columns(2, gap="medium")
    with left:
        st.html("<strong>The apology</strong>" + statement_html(row, []))
        _cards(own, f"own/{row['statement_id']}", screen)
    with right:
        counts = ", ".join(f"{n} {plain(role)}" for role, n in answers["role8"].value_counts().items()) or "none that the text ties to it"
        st.html(f"<strong>The answers</strong>: {counts}")
        _cards(answers, f"answers/{row['statement_id']}", screen, first="Strongest answer" if len(answers) else "")


def _cards(quotes: pd.DataFrame, key: str, screen: Screen, *, first: str = "") -> None:
    """Quotes one below the other, each with a button that opens its evidence."""
    rows = list(zip(ids_of(quotes), quotes.to_dict("records"), strict=True))

    def card(n: int, name: str, row: Row) -> None:
        with st.container(gap=None, key=f"{key}/{n}".replace("/", "-")):
            label = f"<strong style='font-size:.85rem'>{first}</strong>" if first and n == 0 else ""
            st.html(label + quotes_html([row]))
            if st.button("In the article", key=f"open/{key}/{name}", icon=":material/article:", type="tertiary", help="The article with these words marked, and why they are labelled so"):
                go(screen, quote=name)

    for n, (name, row) in enumerate(rows[:SHOWN]):
        card(n, name, row)
    if len(rows) > SHOWN:
        with st.expander(f"{len(rows) - SHOWN} more"):
            for n, (name, row) in enumerate(rows[SHOWN:], SHOWN):
                card(n, name, row)


def show_charts(screen: Screen) -> None:
    """The groups, then everybody, quote by quote."""
    passages = screen.passages
    quotes = aggregates.quotes_of(passages)
    st.header("Quote by quote", anchor=False)
    state = st.session_state
    state["measure"] = state.get("measure") if state.get("measure") in charts.MEASURES else "polarity"
    measure = st.segmented_control("Show", list(charts.MEASURES), required=True, format_func=charts.MEASURES.get, key="measure") or "polarity"
    st.caption(
        "Sentiment is that of the quoted words alone: an apology says sorry in negative words. Stance is what the quote does toward the other side. "
        "Each mark is one quote, the bar the mean of n. Click a mark to read the quote in its article."
    )
    groups = aggregates.apology_against_response(passages)
    _chart(screen, charts.apology_response_chart(quotes, groups, measure=measure), groups, "group", measure, "Apology against response")
    speakers = aggregates.by_speaker(passages)
    if len(speakers) > MOST and not st.toggle(f"Show all {len(speakers)} speakers", key="all_speakers"):
        speakers = speakers.head(MOST)
        quotes = quotes[quotes["who"].isin(speakers["speaker"])]
    _chart(screen, charts.speaker_chart(quotes, speakers, measure=measure), speakers, "speaker", measure, "Speaker by speaker")


def _chart(screen: Screen, chart, table: pd.DataFrame, rows: str, measure: str, title: str) -> None:  # type: ignore[no-untyped-def]  # altair stays out of the page's imports
    """A chart, its numbers as alternative text, and its twin as a table."""
    st.subheader(title, anchor=False)
    st.altair_chart(chart, width="stretch", key=f"{rows}_chart", alt=charts.chart_in_words(table, rows=rows, measure=measure))
    with st.expander("The same as a table"):
        numbers = {name: st.column_config.NumberColumn(format="%+.2f") for name in ("polarity", "stance")}
        st.dataframe(table, hide_index=True, width="stretch", column_config=numbers)
