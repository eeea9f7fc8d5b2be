"""What the page shows: articles from files, uploads and pasted text; their analyses; the corrections over them."""

import argparse
import dataclasses
import hashlib
import pathlib
import sys

import pandas as pd
import streamlit as st

from analysis.articles import article_files, parse_article, read_articles, unique_ids
from analysis.corrections import Correction, Fixes, Store, in_force
from analysis.errors import AnalysisError, ArticleError
from analysis.exports import Scored, read_scored
from analysis.page.jobs import Job, Results, key_of
from analysis.pipeline import Analysis, Reading
from analysis.revision import correct, correct_table, revised, with_columns
from analysis.schema import Article
from analysis.scores import Scorer, load_scorer

SEEDS = pathlib.Path(__file__).parents[2] / "seeds"
PATIENCE = 1.0  # seconds that a run waits for its articles before it shows progress instead
TABLE = ".parquet"


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Everything there is to show before filters. `passages` and `statements` hold the corrections; articles of a scored table have no
    reading; `model` is a name; `version` tells whether anything has changed."""

    passages: pd.DataFrame
    statements: pd.DataFrame
    articles: dict[str, Article]
    readings: dict[str, Reading]
    fixes: dict[str, Fixes]
    corrections: list[Correction]
    store: Store
    model: str
    version: str

    @property
    def orphans(self) -> list[Correction]:
        """Corrections that found no quote in the article that they name."""
        return list({c.id: c for fixes in self.fixes.values() for c in fixes.orphans}.values())


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """What stood behind `--` on the command line."""

    paths: tuple[pathlib.Path, ...]
    corrections: pathlib.Path | None


def options() -> Options:
    """Articles or a scored table to open instead of the seeds, and the file of corrections: `streamlit run dashboard.py -- FOLDER`."""
    parser = argparse.ArgumentParser(prog="streamlit run dashboard.py --", exit_on_error=False)
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    parser.add_argument("--corrections", type=pathlib.Path)
    try:
        given, unknown = parser.parse_known_args(sys.argv[1:] if pathlib.Path(sys.argv[0]).name == "dashboard.py" else [])
    except argparse.ArgumentError as error:
        raise AnalysisError(f"{error}. Use: streamlit run dashboard.py -- [FOLDER or FILE ...] [--corrections FILE]") from None
    if unknown:
        raise AnalysisError(f"unknown option {unknown[0]}. Use: streamlit run dashboard.py -- [FOLDER or FILE ...] [--corrections FILE]")
    return Options(tuple(given.paths), given.corrections)


@st.cache_resource
def results() -> Results:
    """The analyses and the scorer of all sessions."""
    return Results(lambda: load_scorer())


@st.cache_resource
def store(path: pathlib.Path | None) -> Store:
    """The corrections of all sessions."""
    return Store(path)


def scorer() -> Scorer:
    """The one scorer of all sessions."""
    found: Scorer = results().scorer()
    return found


@st.cache_resource(max_entries=20, show_spinner=False)
def _files(listed: tuple[tuple[str, int, int], ...]) -> tuple[list[Article], list[str]]:
    """The articles of these files and what could not be read; `listed` names path, time and size, so that a changed file is read again."""
    failures: list[str] = []
    try:
        return read_articles([path for path, *_ in listed], on_error=lambda error: failures.append(str(error))), failures
    except ArticleError as error:
        return [], [str(error)]


def file_articles(paths: tuple[pathlib.Path, ...], *, fictional: bool) -> tuple[list[Article], list[str]]:
    """The articles in the given files and folders, else in seeds/; and a message for each file that cannot be read."""
    folders = list(paths) or [SEEDS, *([SEEDS / "fictional"] if fictional else [])]
    files, failures = [], []
    for folder in folders:
        try:
            files += article_files([folder])
        except ArticleError as error:
            failures += [str(error)] if paths else []  # no seeds: the page says what to do
    listed = tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.suffix != TABLE)
    found, unread = _files(listed) if listed else ([], [])
    return found, failures + unread


def add_article(content: bytes, name: str) -> str | None:
    """Adds an uploaded or pasted article to this session; the message why not, None where it went well."""
    try:
        article = parse_article(content, name)
    except ArticleError as error:
        return str(error)
    st.session_state.setdefault("added", {})[key_of(article)] = article
    return None


@st.cache_resource(max_entries=4, show_spinner="Opening the scored table \u2026")
def _table(path: str, changed: int) -> Scored:
    """A scored file of `python -m analysis score`; `changed` tells its versions apart."""
    return read_scored(path)


def _wait_for(articles: list[Article]) -> list[Analysis]:
    """The analyses of the articles that are ready; starts the session's job for the others and shows how far it is."""
    kept, state = results(), st.session_state
    failed: dict[str, str] = state.setdefault("failed", {})
    job: Job | None = state.get("job")
    if job and (job.stopped or not job.is_alive()):
        failed |= job.failures
        if job.stopped:
            state["skipped"] = state.get("skipped", set()) | {key_of(a) for a in articles if kept.get(key_of(a)) is None}
        state["job"] = job = None
    skipped: set[str] = state.setdefault("skipped", set())
    pending = [a for a in articles if kept.get(key_of(a)) is None and key_of(a) not in failed and key_of(a) not in skipped]
    if pending and job is None:
        state["job"] = job = Job(pending, kept)
        job.start()
        job.join(PATIENCE)
        if not job.is_alive():
            return _wait_for(articles)
    if job:
        state["ready"] = len(articles) - len(pending)
        _show_progress()
    for key in [key_of(a) for a in articles if key_of(a) in failed]:
        st.error(failed[key], icon=":material/error:")
    if left := [a for a in articles if key_of(a) in skipped and kept.get(key_of(a)) is None]:
        st.warning(f"{len(left)} of {len(articles)} articles were not read because you stopped.", icon=":material/front_hand:")
        st.button("Read them now", on_click=skipped.clear, key="resume")
    return [found for a in articles if (found := kept.get(key_of(a)))]


