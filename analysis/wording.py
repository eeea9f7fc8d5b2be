"""Tables -> sentences: the headline, the difference of two groups, and each chart's numbers for readers who do not see it.

Plain text, to be escaped by whoever shows it. Counts come first; a mean never stands without its n, nor an interval without its level.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.aggregates import GROUPS, UNATTRIBUTED, UNKNOWN, quotes_of, role_counts
from analysis.intervals import FEWEST, difference
from analysis.schema import MEASURES

DOES = {
    "criticism": ("criticises", "criticise"), "acceptance": ("accepts the apology", "accept the apology"), "support_for_victim": ("supports the harmed", "support the harmed"),
    "support_for_accused": ("supports the accused", "support the accused"), "denial": ("denies", "deny"), "justification": ("justifies", "justify"),
    "apology": ("apologises", "apologise"), "neutral": ("takes no side", "take no side"), UNKNOWN: ("cannot be told", "cannot be told"),
}  # fmt: skip
"""What the quotes of a coarse role do: one quote, several quotes."""
LISTED = 20  # quotes told one by one before they are summed up


def plain(name: object) -> str:
    """A label in reading form: "support_for_victim" -> "support for victim"."""
    return str(name).replace("_", " ")


def count(n: int, one: str, several: str = "") -> str:
    """A number and its noun: "1 quote", "2 quotes"."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def listing(parts: Iterable[str]) -> str:
    """The parts in a row: "a", "a and b", "a, b and c"."""
    parts = list(parts)
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def headline(passages: pd.DataFrame, statements: pd.DataFrame) -> str:
    """Who apologised, how complete it was, and how the harmed answered, in two or three sentences of counts."""
    quotes = quotes_of(passages)
    harmed = quotes[quotes["side"] == "harmed"]
    return f"{_apologies(quotes, statements)} {_answers(harmed)}"


def _apologies(quotes: pd.DataFrame, statements: pd.DataFrame) -> str:
    articles = count(int(quotes["article_id"].nunique()), "article")
    if statements.empty:
        return f"No apology was found in {count(len(quotes), 'quote')} of {articles}."
    if len(statements) == 1:
        return f"{_one(statements.iloc[0])}."
    if len(statements) <= 3:
        return " ".join(f"{_one(row)}." for _, row in statements.iterrows())
    kinds = statements["quality"].value_counts()
    names = {"full": "full", "partial": "partial", "perfunctory": "perfunctory", "non_apology": "non-apologies"}
    told = listing(f"{int(kinds[kind])} {name}" for kind, name in names.items() if kind in kinds)
    return (
        f"{len(statements):,} apologies by {count(int(statements['speaker'].nunique()), 'speaker')} in {articles}: {told}; "
        f"half of them have {statements['completeness'].median():.0f} or more of the six components."
    )


def _one(statement: "pd.Series[Any]") -> str:
    flags = [plain(f) for f in list(statement["flags"])]
    where = f" ({statement['occasion']})" if statement["occasion"] else ""
    weak = f", with {count(len(flags), 'weakness', 'weaknesses')} ({listing(flags)})" if flags else ", without a weakness found"
    return f"{statement['speaker']} apologised{where}: {statement['completeness']} of 6 components{weak}"


def _answers(harmed: pd.DataFrame) -> str:
    if harmed.empty:
        return "No quote of the harmed side was found."
    counts = harmed["doing"].value_counts()
    told = listing(f"{n:,} {DOES[role][n > 1]}" for role, n in counts.items() if role in DOES)
    speakers = [who for who in harmed["who"].unique() if who != UNATTRIBUTED]
    by = f" by {count(len(speakers), 'speaker')}" if speakers else ""
    if len(counts) == 1 and len(harmed) > 1 and counts.index[0] in DOES:
        return f"All {len(harmed):,} quotes of the harmed side{by} {DOES[str(counts.index[0])][1]}."
    if len(harmed) == 1:
        return f"The harmed side answers in one quote, which {DOES.get(str(counts.index[0]), ('does something else', ''))[0]}."
    return f"Of {len(harmed):,} quotes of the harmed side{by}, {told}."


