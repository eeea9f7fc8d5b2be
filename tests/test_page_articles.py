"""Articles on the page: bad files, pasted text, long jobs, hostile words, folders and tables instead of the seeds."""

import pathlib
import threading
import time

import numpy as np
import pandas as pd
import pytest
from factories import FakeScorer, make_article
from pages import PAGES, box, button, figures, go, markup, page, seeds, words_of

from analysis.corrections import Store, person_correction, quote_correction
from analysis.page import jobs, loading
from analysis.page.article import pieces_of
from analysis.page.markup import quote_html, quotes_html, statement_html
from analysis.pipeline import analyse
from analysis.revision import with_columns
from analysis.schema import Article

pytestmark = pytest.mark.usefixtures("light_page")


def test_bad_files_are_named_and_the_others_show(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, good='Sorry\n"I am sorry," said Ann Poe.')
    (tmp_path / "bad.txt").write_bytes(b"\0")
    app = page()
    assert any("bad.txt" in e.value for e in app.error) and figures(app)["Quotes"] == "1"


def test_an_article_that_cannot_be_analysed_does_not_take_the_others_along(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, good='Sorry\n"I am sorry," said Ann Poe.', odd='Odd\n"I am odd," said Bo Day.')

    def failing(articles: list[Article], scorer: object, **more: object) -> object:
        if articles[0].id == "odd":
            raise RuntimeError("no luck")
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", failing)
    app = page()
    assert any("odd" in e.value and "no luck" in e.value for e in app.error) and figures(app)["Quotes"] == "1"
    assert figures(app.run())["Quotes"] == "1"  # and it is not tried again at every click


def test_pasted_text_becomes_an_article_and_empty_text_does_not() -> None:
    app = page("articles")
    next(t for t in app.main.text_area if t.label.startswith("Text")).set_value('"I am so sorry," said Zelda Quux.\n"Too late," said Eve Orr.')
    next(t for t in app.main.text_input if t.label == "Headline").set_value("Zelda says sorry")
    button(app, "Read it").click().run()
    assert "Zelda says sorry" in app.dataframe[0].value["headline"].tolist()
    note = app.dataframe[0].value.set_index("headline").loc["Zelda says sorry"]
    assert (note["quotes"], note["paragraphs"], note["without a speaker"]) == (2, 2, 0)
    button(app, "Remove the 1 added").click().run()
    assert "Zelda says sorry" not in app.dataframe[0].value["headline"].tolist()
    button(app, "Read it").click().run()
    assert "is empty" in words_of(app)


def test_a_long_job_shows_progress_and_can_be_stopped_and_resumed(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, **{f"a{n}": f'Sorry {n}\n"I am sorry," said Ann Poe.' for n in range(4)})
    monkeypatch.setattr(loading, "PATIENCE", 0.0)

    def slow(articles: list[Article], scorer: object, **more: object) -> object:
        for step in range(10):
            time.sleep(0.03)
            more["progress"]("reading", step, 10)  # type: ignore[operator]
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", slow)
    app = page()
    assert app.get("progress") and not app.metric
    app.button(key="stop").click().run()
    assert "because you stopped" in words_of(app)
    monkeypatch.setattr(loading, "PATIENCE", 60)
    app.button(key="resume").click().run()
    assert figures(app)["Quotes"] == "4"


HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) $\\alpha$ :red[hot]\n"
    '"=HYPERLINK(\\"http://evil\\") I am <b>sorry</b> <img src=x onerror=alert(1)>," said Ann <i>Poe</i>.\n'
    '\u202e"I am sorry \u2067 and *bold* `code`," said Bo Day.\u202c'
)


@pytest.mark.parametrize("name", PAGES)
def test_words_of_an_article_are_never_markup(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, **{"<b>x[1](y)": HOSTILE})
    app = page(name)
    assert not app.exception
    html = markup(app)
    assert "<script>" not in html and "<b>sorry" not in html and "<img" not in html and "<i>Poe" not in html
    for kind in ("markdown", "caption", "header", "subheader", "title"):
        assert not any("javascript:" in e.value or "<script" in e.value for e in getattr(app, kind))


def test_a_hostile_quote_opens_and_is_corrected(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, x=HOSTILE)
    app = page("quotes")
    start = int(app.session_state["screen"].quotes["start"].iloc[0])
    text = app.session_state["screen"].view.readings["x"].article.text
    Store().add([quote_correction("speaker", "<script>alert(2)</script>", article_id="x", text=text, start=start, end=text.index(",", start) + 1)], author="<b>", note="<i>")
    app = page("quotes", quote=f"x~{start}")
    box(app, "Role").set_value("denial").run()
    assert not app.exception and "<script>" not in markup(app) and "&lt;script&gt;" in markup(app)
    for name in PAGES:
        assert "<script>" not in markup(go(app, name)) and not app.exception


