"""Passages -> small tables: by speaker, by role, apology against response. Every mean stands beside its n; paragraphs are left out.

Means of sentiment and of stance are two different things: an apology is full of negative words and conciliatory all the same.
"""

import pandas as pd

from analysis.schema import Capacity

UNATTRIBUTED = "(unattributed)"
GROUPS = ("Apology", "Response of the harmed", "Other reactions")


def quotes_of(passages: pd.DataFrame) -> pd.DataFrame:
    """The quote rows with three more columns: `who` (the speaker, or "(unattributed)"), `side` (accused, harmed, other), and `group`:
    Apology (the accused side apologising), Response of the harmed, Other reactions; null for the accused side's other quotes."""
    quotes = passages[passages["kind"] == "quote"].copy()
    quotes["who"] = quotes["speaker"].fillna(UNATTRIBUTED).astype("string")
    sides = {c.value: c.side for c in Capacity}
    quotes["side"] = quotes["capacity"].map(sides).fillna("other").astype("string")
    quotes["group"] = pd.Series(pd.NA, index=quotes.index, dtype="string")
    quotes.loc[quotes["role"] == "apology", "group"] = GROUPS[0]
    quotes.loc[(quotes["side"] == "harmed") & quotes["group"].isna(), "group"] = GROUPS[1]
    quotes.loc[(quotes["side"] == "other") & quotes["group"].isna(), "group"] = GROUPS[2]
    return quotes


def _means(quotes: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = quotes.groupby(by, sort=False, dropna=False)
    return grouped.agg(
        n=("polarity", "size"), articles=("article_id", "nunique"), polarity=("polarity", "mean"), stance_n=("stance", "count"), stance=("stance", "mean")
    ).reset_index()  # fmt: skip


def _most_frequent(values: "pd.Series[str]") -> str | None:
    """The most frequent value, None where all are missing."""
    found = values.mode()
    return str(found.iloc[0]) if len(found) else None


def by_speaker(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker: speaker, capacity (the most frequent), n quotes, articles, mean polarity, stance_n, mean stance; most quotes first."""
    quotes = quotes_of(passages)
    table = _means(quotes, ["who"])
    capacity = quotes.groupby("who", sort=False)["capacity"].agg(_most_frequent)
    table.insert(1, "capacity", table["who"].map(capacity).astype("string"))
    return table.rename(columns={"who": "speaker"}).sort_values(["n", "speaker"], ascending=[False, True], ignore_index=True)


def by_role(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a coarse role: role8, n quotes, articles, mean polarity, stance_n, mean stance; most quotes first."""
    table = _means(quotes_of(passages), ["role8"])
    return table.sort_values(["n", "role8"], ascending=[False, True], ignore_index=True)


def apology_against_response(passages: pd.DataFrame) -> pd.DataFrame:
    """One row a group of GROUPS, in their order, absent groups with n 0: group, n, articles, mean polarity, stance_n, mean stance."""
    quotes = quotes_of(passages)
    table = _means(quotes[quotes["group"].notna()], ["group"]).set_index("group").reindex(list(GROUPS))
    table[["n", "articles", "stance_n"]] = table[["n", "articles", "stance_n"]].fillna(0).astype("int64")
    return table.reset_index()


def responses_to(passages: pd.DataFrame, statement_id: str) -> pd.DataFrame:
    """The quotes that answer one apology statement, in reading order: those that link to it and are no part of it."""
    quotes = quotes_of(passages)
    return quotes[(quotes["statement_id"] == statement_id) & (quotes["side"] != "accused")]
