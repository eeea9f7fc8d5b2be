"""Which names of different articles may be one person: questions with evidence."""

import pandas as pd
import pytest

from analysis.aliases import propose_aliases


def _table(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["article_id", "speaker"])


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        pytest.param("Ashton Kutcher", "Kutcher", "surname", id="surname alone"),
        pytest.param("Dr Ada Pell", "Ada Pell", "titles", id="title"),
        pytest.param("Ada M. Pell", "Ada Pell", "middle", id="middle initial"),
        pytest.param("Ada Pell", "A. Pell", "initial", id="initial"),
        pytest.param("Samuel Roe", "Sam Roe", "short for", id="short form"),
        pytest.param("Katherine Pellham", "Catherine Pellham", "spelled alike", id="spelling"),
    ],
)
def test_a_pair_is_proposed_with_its_evidence(first: str, second: str, words: str) -> None:
    found = propose_aliases(_table(("a", first), ("b", second)))
    assert len(found) == 1
    assert words in found["evidence"][0]
    assert 0 < found["score"][0] < 1


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("a", "Ada Pell"), ("a", "Pell")], id="one article keeps two people apart"),
        pytest.param([("a", "Ada Pell"), ("b", "Eric Pell")], id="another first name"),
        pytest.param([("a", "father (unnamed)"), ("b", "father (unnamed)")], id="unnamed"),
        pytest.param([], id="nobody"),
    ],
)
def test_no_pair(rows: list[tuple[str, str]]) -> None:
    assert propose_aliases(_table(*rows)).empty
