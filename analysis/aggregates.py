"""Passages -> small tables and sentences: by speaker, by role, apology against response, reading order, days since the apology.

Every mean stands beside its n; paragraphs are left out, and so is reported speech (kind `indirect`) unless asked for. Means of sentiment
and of stance are two different things: an apology is full of negative words and conciliatory all the same. Every function takes the
passages table, or what `quotes_of` made of it (which saves its cost).
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.intervals import mean_intervals
from analysis.schema import COMPONENTS, MEASURES, Capacity, Role

UNATTRIBUTED = "(unattributed)"
UNKNOWN = "cannot tell"
GROUPS = ("Apology", "Response of the harmed", "Other reactions")
BINS = 20  # of [-1, 1], where marks are too many to draw one a quote


def quotes_of(passages: pd.DataFrame, *, indirect: bool = False) -> pd.DataFrame:
    """The quote rows, with `indirect` those of reported speech too, and seven more columns.

    quote_id: names the row (article, kind, start), as a mark of a chart does. who: the speaker, or "(unattributed)". side: accused, harmed,
    other. group: Apology (role apology), Response of the harmed, Other reactions; null for the accused side's other quotes. order: place in
    the article's reading order, from 1. doing, as_what: role8 and capacity, or "cannot tell".
    """
    if "quote_id" in passages.columns:
        return passages
    quotes = passages[passages["kind"].isin(["quote", "indirect"] if indirect else ["quote"])].copy()
    quotes["quote_id"] = quotes["article_id"] + ":" + quotes["kind"].str.slice(0, 1) + quotes["start"].astype("string")
    quotes["who"] = quotes["speaker"].fillna(UNATTRIBUTED).astype("string")
    sides = {c.value: c.side for c in Capacity}
    quotes["side"] = quotes["capacity"].map(sides).fillna("other").astype("string")
    group = np.select(
        [quotes["role"].eq("apology").fillna(False), quotes["side"].eq("harmed"), quotes["side"].eq("other")], list(GROUPS), default=""
    )  # fmt: skip
    quotes["group"] = pd.Series(group, index=quotes.index, dtype="string").replace("", pd.NA)
    quotes["order"] = quotes.groupby("article_id", sort=False)["start"].rank(method="first").astype("Int64")
    quotes["doing"] = quotes["role8"].fillna(UNKNOWN).astype("string")
    quotes["as_what"] = quotes["capacity"].fillna(UNKNOWN).astype("string")
    return quotes


def _measured(quotes: pd.DataFrame, by: str) -> pd.DataFrame:
    """Per group: n, articles, and for sentiment and stance the mean with its interval; stance_n quotes have a stance. Index: the group."""
    codes = pd.DataFrame({"article_id": pd.factorize(quotes["article_id"])[0], "polarity": quotes["polarity"].to_numpy(), "stance": quotes["stance"].to_numpy()})
    codes[by], names = pd.factorize(quotes[by])  # grouping numbers is several times faster than grouping words
    codes = codes[codes[by] >= 0]
    polarity, stance = mean_intervals(codes, by, "polarity"), mean_intervals(codes, by, "stance")
    table = polarity.rename(columns={"mean": "polarity", "low": "polarity_low", "high": "polarity_high"})
    table[["stance_n", "stance", "stance_low", "stance_high"]] = stance[["n", "mean", "low", "high"]].reindex(table.index)
    table["stance_n"] = table["stance_n"].fillna(0).astype("int64")
    return table.set_axis(pd.Index(names[table.index.to_numpy(dtype="int64")], name=by))


def _most_frequent(quotes: pd.DataFrame, by: str, column: str) -> "pd.Series[str]":
    """Per group the most frequent value of a column, the first in the alphabet where two are; groups without a value are left out."""
    counts = quotes[[by, column]].dropna().value_counts(sort=False).reset_index(name="n").sort_values([by, column])
    return counts.sort_values("n", ascending=False, kind="stable").drop_duplicates(by).set_index(by)[column]


def by_speaker(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker, most quotes first: speaker, capacity (the most frequent, null where nothing tells), side, n quotes, articles, mean
    polarity with polarity_low and polarity_high, stance_n, mean stance with its ends."""
    quotes = quotes_of(passages)
    table = _measured(quotes, "who").reset_index(names="speaker")
    capacity = table["speaker"].map(_most_frequent(quotes, "who", "capacity")).astype("string")
    table.insert(1, "capacity", capacity)
    table.insert(2, "side", capacity.map({c.value: c.side for c in Capacity}).fillna("other").astype("string"))
    return table.sort_values(["n", "speaker"], ascending=[False, True], ignore_index=True)


