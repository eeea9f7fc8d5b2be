"""A training run that is interrupted goes on to the same weights. Needs torch (a training requirement)."""

import pathlib
import random

import pytest

from analysis.scores import BUNDLED, MODELS
from analysis.training.data import Example

torch = pytest.importorskip("torch", reason="torch is not installed: python -m pip install torch==2.13.0")


@pytest.fixture
def base(tmp_path: pathlib.Path) -> str:
    """A very small encoder with the bundled tokenizer."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(MODELS / BUNDLED)
    torch.manual_seed(1)
    config = transformers.MPNetConfig(vocab_size=len(tokenizer), hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, num_labels=3)
    transformers.MPNetForSequenceClassification(config).save_pretrained(tmp_path / "base")
    tokenizer.save_pretrained(tmp_path / "base")
    return str(tmp_path / "base")


def test_an_interrupted_run_ends_at_the_same_weights_and_refuses_other_examples(base: str, tmp_path: pathlib.Path) -> None:
    from safetensors.torch import load_file

    from analysis.training.train import train

    rng = random.Random(2)
    examples = [Example(" ".join(rng.choices("a good bad kind cruel day was it".split(), k=6)), "it" if i % 2 else None, i % 3) for i in range(40)]
    settings = {"epochs": 2, "lr": 1e-3, "batch": 8, "seed": 3}
    assert train(examples, base, tmp_path / "whole", **settings)
    for _ in range(10):
        if done := train(examples, base, tmp_path / "parts", stop_after=0, **settings):
            break
    assert done
    whole, parts, before = (load_file(tmp_path / run / "model.safetensors") for run in ("whole/model", "parts/model", "base"))
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert not torch.equal(whole["classifier.dense.weight"], before["classifier.dense.weight"])
    with pytest.raises(SystemExit, match="other examples"):
        train(examples[1:], base, tmp_path / "parts", **settings)
