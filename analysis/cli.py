"""python -m analysis: the same tables without the page. Exit 0, or 2 with one message on standard error."""

import collections
import functools
import pathlib
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import rich.console
import rich.progress
import rich.table
import typer

from analysis.articles import read_articles
from analysis.corrections import Correction, Store, in_force
from analysis.errors import AnalysisError, CorrectionsError, EvaluationError, ExportError
from analysis.evaluation import MEASURED, Evaluation, accuracy_in_words, as_json, read_gold, texts_of
from analysis.evaluation import evaluate as evaluate_tables
from analysis.exports import Source, check_folder, check_suffix, make_manifest, read_scored, write_bytes, write_scored, write_table
from analysis.pipeline import Analysis, analyse
from analysis.revision import correct, correct_table
from analysis.schema import Article
from analysis.scores import Scorer, load_scorer
from analysis.wording import count, listing

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
ROOT = pathlib.Path(__file__).parents[1]
SEEDS, GOLD, HELD_OUT = ROOT / "seeds", ROOT / "tests" / "quality" / "gold", "held_out"
Paths = Annotated[list[pathlib.Path], typer.Argument(help="Article files, or folders of .txt files.", show_default=False)]
Kept = Annotated[pathlib.Path | None, typer.Option("--corrections", help="The page's file of corrections (SQLite), to be applied to every table.", show_default=False)]
ModelName = Annotated[str | None, typer.Option(help="A model folder or hub name; left out: the bundled model.")]
Cache = Annotated[pathlib.Path | None, typer.Option(help="A file that keeps sentiment and stance scores (hashes, no words) for the next run; made where it is missing.", show_default=False)]
Threads = Annotated[int | None, typer.Option(min=1, help="Processor threads for the sentiment model; left out: as many as cores, at most 4.", show_default=False)]
Load = Callable[[], Scorer]


