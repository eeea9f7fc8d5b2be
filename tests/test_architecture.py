"""The import rule of the README, read from the source with ast."""

import ast
import pathlib

import pytest

ROOT = pathlib.Path(__file__).parents[1]
PACKAGE = ROOT / "analysis"
NOUNS = {"errors", "schema", "lexicon", "capacity_cues", "palette"}
STAGES = {"articles", "quotes", "parsing", "names", "people", "speakers", "capacities", "stacking", "contexts", "roles", "statements", "stances", "scores"}
AFTER = {"intervals", "aggregates", "wording", "charts", "exports", "aliases", "corrections", "selections"}
ALLOWED = {
    "errors": set(), "schema": {"errors"}, "lexicon": set(), "capacity_cues": set(), "palette": set(), "cache": {"errors"}, "scores": {"errors", "cache"},
    **dict.fromkeys(STAGES - {"scores", "speakers"}, NOUNS),
    "people": NOUNS | {"names"},
    "capacities": NOUNS | {"stacking"}, "roles": NOUNS | {"stacking"},
    "speakers": NOUNS | {"people"},  # references.py reads the descriptions that people.py made
    **dict.fromkeys(AFTER, NOUNS),
    "aggregates": NOUNS | {"intervals"}, "wording": NOUNS | {"intervals", "aggregates"}, "report": NOUNS | AFTER, "evaluation": NOUNS,
    "pipeline": NOUNS | STAGES,
    "revision": NOUNS | STAGES | {"pipeline", "corrections"},  # the stages again, behind a person's corrections
    "page": NOUNS | {"pipeline", "revision", "articles", "scores"} | AFTER | {"report", "evaluation"},
    "cli": NOUNS | {"pipeline", "revision", "articles", "scores"} | AFTER | {"report", "evaluation"},
    "__init__": {"articles", "pipeline", "scores"}, "__main__": {"cli"},
}  # fmt: skip
OWNERS = {
    "streamlit": {"page"}, "altair": {"charts"}, "vl_convert": {"charts"}, "pyarrow": {"exports"}, "xlsxwriter": {"exports"}, "scipy": {"intervals"},
    "spacy": {"parsing"}, "transformers": {"scores"}, "onnxruntime": {"scores"}, "torch": {"scores"},
    "typer": {"cli"}, "rich": {"cli"}, "ftfy": {"articles"}, "platformdirs": {"corrections"}, "charset_normalizer": {"articles"}, "rapidfuzz": {"aliases"}, "nameparser": {"aliases"},
}  # fmt: skip
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "training" not in p.parts)


def module_of(path: pathlib.Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: pathlib.Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "analysis" else {node.module}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_it_may(path: pathlib.Path) -> None:
    module = module_of(path)
    inside = {name.split(".")[1] for name in imports_of(path) if name.startswith("analysis.")}
    assert inside - {module} <= ALLOWED[module]
    for library, owners in OWNERS.items():
        if any(name.split(".")[0] == library for name in imports_of(path)):
            assert module in owners, f"{library} belongs to {owners}"


def test_heavy_libraries_are_imported_only_where_they_are_used() -> None:
    import subprocess
    import sys

    code = "import sys, analysis; print([m for m in ('spacy', 'transformers', 'onnxruntime', 'torch', 'streamlit', 'altair') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_files_stay_readable() -> None:
    long = {str(p.relative_to(ROOT)): n for p in [*FILES, ROOT / "dashboard.py"] if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long
    assert len((ROOT / "dashboard.py").read_text(encoding="utf-8").splitlines()) <= 200


def test_the_top_level_is_the_user_s() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    top = {name.split("/")[0] for name in listed if name}
    assert {n for n in top if not n.startswith(".")} <= {"dashboard.py", "analysis", "tests", "seeds", "requirements.txt", "README.md", "LICENSE"}
