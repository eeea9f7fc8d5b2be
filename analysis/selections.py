"""Passages -> the rows that a reader's filters leave, how many each option would leave, and which quotes the machine is least sure of."""

import dataclasses
import datetime
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.schema import CLOSE, Capacity, Role

NOT_NAMED = "(not named)"
CANNOT_TELL = "(cannot tell)"
SENTIMENTS = ("negative", "neutral", "positive")
FACETS = ("speaker", "capacity", "role", "sentiment", "article")
"""What is chosen from a list; every list's counts are of the rows that all other filters leave."""
UNSURE = 0.5  # certainty under which a quote is marked and offered for review; shown on the page


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A reader's filters; empty ones leave everything. `sure`: least certainty, 0 to 1; `words`: all must stand in the quote or its speaker's
    name, whatever their case; dates are inclusive, and an article without a date passes only while no date is asked."""

    speaker: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    sentiment: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    sure: float = 0.0
    words: str = ""
    indirect: bool = False

    def in_words(self) -> dict[str, str]:
        """Each filter that is set, by name, for manifests and captions."""
        set_ones = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if getattr(self, f.name)}
        return {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in set_ones.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """`passages`: what the filters leave, paragraphs among them while no filter on quotes is set. `counts`: for each facet the options in
    their order, each with the number of quotes that it would leave under all other filters."""

    passages: pd.DataFrame
    counts: dict[str, dict[str, int]]


def tones(probabilities: np.ndarray) -> "np.ndarray[Any, np.dtype[np.str_]]":
    """The likeliest of `SENTIMENTS` for each row of shape (n, 3), or CANNOT_TELL where the next lies less than `schema.CLOSE` behind
    or the row is null (nan)."""
    return np.where(_lead(probabilities) >= CLOSE, np.array(SENTIMENTS)[probabilities.argmax(axis=1)], CANNOT_TELL)


def _lead(probabilities: np.ndarray) -> np.ndarray:
    """By how much each row's likeliest class leads the next; nan for null rows."""
    ordered = np.sort(probabilities, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def facets_of(quotes: pd.DataFrame) -> pd.DataFrame:
    """What the filters read of each quote: one string column a facet, missing values as words."""
    scores = quotes[list(SENTIMENTS)].to_numpy(dtype=np.float64)
    return pd.DataFrame({
        "speaker": quotes["speaker"].fillna(NOT_NAMED), "capacity": quotes["capacity"].fillna(CANNOT_TELL), "role": quotes["role"].fillna(CANNOT_TELL),
        "sentiment": pd.Series(tones(scores), index=quotes.index, dtype="string"),
        "article": quotes["article_id"],
    })  # fmt: skip


def select(passages: pd.DataFrame, wanted: Wanted) -> Selection:
    """The rows that pass, and the counts beside the options."""
    kinds = ["quote", "indirect"] if wanted.indirect else ["quote"]
    quotes = passages[passages["kind"].isin(kinds)]
    facets = facets_of(quotes)
    passing = {name: facets[name].isin(getattr(wanted, name)) for name in FACETS if getattr(wanted, name)}
    rest = _rest(quotes, wanted)
    counts = {}
    for name in FACETS:
        others = rest.copy()
        for other, mask in passing.items():
            if other != name:
                others &= mask
        counts[name] = _ordered(name, facets[name], facets.loc[others, name])
    kept = rest
    for mask in passing.values():
        kept = kept & mask
    chosen = passages.index.isin(quotes.index[kept])
    if not (set(passing) - {"article"}) and not wanted.words and wanted.sure <= 0 and not wanted.since and not wanted.until:
        in_articles = passages["article_id"].isin(wanted.article) if wanted.article else True
        chosen |= (passages["kind"] == "paragraph") & in_articles
    return Selection(passages[chosen], counts)


def _rest(quotes: pd.DataFrame, wanted: Wanted) -> "pd.Series[bool]":
    """Which quotes pass the filters that are no lists."""
    kept = pd.Series(True, index=quotes.index)
    if wanted.since or wanted.until:
        kept &= quotes["published"].notna()
    if wanted.since:
        kept &= (quotes["published"] >= wanted.since.isoformat()).fillna(False).astype(bool)
    if wanted.until:
        kept &= (quotes["published"] <= wanted.until.isoformat()).fillna(False).astype(bool)
    if wanted.sure > 0:
        kept &= certainty(quotes) >= wanted.sure
    if wanted.words.strip():
        haystack = (quotes["text"] + " " + quotes["speaker"].fillna("")).str.lower()
        for word in wanted.words.lower().split():
            kept &= haystack.str.contains(word, regex=False).astype(bool)
    return kept


def _ordered(name: str, every: "pd.Series[str]", left: "pd.Series[str]") -> dict[str, int]:
    """The facet's options with their counts: scheme order for roles, capacities and sentiments, most quotes first for the others."""
    counts = left.value_counts()
    scheme = {"capacity": [*Capacity, CANNOT_TELL], "role": [*Role, CANNOT_TELL], "sentiment": [*SENTIMENTS, CANNOT_TELL]}.get(name)
    there = set(every.unique())
    options = [str(o) for o in scheme if o in there] if scheme else sorted(there, key=lambda o: (-int(counts.get(o, 0)), o))
    return {o: int(counts.get(o, 0)) for o in options}


def certainty(quotes: pd.DataFrame) -> "pd.Series[float]":
    """How sure the machine is of each quote, 0 to 1: the least of the confidences of its capacity and role where the table has them, and of
    the sentiment's margin (most likely class minus the next). 0 where the speaker or the role cannot be told; 1 where a person set the role
    or has checked the quote."""
    out = pd.Series(_lead(quotes[list(SENTIMENTS)].to_numpy(dtype=np.float64)), index=quotes.index)
    named = [c for c in ("role_confidence", "capacity_confidence") if c in quotes]
    if named:
        out = quotes[named].astype("float64").fillna(0.0).min(axis=1)
    out[(quotes["speaker"].isna() | quotes["role"].isna()).to_numpy(dtype=bool)] = 0.0
    if "corrected" in quotes:
        out[quotes["corrected"].str.contains("role|checked", na=False).to_numpy(dtype=bool)] = 1.0
    return out


def doubts(quote: Mapping[Hashable, Any]) -> list[str]:
    """Why a quote is in the review queue, in words: what the machine could not tell, guessed by default, or nearly decided otherwise."""
    out = []
    if pd.isna(quote["speaker"]):
        out.append("nobody is named as its speaker")
    elif pd.isna(quote["capacity"]):
        out.append("the speaker's capacity cannot be told")
    evidence = str(quote["role_evidence"])
    if pd.isna(quote["role"]):
        out.append("the role cannot be told")
    elif evidence.startswith("default"):
        out.append("no word decided on the role: it is the usual one of that capacity")
    elif evidence.startswith("reading model"):
        out.append(f"the role is the model's guess ({evidence.split(', ')[-1]})")
    first, second = sorted((float(quote[name]), name) for name in SENTIMENTS)[:0:-1]
    if first[0] - second[0] < UNSURE:
        out.append(f"the words are nearly as {second[1]} as {first[1]}")
    return out


def review_queue(quotes: pd.DataFrame) -> pd.DataFrame:
    """The quotes with a column `certainty`, least certain first; those that a person has settled are left out."""
    queue = quotes.assign(certainty=certainty(quotes))
    return queue[queue["certainty"] < 1.0].sort_values("certainty", kind="stable")
