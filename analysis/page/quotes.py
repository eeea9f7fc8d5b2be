"""The quotes on screen as a table, and one quote with its evidence: the article around it, why it is labelled so, how to correct it."""

import pandas as pd
import streamlit as st

from analysis.page import address, correcting
from analysis.page.article import show_article
from analysis.page.downloads import show_downloads
from analysis.page.figures import behind
from analysis.page.filters import Screen
from analysis.page.labels import readable
from analysis.page.loading import View, scorer
from analysis.page.markup import Row, heading_html, legend, quote_html
from analysis.schema import Article
from analysis.scores import SENTENCE
from analysis.selections import UNSURE, certainty

LISTED = 2000  # quotes in the list that opens one by keyboard
LONGEST = 20_000  # characters of a paragraph that is scored sentence by sentence while the page waits


def show(screen: Screen) -> None:
    """The selected quote with its evidence, or the table of all that the filters leave."""
    row = find_row(screen.view, address.selected("quote"))
    if row is not None:
        show_quote(screen, row)
    else:
        show_table(screen)


def find_row(view: View, quote: str | None) -> Row | None:
    """The row of a quote by its id (article~start), None where there is none."""
    article, _, start = (quote or "").rpartition("~")
    if not article or not start.isdecimal():
        return None
    p = view.passages
    found = p[(p["article_id"] == article) & (p["start"] == int(start)) & (p["kind"] != "paragraph")]
    return found.iloc[0].to_dict() if len(found) else None


def article_of(view: View, name: str) -> Article:
    """The article with this id."""
    return view.articles[name]


def people_in(view: View, name: str) -> list[str]:
    """Everybody of the article who may have said something, those who are quoted first."""
    said = view.passages.loc[view.passages["article_id"] == name, "speaker"].dropna()
    reading = view.readings.get(name)
    return list(dict.fromkeys([*said, *(p.name for p in reading.people)] if reading else said))


def open_quote(quote: str) -> None:
    """Puts the quote into the address, so that the run that follows shows it."""
    st.query_params["quote"] = quote


def _close() -> None:
    st.query_params.pop("quote", None)


def show_table(screen: Screen) -> None:
    """The quotes with their full words; click one to open it, tick several to correct them together."""
    quotes, of = behind(screen)
    st.header("Quotes" if of is None else f"Quotes behind: {of}".replace("[", "("), anchor=False)
    if of is not None:
        st.button("All quotes", icon=":material/arrow_back:", on_click=lambda: st.query_params.pop("of", None))
    st.caption(f"{len(quotes)} quotes. Click a cell to open a quote with its article; tick rows to correct several at once. \u270e is set by hand, \u21b3 follows a correction.")
    event = st.dataframe(
        displayed(quotes), hide_index=True, width="stretch", row_height=84, height=min(620, 60 + 84 * max(1, len(quotes))), key=f"table/{screen.view.version[:8]}", on_select="rerun",
        selection_mode=["multi-row", "single-cell"], column_config={
            "words": st.column_config.TextColumn(width="large"), "sentiment": st.column_config.NumberColumn(format="%+.2f", help="Of the words alone, -1 to 1"),
            "stance": st.column_config.NumberColumn(format="%+.2f", help="Toward the target, -1 to 1"),
            "certainty": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, help="How sure the machine is; 100 % where a person has decided"),
        },
    )  # fmt: skip
    if event["selection"]["cells"]:
        _open_row(quotes, event["selection"]["cells"][0][0])
    ids = ids_of(quotes.head(LISTED))
    opened = st.selectbox("Open a quote", ids, index=None, key="opener", placeholder="Type words or a name", format_func=dict(zip(ids, _titles(quotes.head(LISTED)), strict=True)).get, help=f"The same by keyboard, for the first {LISTED:,}")
    if opened:
        open_quote(opened)
        del st.session_state["opener"]
        st.rerun()
    if event["selection"]["rows"]:
        rows = quotes.iloc[[i for i in event["selection"]["rows"] if i < len(quotes)]].to_dict("records")
        names = list(dict.fromkeys(r["article_id"] for r in rows))
        correcting.bulk_form(screen.view, {n: article_of(screen.view, n) for n in names}, rows, list(dict.fromkeys(p for n in names for p in people_in(screen.view, n))))
    show_downloads(screen)


def _open_row(quotes: pd.DataFrame, position: int) -> None:
    if position < len(quotes):
        open_quote(ids_of(quotes.iloc[[position]])[0])
        st.rerun()


def ids_of(quotes: pd.DataFrame) -> list[str]:
    """The id of each quote: article~start."""
    return [f"{a}~{int(s)}" for a, s in zip(quotes["article_id"], quotes["start"], strict=True)]


