"""The README's commands, tables and names are true."""

import pathlib
import re

from quality.test_floors import FLOORS

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


def test_the_accuracy_table_does_not_boast() -> None:
    """Each number of the README is at least its floor, and no more than two points above it."""
    rows = re.findall(r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", README, re.M)
    assert {name for name, *_ in rows} == set(FLOORS["held_out"])
    for name, *values in rows:
        for value, folder in zip(values, ("seeds", "dev", "held_out"), strict=True):
            assert FLOORS[folder][name] <= float(value) <= FLOORS[folder][name] + 0.021, (name, folder)


def test_requirements_are_pinned_with_a_reason() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[\w.-]+==[\w.]+\s+# \S", line) for line in lines)
    assert not any(line.startswith("torch") for line in lines)
