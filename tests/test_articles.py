"""Reading files: encodings, first lines, bad files."""

import datetime
import pathlib

import pytest

from analysis.articles import parse_article, read_articles, unique_ids
from analysis.errors import ArticleError

BODY = ' date 2024-05-06 A headline\nOne \u201cquoted\u201d caf\u00e9 line \u2014 here.\n\nTwo.\n'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BODY.encode(), id="utf-8"),
        pytest.param(BODY.encode("utf-8-sig"), id="byte-order mark"),
        pytest.param(BODY.encode("utf-16"), id="utf-16"),
        pytest.param(BODY.encode("cp1252"), id="windows-1252"),
        pytest.param(BODY.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(BODY.encode().decode("latin-1").encode(), id="mojibake"),
    ],
)
def test_every_encoding_gives_the_same_article(content: bytes) -> None:
    article = parse_article(content, "a.txt")
    assert article.headline == "A headline"
    assert article.published == datetime.date(2024, 5, 6)
    assert [article.text[p.start : p.end] for p in article.paragraphs] == ["One \u201cquoted\u201d caf\u00e9 line \u2014 here.", "Two."]


def test_without_a_date_line_the_first_line_is_the_headline() -> None:
    article = parse_article(b"Mayor says sorry\nThe mayor spoke.\n", "x.txt")
    assert (article.headline, article.published, len(article.paragraphs)) == ("Mayor says sorry", None, 1)


def test_a_single_line_is_headline_and_paragraph() -> None:
    article = parse_article(b'"I am sorry," the mayor said.', "x.txt")
    assert [article.text[p.start : p.end] for p in article.paragraphs] == ['"I am sorry," the mayor said.']


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\n\t\n", "empty", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", id="picture"),
        pytest.param(b" date 2024-13-45 A headline\nText.", "calendar date", id="impossible date"),
    ],
)
def test_a_file_without_an_article_is_named_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words) as error:
        parse_article(content, "bad.txt")
    assert str(error.value).startswith("bad.txt")


def test_a_bad_file_is_reported_and_the_others_load(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\1\2")
    (tmp_path / "b.txt").write_text(BODY, encoding="utf-8")
    errors: list[ArticleError] = []
    articles = read_articles(tmp_path, on_error=errors.append)
    assert [a.id for a in articles] == ["b"]
    assert len(errors) == 1 and "a.txt" in str(errors[0])
    with pytest.warns(UserWarning, match=r"a\.txt"):
        read_articles(tmp_path)


def test_nothing_readable_is_an_error(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(ArticleError, match="no article could be read"):
        read_articles(tmp_path)
    with pytest.raises(ArticleError, match="no such file"):
        read_articles(tmp_path / "missing")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ArticleError, match=r"no \.txt file"):
        read_articles(empty)


def test_a_megabyte_is_read() -> None:
    article = parse_article((" date 2024-05-06 Long\n" + "A line of text that is repeated.\n" * 31_000).encode(), "long.txt")
    assert len(article.paragraphs) == 31_000


def test_repeated_ids_are_numbered() -> None:
    article = parse_article(b"One\nTwo.", "same.txt")
    assert [a.id for a in unique_ids([article, article])] == ["same", "same~2"]


def test_fictional_examples_are_marked() -> None:
    folder = pathlib.Path(__file__).parents[1] / "seeds"
    assert not any(a.fictional for a in read_articles(folder))
    assert all(a.fictional for a in read_articles(folder / "fictional"))
