"""Each apology statement facing the answers to it."""

import pandas as pd
import streamlit as st

from analysis.aggregates import quotes_of, responses_to
from analysis.page.markup import plain, quotes_html, statement_html
from analysis.schema import Article

SHOWN = 6  # answers shown before the rest is folded away


def show_statements(passages: pd.DataFrame, statements: pd.DataFrame, articles: dict[str, Article]) -> None:
    """Left the apology with its components, flags and quotes; right how often it was answered how, and the answers."""
    quotes = quotes_of(passages)
    for row in statements.to_dict("records"):
        own = quotes[(quotes["statement_id"] == row["statement_id"]) & (quotes["side"] == "accused")]
        answers = responses_to(passages, row["statement_id"])
        if own.empty and answers.empty:
            continue
        article = articles[row["article_id"]]
        fictional = " (fictional)" if article.fictional else ""
        st.html(f"<strong>{plain(article.headline)}</strong>{fictional} \u00b7 {article.published or 'date unknown'}")
        left, right = st.columns(2, gap="medium")
        left.html(statement_html(row, own.to_dict("records")))
        counts = ", ".join(f"{n} {plain(role)}" for role, n in answers["role8"].value_counts().items()) or "none that the text ties to it"
        right.html(f"<strong>Answers</strong>: {counts}" + quotes_html(answers.head(SHOWN).to_dict("records")))
        if len(answers) > SHOWN:
            with right.expander(f"{len(answers) - SHOWN} more"):
                st.html(quotes_html(answers.iloc[SHOWN:].to_dict("records")))
