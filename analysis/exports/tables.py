"""A table -> the bytes of a CSV, JSONL, Parquet or XLSX file. Words of an article never become a formula in a spreadsheet."""

import io
import json
from collections.abc import Callable, Mapping

import pandas as pd

from analysis.errors import ExportError
from analysis.exports.manifests import Manifest
from analysis.schema import PASSAGES, STATEMENTS

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet run a cell (OWASP, CSV injection; the last four are their full-width forms); such a cell gets an
apostrophe before it."""
LONGEST_CELL = 32_767  # characters and rows that an XLSX sheet holds
MOST_ROWS = 1_048_575
KEY = b"public_reaction"  # of the manifest in a Parquet file's metadata


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists and dictionaries as text, and every text cell that a spreadsheet would run as a formula guarded by an apostrophe."""
    out = frame.copy()
    for name in out.columns:
        if isinstance(out[name].dtype, pd.StringDtype):
            risky = out[name].str.startswith(FORMULA).fillna(False).astype(bool)
            out.loc[risky, name] = "'" + out.loc[risky, name]
        elif out[name].dtype == object:
            out[name] = out[name].map(_cell)
    return out


def _cell(value: object) -> object:
    if isinstance(value, dict):
        value = "; ".join(f"{k}: {v}" for k, v in value.items())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def to_csv(frame: pd.DataFrame, _: Manifest | None = None) -> bytes:
    """UTF-8 with a header line; missing values are empty. There is no place for a manifest inside: see files.py."""
    return _flat(frame).to_csv(index=False).encode("utf-8", "replace")


def to_jsonl(frame: pd.DataFrame, _: Manifest | None = None) -> bytes:
    """One JSON object a row with every column: missing values null, whole numbers without a point, text as it is. No manifest inside."""
    return frame.to_json(orient="records", lines=True, force_ascii=False).encode("utf-8", "replace")


def to_parquet(frame: pd.DataFrame, manifest: Manifest | None = None, *, more: Mapping[bytes, bytes] | None = None) -> bytes:
    """Parquet with the frame's dtypes; the manifest as JSON in the file's metadata under "public_reaction", `more` beside it."""
    import pyarrow
    import pyarrow.parquet

    out = frame.copy()
    for name in out.columns:  # a dictionary column would become a struct with every key of every row
        if out[name].dtype == object and out[name].map(lambda value: isinstance(value, dict)).any():
            out[name] = out[name].map(lambda value: json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value)
    table = pyarrow.Table.from_pandas(out, preserve_index=False)
    own = {KEY: manifest.as_json().encode()} if manifest else {}
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **own, **(more or {})}), buffer, compression="zstd")
    return buffer.getvalue()


def to_xlsx(frame: pd.DataFrame, manifest: Manifest | None = None) -> bytes:
    """An Excel workbook: the table, what its columns mean, and the manifest, a sheet each; no cell is a formula or a link. Text longer than a
    cell can be is cut and says so.

    Raises:
        ExportError: More rows than a sheet holds.
    """
    import xlsxwriter

    if len(frame) > MOST_ROWS:
        raise ExportError(f"{len(frame):,} rows: an Excel sheet holds {MOST_ROWS:,}. Filter the table, or take CSV or Parquet.")
    flat, buffer = _flat(frame), io.BytesIO()
    for name in flat.select_dtypes(["string", "object"]).columns:
        long = flat[name].map(lambda v: isinstance(v, str) and len(v) > LONGEST_CELL).astype(bool)
        if long.any():
            flat.loc[long, name] = flat.loc[long, name].map(lambda v: f"{str(v)[: LONGEST_CELL - 60]} [cut: {len(v):,} characters; CSV has them all]")
    known = {c.name: c.meaning for c in (*PASSAGES, *STATEMENTS)}
    meanings = pd.DataFrame([(name, known[name]) for name in frame.columns if name in known], columns=["column", "meaning"])
    sheets = {"table": flat, "columns": meanings}
    if manifest:
        sheets["manifest"] = _flat(pd.DataFrame(manifest.as_rows(), columns=["what", "value"], dtype="string"))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:  # pandas' own writer takes three times as long
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for i, column in enumerate(content.columns):
                wide = column in ("text", "meaning", "value")
                sheet.set_column(i, i, 70 if wide else 18, wrapped if wide else None)
            sheet.write_row(0, 0, list(content.columns), bold)
            for row, values in enumerate(content.astype(object).where(content.notna(), None).itertuples(index=False, name=None), 1):
                sheet.write_row(row, 0, values)
            if name == "table" and len(content):
                sheet.autofilter(0, 0, len(content), len(content.columns) - 1)
    return buffer.getvalue()


WRITERS: dict[str, Callable[..., bytes]] = {".csv": to_csv, ".jsonl": to_jsonl, ".parquet": to_parquet, ".xlsx": to_xlsx}
"""Suffix -> writer of (table, manifest). CSV and JSONL have no place for a manifest: files.py puts it beside them."""