def test_a_paragraph_of_megabytes_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, fake_scorer: FakeScorer) -> None:
    found = analyse([make_article("Before.", '"I am sorry," said Ann Poe.')], fake_scorer)  # type: ignore[arg-type]
    table = found.passages.copy()
    long = "word " * 1_000_000
    table.loc[0, "text"] = long  # as a scored file holds it: reading five megabytes takes minutes and shows progress meanwhile
    table.loc[0, "end"] += len(long) - len("Before.")
    table.loc[1:, ["start", "end"]] += len(long) - len("Before.")
    table.to_parquet(tmp_path / "long.parquet")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "long.parquet")])
    app = page("quotes")
    assert not app.exception and len(app.main.dataframe[0].value) == 1
    row = app.session_state["screen"].quotes.iloc[0]
    app = page("quotes", quote=f"{row['article_id']}~{row['start']}")
    assert not app.exception and "I am sorry" in markup(app)


def test_articles_that_are_read_are_shown_while_others_follow(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, a='Sorry\n"I am sorry," said Ann Poe.', b='Late\n"Too late," said Eve Orr.')
    freed = threading.Event()

    def second_waits(articles: list[Article], scorer: object, **more: object) -> object:
        if articles[0].id == "b":
            freed.wait(30)
        return analyse(articles, FakeScorer())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "analyse", second_waits)
    monkeypatch.setattr(loading, "PATIENCE", 5)
    app = page()
    assert app.get("progress") and figures(app)["Quotes"] == "1"
    freed.set()
    app.session_state["job"].join(30)
    assert figures(app.run())["Quotes"] == "2" and not app.get("progress")


def test_a_job_given_up_does_not_hold_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    seeds(monkeypatch, tmp_path, stuck='Stuck\n"I am sorry," said Ann Poe.')
    freed = threading.Event()

    def stuck(articles: list[Article], scorer: object, **more: object) -> object:
        freed.wait(30)
        raise RuntimeError("too late to matter")

    monkeypatch.setattr(loading, "PATIENCE", 0.1)
    monkeypatch.setattr(jobs, "analyse", stuck)
    app = page()
    app.button(key="stop").click().run()
    assert "because you stopped" in words_of(app) and not app.exception
    freed.set()


def test_null_labels_are_shown_as_cannot_tell(fake_scorer: FakeScorer) -> None:
    found = analyse([make_article('"I am so very sorry for that," somebody said.')], fake_scorer)  # type: ignore[arg-type]
    row = with_columns(found.passages).iloc[-1].to_dict() | {"capacity": pd.NA, "role": pd.NA, "speaker": pd.NA, "target": pd.NA}
    assert quote_html(row).count("cannot tell") >= 2 and "not named" in quote_html(row)
    assert "cannot tell" in quotes_html([row])


def test_an_article_s_pieces_join_to_its_paragraphs(seed: Article, fake_scorer: FakeScorer) -> None:
    found = analyse([seed], fake_scorer)  # type: ignore[arg-type]
    quotes = found.passages[found.passages["kind"] == "quote"]
    for chosen in [None, *quotes["start"]]:
        pieces = pieces_of(seed, quotes, chosen)
        assert ["".join(p["text"] for p in ps) for ps in pieces] == [seed.text[p.start : p.end] for p in seed.paragraphs]
        assert all(seed.text[p["start"] : p["start"] + len(p["text"])] == p["text"] for ps in pieces for p in ps)


def test_a_statement_from_a_table_file_without_its_words_is_shown() -> None:
    statement = dict.fromkeys(("regret", "explanation", "responsibility", "repentance", "repair", "forgiveness_request"), False)
    card = statement_html(statement | {"speaker": "<b>", "occasion": "", "completeness": 0, "quality": "perfunctory", "flags": np.array(["conditional"]), "evidence": "x"}, [])
    assert "conditional" in card and "<b>" not in card.replace("<br>", "")


def test_a_folder_or_a_scored_table_is_opened_instead_of_the_seeds(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, fake_scorer: FakeScorer) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "one.txt").write_text('Sorry\n"I am sorry," said Ann Poe.', encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "f")])
    assert figures(page())["Quotes"] == "1"
    found = analyse([make_article('"I was wrong," said Ann Poe.', '"Too late," said Eve Orr.')], fake_scorer)  # type: ignore[arg-type]
    found.passages.to_parquet(tmp_path / "scored.parquet")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "scored.parquet"), "--corrections", str(tmp_path / "mine.sqlite")])
    Store(tmp_path / "mine.sqlite").add([person_correction("capacity", "victim", person="Eve Orr")])
    app = page("quotes")
    assert len(app.main.dataframe[0].value) == 2 and "harmed party \u270e" in app.main.dataframe[0].value["capacity"].tolist()
    first = app.session_state["screen"].quotes.iloc[0]
    app = page("quotes", quote=f"{first['article_id']}~{first['start']}")
    assert not app.exception and "I was wrong" in markup(app)
    (tmp_path / "bad.parquet").write_bytes(b"no table")
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(tmp_path / "bad.parquet")])
    assert "no Parquet file that can be read" in page().error[0].value
    monkeypatch.setattr("sys.argv", ["dashboard.py", "--what"])
    assert "--corrections FILE" in page().error[0].value
