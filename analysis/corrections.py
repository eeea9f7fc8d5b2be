"""A person's corrections: an append-only store, and how each finds its quote again in an article that has changed since.

A correction is a row that is never altered or deleted; undoing appends another row. What is in force follows from reading the rows in order:
the last correction of a quote's field wins. A quote is remembered by its words, its place and the words around it, not by a row number.
"""

import contextlib
import dataclasses
import datetime
import difflib
import itertools
import os
import pathlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from analysis.errors import CorrectionsError
from analysis.schema import Column

ENVIRONMENT = "PUBLIC_REACTION_CORRECTIONS"
QUOTE_FIELDS = ("speaker", "role", "sentiment", "stance", "speech", "checked")
"""What is corrected of a quote. `speech`: "no" for marked words that are no quote, "yes" for a quote that was missed. `checked`: "yes" where
somebody has read the quote and found its labels right."""
PERSON_FIELDS = ("capacity", "name")
"""What is corrected of a person: the capacity, from which roles follow; the name, by which two people become one."""
AROUND = 40  # characters kept either side of a quote, to find it again among quotes of the same words
ALIKE = 0.85  # least similarity of two wordings (difflib ratio) for the same quote in an edited article; one altered word in seven passes

COLUMNS = (
    Column("corrected", "string", True, "fields that a person set, joined by a comma; null: none"),
    Column("followed", "string", True, "fields that changed in consequence of a correction, joined by a comma"),
    Column("model_speaker", "string", True, "what the machine had said, where the value now is another; null elsewhere"),
    Column("model_capacity", "string", True, "the same for the capacity"),
    Column("model_role", "string", True, "the same for the role"),
    Column("model_polarity", "float64", True, "the same for the polarity"),
    Column("model_stance", "float64", True, "the same for the stance"),
)
"""What corrected passages have beside schema.PASSAGES."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS corrections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL, author TEXT NOT NULL, batch INTEGER NOT NULL, article_id TEXT, person TEXT,
  start INTEGER, text TEXT, before TEXT, after TEXT, field TEXT NOT NULL, old TEXT, new TEXT, note TEXT NOT NULL, undoes INTEGER
);
CREATE TRIGGER IF NOT EXISTS never_altered BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are only appended'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are only appended'); END;
PRAGMA user_version = 1;
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Correction:
    """One row of the store. Of a quote: `article_id`, `start`, `text` and the words around it; of a person: `person`, with `article_id`
    None for every article. `old` is what was on screen, `new` the value that holds now; None in either means "cannot tell"."""

    field: str
    new: str | None
    old: str | None = None
    article_id: str | None = None
    person: str | None = None
    start: int | None = None
    text: str | None = None
    before: str = ""
    after: str = ""
    note: str = ""
    id: int = 0
    made_at: str = ""
    author: str = ""
    batch: int = 0
    undoes: int | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """What is corrected: two corrections of one subject replace each other."""
        return (self.article_id, self.person, self.start, self.text, self.field)


NAMES = tuple(f.name for f in dataclasses.fields(Correction))


def quote_correction(field: str, new: str | None, *, article_id: str, text: str, start: int, end: int, old: str | None = None) -> Correction:
    """A correction of the quote at [start, end) of the article's `text`, with the words around it.

    Raises:
        ValueError: `field` is none of QUOTE_FIELDS.
    """
    if field not in QUOTE_FIELDS:
        raise ValueError(f"field {field!r} of a quote: expected one of {', '.join(QUOTE_FIELDS)}")
    start, end = int(start), int(end)  # numpy's integers are stored as bytes
    return Correction(field, new, old, article_id, None, start, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def person_correction(field: str, new: str | None, *, person: str, article_id: str | None = None, old: str | None = None) -> Correction:
    """A correction of a person in one article, or in all of them.

    Raises:
        ValueError: `field` is none of PERSON_FIELDS.
    """
    if field not in PERSON_FIELDS:
        raise ValueError(f"field {field!r} of a person: expected one of {', '.join(PERSON_FIELDS)}")
    return Correction(field, new, old, article_id, person)


def default_path() -> pathlib.Path:
    """The file that the environment names, else one in the user's data folder."""
    import platformdirs

    given = os.environ.get(ENVIRONMENT)
    return pathlib.Path(given) if given else platformdirs.user_data_path("public-reaction", appauthor=False) / "corrections.sqlite"


