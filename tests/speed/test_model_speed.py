"""The bundled model beside other ways of running one of its size: `python -m pytest tests/speed/test_model_speed.py -m speed -s`.

Each in a process of its own, same sentences, same machine, one after the other; nothing is asserted on time. The torch contestants need
torch (python -m pip install torch==2.13.0 onnx==1.23.2) and say so where it is missing. Load time counts imports, and for "ours" is the
time from process start to first score less the interpreter's own.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys

import pytest

from analysis.articles import read_articles

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from contestants import CONTESTANTS

ROOT = pathlib.Path(__file__).parents[2]
pytestmark = pytest.mark.speed


def news_sentences() -> list[str]:
    """The sentences of the seeds and of the gold articles of dev."""
    from analysis.scores import SENTENCE

    articles = read_articles([ROOT / "seeds", ROOT / "seeds" / "fictional", ROOT / "tests" / "quality" / "gold" / "dev"])
    return [s for a in articles for p in a.paragraphs for s in SENTENCE.split(a.text[p.start : p.end]) if s.strip()]


def test_ours_beside_other_ways_of_running_the_model() -> None:
    if not importlib.util.find_spec("torch"):
        print("\ntorch is not installed: only ours is measured (python -m pip install torch==2.13.0 onnx==1.23.2 for the others)")
    texts = news_sentences()
    results = {}
    for name in CONTESTANTS:
        if name == "ours" or importlib.util.find_spec("torch"):
            command = [sys.executable, str(ROOT / "tests" / "speed" / "contestants.py"), name]
            done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
            results[name] = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{len(texts)} sentences\n| | texts/s | ours is faster by | first score after, s | peak memory, MiB |\n| --- | --- | --- | --- | --- |")
    for name, r in results.items():
        ratio = results["ours"]["texts_per_s"] / r["texts_per_s"]
        print(f"| {name} | {r['texts_per_s']:.0f} | {ratio:.1f} | {r['load_s']:.1f} | {r['peak_mib']} |")
    assert set(results) >= {"ours"}
