"""The README's commands, tables and names are true."""

import pathlib
import re

from quality.test_floors import FLOORS

from analysis.evaluation import measured
from analysis.schema import PASSAGES

ROOT = pathlib.Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table_of_passages() -> str:
    """The PASSAGES table as the README prints it."""
    rows = [f"| {c.name} | {c.dtype} | {'yes' if c.nullable else 'no'} | {c.meaning} |" for c in PASSAGES]
    return "\n".join(["| column | dtype | null | meaning |", "| --- | --- | --- | --- |", *rows])


def test_the_passages_table_is_the_schema() -> None:
    assert table_of_passages() in README


def test_both_commands_are_one_line_each() -> None:
    assert "python -m pip install -r requirements.txt && python -m streamlit run dashboard.py\n" in README
    assert "python -m pip install -r requirements.txt && python -m pytest\n" in README


def test_every_file_named_exists() -> None:
    for name in re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r"`([\w/]+\.(?:py|txt|md))`", README):
        assert (ROOT / name).exists() or (ROOT / "analysis" / name).exists(), name


def test_every_module_stands_in_the_tree() -> None:
    for path in (ROOT / "analysis").glob("*.py"):
        if not path.name.startswith("__"):
            assert path.name in README, path.name


def accuracy_table() -> str:
    """The README's table of measures, as measured.json has them."""
    sets = {name: measured()[name] for name in ("seeds", "dev", "held_out", "held_out_news")}
    heads = [f"{name} ({e.articles} articles, {e.quotes} quotes)" for name, e in sets.items()]
    rows = [f"| {name} | " + " | ".join(str(e.measures[name]) for e in sets.values()) + " |" for name in sets["dev"].measures]
    return "\n".join([f"<!-- accuracy -->\n\n| measure | {' | '.join(heads)} |", f"|{' --- |' * (len(heads) + 1)}", *rows, "\n<!-- /accuracy -->"])


def write_accuracy() -> None:
    """Puts the table into the README: `python -m pytest --pin`."""
    (ROOT / "README.md").write_text(re.sub(r"<!-- accuracy -->.*<!-- /accuracy -->", lambda _: accuracy_table(), README, flags=re.S), encoding="utf-8")


def test_the_accuracy_table_is_what_was_measured() -> None:
    assert accuracy_table() in README, "run: python -m pytest tests/test_readme.py --pin"


def test_the_floors_hold_what_is_published_in_place() -> None:
    """Each published number is at least its floor, and no more than two points above it."""
    for name, floors in FLOORS.items():
        published = measured()[name].measures
        assert set(floors) == set(published)
        loose = {k: (floors[k], m.value) for k, m in published.items() if not floors[k] <= (m.value or 0) <= floors[k] + 0.021}
        assert not loose, name


def test_requirements_are_pinned_with_a_reason() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[\w.-]+==[\w.]+\s+# \S", line) for line in lines)
    assert not any(line.startswith("torch") for line in lines)


def test_the_model_s_figures_are_those_of_its_card() -> None:
    card = (ROOT / "analysis" / "models" / "reaction-mpnet-l6" / "CARD.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (0\.\d{3}) \| (0\.\d{3}) \| 0\.\d\d \|$", README, re.M)
    assert len(rows) == 5
    for name, ours, vader in rows:
        shipped = re.search(rf"^\| {re.escape(name)} \| (0\.\d{{4}}) \| 0\.\d{{4}} \|$", card, re.M)
        beside = re.search(rf"^\| {re.escape(name)} \| 0\.\d{{3}} \| 0\.\d{{3}} \| (0\.\d{{3}}) \|", card, re.M)
        assert shipped and abs(float(shipped[1]) - float(ours)) <= 0.0006, name
        assert beside and beside[1] == vader, name
