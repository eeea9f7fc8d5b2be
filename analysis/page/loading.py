"""Articles and scores for the page: read once, scored once, kept by content."""

import hashlib
import pathlib

import streamlit as st

from analysis.articles import article_files, parse_article, read_articles, unique_ids
from analysis.errors import AnalysisError, ArticleError
from analysis.pipeline import Analysis, analyse, join_analyses
from analysis.schema import Article
from analysis.scores import Scorer, load_scorer

SEEDS = pathlib.Path(__file__).parents[2] / "seeds"


@st.cache_resource(show_spinner="Loading the sentiment model \u2026")
def the_scorer() -> Scorer:
    """The one scorer of all sessions."""
    return load_scorer()


@st.cache_data(show_spinner=False, max_entries=500)
def _analysed(key: str, _article: Article, _scorer: Scorer) -> Analysis:
    """One article's analysis; `key` names its text, id and model, the rest is not hashed."""
    return analyse([_article], _scorer)


def seed_articles(*, fictional: bool) -> list[Article]:
    """The articles in seeds/, and the fictional examples where asked for; files that cannot be read are shown as errors."""
    folders = [SEEDS, *([SEEDS / "fictional"] if fictional else [])]
    found: list[Article] = []
    for folder in folders:
        try:
            if article_files([folder]):
                found += read_articles(folder, on_error=_show)
        except ArticleError as error:
            _show(error)
    return found


def uploaded_articles(files: list) -> list[Article]:  # type: ignore[type-arg]  # streamlit's UploadedFile
    """The articles in uploaded files; each that cannot be read is shown as an error, and the others go on."""
    found = []
    for file in files:
        try:
            found.append(parse_article(file.getvalue(), file.name))
        except ArticleError as error:
            _show(error)
    return found


def _show(error: AnalysisError) -> None:
    st.error(str(error), icon=":material/error:")


def analysis_of(articles: list[Article]) -> Analysis:
    """The analysis of these articles, each scored once for all sessions; progress is shown while one is being scored."""
    articles = unique_ids(articles)
    scorer = the_scorer()
    parts = []
    slot = st.empty()
    for n, article in enumerate(articles):
        digest = hashlib.sha256(f"{article.id}\0{article.fictional}\0{article.text}".encode()).hexdigest()
        slot.progress(n / len(articles), text=f"Reading and scoring article {n + 1} of {len(articles)} \u2026")
        parts.append(_analysed(f"{digest}/{scorer.name}", article, scorer))
    slot.empty()
    return join_analyses(parts)
