"""The first page: who apologised, how complete it was, how the harmed answered, and everybody quote by quote."""

import html

import pandas as pd
import streamlit as st

from analysis import aggregates, charts, wording
from analysis.page.figures import open_marks, open_quotes, show_chart
from analysis.page.filters import Screen
from analysis.page.markup import SMALL, Row, heading_html, quotes_html, statement_html
from analysis.page.quotes import article_of, ids_of
from analysis.schema import MEASURES

SHOWN = 3  # quotes of a side shown before the rest is folded away
MOST = 12  # speakers drawn before the reader asks for all
CHOICES = 100  # articles offered for the reading order; a longer list is the filter's business
STATEMENTS = 4  # apologies shown before the reader asks for more


def show(screen: Screen) -> None:
    """The headline in words, each apology facing its answers, then the charts."""
    quotes = aggregates.quotes_of(screen.passages, indirect=screen.wanted.indirect)
    st.html(f'<p style="font-size:1.25rem;line-height:1.5;max-width:60rem;margin:0">{html.escape(wording.headline(quotes, screen.statements))}</p>')
    harmed = quotes[quotes["side"] == "harmed"]
    unknown = int(quotes["speaker"].isna().sum())
    with st.container(horizontal=True, gap="large"):
        st.metric("Quotes", len(quotes), width="content", help="What somebody said, under the filters at the left")
        st.metric("Speakers", int(quotes["speaker"].nunique()), width="content", help=f"People and bodies quoted. Quotes whose speaker cannot be told: {unknown}")
        st.metric("Apologies", len(screen.statements), width="content", help="Statements: one party, one occasion")
        st.metric("Answers of the harmed", len(harmed), width="content", help="Quotes of those harmed and of those who speak for them")
    show_pairs(screen, quotes)
    show_charts(screen, quotes)


def show_pairs(screen: Screen, quotes: pd.DataFrame) -> None:
    """Each apology facing what answered it, the strongest answer of the harmed first."""
    ids = screen.statements["statement_id"].tolist()
    if not ids:
        st.info("No apology among these quotes. The page Quotes lists them all.", icon=":material/info:")
        return
    st.header("Apology and answers", anchor=False)
    if len(ids) > STATEMENTS and not st.toggle(f"Show all {len(ids)} apologies", key="all_statements"):
        ids = ids[:STATEMENTS]
    for statement_id in ids:
        _pair(screen, aggregates.pair_of(quotes, screen.statements, statement_id))


def _pair(screen: Screen, pair: aggregates.Pair) -> None:
    row, name = pair.statement.to_dict(), str(pair.statement["statement_id"])
    st.html(heading_html(article_of(screen.view, row["article_id"])))
    left, right = st.columns(2, gap="large")
    with left:
        st.html("<strong>The apology</strong>" + statement_html(row, []))
        _cards(pair.own, f"own/{name}")
    with right:
        harmed = pair.responses.assign(first=pair.responses["side"] != "harmed").sort_values(["first", "stance"], kind="stable")
        st.html(f"<strong>The answers</strong><br><span style='{SMALL}'>{html.escape(wording.counts_in_words(pair.counts))}</span>")
        if len(pair.counts) > 1:
            chart = st.altair_chart(charts.responses_chart(pair.counts), width="stretch", key=f"chart/answers/{name}", alt=wording.counts_in_words(pair.counts), on_select="rerun", selection_mode=["pick"])
            if marks := chart["selection"].get("pick"):
                open_marks(pair.responses, marks, {"statement_id": name})
        _cards(harmed, f"answers/{name}", first="Strongest answer" if len(harmed) else "")
        if len(pair.unlinked):
            with st.expander(f"{len(pair.unlinked)} quotes of the harmed side that the text does not tie to this apology"):
                _cards(pair.unlinked, f"unlinked/{name}", most=len(pair.unlinked))


def _cards(quotes: pd.DataFrame, key: str, *, first: str = "", most: int = SHOWN) -> None:
    """Quotes one below the other, each with a button that opens its evidence."""
    rows = list(zip(ids_of(quotes), quotes.to_dict("records"), strict=True))

    def card(n: int, name: str, row: Row) -> None:
        with st.container(gap=None, key=f"{key}/{n}".replace("/", "-")):
            label = f"<strong style='{SMALL}'>{first}</strong>" if first and n == 0 else ""
            st.html(label + quotes_html([row]))
            if st.button("Read it in the article", key=f"open/{key}/{name}", icon=":material/article:", type="tertiary", help="The article with these words marked, why they are labelled so, and how to correct it"):
                open_quotes(quote=name)

    for n, (name, row) in enumerate(rows[:most]):
        card(n, name, row)
    if len(rows) > most:
        with st.expander(f"{len(rows) - most} more"):
            for n, (name, row) in enumerate(rows[most:], most):
                card(n, name, row)