@st.fragment(run_every=0.5)
def _show_progress() -> None:
    """How far the job is, with a way to stop it; the whole page runs again when it ends."""
    job: Job | None = st.session_state.get("job")
    if job is None or job.stopped or not job.is_alive() or (job.done and not st.session_state["ready"]):
        st.rerun()  # all is read, or the first article is: it is shown while the others follow
        return
    share = min(1.0, (job.done + job.share) / job.total)
    st.progress(share, text=f"{job.done} of {job.total} articles read \u00b7 {job.doing.replace('[', '(').replace('$', ' ')[:90]}")
    st.button("Stop", on_click=job.stop, key="stop", icon=":material/stop_circle:", disabled=job.stopped)


def load_view() -> View | None:
    """The view of all articles with the corrections in force; None where there is no article. What cannot be read is shown as an error, and
    the others go on.

    Raises:
        AnalysisError: The options, a table or the file of corrections cannot be used at all.
    """
    given = options()
    articles, failures = file_articles(given.paths, fictional=bool(st.session_state.get("fictional")))
    for message in failures:
        st.error(message, icon=":material/error:")
    parts = _wait_for(unique_ids(articles + list(st.session_state.get("added", {}).values())))
    tables = [_table(str(p), p.stat().st_mtime_ns) for p in given.paths if p.suffix == TABLE and p.is_file()]
    if not parts and not tables:
        if st.session_state.get("job"):
            st.stop()
        return None
    kept = store(given.corrections)
    version = hashlib.sha256(repr([key_of(p.readings[0].article) for p in parts] + [id(t) for t in tables] + [kept.version(), str(kept.path)]).encode()).hexdigest()
    view: View = _joined(version, parts, tables, kept)
    return view


@st.cache_resource(max_entries=8, show_spinner=False)
def _joined(version: str, _parts: list[Analysis], _tables: list[Scored], _store: Store) -> View:
    """One view of all parts, kept until an article or a correction changes."""
    corrections = in_force(_store.history())
    found, fixes = correct(_parts, corrections, scorer, revise_one=_revised)
    passages, statements = [found.passages] if _parts else [], [found.statements] if _parts else []
    for table in _tables:
        again, more = correct_table(Analysis(table.passages, table.statements, [], []), corrections, scorer)
        passages.append(again.passages)
        statements.append(again.statements)
        fixes |= more
    every = pd.concat(passages, ignore_index=True) if len(passages) > 1 else passages[0]
    model = str(every["model"].iloc[0]) if len(every) else "no model"
    readings = {r.article.id: r for r in found.readings}
    articles = {a.id: a for t in _tables for a in t.articles} | {name: r.article for name, r in readings.items()}
    return View(every, pd.concat(statements, ignore_index=True), articles, readings, fixes, corrections, _store, model, version)


def _revised(part: Analysis, fixes: Fixes) -> Analysis:
    """One article with its corrections, made again only when they change."""
    if fixes.empty and not fixes.checked:
        return dataclasses.replace(part, passages=with_columns(part.passages))
    again: Analysis = _revised_again(f"{key_of(part.readings[0].article)}/{fixes.key}", part, fixes)
    return again


@st.cache_resource(max_entries=500, show_spinner="Taking the correction through the article \u2026")
def _revised_again(key: str, _part: Analysis, _fixes: Fixes) -> Analysis:
    return revised(_part, _fixes, scorer())
