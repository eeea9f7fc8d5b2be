"""The page as a user has it: the real server, the real model, a real Chromium."""

import io
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[1]
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
MISSING = CHROMIUM is None and not os.environ.get("CI")  # in CI a missing browser is a failure, not a skip
pytestmark = [pytest.mark.browser, pytest.mark.skipif(MISSING, reason="no Chromium: apt-get install chromium")]
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of this checkout on a free port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    url = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.5)
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture
def tab(address: str) -> Iterator[Page]:
    """A browser tab, not opened on anything yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        yield page
        browser.close()


def open_page(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.wait_for_selector("[data-testid=stMetric]", timeout=90_000)
    tab.wait_for_selector(DONE, timeout=90_000)


def expect_quotes(tab: Page, count: int) -> None:
    """Waits until the figure labelled "Quotes" is `count`: the page is drawn piece by piece."""
    figure = tab.locator("[data-testid=stMetric]", has_text=re.compile("^Quotes")).locator("[data-testid=stMetricValue]")
    expect(figure).to_have_text(re.compile(rf"^\s*{count}\s*$"), timeout=60_000)


def downloaded(tab: Page, name: str) -> bytes:
    tab.get_by_role("tab", name="Scored quotes").click()
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name=name).click()
    return pathlib.Path(waiting.value.path()).read_bytes()


def test_filter_by_a_speaker_and_read_the_download(tab: Page, address: str) -> None:
    open_page(tab, address)
    expect_quotes(tab, 12)
    tab.get_by_role("combobox", name=re.compile("Speaker")).click()
    tab.get_by_role("option", name="Mila Kunis").click()
    expect_quotes(tab, 3)
    assert "speaker=Mila" in tab.url
    tab.keyboard.press("Escape")
    frame = pd.read_csv(io.BytesIO(downloaded(tab, "Scored passages .csv")))
    assert frame["speaker"].unique().tolist() == ["Mila Kunis"] and len(frame) == 3
    assert frame["polarity"].between(-1, 1).all()


def test_a_link_opens_the_same_view(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?speaker=Mila+Kunis")
    expect_quotes(tab, 3)


def test_an_uploaded_article_joins_the_page_and_a_bad_one_is_named(tab: Page, address: str) -> None:
    open_page(tab, address)
    good = {"name": "mine.txt", "mimeType": "text/plain", "buffer": b'My headline\n"I am so sorry," said Zelda Quux.'}
    bad = {"name": "bad.txt", "mimeType": "text/plain", "buffer": b"\0\1\2"}
    tab.locator("[data-testid=stFileUploader] input[type=file]").set_input_files([good, bad])
    expect_quotes(tab, 13)
    assert "bad.txt" in tab.locator("[data-testid=stAlert]").first.inner_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_nothing_runs_off_the_side(tab: Page, address: str, scheme: str, width: int) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tab.set_viewport_size({"width": width, "height": 900})
    open_page(tab, address)
    for name in ("Charts", "Apology and answers", "Scored quotes", "Article"):
        tab.get_by_role("tab", name=name).click()
        tab.wait_for_timeout(300)
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert not tab.locator("[data-testid=stException]").count()