def show_charts(screen: Screen, quotes: pd.DataFrame) -> None:
    """The groups, everybody, the article's course, and the days since the apology."""
    st.header("Quote by quote", anchor=False)
    state = st.session_state
    state["measure"] = state.get("measure") if state.get("measure") in MEASURES else "polarity"
    measure = st.segmented_control("Show", list(MEASURES), required=True, format_func=MEASURES.get, key="measure") or "polarity"
    st.caption(
        "Sentiment is that of the quoted words alone: an apology says sorry in negative words. Stance is what the quote does toward the other side. "
        "Each mark is one quote; the tick below is the mean, the line its 95 % interval. Click a mark to read what stands behind it."
    )
    many = len(quotes) > charts.MOST_MARKS
    st.subheader("Apology against response", anchor=False)
    st.html(f"<p style='margin:0'>{html.escape(wording.comparison(quotes, measure=measure))}</p>")
    groups = aggregates.apology_against_response(quotes)
    bins = aggregates.binned(quotes, "group", measure) if many else None
    chart = charts.apology_response_chart(quotes, groups, measure=measure, bins=bins)
    show_chart(screen, chart, quotes, aggregates.twin(groups, "group", measure), name="apology-against-response", alt=wording.means_in_words(groups, rows="group", measure=measure), row="group")
    st.subheader("Speaker by speaker", anchor=False)
    speakers = aggregates.by_speaker(quotes)
    if len(speakers) > MOST and not st.toggle(f"Show all {len(speakers)} speakers", key="all_speakers"):
        speakers = speakers.head(MOST)
    bins = aggregates.binned(quotes, "who", measure) if many else None
    chart = charts.speaker_chart(quotes, speakers, measure=measure, bins=bins)
    show_chart(screen, chart, quotes, aggregates.twin(speakers, "speaker", measure), name="speaker-by-speaker", alt=wording.means_in_words(speakers, rows="speaker", measure=measure), row="who")
    _components(screen, quotes)
    _arc(screen, quotes, measure)
    _timeline(screen, quotes, measure, many=many)


def _components(screen: Screen, quotes: pd.DataFrame) -> None:
    """What several apologies hold, the most complete first."""
    if len(screen.statements) < 2:
        return
    st.subheader("What the apologies hold", anchor=False)
    components = aggregates.components_of(screen.statements.sort_values("completeness", ascending=False).head(MOST))
    table = components[["label", "component", "there", "words"]].rename(columns={"label": "statement"})
    show_chart(screen, charts.components_chart(components), quotes, table, name="components", alt=wording.components_in_words(components))


def _arc(screen: Screen, quotes: pd.DataFrame, measure: str) -> None:
    """The quotes of one article in its order."""
    st.subheader("In reading order", anchor=False)
    names = list(quotes["article_id"].unique())
    if len(names) > CHOICES:
        st.caption(f"For the reading order of one article, choose it in the filter: {len(names)} are on screen.")
        return
    name = names[0]
    if len(names) > 1:
        name = str(st.selectbox("Article", names, key="arc_article", format_func=lambda n: article_of(screen.view, n).headline))
    inside = quotes[quotes["article_id"] == name]
    table = inside[["order", "who", "side", "doing", measure]].rename(columns={"who": "speaker", "doing": "role", measure: "mean"})
    show_chart(screen, charts.arc_chart(inside, measure=measure), inside, table.rename(columns={"mean": MEASURES[measure].lower()}), name="reading-order", alt=wording.arc_in_words(inside, measure=measure))


def _timeline(screen: Screen, quotes: pd.DataFrame, measure: str, *, many: bool) -> None:
    """Several articles by days since the apology."""
    days = aggregates.timeline(quotes, screen.statements)
    if days["article_id"].nunique() < 2:
        return
    st.subheader("Days since the apology", anchor=False)
    periods = aggregates.by_period(days)
    bins = aggregates.binned_days(days, measure) if many else None
    show_chart(screen, charts.timeline_chart(days, measure=measure, bins=bins), days, periods, name="days-since", alt=wording.timeline_in_words(periods, measure=measure))