class Store:
    """Corrections in one SQLite file (write-ahead log: many readers beside one writer, no edit lost between sessions or processes).

    Args:
        path: The file; it and its folder are made if they do not exist. Not on a network drive, where SQLite's locks do not hold.

    Raises:
        CorrectionsError: The file cannot be made, or is no store of corrections.
    """

    def __init__(self, path: pathlib.Path | None = None) -> None:
        self.path = path or default_path()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorrectionsError(f"{self.path}: its folder cannot be made ({error.strerror or error}). Name another file in {ENVIRONMENT}.") from None
        with self._open() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(SCHEMA)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use: connections are not shared between threads."""
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as db:
                yield db
        except sqlite3.Error as error:
            raise CorrectionsError(
                f"{self.path}: {error}. Check the file and its permissions, restore a backup, or name another file in {ENVIRONMENT}."
            ) from None

    def add(self, corrections: Sequence[Correction], *, author: str = "", note: str = "") -> int:
        """Appends the corrections as one batch, all or none, and returns the batch's number."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            batch = int(db.execute("SELECT coalesce(max(batch), 0) + 1 FROM corrections").fetchone()[0])
            stamped = [dataclasses.replace(c, made_at=now, author=author, note=note or c.note, batch=batch) for c in corrections]
            wanted = [name for name in NAMES if name != "id"]
            rows = [tuple(getattr(c, name) for name in wanted) for c in stamped]
            db.executemany(f"INSERT INTO corrections ({', '.join(wanted)}) VALUES ({', '.join('?' * len(wanted))})", rows)
            db.execute("COMMIT")
        return batch

    def undo(self, corrections: Iterable[Correction], *, author: str = "", note: str = "") -> int:
        """Takes corrections back by appending a row for each; undoing such a row brings its correction back. Returns the batch's number."""
        return self.add([dataclasses.replace(c, old=c.new, new=c.old, undoes=c.id) for c in corrections], author=author, note=note)

    def history(self) -> list[Correction]:
        """Every row, oldest first."""
        with self._open() as db:
            return [Correction(**dict(zip(NAMES, row, strict=True))) for row in db.execute(f"SELECT {', '.join(NAMES)} FROM corrections ORDER BY id")]

    def version(self) -> int:
        """A number that grows with every row, to see whether anything is new."""
        with self._open() as db:
            return int(db.execute("SELECT coalesce(max(id), 0) FROM corrections").fetchone()[0])


def not_undone(history: Sequence[Correction]) -> list[Correction]:
    """The corrections that nobody has taken back, oldest first, those that a later one replaces among them: undoing all of a subject resets it."""
    undone: set[int] = set()
    for row in reversed(history):
        if row.undoes is not None and row.id not in undone:
            undone.add(row.undoes)
    return [row for row in history if row.undoes is None and row.id not in undone]


def in_force(history: Sequence[Correction]) -> list[Correction]:
    """The corrections that hold, oldest first: of those not undone the last of each subject."""
    last = {row.subject: row for row in not_undone(history)}
    return sorted(last.values(), key=lambda row: row.id)


