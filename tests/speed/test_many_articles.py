"""Two thousand articles, thirty thousand quotes: what opening, filtering and the page cost. `python -m pytest tests/speed -m speed -s`.

Printed beside what is asked: first paint 5 s, a filter change 1 s, 1,500 MB. Nothing is asserted on time.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from speed.many import make_scored_file, resident

from analysis import aggregates, charts, wording
from analysis.exports import read_scored

pytestmark = pytest.mark.speed
ROOT = pathlib.Path(__file__).parents[2]
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("many") / "many.parquet"
    assert make_scored_file(path) == 30_000
    return path


def timed(what: str, run: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    out = run()
    print(f"{what:.<44} {time.perf_counter() - began:6.2f} s")
    return out


def overview(passages: pd.DataFrame, statements: pd.DataFrame) -> list[dict[str, Any]]:
    """What the overview draws of these tables, as specifications."""
    quotes = aggregates.quotes_of(passages)
    wording.headline(quotes, statements), wording.comparison(quotes)
    groups, speakers, days = aggregates.apology_against_response(quotes), aggregates.by_speaker(quotes).head(12), aggregates.timeline(quotes, statements)
    bins = {row: aggregates.binned(quotes, row, "stance") for row in ("group", "who")}
    for name in statements["statement_id"].head(4):
        aggregates.pair_of(quotes, statements, name)
    made = (
        charts.apology_response_chart(quotes, groups, measure="stance", bins=bins["group"]), charts.speaker_chart(quotes, speakers, measure="stance", bins=bins["who"]),
        charts.timeline_chart(days, measure="stance", bins=aggregates.binned_days(days, "stance")), charts.components_chart(aggregates.components_of(statements.head(12))),
    )  # fmt: skip
    return [chart.to_dict() for chart in made]


def test_tables_and_charts(scored: pathlib.Path) -> None:
    print(f"\n{scored.stat().st_size / 1e6:.1f} MB on disk, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    found = timed("open and check the file", lambda: read_scored(scored))
    specs = timed("overview: tables, words, charts; first time", lambda: overview(found.passages, found.statements))
    kept = timed("filter", lambda: found.passages[found.passages["capacity"].eq("victim").fillna(False)])
    timed("overview again, after the filter", lambda: overview(kept, found.statements))
    print(f"memory {resident():.0f} MB (asked: 1,500)")
    marks = [max(len(rows) for rows in spec["datasets"].values()) for spec in specs]
    assert max(marks) <= charts.MOST_MARKS


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")
def test_the_page(scored: pathlib.Path, tmp_path: pathlib.Path) -> None:
    from playwright.sync_api import sync_playwright

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--", str(scored), "--corrections", str(tmp_path / "c.sqlite")]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_up(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
            tab = browser.new_page(viewport={"width": 1280, "height": 1000})

            def paint() -> None:
                tab.goto(f"http://127.0.0.1:{port}")
                tab.wait_for_selector("[data-testid=stMetric]", timeout=120_000)
                tab.wait_for_selector("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas", timeout=120_000)

            def narrow() -> None:
                before = tab.locator("[data-testid=stMetricValue]").first.inner_text()
                tab.get_by_role("option").nth(1).click()
                tab.wait_for_function("old => document.querySelector('[data-testid=stMetricValue]').innerText !== old", arg=before, timeout=60_000)

            timed("\nfirst paint of a fresh server (asked: 5)", paint)
            tab.wait_for_selector(DONE, timeout=60_000)
            timed("first paint for the next reader (asked: 5)", paint)
            tab.wait_for_selector(DONE, timeout=60_000)
            tab.get_by_role("combobox", name="Capacity").click()
            timed("filter change, to the new figures (asked: 1)", narrow)
            timed("   and until nothing moves any more", lambda: tab.wait_for_selector(DONE, timeout=60_000))
            print(f"memory of the server {resident(server.pid):.0f} MB (asked: 1,500); load {os.getloadavg()[0]:.1f}")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


def _until_up(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.5)
