"""What a file was made from: tool, model, filters, corrections, articles, date. It travels with every file that leaves the tool."""

import dataclasses
import datetime
import functools
import hashlib
import json
import pathlib
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.schema import VERSION, Article

MODELS = pathlib.Path(__file__).parents[1] / "models"
TOOL = "Public Reaction"


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """An article that rows come from: `sha256` of its text in UTF-8, as read (encoding and mojibake repaired)."""

    id: str
    headline: str
    published: str | None
    sha256: str
    fictional: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """Enough to tell whether two files were made from the same words by the same machine, and to make one again.

    `scored_by` names the models of the sentiment and stance columns; `models` maps each bundled model (that of the roles too) to the SHA-256 of
    its files, and any other to "". `filters` maps a column to the values
    that were let through, or to the words searched for; empty: everything. `corrections_sha256` is that of the corrections applied.
    """

    version: str
    made: str  # UTC, to the second
    rows: int
    scored_by: tuple[str, ...]
    models: dict[str, str]
    filters: dict[str, list[str]]
    corrections: int
    corrections_sha256: str
    articles: tuple[Source, ...]
    tool: str = TOOL

    def as_json(self) -> str:
        """The manifest as a JSON object of two levels, words as they are."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1)

    def as_rows(self) -> list[tuple[str, str]]:
        """The manifest as (what, value) rows for a sheet or a table, an article a row."""
        rows = [("tool", f"{self.tool} {self.version}"), ("made", self.made), ("rows", str(self.rows))]
        rows.append(("scored by", ", ".join(self.scored_by) or "unknown"))
        rows += [(f"model {name}", f"sha256 {digest}" if digest else "not a bundled model") for name, digest in self.models.items()]
        rows += [(f"filter {name}", ", ".join(values)) for name, values in self.filters.items()] or [("filter", "none")]
        rows.append(("corrections", f"{self.corrections}, sha256 {self.corrections_sha256}" if self.corrections else "none"))
        return rows + [(f"article {a.id}", f"{a.headline} ({a.published or 'date unknown'}{', fictional' * a.fictional}), sha256 {a.sha256}") for a in self.articles]


def make_manifest(
    table: pd.DataFrame, articles: Iterable[Article | Source], *, filters: Mapping[str, Sequence[str]] | None = None, corrections: Sequence[object] = ()
) -> Manifest:
    """The manifest of a table about to leave.

    Args:
        table: The passages, or a table made of them; its articles are those named, of the others' the manifest is silent.
        articles: The articles, or what an earlier manifest says of them.
        filters: Column -> values let through; empty ones are left out.
        corrections: The corrections applied, dataclass instances in the order of their making.
    """
    sources = {a.id: a if isinstance(a, Source) else source_of(a) for a in articles}
    there = list(dict.fromkeys(table["article_id"])) if "article_id" in table else list(sources)
    scored_by = tuple(sorted(map(str, table["model"].dropna().unique()))) if "model" in table else ()
    made = json.dumps([dataclasses.asdict(c) for c in corrections], sort_keys=True, default=str)  # type: ignore[call-overload]
    return Manifest(
        VERSION, datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), len(table), scored_by, dict.fromkeys(scored_by, "") | bundled_models(),
        {name: [str(v) for v in values] for name, values in (filters or {}).items() if values}, len(corrections),
        hashlib.sha256(made.encode()).hexdigest() if corrections else "", tuple(sources[i] for i in there if i in sources),
    )  # fmt: skip


def source_of(article: Article) -> Source:
    """What a manifest says of an article."""
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(article.id, article.headline, article.published.isoformat() if article.published else None, digest, article.fictional)


@functools.cache
def bundled_models() -> dict[str, str]:
    """The models that ship with the tool, by name and version: SHA-256 over each one's files, in the order of their names."""
    return {str(json.loads(path.read_text(encoding="utf-8")).get("name_and_version", path.parent.name)): _digest(path.parent) for path in sorted(MODELS.glob("*/config.json"))}


def _digest(folder: pathlib.Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.suffix != ".md"):
        with path.open("rb") as file:
            digest.update(f"{path.name}\0".encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