def _titles(quotes: pd.DataFrame) -> list[str]:
    return [f"{readable(who) if isinstance(who, str) else 'not named'}: {text[:90]}" for who, text in zip(quotes["speaker"], quotes["text"], strict=True)]


def displayed(quotes: pd.DataFrame) -> pd.DataFrame:
    """The table as shown: labels in reading form, a sign on what a person set and on what followed."""
    out = pd.DataFrame({"words": quotes["text"]})
    for name in ("speaker", "capacity", "role"):
        shown = quotes[name].map({v: readable(v) for v in quotes[name].dropna().unique()}).astype("string").fillna("not named" if name == "speaker" else "cannot tell")
        by_hand = quotes["corrected"].str.contains(name, na=False).astype(bool)
        followed = quotes["followed"].str.contains(name, na=False).astype(bool)
        out[name] = shown + by_hand.map({True: " \u270e", False: ""}) + followed.map({True: " \u21b3", False: ""})
    out["sentiment"], out["stance"] = quotes["polarity"].astype(float), quotes["stance"].astype(float)
    out["certainty"] = certainty(quotes)
    out["article"] = quotes["article_id"]
    return out


def show_quote(screen: Screen, row: Row) -> None:
    """One quote: its card and the forms at the left, its article with the words marked at the right."""
    view, name = screen.view, f"{row['article_id']}~{int(row['start'])}"
    quotes, _ = behind(screen)
    ids = ids_of(quotes)
    at = ids.index(name) if name in ids else None
    with st.container(horizontal=True, vertical_alignment="center"):
        came = st.session_state.get("came_from")
        if came and came[0] != "quotes":
            st.page_link(came[1], label=f"Back to {came[2]}", icon=":material/arrow_back:", query_params=address.link())
        st.button("All quotes", icon=":material/list:", on_click=_close, key="close")
        if at is not None:
            st.button("Previous", icon=":material/chevron_left:", disabled=at == 0, on_click=open_quote, args=(ids[max(0, at - 1)],), key="previous")
            st.button("Next", icon=":material/chevron_right:", disabled=at == len(ids) - 1, on_click=open_quote, args=(ids[min(len(ids) - 1, at + 1)],), key="next")
            st.caption(f"Quote {at + 1} of {len(ids)}")
        else:
            st.caption("This quote does not pass the filters.")
    article = article_of(view, row["article_id"])
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.html(quote_html(row))
        sure = float(certainty(pd.DataFrame([row])).iloc[0])
        if sure < UNSURE:
            st.info("The machine is not sure of this one.", icon=":material/help:")
        correcting.quote_form(view, article, row, people_in(view, article.id))
        show_parts(article, row)
    with right:
        st.html(heading_html(article) + "<br>" + legend())
        kinds = {"quote", row["kind"], *(["indirect"] if screen.wanted.indirect else [])}
        inside = view.passages[(view.passages["article_id"] == article.id) & view.passages["kind"].isin(kinds)]
        opened, selected = show_article(article, inside, chosen=int(row["start"]), key=f"article/{article.id}")
        if opened and opened != name:
            open_quote(opened)
            st.rerun()
        correcting.missing_form(view, article, people_in(view, article.id), selected)


def show_parts(article: Article, row: Row) -> None:
    """What each sentence of the quote's paragraph scores alone, beside the paragraph's score."""
    paragraph = article.paragraphs[int(row["paragraph"])]
    text = article.text[paragraph.start : paragraph.end]
    with st.expander("Scores of the paragraph, sentence by sentence"):
        if len(text) > LONGEST:
            st.caption(f"This paragraph has {len(text):,} characters: too many to score sentence by sentence here.")
            return
        whole, parts = _parts(text, scorer().name)
        st.caption(f"The paragraph as a whole: {whole:+.2f}. It is scored in one piece (in windows of whole sentences where it is longer than the model reads), so its score is no average of these.")
        st.dataframe(parts, hide_index=True, width="stretch", row_height=70, column_config={"sentence": st.column_config.TextColumn(width="large"), "sentiment": st.column_config.NumberColumn(format="%+.2f")})


@st.cache_data(max_entries=500, show_spinner=False)
def _parts(text: str, model: str) -> tuple[float, pd.DataFrame]:
    """The polarity of a text and of each of its sentences."""
    sentences = [s for s in SENTENCE.split(text) if s.strip()][:200]
    scores = scorer()([text, *sentences])
    values = (scores[:, 2] - scores[:, 0]).tolist()
    return values[0], pd.DataFrame({"sentence": sentences, "sentiment": values[1:]})
