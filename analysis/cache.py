"""Scores that were computed before, by what was scored and by which model."""

import collections
import hashlib
import pathlib
import sqlite3
import threading

import numpy as np

from analysis.errors import ModelError

REMEMBERED = 100_000  # scores kept in memory: about 20 MB


class ScoreCache:
    """Scores by (text, target, model): in memory, the least recently used forgotten first, and in a file where one is given. Only hashes
    are kept, no words. Safe to share between threads, and the file between processes.

    Raises:
        ModelError: The file is something else.
    """

    def __init__(self, file: pathlib.Path | None = None, *, size: int = REMEMBERED) -> None:
        self._rows: collections.OrderedDict[bytes, np.ndarray] = collections.OrderedDict()
        self._size = size
        self._lock = threading.Lock()
        if file and not file.parent.is_dir():
            raise ModelError(f"{file}: no such folder. Make it, or give another file for the scores.")
        self._file = sqlite3.connect(file, check_same_thread=False, timeout=30) if file else None
        if self._file:
            try:
                self._file.execute("PRAGMA journal_mode=WAL")
                self._file.execute("CREATE TABLE IF NOT EXISTS scores (key BLOB PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID")
            except sqlite3.Error as error:
                raise ModelError(f"{file}: cannot keep scores ({error}). Give a new file, or one that an earlier run made.") from None

    @staticmethod
    def key(text: str, target: str | None, model: str) -> bytes:
        """32 bytes; each part is hashed alone, so that no two triples run together."""
        parts = (model, text, "" if target is None else f"={target}")
        return hashlib.sha256(b"".join(hashlib.sha256(p.encode("utf-8", "surrogatepass")).digest() for p in parts)).digest()

    def get(self, key: bytes) -> np.ndarray | None:
        """The row, or None."""
        with self._lock:
            if key in self._rows:
                self._rows.move_to_end(key)
                return self._rows[key]
            found = self._file.execute("SELECT row FROM scores WHERE key = ?", (key,)).fetchone() if self._file else None
            if found is None:
                return None
            self._remember({key: np.frombuffer(found[0], dtype=np.float32)})
            return self._rows[key]

    def put(self, rows: dict[bytes, np.ndarray]) -> None:
        """Remembers float32 rows."""
        with self._lock:
            self._remember(rows)
            if self._file:
                with self._file:
                    self._file.executemany("INSERT OR REPLACE INTO scores VALUES (?, ?)", [(k, r.tobytes()) for k, r in rows.items()])

    def _remember(self, rows: dict[bytes, np.ndarray]) -> None:
        self._rows.update(rows)
        while len(self._rows) > self._size:
            self._rows.popitem(last=False)
