"""Passages -> proposals that two speakers' names in different articles mean one person, each with its evidence. Nothing is merged here."""

import collections
import itertools
import re

import pandas as pd

PROPOSALS = ("name", "other", "score", "evidence")
SPELLING = 92.0  # rapidfuzz similarity of 0..100 from which two full names may be one, spelled twice
DESCRIBED = re.compile(r"\(unnamed\)| and ")


def propose_aliases(passages: pd.DataFrame) -> pd.DataFrame:
    """Pairs of speakers who may be one person, the surest first.

    Args:
        passages: The passages table (schema.PASSAGES) of one or more articles.

    Returns:
        One row a pair: `name` (the longer), `other`, `score` 0..1 and `evidence` in words. Only names that share no article are paired: within
        one article two people of one surname were kept apart on purpose. A proposal is a question to a person, never an answer.
    """
    spoken = passages[passages["speaker"].notna()]
    articles: dict[str, set[str]] = collections.defaultdict(set)
    for name, article in zip(spoken["speaker"], spoken["article_id"], strict=True):
        if not DESCRIBED.search(str(name)):
            articles[str(name)].add(str(article))
    last: dict[str, list[str]] = collections.defaultdict(list)
    for name in articles:
        last[_parts(name)[-1]].append(name)
    rows: list[tuple[str, str, float, str]] = []
    for names in last.values():
        for a, b in itertools.combinations(sorted(names, key=lambda n: (-len(n), n)), 2):
            if not articles[a] & articles[b] and (found := _evidence(a, b)):
                rows.append((a, b, found[0], found[1]))
    rows += _spellings(articles)
    table = pd.DataFrame.from_records(list(set(rows)), columns=list(PROPOSALS))
    return table.sort_values(["score", "name", "other"], ascending=[False, True, True], ignore_index=True)


def _parts(name: str) -> list[str]:
    """First, middle and last names in lower case, without titles and suffixes (nameparser); the whole name where nothing is left."""
    from nameparser import HumanName

    parsed = HumanName(name)
    parts = [*parsed.first.split(), *parsed.middle.split(), *parsed.last.split()]
    return [p.lower().strip(".") for p in parts] or [name.lower()]


def _evidence(longer: str, shorter: str) -> tuple[float, str] | None:
    """Score and reason for two names with one last word."""
    a, b = _parts(longer), _parts(shorter)
    if a == b:
        return 0.98, "the same name but for titles"
    if len(b) == 1:
        return 0.6, f"'{shorter}' is the surname of '{longer}'"
    if a[0] == b[0]:
        return 0.95, "the same first name and surname; one has a middle name"
    if min(len(a[0]), len(b[0])) == 1 and a[0][0] == b[0][0]:
        return 0.8, "the same surname and initial"
    if min(len(a[0]), len(b[0])) > 2 and (a[0].startswith(b[0]) or b[0].startswith(a[0])):
        return 0.75, f"the same surname; '{b[0].title()}' may be short for '{a[0].title()}'"
    return None


def _spellings(articles: dict[str, set[str]]) -> list[tuple[str, str, float, str]]:
    """Full names of nearly the same letters ("Catherine" and "Katherine")."""
    from rapidfuzz import fuzz, process

    names = sorted(n for n in articles if " " in n)
    rows = []
    for i, name in enumerate(names):
        for other, score, _ in process.extract(name, names[i + 1 :], scorer=fuzz.ratio, score_cutoff=SPELLING, limit=5):
            if not articles[name] & articles[other] and _parts(name) != _parts(other):
                rows.append((max(name, other, key=len), min(other, name, key=len), round(score / 100 * 0.85, 3), f"spelled alike ({score:.0f} of 100)"))
    return [r for r in rows if r[0] != r[1]]
