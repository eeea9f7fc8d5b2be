"""The dashboard under AppTest: opening its pages and reading what they show."""

import pathlib

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analysis.page import loading

ROOT = pathlib.Path(__file__).parents[1]
SEED = "2023-12-08-kutcher-returns-to-instagram"
STRONGEST = f"{SEED}~875"  # "insulting."
AWARE = f"{SEED}~888"  # "We are aware of the pain ..."
PAGES = ("", "quotes", "people", "review", "articles", "method")


def page(name: str = "", **address: str | list[str]) -> AppTest:
    """The dashboard on one of its pages."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    return go(app, name)


def go(app: AppTest, name: str) -> AppTest:
    """The same visit on another page (AppTest's own switch knows pages of files only)."""
    app._page_hash = calc_hash(name)
    app.run()
    app._page_hash = ""  # from here on the page that was shown last
    return app


def figures(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def markup(app: AppTest) -> str:
    """All that the page writes as HTML."""
    return " ".join(h.proto.body for h in app.get("html"))


def words_of(app: AppTest) -> str:
    return " ".join(e.value for kind in ("info", "warning", "error", "success", "caption", "header", "subheader") for e in getattr(app, kind))


def box(app: AppTest, label: str, n: int = 0):  # type: ignore[no-untyped-def]
    """The n-th list outside the sidebar whose label begins so."""
    return [s for s in app.main.selectbox if s.label.startswith(label)][n]


def button(app: AppTest, label: str, n: int = 0):  # type: ignore[no-untyped-def]
    return [b for b in app.button if b.label.startswith(label)][n]


def seeds(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path, **texts: str) -> None:
    """These articles instead of the seeds."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    monkeypatch.setattr(loading, "SEEDS", folder)
