"""Numbers -> intervals of a mean and of a difference, honest about few and about clustered values.

Quotes of one article are not independent of each other (one reporter, one event), so the variance is that of the articles' sums
(cluster-robust, Liang & Zeger 1986) with Student's t on articles - 1 degrees of freedom; where plain variance is larger, that is taken
(Angrist & Pischke 2009, section 8.2.3). Below FEWEST values no interval is given: at n = 2 a nominal 95 % interval covers half that.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

FEWEST = 5
LEVEL = 0.95


class Difference(NamedTuple):
    """Mean of a minus mean of b with its interval; `low` and `high` are nan where one group has fewer than FEWEST values."""

    n_a: int
    n_b: int
    articles: int
    difference: float
    low: float
    high: float


def _quantile(freedom: "np.ndarray | float") -> "np.ndarray":
    """Student's t at LEVEL, two-sided."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.maximum(freedom, 1), (1 + LEVEL) / 2))


def mean_intervals(frame: pd.DataFrame, by: str, value: str, *, cluster: str = "article_id") -> pd.DataFrame:
    """One row a group of `by`: n, articles, mean, low, high; nulls of `value` are left out. The interval is clipped to [-1, 1] and nan below
    FEWEST values. Index: the groups in order of appearance."""
    kept = frame[[by, cluster, value]].dropna(subset=[value])
    keys = pd.factorize(kept[by])  # codes are much faster than strings on every groupby below
    work = pd.DataFrame({"by": keys[0], "cluster": pd.factorize(kept[cluster])[0], "value": kept[value].to_numpy(dtype=float)})
    groups = work.groupby("by", sort=True)["value"]
    table = groups.agg(n="size", mean="mean", sd="std")
    work["off"] = work["value"] - work["by"].map(table["mean"])
    sums = work.groupby(["by", "cluster"], sort=True)["off"].sum()
    table["articles"] = sums.groupby("by").size()
    clusters, n = table["articles"].to_numpy(), table["n"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = np.nan_to_num(table["sd"].to_numpy()) / np.sqrt(n) * _quantile(n - 1)
        between = np.sqrt((sums**2).groupby("by").sum().to_numpy() * clusters / np.maximum(clusters - 1, 1)) / n * _quantile(clusters - 1)
    half = np.where(clusters > 1, np.maximum(plain, between), plain)
    half = np.where(n < FEWEST, np.nan, half)
    table["low"], table["high"] = np.clip(table["mean"] - half, -1, 1), np.clip(table["mean"] + half, -1, 1)
    table.index = pd.Index(keys[1], name=by)[table.index]
    return pd.DataFrame(table)[["n", "articles", "mean", "low", "high"]]


def difference(a: pd.DataFrame, b: pd.DataFrame, value: str, *, cluster: str = "article_id") -> Difference:
    """Mean `value` of the rows `a` minus that of the rows `b`, clustered by article over both; the interval is clipped to [-2, 2]."""
    x, y = a[value].dropna().to_numpy(dtype=float), b[value].dropna().to_numpy(dtype=float)
    clusters = pd.concat([a.loc[a[value].notna(), cluster], b.loc[b[value].notna(), cluster]])
    articles = int(clusters.nunique())
    gap = float(x.mean() - y.mean()) if len(x) and len(y) else float("nan")
    if min(len(x), len(y)) < FEWEST:
        return Difference(len(x), len(y), articles, gap, float("nan"), float("nan"))
    pull = np.concatenate([(x - x.mean()) / len(x), -(y - y.mean()) / len(y)])
    va, vb = x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)
    welch = (va + vb) ** 2 / max(va**2 / (len(x) - 1) + vb**2 / (len(y) - 1), 1e-12)
    half = float(np.sqrt(va + vb) * _quantile(welch))
    if articles > 1:
        sums = np.bincount(pd.factorize(clusters)[0], weights=pull)
        half = max(half, float(np.sqrt((sums**2).sum() * articles / (articles - 1)) * _quantile(articles - 1)))
    return Difference(len(x), len(y), articles, gap, max(gap - half, -2.0), min(gap + half, 2.0))
