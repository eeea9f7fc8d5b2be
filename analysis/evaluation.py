"""Tables against annotated articles -> accuracy with intervals, and the errors by class.

A found quote matches an annotated one of the same article where their words overlap by intersection over union of at least OVERLAP, each
used once, best first. Quotes that annotators call uncertain count for extraction and speaker only. An "accuracy" is over matched quotes for
which the machine gives an answer; "end_to_end" is over every annotated quote: one missed or left untold counts as wrong. Intervals resample
articles, because quotes of one article are right and wrong together (percentile bootstrap, Efron 1979).
"""

import collections
import dataclasses
import functools
import json
import pathlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EvaluationError
from analysis.schema import COMPONENTS, Capacity, Role

OVERLAP = 0.8
RESAMPLES = 2000
FEWEST = 5  # articles for an interval
MEASURED = pathlib.Path(__file__).parent / "models" / "measured.json"
POLES = ("negative", "neutral", "positive")
ROLES8 = tuple(dict.fromkeys(r.coarse.value for r in Role))
LABELS: dict[str, tuple[str, ...]] = {
    "capacity": tuple(Capacity), "role": tuple(Role), "role8": ROLES8, "sentiment": POLES, "stance": POLES, "about_apology": ("False", "True"),
}  # fmt: skip
TITLES = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "sen", "senator", "judge", "prof", "professor", "the", "a", "an"}
PRONOUNS = {"he", "she", "they", "it", "her", "his"}
Gold = Mapping[str, Any]  # an annotated article: quotes, people, non_speech, apology_statements
Row = Mapping[Any, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """A number from 0 to 1 with the ends of its 95 % interval, None below FEWEST articles and where all articles agree; value None: nothing to measure it on."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        return f"{self.value:.3f}" + ("" if self.low is None or self.high is None else f" ({self.low:.3f} to {self.high:.3f})")


@dataclasses.dataclass(frozen=True, slots=True)
class Evaluation:
    """One gold set's result: how many articles and annotated quotes, the measures by name, and the errors as (class, line)."""

    articles: int
    quotes: int
    measures: dict[str, Measure]
    errors: list[tuple[str, str]]


def words(text: str) -> list[str]:
    """Lower-case words and numbers, apostrophes dropped."""
    return re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "'").replace("'", ""))


def overlap(a: str, b: str) -> float:
    """Intersection over union of two texts' words, 0 to 1."""
    x, y = collections.Counter(words(a)), collections.Counter(words(b))
    union = sum((x | y).values())
    return sum((x & y).values()) / union if union else 0.0


def _key(name: str | None) -> list[str]:
    return [w for w in words(name or "") if w not in TITLES]


def same_person(name: str | None, gold: str, aliases: Iterable[str]) -> bool:
    """Whether a name is the gold name or one of its aliases, or shares its last word and contradicts no other word."""
    p = _key(name)
    if not p:
        return False
    for candidate in map(_key, (gold, *aliases)):
        if candidate and " ".join(candidate) not in PRONOUNS and (p == candidate or (p[-1] == candidate[-1] and (set(p) <= set(candidate) or set(candidate) <= set(p)))):
            return True
    return bool(_key(gold)) and set(p) >= set(_key(gold))


def same_speaker(name: str | None, gold: str, people: Mapping[str, Sequence[str]]) -> bool:
    """The same for joint speakers: every one of the gold's names is among those given. `people`: name -> aliases."""
    if same_person(name, gold, people.get(gold, [])):
        return True
    wanted = [gold] if gold in people else re.split(r"\s+and\s+|;\s*", gold)
    given = re.split(r"\s+and\s+|;\s*", name or "")
    return len(wanted) > 1 and all(any(same_person(g, w, people.get(w, [])) for g in given) for w in wanted)


