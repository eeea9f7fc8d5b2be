"""The HTML report: whole, offline, and nothing in it runs."""

import html.parser
import re

import pandas as pd
import pytest
from factories import FakeScorer, make_article, make_passages, make_statement

from analysis.exports import make_manifest
from analysis.pipeline import Analysis, analyse
from analysis.report import figures_of, report_html
from analysis.schema import Article

HOSTILE = (
    "<script>document.title='pwned'</script>", '"><img src=x onerror=alert(1)>', "</template></style><svg onload=alert(1)>", "=HYPERLINK(1)", "{{x}} *b* $y$ \u202eabc",
)  # fmt: skip


class Page(html.parser.HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def report_of(found: Analysis) -> str:
    articles = [r.article for r in found.readings]
    return report_html(found.passages, found.statements, articles, make_manifest(found.passages, articles), accuracy="Measured: 9 of 10.")


@pytest.fixture
def found(short_article: Article, fake_scorer: FakeScorer) -> Analysis:
    return analyse([short_article], fake_scorer)


def test_it_holds_charts_tables_quotes_and_articles(found: Analysis) -> None:
    text = report_of(found)
    assert text.count("<svg") == len(figures_of(found.passages, found.statements)) >= 5
    for words in ("Jan Roe apologised", "His apology is too late", "Measured: 9 of 10.", "by what they do. criticism by the harmed side: ", 'aria-label="Stance toward', "sha256"):
        assert words in text
    marked = re.findall(r"<mark class=\"(\w+)\" title=[^>]*>([^<]+)</mark>", text)
    assert ("accused", "I was wrong and I am sorry,") in marked and ("harmed", "We want him to resign.") in marked


def test_it_needs_nothing_else_and_runs_nothing(found: Analysis) -> None:
    page = Page(report_of(found))
    assert not {"script", "iframe", "object", "link", "form", "img"} & {tag for tag, _ in page.tags}
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert all(not re.match(r"(?!#)\S*:", attributes.get(name) or "") for name in ("src", "href", "xlink:href"))
    assert any("default-src 'none'" in (a.get("content") or "") for tag, a in page.tags if tag == "meta")


def test_every_id_is_unique_and_every_reference_found(found: Analysis) -> None:
    text = report_of(found)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_an_article_is_markup(words: str, fake_scorer: FakeScorer) -> None:
    calm = Page(report_of(analyse([make_article('"I am sorry words," said Ann Poe.', headline="words")], fake_scorer)))
    article = make_article(f'"I am sorry {words}," said Ann Poe.', headline=words)
    hostile = Page(report_of(analyse([article], fake_scorer)))
    assert {tag for tag, _ in hostile.tags} == {tag for tag, _ in calm.tags}
    table, statement = make_passages({"speaker": words, "article_id": words, "role_evidence": words, "text": words}), make_statement(speaker=words, occasion=words, evidence={"regret": words})
    statement["article_id"] = words
    manifest = make_manifest(table, [], filters={words: [words]})
    page = Page(report_html(table, statement, [], manifest, title=words, accuracy=words))
    assert not [a for tag, a in page.tags if tag in ("script", "img") or any(n.startswith("on") for n in a)]


def test_only_the_quotes_on_screen_enter(found: Analysis) -> None:
    kept = found.passages[found.passages["speaker"] == "Ada Pell"]
    text = report_html(kept, found.statements, [r.article for r in found.readings], make_manifest(kept, []))
    assert "I was wrong and I am sorry" not in text and "His apology is too late" in text


def test_nothing_to_report_is_a_report_that_says_so(found: Analysis) -> None:
    text = report_html(found.passages.head(0), found.statements.head(0), [], make_manifest(found.passages.head(0), []))
    assert "No apology statement was found." in text and "No quote of the harmed side" in text


def test_what_is_left_out_is_counted(found: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.report.QUOTES", 3)
    assert "1 more quotes are not shown here" in report_of(found)


def test_fictional_examples_are_called_that(found: Analysis, short_article: Article) -> None:
    import dataclasses

    text = report_html(found.passages, found.statements, [dataclasses.replace(short_article, fictional=True)], make_manifest(found.passages, []))
    assert "Fictional examples: 1 of the 1 article." in text and "Fictional examples" not in report_of(found)


def test_days_are_charted_where_there_are_several() -> None:
    table = make_passages({}, {"article_id": "b", "published": "2024-05-20", "speaker": "Ann Poe"})
    names = [f.name for f in figures_of(table, make_statement())]
    assert "timeline" in names and "arc" not in names
    assert [f.name for f in figures_of(table[table["article_id"] == "a"], make_statement())][-1] == "arc"
    assert isinstance(figures_of(table, make_statement())[0].table, pd.DataFrame)
