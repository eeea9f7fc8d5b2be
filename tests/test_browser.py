"""The page as a user has it: the real server, the real model, a real Chromium."""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[1]
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
MISSING = CHROMIUM is None and not os.environ.get("CI")  # in CI a missing browser is a failure, not a skip
pytestmark = [pytest.mark.browser, pytest.mark.skipif(MISSING, reason="no Chromium: apt-get install chromium")]
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"


SEED = "2023-12-08-kutcher-returns-to-instagram"
STRONGEST = f"{SEED}~875"  # "insulting."
PATHS = ("", "quotes", f"quotes?quote={STRONGEST}", "people", "review", "articles", "method")


@contextlib.contextmanager
def serving(corrections: pathlib.Path, *more: str) -> Iterator[str]:
    """A server of this checkout on a free port, with its own store of corrections."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--", *more, "--corrections", str(corrections)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    url = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.5)
    try:
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for tests that correct nothing."""
    with serving(tmp_path_factory.mktemp("store") / "corrections.sqlite") as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab of its own session; whatever it asks of another machine is an error."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")) else None)
    dialogs: list[str] = []
    page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    yield page
    page.close()
    assert not asked and not dialogs


def settle(tab: Page) -> None:
    """Waits until the script has run and everything it drew is there."""
    tab.wait_for_timeout(600)
    tab.wait_for_selector(DONE, timeout=90_000)
    tab.wait_for_function("document.querySelectorAll('[data-testid=stSkeleton]').length === 0", timeout=60_000)


def open_page(tab: Page, url: str) -> None:
    """Opens the page and waits until its articles are read."""
    tab.goto(url)
    tab.wait_for_selector("[data-testid=stPageLink]", timeout=90_000)
    expect(tab.locator("[data-testid=stProgress]")).to_have_count(0, timeout=90_000)
    settle(tab)


def expect_quotes(tab: Page, count: int) -> None:
    """Waits until the figure labelled "Quotes" is `count`: the page is drawn piece by piece."""
    figure = tab.locator("[data-testid=stMetric]", has_text=re.compile("^Quotes")).locator("[data-testid=stMetricValue]")
    expect(figure).to_have_text(re.compile(rf"^\s*{count}\s*$"), timeout=60_000)


def downloaded(tab: Page, name: str) -> bytes:
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name=name).click()
    return pathlib.Path(waiting.value.path()).read_bytes()


def choose(tab: Page, label: str, option: str) -> None:
    """Picks an option of the list outside the sidebar with this label: two clicks."""
    wanted = tab.get_by_role("option", name=re.compile(f"^{option}")).first
    for _ in range(3):  # a list that opens while the page is still being drawn closes again
        tab.locator("[data-testid=stMain]").get_by_role("combobox", name=re.compile(f"^{label}")).first.click()
        with contextlib.suppress(TimeoutError):
            wanted.click(timeout=5_000)
            break
    settle(tab)


def test_a_newcomer_finds_the_strongest_answer_in_two_clicks(tab: Page, address: str) -> None:
    open_page(tab, address)
    strongest = tab.locator("[data-testid=stVerticalBlock]", has_text="Strongest answer").last
    strongest.get_by_role("button", name="Read it in the article").click()
    settle(tab)
    expect(tab.locator("mark.chosen")).to_have_text(re.compile("insulting"))
    assert f"quote={STRONGEST}" in tab.url
    tab.go_back()  # one click back
    expect_quotes(tab, 12)


