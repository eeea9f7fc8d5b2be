"""Tables and charts -> files with a manifest, and a scored file back into tables.

manifests.py: what a file was made from; tables.py: the formats; files.py: a file and its manifest as one; scored.py: reading back.
"""

from analysis.exports.files import Download, chart_download, check_folder, check_suffix, table_download, write_bytes, write_table
from analysis.exports.manifests import Manifest, Source, make_manifest
from analysis.exports.scored import Scored, read_scored, write_scored
from analysis.exports.tables import FORMULA, WRITERS, to_csv, to_jsonl, to_parquet, to_xlsx

__all__ = [
    "FORMULA", "WRITERS", "Download", "Manifest", "Scored", "Source", "chart_download", "check_folder", "check_suffix", "make_manifest", "read_scored", "table_download", "to_csv", "to_jsonl",
    "to_parquet", "to_xlsx", "write_bytes", "write_scored", "write_table",
]  # fmt: skip
