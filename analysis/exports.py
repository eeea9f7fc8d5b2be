"""Tables -> files and bytes: CSV, JSONL, Parquet, XLSX. Words of an article never become a formula in a spreadsheet."""

import io
import pathlib

import pandas as pd

from analysis.errors import ExportError

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell (OWASP, CSV injection); such a cell gets an apostrophe before it."""


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists and dictionaries as text, and every text cell that a spreadsheet would run as a formula guarded by an apostrophe."""
    out = frame.copy()
    for name in out.columns:
        if pd.api.types.is_numeric_dtype(out[name]) or pd.api.types.is_bool_dtype(out[name]):
            continue
        out[name] = out[name].map(_cell)
    return out


def _cell(value: object) -> object:
    if isinstance(value, dict):
        value = "; ".join(f"{k}: {v}" for k, v in value.items())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a header line; missing values are empty."""
    return _flat(frame).to_csv(index=False).encode("utf-8")


def to_jsonl(frame: pd.DataFrame) -> bytes:
    """One JSON object a row with every column: missing values null, whole numbers without a point, text as it is."""
    return frame.to_json(orient="records", lines=True, force_ascii=False).encode("utf-8")


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Parquet with the frame's dtypes."""
    out = frame.copy()
    for name in out.columns:  # a dictionary column would become a struct with every key of every row
        if out[name].map(lambda value: isinstance(value, dict)).any():
            out[name] = out[name].map(_cell)
    buffer = io.BytesIO()
    out.to_parquet(buffer, index=False)
    return buffer.getvalue()


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """An Excel workbook with one sheet; no cell is a formula or a link."""
    buffer = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=options) as writer:
        _flat(frame).to_excel(writer, sheet_name="passages", index=False, freeze_panes=(1, 0))
    return buffer.getvalue()


WRITERS = {".csv": to_csv, ".jsonl": to_jsonl, ".parquet": to_parquet, ".xlsx": to_xlsx}


def check_suffix(path: pathlib.Path) -> None:
    """Nothing if a table can be written to `path`.

    Raises:
        ExportError: The suffix names no format, or the folder does not exist.
    """
    if path.suffix.lower() not in WRITERS:
        raise ExportError(f"{path}: the suffix {path.suffix or '(none)'} names no format. Expected one of {', '.join(WRITERS)}.")
    if not path.parent.is_dir():
        raise ExportError(f"{path}: the folder {path.parent} does not exist. Create it first.")


def write_table(frame: pd.DataFrame, path: pathlib.Path) -> None:
    """Writes `frame` to `path` in the format of its suffix.

    Raises:
        ExportError: The suffix names no format, or the file cannot be written.
    """
    check_suffix(path)
    try:
        path.write_bytes(WRITERS[path.suffix.lower()](frame))
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error}). Check the path and its permissions.") from None
