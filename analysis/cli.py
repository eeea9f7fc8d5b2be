"""python -m analysis: the same tables without the page. Exit 0, or 2 with one message on standard error."""

import pathlib
import sys
from typing import Annotated

import rich.console
import rich.progress
import rich.table
import typer

from analysis.articles import read_articles
from analysis.errors import AnalysisError
from analysis.exports import check_suffix, write_table
from analysis.pipeline import Analysis, analyse
from analysis.scores import load_scorer

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Paths = Annotated[list[pathlib.Path], typer.Argument(help="Article files, or folders of .txt files.", show_default=False)]
ModelName = Annotated[str | None, typer.Option(help="A model folder or hub name; left out: the bundled model.")]


def _analyse(paths: list[pathlib.Path], model: str | None) -> Analysis:
    """Reads and analyses with progress on standard error; a file that cannot be read is reported there and the others go on."""
    console = rich.console.Console(stderr=True)
    articles = read_articles(paths, on_error=lambda error: console.print(f"skipped: {error}", style="yellow", markup=False, highlight=False))
    with rich.progress.Progress(
        rich.progress.TextColumn("{task.description}"), rich.progress.BarColumn(), rich.progress.TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("loading the model", total=None)
        scorer = load_scorer(model)
        found = analyse(articles, scorer, progress=lambda what, done, of: bar.update(task, description=what, completed=done, total=of))
    for note in found.notes:
        console.print(f"note: {note.article_id}: {note.message}", markup=False, highlight=False)
    return found


@app.command()
def score(
    paths: Paths,
    out: Annotated[pathlib.Path, typer.Option(help="Passages table: .csv, .jsonl, .parquet or .xlsx.", show_default=False)],
    statements: Annotated[pathlib.Path | None, typer.Option(help="Apology statements table, same formats.")] = None,
    model: ModelName = None,
) -> None:
    """Score every quote and paragraph of the articles into a table."""
    for path in filter(None, (out, statements)):
        check_suffix(path)
    found = _analyse(paths, model)
    write_table(found.passages, out)
    if statements:
        write_table(found.statements, statements)
    quotes = int((found.passages["kind"] == "quote").sum())
    typer.echo(f"{out}: {quotes} quotes and {len(found.passages) - quotes} paragraphs of {len(found.readings)} articles", err=True)


@app.command()
def speakers(paths: Paths) -> None:
    """Show who was quoted, in which capacity, and how often."""
    from analysis.aggregates import by_speaker

    found = _analyse(paths, None)
    table = rich.table.Table("speaker", "capacity", "quotes", "sentiment", "stance", title="Speakers")
    for row in by_speaker(found.passages).to_dict("records"):
        stance = f"{row['stance']:+.2f} (n = {row['stance_n']})" if row["stance_n"] else "-"
        table.add_row(str(row["speaker"]), str(row["capacity"] or "cannot tell").replace("<NA>", "cannot tell"), str(row["n"]), f"{row['polarity']:+.2f}", stance)
    rich.console.Console().print(table)


def main() -> None:
    """Runs the command line; an AnalysisError becomes one message and exit 2."""
    try:
        app()
    except AnalysisError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