def by_role(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a coarse role ("cannot tell" for null), most quotes first: role8, n, articles, polarity, stance_n, stance, with intervals."""
    table = _measured(quotes_of(passages), "doing").reset_index(names="role8")
    return table.sort_values(["n", "role8"], ascending=[False, True], ignore_index=True)


def apology_against_response(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a group of GROUPS, in their order, absent groups with n 0: group, n, articles, polarity, stance_n, stance, with intervals."""
    quotes = quotes_of(passages)
    table = _measured(quotes[quotes["group"].notna()], "group").reindex(pd.Index(GROUPS, name="group"))
    table[["n", "articles", "stance_n"]] = table[["n", "articles", "stance_n"]].fillna(0).astype("int64")
    return table.reset_index()


def role_counts(quotes: pd.DataFrame) -> pd.DataFrame:
    """One row a coarse role and side, in the order of the roles: doing, side, n, speakers (how many)."""
    order = {name: i for i, name in enumerate([*dict.fromkeys(r.coarse.value for r in Role), UNKNOWN])}
    speakers: dict[tuple[str, str], list[str]] = {}
    for doing, side, who in zip(quotes["doing"].tolist(), quotes["side"].tolist(), quotes["who"].tolist(), strict=True):
        speakers.setdefault((doing, side), []).append(who)
    found = sorted(speakers, key=lambda pair: (order[pair[0]], pair[1]))
    rows = [(doing, side, len(names := speakers[doing, side]), len(set(names))) for doing, side in found]
    return pd.DataFrame(rows, columns=["doing", "side", "n", "speakers"]).astype({"doing": "string", "side": "string"})


def twin(table: pd.DataFrame, rows: str, measure: str) -> pd.DataFrame:
    """The small table beside a chart of means: what the rows are, n, articles, mean, and the interval in words."""
    n, ends = ("n" if measure == "polarity" else "stance_n"), table[[f"{measure}_low", f"{measure}_high"]].to_numpy(dtype=float)
    out = table[[rows, *[c for c in ("capacity", "side", "day_to") if c in table], "articles"]].assign(n=table[n], mean=table[measure])
    return out.assign(interval=["too few quotes" if np.isnan(low) else f"{low:+.2f} to {high:+.2f}" for low, high in ends])


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """An apology statement facing its answers: `statement` is its row, `own` its quotes, `responses` those that answer it, in reading order
    both; `counts` is role_counts of the responses; `unlinked` are quotes of the harmed side in that article which the text does not tie to it."""

    statement: "pd.Series[Any]"
    own: pd.DataFrame
    responses: pd.DataFrame
    counts: pd.DataFrame
    unlinked: pd.DataFrame


def _names(speakers: object) -> set[str]:
    return set(str(speakers).split(" and "))


def pair_of(passages: pd.DataFrame, statements: pd.DataFrame, statement_id: str) -> Pair:
    """The statement with this id, facing its answers.

    Raises:
        KeyError: No statement has this id.
    """
    found = statements[statements["statement_id"] == statement_id]
    if found.empty:
        raise KeyError(statement_id)
    statement, quotes = found.iloc[0], quotes_of(passages)
    there = quotes[quotes["article_id"] == statement["article_id"]]
    names = _names(statement["speaker"])
    mine = there["speaker"].map(lambda who: pd.notna(who) and bool(_names(who) & names)).astype(bool)
    linked = there["statement_id"].eq(statement_id).fillna(False).astype(bool)
    responses = there[linked & ~mine]
    unlinked = there[~linked & there["statement_id"].isna() & there["side"].eq("harmed").fillna(False).astype(bool)]
    return Pair(statement, there[linked & mine], responses, role_counts(responses), unlinked)


def responses_to(passages: pd.DataFrame, statement_id: str) -> pd.DataFrame:
    """The quotes that answer one apology statement, in reading order: those that link to it and are not of the accused side."""
    quotes = quotes_of(passages)
    return quotes[(quotes["statement_id"] == statement_id) & (quotes["side"] != "accused")]


def components_of(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a statement and component: statement_id, label (who, occasion, how complete), component, there, words (that fired, or "")."""
    rows = [
        {
            "statement_id": s["statement_id"], "label": statement_label(s), "component": name, "there": bool(s[name]),
            "words": str(s["evidence"].get(name) or "") if isinstance(s["evidence"], Mapping) else "",
        }
        for s in statements.to_dict("records") for name in COMPONENTS
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["statement_id", "label", "component", "there", "words"])


def statement_label(statement: "Mapping[Any, Any] | pd.Series[Any]") -> str:
    """Who apologised where, and how completely: "Ann Poe (letter): 3 of 6, 1 flag"."""
    where = f" ({statement['occasion']})" if statement["occasion"] else ""
    n = len(list(statement["flags"]))
    return f"{statement['speaker']}{where}: {statement['completeness']} of 6" + (f", {n} flag{'s' * (n > 1)}" if n else "")


def timeline(passages: pd.DataFrame, statements: pd.DataFrame, *, start: str | None = None) -> pd.DataFrame:
    """The dated quotes with `case`, `day_0` and `day`: days from the apology to the article, negative before it; undated articles are left out.

    A case is the articles that share an accused or apologising speaker under the same full name. Its day 0 is the date of its first article
    that holds an apology statement, or `start` (YYYY-MM-DD) for all; a case without either has no rows.
    """
    quotes = quotes_of(passages)
    case = _cases(quotes, statements)
    number, names = pd.factorize(quotes["article_id"])  # dates are worked out once an article, not once a quote
    dates = quotes["published"].iloc[np.unique(number, return_index=True)[1]] if len(quotes) else quotes["published"]
    articles = pd.DataFrame({"article_id": names, "date": pd.to_datetime(dates.to_numpy(dtype=object), errors="coerce")})
    articles["case"] = articles["article_id"].map(case).astype("string")
    first = articles[articles["article_id"].isin(statements["article_id"])].groupby("case")["date"].min()
    articles["day_0"] = articles["case"].map(first.to_dict()) if start is None else pd.Timestamp(start)
    articles["day"] = (articles["date"] - pd.to_datetime(articles["day_0"])).dt.days
    out = quotes.assign(**{name: articles[name].to_numpy()[number] for name in ("case", "date", "day_0", "day")})
    return out[out["day"].notna()].astype({"day": "int64"})


def _cases(quotes: pd.DataFrame, statements: pd.DataFrame) -> dict[str, str]:
    """Article -> its case, named by the first article; articles that share an accused are joined, however long the chain."""
    accused = quotes.loc[quotes["capacity"].eq("accused").fillna(False), ["article_id", "speaker"]].drop_duplicates()
    both = pd.concat([accused, statements[["article_id", "speaker"]]]).dropna().drop_duplicates()
    root = {a: a for a in dict.fromkeys([*quotes["article_id"].unique(), *both["article_id"].unique()])}

    def find(a: str) -> str:
        while root[a] != a:
            root[a] = a = root[root[a]]
        return a

    first: dict[str, str] = {}
    for article, speaker in zip(both["article_id"], both["speaker"], strict=True):
        for name in [n for n in _names(speaker) if " " in n]:  # one word is too little to tell two people apart
            root[find(article)] = find(first.setdefault(name, article))
    return {a: find(a) for a in root}


def binned(quotes: pd.DataFrame, row: str, measure: str) -> pd.DataFrame:
    """Where marks would be too many: one row a value of `row`, side and twentieth of [-1, 1]: row, side, bin (0 to 19), middle, n, and the
    words of one quote in it."""
    kept = quotes.dropna(subset=[row, measure])
    table = (
        kept.assign(bin=bin_of(kept[measure]))
        .groupby([row, "side", "bin"], sort=False, observed=True)
        .agg(n=("who", "size"), text=("text", "first"))
        .reset_index()
    )
    return table.assign(middle=(table["bin"] + 0.5) * 2 / BINS - 1)


def bin_of(values: "pd.Series[float]") -> "pd.Series[int]":
    """The twentieth of [-1, 1] in which each value lies, 0 to 19."""
    return ((values + 1) * BINS / 2).clip(0, BINS - 1).astype("int64")


def picked(quotes: pd.DataFrame, marks: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The quotes behind selected marks of a chart. A mark is what the chart's `pick` selection names: quote_id for one quote; or column
    values that its quotes share, with `bin` and `measure` for a mark that stands for several. Unknown columns pick nothing."""
    quotes = quotes_of(quotes)
    kept = pd.Series(False, index=quotes.index)
    for mark in marks:
        hit = pd.Series(bool(set(mark) - {"measure"}), index=quotes.index)
        measure = mark.get("measure")
        for name, value in mark.items():
            if name == "bin":
                valid = isinstance(value, int) and measure in MEASURES
                hit &= (bin_of(quotes[str(measure)].fillna(0)).eq(value) & quotes[str(measure)].notna()) if valid else False
            elif name in ("day_from", "day_to") and "day" in quotes.columns and isinstance(value, (int, float)):
                hit &= quotes["day"].ge(value) if name == "day_from" else quotes["day"].le(value)
            elif name != "measure":
                hit &= quotes[name].eq(value).fillna(False).astype(bool) if name in quotes.columns else False
        kept |= hit
    return quotes[kept]


def _periods(timeline: pd.DataFrame, periods: int) -> tuple["pd.Series[int]", int, int]:
    """Each row's period from 0, the first day, and the days of a period: `periods` equal ones at most."""
    first, last = (int(timeline["day"].min()), int(timeline["day"].max())) if len(timeline) else (0, 0)
    width = -(-(last - first + 1) // periods)
    return (timeline["day"] - first) // width, first, width


def by_period(timeline: pd.DataFrame, *, periods: int = 15) -> pd.DataFrame:
    """One row a period that has quotes, in order: day_from, day_to, n, articles, polarity, stance_n, stance, with intervals."""
    number, first, width = _periods(timeline, periods)
    table = _measured(timeline.assign(period=number), "period").sort_index().reset_index(names="period")
    start = first + table.pop("period").astype("int64") * width
    table.insert(0, "day_from", start)
    table.insert(1, "day_to", start + width - 1)
    return table


def binned_days(timeline: pd.DataFrame, measure: str, *, periods: int = 15) -> pd.DataFrame:
    """`binned` over periods: day is a period's middle, day_from and day_to its first and last day."""
    number, first, width = _periods(timeline, periods)
    table = binned(timeline.assign(period=number), "period", measure)
    start = first + table["period"] * width
    return table.assign(day_from=start, day_to=start + width - 1, day=start + (width - 1) / 2).drop(columns="period")