@dataclasses.dataclass(frozen=True, slots=True)
class Fixes:
    """The corrections of one article, each found in its text. Quotes by their start; None means "cannot tell". `names` maps a person's
    name to the one that replaces it; `orphans` found no quote."""

    speakers: dict[int, str | None] = dataclasses.field(default_factory=dict)
    roles: dict[int, str | None] = dataclasses.field(default_factory=dict)
    sentiments: dict[int, str | None] = dataclasses.field(default_factory=dict)
    stances: dict[int, str | None] = dataclasses.field(default_factory=dict)
    capacities: dict[str, str | None] = dataclasses.field(default_factory=dict)
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    removed: set[int] = dataclasses.field(default_factory=set)
    added: dict[int, int] = dataclasses.field(default_factory=dict)  # start -> end
    checked: set[int] = dataclasses.field(default_factory=set)
    orphans: list[Correction] = dataclasses.field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing in the article changes."""
        return not (self.speakers or self.roles or self.sentiments or self.stances or self.capacities or self.names or self.removed or self.added)

    @property
    def key(self) -> str:
        """Equal for fixes that change the same things, to keep results by."""
        parts = (self.speakers, self.roles, self.sentiments, self.stances, self.capacities, self.names, dict.fromkeys(self.removed), self.added, dict.fromkeys(self.checked))
        return repr([sorted(p.items(), key=str) for p in parts])


def find_fixes(article_id: str, text: str, quotes: Sequence[tuple[int, int]], people: Iterable[str], corrections: Iterable[Correction]) -> Fixes:
    """What the corrections in force change in one article.

    Args:
        article_id: Corrections of other articles are passed over.
        text: The article's text now.
        quotes: The places [start, end) of the machine's quotes in it.
        people: The names of the machine's people in it.
        corrections: In force, oldest first.
    """
    fixes = Fixes()
    known, ends = set(people), dict(quotes)
    by_field = {"speaker": fixes.speakers, "role": fixes.roles, "sentiment": fixes.sentiments, "stance": fixes.stances}
    mine = [c for c in corrections if c.article_id in (article_id, None)]
    for c in sorted((c for c in mine if c.person is None), key=lambda c: c.field != "speech"):  # a quote is added before it is corrected
        start = find_quote(c, text, [*quotes, *fixes.added.items()])
        if start is None and c.field == "speech" and (place := find_words(c, text)):
            if c.new == "yes":
                fixes.added[place[0]] = place[1]
        elif start is None:
            fixes.orphans.append(c)
        elif c.field == "speech":
            (fixes.removed.add if c.new == "no" else fixes.removed.discard)(start)
        elif c.field == "checked":
            fixes.checked.add(start)
        elif c.field in by_field and start in (ends | fixes.added):
            by_field[c.field][start] = c.new
    for c in sorted((c for c in mine if c.person is not None), key=lambda c: c.field != "name"):  # names first: a capacity may be that of a new name
        _fix_person(fixes, c, known)
    return fixes


def _fix_person(fixes: Fixes, c: Correction, known: set[str]) -> None:
    """Notes the correction of a person; one who is not in the article is an orphan only if the correction names the article."""
    name = str(c.person)
    later = {*fixes.names.values(), *(s for s in fixes.speakers.values() if s)}
    if c.field == "capacity":
        if name in known or name in later:
            fixes.capacities[name] = c.new
        elif c.article_id is not None:
            fixes.orphans.append(c)
    elif name in known or name in later:
        if c.new and c.new != name:
            fixes.names.update({old: c.new for old, new in fixes.names.items() if new == name} | {name: c.new})
            fixes.names.pop(c.new, None)  # merged back: no circle
    elif c.article_id is not None:
        fixes.orphans.append(c)


def find_quote(c: Correction, text: str, quotes: Sequence[tuple[int, int]]) -> int | None:
    """The start of the quote that a correction means: the same words at the same place; else the same words where the words around them are
    most alike; else words at least ALIKE; None where there are none."""
    wanted = c.text or ""
    same = [start for start, end in quotes if text[start:end] == wanted]
    if c.start in same:
        return c.start
    if same:
        return _best_place(c, text, same, len(wanted))
    normal = " ".join(wanted.lower().split())
    alike = []
    for start, end in quotes:
        matcher = difflib.SequenceMatcher(None, normal, " ".join(text[start:end].lower().split()), autojunk=False)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
            alike.append((ratio, start))
    return max(alike)[1] if alike else None


def find_words(c: Correction, text: str) -> tuple[int, int] | None:
    """The place of a missed quote's words in the text, None where they are not in it."""
    wanted = c.text or ""
    if not wanted:
        return None
    starts: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(starts) < 1000:
        starts.append(at)
        at = text.find(wanted, at + 1)
    if not starts:
        return None
    start = int(c.start) if c.start in starts else _best_place(c, text, starts, len(wanted))
    return start, start + len(wanted)


def _best_place(c: Correction, text: str, starts: Sequence[int], length: int) -> int:
    """Of places with the same words the one whose surroundings share most with the correction's, then the nearest."""

    def shared(start: int) -> int:
        left = zip(reversed(c.before), reversed(text[max(0, start - AROUND) : start]), strict=False)
        right = zip(c.after, text[start + length : start + length + AROUND], strict=False)
        return sum(sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)) for pairs in (left, right))

    return max(starts, key=lambda start: (shared(start), -abs(start - (c.start or 0))))
