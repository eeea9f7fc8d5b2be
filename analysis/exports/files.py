"""A file and its manifest as one: inside where the format has a place for it (XLSX sheet, Parquet metadata, SVG metadata, PNG text), in a zip
with it for a download of CSV or JSONL, in a file beside it on disk."""

import dataclasses
import html
import io
import pathlib
import re
import struct
import zipfile
import zlib

import pandas as pd

from analysis.errors import ExportError
from analysis.exports.manifests import Manifest
from analysis.exports.tables import WRITERS

BARE = (".csv", ".jsonl")  # formats without a place for a manifest
MIME = {
    ".csv": "text/csv", ".jsonl": "application/jsonl", ".parquet": "application/vnd.apache.parquet", ".zip": "application/zip", ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".png": "image/png", ".html": "text/html",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Download:
    """A file for a browser to save: its name, MIME type and bytes."""

    name: str
    mime: str
    content: bytes


def table_download(frame: pd.DataFrame, stem: str, suffix: str, manifest: Manifest) -> Download:
    """The table as `stem` + `suffix`; CSV and JSONL come as stem.zip that holds the table and manifest.json."""
    content = WRITERS[suffix](frame, manifest)
    if suffix not in BARE:
        return Download(stem + suffix, MIME[suffix], content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(stem + suffix, content)
        bundle.writestr("manifest.json", manifest.as_json())
    return Download(f"{stem}{suffix}.zip", MIME[".zip"], buffer.getvalue())


def chart_download(image: str | bytes, stem: str, manifest: Manifest) -> Download:
    """A chart's image with the manifest inside. `image`: SVG text (charts.chart_svg) or PNG bytes (charts.chart_png)."""
    if isinstance(image, str):
        told = f"<metadata>{html.escape(manifest.as_json())}</metadata>"
        return Download(f"{stem}.svg", MIME[".svg"], re.sub(r"(<svg[^>]*>)", lambda m: m.group(1) + told, image, count=1).encode())
    end = image.rindex(b"IEND") - 4
    body = b"iTXtmanifest\0\0\0\0\0" + manifest.as_json().encode()  # keyword, not compressed, no language, no translated keyword (PNG 11.3.4.5)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return Download(f"{stem}.png", MIME[".png"], image[:end] + chunk + image[end:])


def check_suffix(path: pathlib.Path) -> None:
    """Nothing if a table can be written to `path`.

    Raises:
        ExportError: The suffix names no format, or the folder does not exist.
    """
    if path.suffix.lower() not in WRITERS:
        raise ExportError(f"{path}: the suffix {path.suffix or '(none)'} names no format. Expected one of {', '.join(WRITERS)}.")
    check_folder(path)


def check_folder(path: pathlib.Path) -> None:
    """Nothing if the folder of `path` exists.

    Raises:
        ExportError: It does not.
    """
    if not path.parent.is_dir():
        raise ExportError(f"{path}: the folder {path.parent} does not exist. Create it first.")


def write_table(frame: pd.DataFrame, path: pathlib.Path, manifest: Manifest | None = None) -> None:
    """Writes `frame` to `path` in the format of its suffix, and the manifest with it: for CSV and JSONL into `path`.manifest.json.

    Raises:
        ExportError: The suffix names no format, or the file cannot be written.
    """
    check_suffix(path)
    suffix = path.suffix.lower()
    write_bytes(path, WRITERS[suffix](frame, manifest))
    if manifest and suffix in BARE:
        write_bytes(path.with_name(f"{path.name}.manifest.json"), manifest.as_json().encode())


def write_bytes(path: pathlib.Path, content: bytes) -> None:
    """Writes a file, whole or not at all.

    Raises:
        ExportError: The file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError(f"{path}: cannot be written ({error.strerror or error}). Check the path and its permissions.") from None