def _analyse(paths: list[pathlib.Path], load: Load, *, notes: bool = True) -> Analysis:
    """Reads and analyses with progress on standard error; a file that cannot be read is reported there and the others go on."""
    console = rich.console.Console(stderr=True)
    articles = read_articles(paths, on_error=lambda error: console.print(f"skipped: {error}", style="yellow", markup=False, highlight=False))
    with rich.progress.Progress(
        rich.progress.TextColumn("{task.description}"), rich.progress.BarColumn(), rich.progress.TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("loading the model", total=None)
        scorer = load()
        found = analyse(articles, scorer, progress=lambda what, done, of: bar.update(task, description=what, completed=done, total=of))
    for note in found.notes if notes else []:
        console.print(f"note: {note.article_id}: {note.message}", markup=False, highlight=False)
    return found


def _corrected(found: Analysis, kept: pathlib.Path | None, load: Load) -> tuple[Analysis, list[Correction]]:
    """The analysis with the corrections in force, and these; unchanged where no file of corrections is given."""
    if kept is None:
        return found, []
    if not kept.is_file():
        raise CorrectionsError(f"{kept}: no such file. Give the file that the page keeps corrections in, or leave --corrections out.")
    corrections = in_force(Store(kept).history())
    if not found.readings:
        return correct_table(found, corrections, load)[0], corrections
    passages, statements = (dict(list(t.groupby("article_id", sort=False))) for t in (found.passages, found.statements))
    parts = [Analysis(passages[r.article.id], statements.get(r.article.id, found.statements.iloc[:0]), [], [r]) for r in found.readings if r.article.id in passages]
    return correct(parts, corrections, load)[0], corrections


@app.command()
def score(
    paths: Paths,
    out: Annotated[pathlib.Path, typer.Option(help="Passages table: .csv, .jsonl, .parquet or .xlsx.", show_default=False)],
    statements: Annotated[pathlib.Path | None, typer.Option(help="Apology statements table, same formats.")] = None,
    model: ModelName = None,
    cache: Cache = None,
    threads: Threads = None,
    corrections: Kept = None,
) -> None:
    """Score every quote and paragraph of the articles into a table. A .parquet file holds statements and texts too, and opens in the page."""
    for path in filter(None, (out, statements)):
        check_suffix(path)
    load = functools.partial(load_scorer, model, threads=threads, cache=cache)
    found, made = _corrected(_analyse(paths, load), corrections, load)
    articles = [r.article for r in found.readings]
    manifest = make_manifest(found.passages, articles, corrections=made)
    if out.suffix.lower() == ".parquet":
        write_scored(found.passages, found.statements, out, manifest)
    else:
        write_table(found.passages, out, manifest)
    if statements:
        write_table(found.statements, statements, make_manifest(found.statements, articles, corrections=made))
    kinds = found.passages["kind"].value_counts()
    rows = [count(int(kinds.get(kind, 0)), words) for kind, words in (("quote", "quote"), ("indirect", "reported clause"), ("paragraph", "paragraph")) if kind in kinds]
    typer.echo(f"{out}: {listing(rows)} in {count(len(found.readings), 'article')}", err=True)


@app.command()
def report(
    paths: Annotated[list[pathlib.Path], typer.Argument(help="Article files, folders of .txt files, or one .parquet file made by `score`.", show_default=False)],
    out: Annotated[pathlib.Path, typer.Option(help="The report: an .html file.", show_default=False)],
    title: Annotated[str, typer.Option(help="What the report is called.")] = "Apology and response",
    model: ModelName = None,
    cache: Cache = None,
    threads: Threads = None,
    corrections: Kept = None,
) -> None:
    """Write one HTML file with charts, tables, quotes and article extracts that needs no network."""
    from analysis.report import report_html

    if out.suffix.lower() not in (".html", ".htm"):
        raise ExportError(f"{out}: a report is an HTML file. Give it the suffix .html.")
    check_folder(out)
    load = functools.partial(load_scorer, model, threads=threads, cache=cache)
    sources: Sequence[Article | Source] = []
    if len(paths) == 1 and paths[0].suffix.lower() == ".parquet":
        scored = read_scored(paths[0])
        articles, sources = scored.articles, scored.manifest.articles if scored.manifest else ()
        found = Analysis(scored.passages, scored.statements, [], [])
    else:
        found = _analyse(paths, load)
        articles = [r.article for r in found.readings]
    found, made = _corrected(found, corrections, load)
    manifest = make_manifest(found.passages, sources or articles, corrections=made)
    write_bytes(out, report_html(found.passages, found.statements, articles, manifest, title=title, accuracy=accuracy_in_words()).encode("utf-8", "replace"))
    typer.echo(f"{out}: {int((found.passages['kind'] == 'quote').sum())} quotes in {count(len(articles), 'article')}", err=True)


@app.command()
def speakers(paths: Paths) -> None:
    """Show who was quoted, in which capacity, and how often."""
    from analysis.aggregates import by_speaker

    found = _analyse(paths, load_scorer)
    table = rich.table.Table("speaker", "capacity", "quotes", "sentiment", "stance", title="Speakers")
    for row in by_speaker(found.passages).to_dict("records"):
        stance = f"{row['stance']:+.2f} (n = {row['stance_n']})" if row["stance_n"] else "-"
        table.add_row(str(row["speaker"]), str(row["capacity"] or "cannot tell").replace("<NA>", "cannot tell"), str(row["n"]), f"{row['polarity']:+.2f}", stance)
    rich.console.Console().print(table)


@app.command()
def evaluate(
    gold: Annotated[pathlib.Path | None, typer.Option(help="A folder of *.txt articles with *.gold.json annotations; left out: those shipped.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List the errors by class; never those of the held-out sets, which must stay unread.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Keep the numbers of the shipped sets in analysis/models/measured.json, for page and README.")] = False,
    model: ModelName = None,
) -> None:
    """Measure accuracy against annotated articles, with intervals."""
    folders = [gold] if gold else sorted(p for p in GOLD.glob("*") if p.is_dir())
    if not folders:
        raise EvaluationError(f"{GOLD}: the annotated articles are not here. Name a folder with --gold.")
    if write and gold:
        raise EvaluationError("--write keeps the numbers of the shipped sets only. Leave --gold out.")
    sets: dict[str, Evaluation] = {}
    for folder in folders:
        golds = read_gold(folder)
        found = _analyse(texts_of(golds, [folder, SEEDS, SEEDS / "fictional"]), functools.partial(load_scorer, model), notes=False)
        sets[folder.name] = evaluate_tables(found.passages, found.statements, golds)
    rich.console.Console().print(_measures_table(sets))
    if errors:
        _print_errors(sets)
    if write:
        write_bytes(MEASURED, as_json(sets).encode())
        typer.echo(f"{MEASURED}: written", err=True)


def _measures_table(sets: dict[str, Evaluation]) -> rich.table.Table:
    heads = [f"{name}\n{e.articles} articles, {e.quotes} quotes" for name, e in sets.items()]
    table = rich.table.Table("measure", *heads, title="Accuracy with 95 % intervals (articles resampled)")
    for measure in next(iter(sets.values())).measures:
        table.add_row(measure, *(str(e.measures[measure]) for e in sets.values()))
    return table


def _print_errors(sets: dict[str, Evaluation]) -> None:
    """The errors of each set, most frequent class first; of held-out sets none."""
    console = rich.console.Console(highlight=False, markup=False)
    for name, found in sets.items():
        if name.startswith(HELD_OUT):
            console.print(f"{name}: errors are not listed, so that the set stays unread")
            continue
        for kind, n in collections.Counter(kind for kind, _ in found.errors).most_common():
            console.print(f"{name}: {n} x {kind}", style="bold")
            for _, line in (e for e in found.errors if e[0] == kind):
                console.print(f"    {line}", soft_wrap=True)


def main() -> None:
    """Runs the command line; an AnalysisError becomes one message and exit 2."""
    try:
        app()
    except AnalysisError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