def comparison(passages: pd.DataFrame, *, measure: str = "stance") -> str:
    """How far apart apologies and the responses of the harmed are, with the interval of the difference, or why that cannot be said."""
    quotes = quotes_of(passages)
    found = difference(quotes[quotes["group"] == GROUPS[1]], quotes[quotes["group"] == GROUPS[0]], measure)
    name, sizes = MEASURES[measure], f"n = {found.n_a} and {found.n_b}"
    if pd.isna(found.low):
        return f"{name}: too few quotes to compare responses of the harmed with apologies ({sizes}; {FEWEST} of each are needed)."
    span = f"95 % interval {found.low:+.2f} to {found.high:+.2f}; {sizes}, {count(found.articles, 'article')}"
    if found.low <= 0 <= found.high:
        return f"{name}: no clear difference between responses of the harmed and apologies ({found.difference:+.2f}, {span})."
    return f"{name}: responses of the harmed lie {abs(found.difference):.2f} {'below' if found.difference < 0 else 'above'} the apologies ({span})."


def means_in_words(table: pd.DataFrame, *, rows: str, measure: str) -> str:
    """A strip chart's numbers: each row's mean, n and interval."""
    n = "n" if measure == "polarity" else "stance_n"
    parts = []
    for row in table.to_dict("records"):
        if not row[n]:
            parts.append(f"{row[rows]}: no quotes")
            continue
        low, high = row.get(f"{measure}_low"), row.get(f"{measure}_high")
        span = "" if low is None or pd.isna(low) else f", 95 % interval {low:+.2f} to {high:+.2f}"
        parts.append(f"{row[rows]}: mean {row[measure]:+.2f}, n = {row[n]}{span}")
    return f"{MEASURES[measure]} from -1 to 1. {'; '.join(parts)}."


def counts_in_words(quotes: pd.DataFrame) -> str:
    """What the responses do, by side, with their numbers."""
    counts = role_counts(quotes) if "n" not in quotes.columns else quotes
    if counts.empty:
        return "No response is tied to this apology."
    parts = [f"{plain(r['doing'])} by the {r['side']} side: {r['n']}" for r in counts.to_dict("records")]
    return f"{count(int(counts['n'].sum()), 'response')} by what they do. {'; '.join(parts)}."


def components_in_words(components: pd.DataFrame) -> str:
    """Which components each statement has, and the words that fired."""
    parts = []
    for _, rows in components.groupby("statement_id", sort=False):
        there = rows[rows["there"]]
        named = [plain(c) + (f" (\u201c{w}\u201d)" if w else "") for c, w in zip(there["component"], there["words"], strict=True)]
        missing = [plain(c) for c in rows.loc[~rows["there"], "component"]]
        parts.append(f"{rows['label'].iloc[0]}. There: {listing(named) or 'none'}. Not found: {listing(missing) or 'none'}.")
    return " ".join(parts) or "No apology statement."


def arc_in_words(quotes: pd.DataFrame, *, measure: str) -> str:
    """The values in reading order: one by one where there are few, else by thirds of the article."""
    kept = quotes[quotes[measure].notna()].sort_values("order")
    lead = f"{MEASURES[measure]} from -1 to 1, {count(len(kept), 'quote')} in reading order"
    if len(kept) <= LISTED:
        return (
            f"{lead}. "
            + "; ".join(f"{o}. {w}, {s}: {v:+.2f}" for o, w, s, v in zip(kept["order"], kept["who"], kept["side"], kept[measure], strict=True))
            + "."
        )
    third = pd.cut(pd.Series(range(len(kept))), 3, labels=["first third", "second third", "last third"])
    means = kept.assign(third=third.to_numpy()).groupby(["third", "side"], sort=False, observed=True)[measure].agg(["mean", "size"])
    return (
        f"{lead}. " + "; ".join(f"{when}, {side}: mean {m:+.2f}, n = {n:.0f}" for (when, side), (m, n) in zip(means.index, means.to_numpy(), strict=True)) + "."
    )


def timeline_in_words(periods: pd.DataFrame, *, measure: str) -> str:
    """The timeline's numbers by period (aggregates.by_period): mean and n, and the interval where there is one."""
    if periods.empty:
        return "No dated article with an apology."
    names = [f"day {a}" if a == b else f"days {a} to {b}" for a, b in zip(periods["day_from"], periods["day_to"], strict=True)]
    return "Days since the apology. " + means_in_words(periods.assign(period=names), rows="period", measure=measure)
