"""Trained model -> bundled folder: ONNX with int8 weights, tokenizer, config with label names.

    python -m analysis.training.export --run RUN [--name reaction-minilm-l6] [--version 1]

Weights are quantized with reduced range (7 bits of 8): on processors without VNNI full-range int8 products overflow, and scores would
differ between machines. RUN/fp32 keeps the unquantized ONNX model for the parity measurement of card.py.
"""

import argparse
import json
import pathlib
import shutil

import onnxruntime.quantization
import torch
import transformers

from analysis.scores import BUNDLED, MODELS


def export(run: pathlib.Path, name: str, version: int) -> pathlib.Path:
    """Writes RUN/fp32 and analysis/models/NAME, and returns the latter."""
    model = transformers.AutoModelForSequenceClassification.from_pretrained(run / "model", attn_implementation="eager").eval()
    full, small = run / "fp32", MODELS / name
    inputs = {k: torch.ones(2, 8, dtype=torch.long) for k in ("input_ids", "attention_mask", "token_type_ids")}
    for folder in (full, small):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(run / "model" / "tokenizer.json", folder)
        shutil.copy(run / "model" / "tokenizer_config.json", folder)
        config = {
            "name_and_version": f"{name}-v{version}{'-fp32' if folder is full else ''}",
            "model_type": model.config.model_type,
            "id2label": model.config.id2label,
            "max_position_embeddings": model.config.max_position_embeddings,
        }
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    torch.onnx.export(
        model, tuple(inputs.values()), str(full / "model.onnx"), input_names=list(inputs), output_names=["logits"], opset_version=17,
        dynamic_axes={**{k: {0: "batch", 1: "tokens"} for k in inputs}, "logits": {0: "batch"}}, dynamo=False,
    )  # fmt: skip
    onnxruntime.quantization.quantize_dynamic(
        str(full / "model.onnx"), str(small / "model.onnx"), per_channel=True, reduce_range=True, weight_type=onnxruntime.quantization.QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip
    return small


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--name", default=BUNDLED)
    parser.add_argument("--version", type=int, default=1)
    args = parser.parse_args()
    folder = export(args.run, args.name, args.version)
    print(folder, sum(p.stat().st_size for p in folder.iterdir()) // 1024, "KiB")


if __name__ == "__main__":
    main()