def test_a_click_on_a_chart_mark_opens_its_quote_and_a_marked_quote_the_next(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?speaker=Jane+Doe+%231")
    expect_quotes(tab, 4)
    tab.locator("[data-testid=stVegaLiteChart] [role=graphics-symbol][aria-label*='incredibly insulting']").first.click(force=True)
    settle(tab)
    expect(tab.locator("mark.chosen")).to_have_text(re.compile("This video was incredibly insulting"), timeout=30_000)
    tab.locator("mark", has_text="heavily lawyered").click()
    settle(tab)
    expect(tab.locator("mark.chosen")).to_have_text(re.compile("heavily lawyered"))
    assert "speaker=Jane" in tab.url and "quote=" in tab.url


def test_filters_go_into_the_address_and_the_download_is_what_is_on_screen(tab: Page, address: str) -> None:
    open_page(tab, address)
    expect_quotes(tab, 12)
    tab.get_by_role("combobox", name=re.compile("Speaker")).click()
    tab.get_by_role("option", name=re.compile("Jane Doe")).click()
    expect_quotes(tab, 4)
    assert "speaker=Jane" in tab.url
    tab.keyboard.press("Escape")
    tab.get_by_role("link", name="Quotes").click()
    settle(tab)
    assert "speaker=Jane" in tab.url
    with zipfile.ZipFile(io.BytesIO(downloaded(tab, "Quotes .csv"))) as bundle:
        frame = pd.read_csv(bundle.open("passages.csv"))
        manifest = json.loads(bundle.read("manifest.json"))
    assert frame["speaker"].unique().tolist() == ["Jane Doe #1"] and len(frame) == 4
    assert manifest["filters"] == {"speaker": ["Jane Doe #1"]} and manifest["articles"][0]["sha256"]
    sheet = pd.read_excel(io.BytesIO(downloaded(tab, "Quotes .xlsx")), engine="openpyxl")
    assert sheet["text"].tolist() == frame["text"].tolist()
    report = downloaded(tab, "Report .html").decode()
    assert "Jane Doe #1" in report and "<script" not in report and "src=\"http" not in report
    tab.go_back()
    settle(tab)
    tab.go_back()
    expect_quotes(tab, 12)


def test_a_link_opens_the_same_view(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?speaker=Jane+Doe+%231&measure=stance")
    expect_quotes(tab, 4)
    expect(tab.get_by_role("radio", name="Stance toward the other side")).to_be_checked()
    open_page(tab, f"{address}/quotes?quote={STRONGEST}&capacity=victim")
    expect(tab.locator("mark.chosen")).to_have_text(re.compile("insulting"))


def test_uploaded_articles_join_the_page_and_a_bad_one_is_named(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/articles")
    good = {"name": "mine.txt", "mimeType": "text/plain", "buffer": b'My headline\n"I am so sorry," said Zelda Quux.'}
    evil = {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b'<script>alert(1)</script>\n"=cmd <b>sorry</b>," said Ann Poe.'}
    bad = {"name": "bad.txt", "mimeType": "text/plain", "buffer": b"\0\1\2"}
    tab.locator("[data-testid=stFileUploader] input[type=file]").set_input_files([good, evil, bad])  # type: ignore[list-item]
    expect(tab.locator("[data-testid=stAlert]").first).to_contain_text("bad.txt", timeout=60_000)
    expect(tab.locator("[data-testid=stProgress]")).to_have_count(0, timeout=60_000)
    settle(tab)
    tab.get_by_role("link", name="Overview").click()
    expect_quotes(tab, 14)


def test_a_wrong_role_is_corrected_in_three_clicks_and_survives_a_restart(tab: Page, tmp_path: pathlib.Path) -> None:
    store = tmp_path / "corrections.sqlite"
    with serving(store) as url:
        open_page(tab, f"{url}/")
        tab.get_by_role("button", name="Read it in the article").first.click()  # one
        settle(tab)
        choose(tab, "Role", "denial")  # two and three
        expect(tab.locator("[data-testid=stAlert]").first).to_contain_text("role is now denial")
        link = tab.url
    with serving(store) as again:
        open_page(tab, link.replace(url, again))
        expect(tab.locator("[data-testid=stMain]")).to_contain_text("the machine said: ")
        tab.get_by_role("link", name="Review").click()
        settle(tab)
        tab.get_by_role("tab", name=re.compile("History")).click()
        expect(tab.get_by_role("tab", name="History (1)")).to_be_visible()


def test_two_sessions_keep_each_other_s_edits_and_words_are_added_by_selecting_them(chromium: Browser, tab: Page, tmp_path: pathlib.Path) -> None:
    with serving(tmp_path / "corrections.sqlite") as url:
        other = chromium.new_page()
        for page in (tab, other):
            open_page(page, f"{url}/quotes?quote={STRONGEST}")
        choose(tab, "Role", "acceptance")
        choose(other, "Sentiment", "positive")
        expect(other.locator("[data-testid=stMain]")).to_contain_text("the machine said: criticism")
        other.close()
        tab.evaluate(
            """() => { const words = document.querySelector(".article p span").firstChild, range = document.createRange()
            range.setStart(words, 0); range.setEnd(words, 14); getSelection().removeAllRanges(); getSelection().addRange(range) }"""
        )
        tab.get_by_role("button", name="Add \u201cAshton Kutcher\u201d as a quote").click()
        settle(tab)
        tab.get_by_role("button", name="Add this quote").click()
        settle(tab)
        expect(tab.locator("mark", has_text=re.compile("^Ashton Kutcher$"))).to_have_count(1)
        expect(tab.locator("[data-testid=stMain]")).to_contain_text("positive (+1.00)")


def test_a_quote_is_opened_and_corrected_by_keyboard_alone(tab: Page, tmp_path: pathlib.Path) -> None:
    with serving(tmp_path / "corrections.sqlite") as url:
        open_page(tab, f"{url}/quotes?quote={STRONGEST}")
        tab.locator("mark", has_text="heavily lawyered").focus()
        tab.keyboard.press("Enter")
        settle(tab)
        expect(tab.locator("mark.chosen")).to_have_text(re.compile("heavily lawyered"))
        tab.locator("[data-testid=stMain]").get_by_role("combobox", name=re.compile("^Role")).first.focus()
        tab.keyboard.type("denial")
        tab.keyboard.press("Enter")
        settle(tab)
        expect(tab.locator("[data-testid=stAlert]").first).to_contain_text("role is now denial")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_every_page_is_accessible_and_nothing_runs_off_the_side(tab: Page, address: str, scheme: str, width: int) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tab.set_viewport_size({"width": width, "height": 900})
    for path in PATHS:
        open_page(tab, f"{address}/{path}")
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), path
        assert not tab.locator("[data-testid=stException]").count(), path
        found = [v for v in Axe().run(tab).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not found, (path, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found])
