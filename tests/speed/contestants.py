"""One way of running a model of the bundled model's size, in a process of its own, so that load time and peak memory are its own.

    python tests/speed/contestants.py NAME < texts.json      ->  {"load_s": ..., "texts_per_s": ..., "peak_mib": ...}

The torch contestants and onnxruntime in fp32 run an encoder of the same configuration with random weights: time does not depend on the
weights' values, and the trained ones ship only as ONNX.
"""

import json
import pathlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "analysis" / "models" / "reaction-mpnet-l6"
SIZES = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")
BATCH, ROUNDS = 16, 3
Run = Callable[[list[str]], object]


def _parts():  # type: ignore[no-untyped-def]
    """A torch model of the bundled one's configuration, and its tokenizer."""
    import transformers

    ours = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    config = transformers.AutoConfig.for_model(ours["model_type"], **{size: ours[size] for size in SIZES}, num_labels=3)
    model = transformers.AutoModelForSequenceClassification.from_config(config)
    return model.eval(), transformers.PreTrainedTokenizerFast.from_pretrained(str(FOLDER))


def _pipeline(batch_size: int) -> Run:
    import transformers

    model, tokenizer = _parts()
    run = transformers.pipeline("text-classification", model=model, tokenizer=tokenizer, device=-1)
    if batch_size == 1:
        return lambda texts: [run(text, top_k=None) for text in texts]
    return lambda texts: run(texts, top_k=None, batch_size=batch_size)


def _torch() -> Run:
    import torch

    model, tokenizer = _parts()

    def run(texts: list[str]) -> None:
        with torch.inference_mode():
            for at in range(0, len(texts), BATCH):
                model(**tokenizer(texts[at : at + BATCH], padding=True, truncation=True, max_length=128, return_tensors="pt"))

    return run


def _onnx_fp32() -> Run:
    import onnxruntime
    import torch

    model, tokenizer = _parts()
    names = ["input_ids", "attention_mask"]
    path = pathlib.Path(tempfile.mkdtemp()) / "model.onnx"
    torch.onnx.export(
        model, tuple(torch.ones(2, 8, dtype=torch.long) for _ in names), str(path), input_names=names, output_names=["logits"], opset_version=17,
        dynamic_axes={**{k: {0: "batch", 1: "tokens"} for k in names}, "logits": {0: "batch"}}, dynamo=False,
    )  # fmt: skip
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def run(texts: list[str]) -> None:
        for at in range(0, len(texts), BATCH):
            given = tokenizer(texts[at : at + BATCH], padding=True, truncation=True, max_length=128, return_tensors="np")
            session.run(None, {name: given[name] for name in names})

    return run


def _ours() -> Run:
    from analysis.cache import ScoreCache
    from analysis.scores import load_scorer

    scorer = load_scorer(batch_size=BATCH)

    def run(texts: list[str]) -> None:
        scorer._cache = ScoreCache()  # each round scores anew
        scorer(texts)

    return run


CONTESTANTS: dict[str, Callable[[], Run]] = {
    "transformers pipeline, one at a time": lambda: _pipeline(1), "transformers pipeline, batched": lambda: _pipeline(BATCH),
    "torch fp32, batched": _torch, "onnxruntime fp32, batched": _onnx_fp32, "ours": _ours,
}  # fmt: skip


def main() -> None:
    """Command line of the module docstring."""
    sys.path.insert(0, str(ROOT))
    texts = json.load(sys.stdin)
    began = time.perf_counter()
    run = CONTESTANTS[sys.argv[1]]()
    run(texts[:1])
    load = time.perf_counter() - began
    run(texts)
    best = min(_seconds(run, texts) for _ in range(ROUNDS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"load_s": round(load, 2), "texts_per_s": round(len(texts) / best, 1), "peak_mib": peak}))


def _seconds(run: Run, texts: list[str]) -> float:
    began = time.perf_counter()
    run(texts)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
