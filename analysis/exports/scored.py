"""A scored Parquet file, written whole and read back: passages, statements, the articles' words and the manifest, in one file.

It opens thousands of scored articles in seconds, without a model.
"""

import dataclasses
import datetime
import json
import pathlib

import numpy as np
import pandas as pd

from analysis.errors import ExportError
from analysis.exports.files import check_folder, write_bytes
from analysis.exports.manifests import Manifest, Source
from analysis.exports.tables import KEY, to_parquet
from analysis.schema import PASSAGES, STATEMENTS, Article, Column, Paragraph, as_table

STATEMENTS_KEY = b"public_reaction_statements"
WIDEST_GAP = 1_000_000  # characters between paragraphs: the headline line and blanks; more is a damaged file
ADVICE = "Make it anew with: python -m analysis score PATH... --out FILE.parquet"


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """What a scored file holds. `articles` have the words of their paragraphs at their places, and nothing between them but line ends."""

    passages: pd.DataFrame
    statements: pd.DataFrame
    articles: list[Article]
    manifest: Manifest | None


def write_scored(passages: pd.DataFrame, statements: pd.DataFrame, path: pathlib.Path, manifest: Manifest) -> None:
    """Writes what `read_scored` reads: the passages as the table of a Parquet file, the statements and the manifest in its metadata.

    Raises:
        ExportError: The file cannot be written.
    """
    check_folder(path)
    write_bytes(path, to_parquet(passages, manifest, more={STATEMENTS_KEY: statements.to_json(orient="records", force_ascii=False).encode()}))


def read_scored(path: str | pathlib.Path) -> Scored:
    """The tables of a scored Parquet file, checked against the schema; columns that the schema does not know are kept.

    Raises:
        ExportError: The file is missing, no Parquet, or breaks a rule of the passages table: says which, where, and what to do.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except FileNotFoundError:
        raise ExportError(f"{path}: no such file. Check the path.") from None
    except (pyarrow.ArrowException, OSError) as error:
        raise ExportError(f"{path}: is no Parquet file that can be read ({str(error).splitlines()[0]}). {ADVICE}") from None
    meta = table.schema.metadata or {}
    passages = _checked(table.to_pandas(), PASSAGES, f"{path}")
    _check_values(passages, str(path))
    try:
        manifest = _manifest(json.loads(meta[KEY])) if KEY in meta else None
        rows = json.loads(meta[STATEMENTS_KEY]) if STATEMENTS_KEY in meta else []
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(f"{path}: its metadata cannot be read ({error}). {ADVICE}") from None
    statements = _checked(pd.DataFrame(rows, columns=list(rows[0])), STATEMENTS, f"{path}, statements") if rows else as_table([], STATEMENTS)
    return Scored(passages, statements, _articles(passages, manifest, str(path)), manifest)


def _checked(frame: pd.DataFrame, columns: tuple[Column, ...], where: str) -> pd.DataFrame:
    """The frame in the schema's column order and dtypes, its other columns after these."""
    if missing := [c.name for c in columns if c.name not in frame]:
        raise ExportError(f"{where}: lacks the columns {', '.join(missing)}; found {', '.join(map(str, frame.columns)) or 'none'}. {ADVICE}")
    try:
        frame = frame.astype({c.name: c.dtype for c in columns})
    except (TypeError, ValueError) as error:
        raise ExportError(f"{where}: a column holds values of another kind than its name promises ({error}). {ADVICE}") from None
    for column in columns:
        if not column.nullable and bool((empty := frame[column.name].isna()).any()):
            raise ExportError(f"{where}: row {int(np.flatnonzero(empty)[0])} has no {column.name}, which every row needs. {ADVICE}")
    names = [c.name for c in columns]
    return frame[[*names, *(name for name in frame.columns if name not in names)]]


def _check_values(passages: pd.DataFrame, where: str) -> None:
    """Raises where a number lies outside its range, a place is none, or a row stands twice."""
    wrong = {
        "a polarity outside [-1, 1]": ~passages["polarity"].between(-1, 1),
        "a stance outside [-1, 1]": passages["stance"].notna() & ~passages["stance"].between(-1, 1),
        "an end before its start": (passages["end"] < passages["start"]) | (passages["start"] < 0),
        "words of another length than its place": passages["text"].str.len() != passages["end"] - passages["start"],
        "the article, kind and start of another row": passages.duplicated(["article_id", "kind", "start"]),
    }
    for what, rows in wrong.items():
        if rows.any():
            raise ExportError(f"{where}: row {int(np.flatnonzero(rows)[0])} has {what}. {ADVICE}")


def _manifest(found: dict[str, object]) -> Manifest:
    return Manifest(**{**found, "scored_by": tuple(found["scored_by"]), "articles": tuple(Source(**a) for a in found["articles"])})  # type: ignore[attr-defined, arg-type]


def _articles(passages: pd.DataFrame, manifest: Manifest | None, where: str) -> list[Article]:
    """The articles of the rows, in their order, put together from their paragraphs."""
    known = {s.id: s for s in manifest.articles} if manifest else {}
    rows = passages.loc[passages["kind"] == "paragraph", ["article_id", "published", "paragraph", "start", "end", "text"]].sort_values(
        ["article_id", "start"], kind="stable"
    )
    parts: dict[str, list[tuple[int, int, int, str]]] = {}
    dates: dict[str, str | None] = {}
    for article, published, index, start, end, text in zip(*(rows[name].tolist() for name in rows.columns), strict=True):
        parts.setdefault(article, []).append((index, start, end, text))
        dates[article] = None if pd.isna(published) else published
    out = []
    for article in dict.fromkeys(passages["article_id"]):
        text, paragraphs = "", []
        for index, start, end, words in parts.get(article, []):
            if not 0 <= start - len(text) <= WIDEST_GAP:
                raise ExportError(f"{where}: paragraph {index} of {article} starts at {start}, but the text before it has {len(text)} characters. {ADVICE}")
            text += "\n" * (start - len(text)) + words
            paragraphs.append(Paragraph(index, start, end))
        source = known.get(article)
        date = datetime.date.fromisoformat(dates[article]) if dates.get(article) else None  # type: ignore[arg-type]
        out.append(Article(article, source.headline if source else article, date, text, tuple(paragraphs), bool(source and source.fictional)))
    return out