def match_quotes(gold: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Index of a gold text -> index of the found text that matches it."""
    scored = sorted(((overlap(a, b), -abs(i - j), i, j) for i, a in enumerate(gold) for j, b in enumerate(found)), reverse=True)
    out: dict[int, int] = {}
    for score, _, i, j in scored:
        if score >= OVERLAP and i not in out and j not in out.values():
            out[i] = j
    return out


class _Tally:
    """What is counted of one article: name -> counts; label fields as a matrix gold x given, the last row and column for none."""

    def __init__(self) -> None:
        self.counts: dict[str, np.ndarray] = {name: np.zeros((len(labels) + 1, len(labels) + 1)) for name, labels in LABELS.items()}
        self.counts |= {f"{name}_asked": np.zeros(1) for name in LABELS}
        for name in ("quote", "component", "flag", "apology"):
            self.counts[name] = np.zeros(3)  # right, extra, missed
        self.counts |= {"non_speech": np.zeros(2), "speaker": np.zeros(2), "spurious_statements": np.zeros(1)}
        self.errors: list[tuple[str, str]] = []

    def label(self, field: str, gold: str | None, given: str | None) -> None:
        index = {label: i for i, label in enumerate(LABELS[field])}
        self.counts[field][index.get(gold or "", -1), index.get(given or "", -1)] += 1


def _largest(row: Row, prefix: str = "") -> str | None:
    values: list[Any] = [row.get(prefix + pole) for pole in POLES]
    return None if any(v is None or pd.isna(v) for v in values) else POLES[int(np.argmax(values))]


def _given(row: Row) -> dict[str, str | None]:
    """What the machine says of a quote, by field."""
    plain = {name: value if isinstance(value := row.get(name), str) else None for name in ("capacity", "role")}
    about = row.get("about_apology")
    return {
        **plain, "role8": Role(plain["role"]).coarse.value if plain["role"] else None, "sentiment": _largest(row), "stance": _largest(row, "stance_"),
        "about_apology": None if about is None or pd.isna(about) else str(bool(about)),
    }  # fmt: skip


def _wanted(quote: Gold) -> dict[str, str | None]:
    about = quote.get("about_apology")
    return {
        "capacity": quote.get("capacity"), "role": quote["role"], "role8": quote.get("role8") or Role(quote["role"]).coarse.value, "sentiment": quote.get("sentiment"),
        "stance": quote.get("stance"), "about_apology": None if about is None else str(bool(about)),
    }  # fmt: skip


def _article(name: str, gold: Gold, rows: Sequence[Row], statements: Sequence[Row]) -> _Tally:
    """The counts and errors of one article."""
    tally, people, quotes = _Tally(), {p["name"]: p.get("aliases", []) for p in gold.get("people", [])}, gold["quotes"]
    pairs = match_quotes([q["text"] for q in quotes], [str(r["text"]) for r in rows])
    left = [r for j, r in enumerate(rows) if j not in pairs.values()]
    tally.counts["quote"] += [len(pairs), len(left), len(quotes) - len(pairs)]
    for span in gold.get("non_speech", []):
        taken = any(overlap(span["text"], str(r["text"])) >= OVERLAP for r in left)
        tally.counts["non_speech"] += [not taken, 1]
        if taken:
            tally.errors.append(("non-speech taken for a quote", f"{name}: {span['text'][:80]!r}"))
    tally.errors += [("spurious quote", f"{name}: {str(r['text'])[:80]!r}") for r in left]
    tally.counts["apology"][1] += sum(r.get("role") == Role.APOLOGY.value for r in left)
    for i, quote in enumerate(quotes):
        row = rows[pairs[i]] if i in pairs else None
        where = f"{name}: {quote['text'][:70]!r}"
        if row is None:
            tally.errors.append(("missed quote", where))
        elif quote.get("speaker"):
            speaker = row.get("speaker") if isinstance(row.get("speaker"), str) else None
            ok = same_speaker(speaker, quote["speaker"], people)
            tally.counts["speaker"] += [ok, 1]
            if not ok:
                tally.errors.append(("speaker", f"{where}: {speaker or 'none'}, gold {quote['speaker']}"))
        if not quote.get("uncertain"):
            _labels(tally, quote, row, where)
    _statements(tally, name, gold, people, statements)
    return tally


def _labels(tally: _Tally, quote: Gold, row: Row | None, where: str) -> None:
    wanted, given = _wanted(quote), _given(row) if row is not None else dict.fromkeys(LABELS)
    apology = [wanted["role"] == Role.APOLOGY.value, given["role"] == Role.APOLOGY.value]
    tally.counts["apology"] += [all(apology), apology[1] and not apology[0], apology[0] and not apology[1]]
    for field in LABELS:
        if wanted[field] is None and field != "capacity":
            continue
        tally.counts[f"{field}_asked"] += 1
        if row is not None:
            tally.label(field, wanted[field], given[field])
            if wanted[field] != given[field] and field != "role":
                tally.errors.append((f"{field}: {wanted[field]} taken for {given[field] or 'cannot tell'}", where))


def _statements(tally: _Tally, name: str, gold: Gold, people: Mapping[str, Sequence[str]], statements: Sequence[Row]) -> None:
    mine = list(statements)
    for wanted in gold.get("apology_statements", []):
        hit = next((s for s in mine if same_speaker(s.get("speaker"), wanted["speaker"], people)), None)
        mine = [s for s in mine if s is not hit]
        there = {"component": {c for c in COMPONENTS if wanted["components"].get(c)}, "flag": set(wanted.get("flags", []))}
        found = {"component": {c for c in COMPONENTS if hit and bool(hit.get(c))}, "flag": set(hit["flags"]) if hit else set()}
        if hit is None:
            tally.errors.append(("missed statement", f"{name}: {wanted['speaker']}"))
        for kind in there:
            tally.counts[kind] += [len(there[kind] & found[kind]), len(found[kind] - there[kind]), len(there[kind] - found[kind])]
            tally.errors += [(f"{kind} {'extra' if x in found[kind] else 'missed'}: {x}", f"{name}: {wanted['speaker']}") for x in sorted(there[kind] ^ found[kind])]
    tally.counts["spurious_statements"] += len(mine)
    tally.errors += [("spurious statement", f"{name}: {s.get('speaker')}") for s in mine]


def _ratio(above: Any, below: Any) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(below) > 0, np.asarray(above, dtype=float) / np.asarray(below), np.nan)


def _measures(c: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The measures of summed counts; a leading axis, if any, is kept."""

    def f1(name: str) -> np.ndarray:
        right, extra, missed = np.moveaxis(c[name], -1, 0)
        return _ratio(2 * right, 2 * right + extra + missed)

    def accuracy(field: str) -> np.ndarray:
        return _ratio(np.trace(c[field][..., :-1, :-1], axis1=-2, axis2=-1), c[field][..., :, :-1].sum((-2, -1)))

    def end_to_end(field: str) -> np.ndarray:
        return _ratio(np.trace(c[field], axis1=-2, axis2=-1), c[f"{field}_asked"][..., 0])

    def macro(field: str) -> np.ndarray:
        told = c[field][..., :-1, :-1]  # classes that the annotators use and the machine answers, as in the accuracy
        right, gold, given = np.diagonal(told, axis1=-2, axis2=-1), told.sum(-1), told.sum(-2)
        each = np.where(gold > 0, _ratio(2 * right, gold + given), 0)
        return _ratio(each.sum(-1), (gold > 0).sum(-1))

    quotes, apology = c["quote"], c["apology"]
    return {
        "quote_precision": _ratio(quotes[..., 0], quotes[..., 0] + quotes[..., 1]), "quote_recall": _ratio(quotes[..., 0], quotes[..., 0] + quotes[..., 2]), "quote_f1": f1("quote"),
        "non_speech_rejected": _ratio(c["non_speech"][..., 0], c["non_speech"][..., 1]),
        "speaker_accuracy": _ratio(c["speaker"][..., 0], c["speaker"][..., 1]), "speaker_end_to_end": _ratio(c["speaker"][..., 0], quotes[..., 0] + quotes[..., 2]),
        "capacity_accuracy": accuracy("capacity"), "capacity_end_to_end": end_to_end("capacity"), "role_accuracy": accuracy("role"),
        "role8_accuracy": accuracy("role8"), "role8_macro_f1": macro("role8"), "role8_end_to_end": end_to_end("role8"),
        "apology_precision": _ratio(apology[..., 0], apology[..., 0] + apology[..., 1]), "apology_recall": _ratio(apology[..., 0], apology[..., 0] + apology[..., 2]),
        "about_apology_f1": _ratio(2 * c["about_apology"][..., 1, 1], c["about_apology"][..., 1, :].sum(-1) + c["about_apology"][..., :, 1].sum(-1)),
        "sentiment_accuracy": accuracy("sentiment"), "sentiment_macro_f1": macro("sentiment"), "stance_accuracy": accuracy("stance"),
        "component_f1": f1("component"), "flag_f1": f1("flag"),
    }  # fmt: skip


def evaluate(passages: pd.DataFrame, statements: pd.DataFrame, golds: Mapping[str, Gold]) -> Evaluation:
    """The measures of tables against annotated articles (id -> annotation), and the errors. Articles without annotation are left out."""
    rows = passages[(passages["kind"] == "quote") & passages["article_id"].isin(golds)].astype(object)
    by_article = {name: part.to_dict("records") for name, part in rows.groupby("article_id", sort=False)}
    stated = {name: part.astype(object).to_dict("records") for name, part in statements.groupby("article_id", sort=False)}
    tallies = [_article(name, gold, by_article.get(name, []), stated.get(name, [])) for name, gold in golds.items()]
    stacked = {name: np.stack([t.counts[name] for t in tallies]) for name in tallies[0].counts}
    values = _measures({name: counts.sum(0) for name, counts in stacked.items()})
    draws = np.random.default_rng(0).multinomial(len(tallies), [1 / len(tallies)] * len(tallies), size=RESAMPLES).astype(float)
    spread = _measures({name: np.tensordot(draws, counts, axes=1) for name, counts in stacked.items()})
    measures = {name: _measure(float(value), spread[name], len(tallies)) for name, value in values.items()}
    return Evaluation(len(tallies), int(stacked["quote"][:, [0, 2]].sum()), measures, [e for t in tallies for e in t.errors])


def _measure(value: float, spread: np.ndarray, articles: int) -> Measure:
    if np.isnan(value):
        return Measure(None)
    kept = spread[~np.isnan(spread)]
    if articles < FEWEST or not len(kept):
        return Measure(round(value, 4))
    low, high = np.percentile(kept, [2.5, 97.5])
    if low == high:  # right in every article: resampling cannot tell how sure that is
        return Measure(round(value, 4))
    return Measure(round(value, 4), round(float(low), 4), round(float(high), 4))


def read_gold(folder: pathlib.Path) -> dict[str, Gold]:
    """The annotations in a folder: article id -> content of <id>.gold.json.

    Raises:
        EvaluationError: There is none, or one is no annotation.
    """
    golds: dict[str, Gold] = {}
    for path in sorted(folder.glob("*.gold.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            for quote in gold["quotes"]:
                Role(quote["role"]), str(quote["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"{path}: is no annotation that can be read ({error!r}). Expected an object with quotes, each with text, speaker, capacity and role.") from None
        golds[path.name.removesuffix(".gold.json")] = gold
    if not golds:
        raise EvaluationError(f"{folder}: holds no *.gold.json file. Put one beside each article's .txt file.")
    return golds


def texts_of(golds: Iterable[str], folders: Sequence[pathlib.Path]) -> list[pathlib.Path]:
    """The article file of each annotation, <id>.txt in the first of the folders that has it.

    Raises:
        EvaluationError: An annotation has no article.
    """
    found = []
    for name in golds:
        path = next((p for folder in folders if (p := folder / f"{name}.txt").is_file()), None)
        if path is None:
            raise EvaluationError(f"{name}: its article {name}.txt is in none of {', '.join(map(str, folders))}. Put it beside its annotation.")
        found.append(path)
    return found


def as_json(sets: Mapping[str, Evaluation]) -> str:
    """Measured sets as the text of measured.json: a line a measure, [value, low, high]."""
    told = {
        name: {"articles": e.articles, "quotes": e.quotes, "measures": {k: [m.value, m.low, m.high] for k, m in e.measures.items()}} for name, e in sets.items()
    }  # fmt: skip
    return re.sub(r"\[\s+([^\[\]]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", json.dumps(told, indent=1)) + "\n"


@functools.cache
def measured() -> dict[str, Evaluation]:
    """What was measured of the tool as it ships, by gold set; the errors are not kept. Empty where the file is missing."""
    if not MEASURED.is_file():
        return {}
    sets = json.loads(MEASURED.read_text(encoding="utf-8"))
    return {name: Evaluation(s["articles"], s["quotes"], {k: Measure(*v) for k, v in s["measures"].items()}, []) for name, s in sets.items()}


NAMES = {
    "quote_f1": "quotes found", "speaker_end_to_end": "right speaker", "capacity_end_to_end": "right capacity", "role8_end_to_end": "right role of eight",
    "sentiment_accuracy": "right sentiment", "stance_accuracy": "right stance", "component_f1": "apology components",
}  # fmt: skip
"""The measures that a reader needs first, in words."""


def accuracy_in_words(name: str = "held_out_news") -> str:
    """What was measured on a gold set, for people: "" where nothing was."""
    found = measured().get(name)
    if found is None:
        return ""
    parts = [f"{words} {_span(found.measures[key])}" for key, words in NAMES.items() if key in found.measures and found.measures[key].value is not None]
    return f"Measured on {found.articles} articles ({found.quotes} quotes) that nobody had seen while it was built, in per cent with 95 % intervals: {'; '.join(parts)}."


def _span(m: Measure) -> str:
    value = f"{100 * (m.value or 0):.0f}"
    return value if m.low is None or m.high is None else f"{value} ({100 * m.low:.0f} to {100 * m.high:.0f})"
