"""Trained model -> bundled folder: ONNX with int8 weights, tokenizer, config with label names.

    python -m analysis.training.export --run RUN [--name reaction-mpnet-l6] [--version 1]

Only the weights are int8 (a scale a channel); products are computed in fp32. Quantizing the activations too would be faster, but cost 0.6
points on SST-2 and makes scores depend on the processor (int8 products overflow without VNNI). onnxruntime unpacks the weights once, when
the model is loaded. Word pieces that English text never yields (placeholders, other scripts) are left out. RUN/fp32 keeps the unquantized ONNX model for the parity measurement of card.py.
"""

import argparse
import json
import pathlib
import re
import shutil
from typing import Any

import numpy as np
import onnx

from analysis.scores import BUNDLED, MODELS

UNUSED = re.compile(r"\[unused\d+\]")
LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u27bf]+")


OTHER_GRID = 119  # int8 steps from 0 to a column's largest weight where 127 would bring an old grid back


def packed(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 weights and their scale along `axis`. A model that was trained on from int8 weights (unpack.py) has weights a little beside the old
    grid: rounding to the same one would undo the training, not merely blur it. Only what was never moved keeps its grid."""
    top = np.maximum(np.abs(values).max(axis=1 - axis, keepdims=True), 1e-8)
    steps = values / top * 127
    moved = np.abs(steps - np.round(steps)).max(axis=1 - axis, keepdims=True) > 0.01
    scale = top / np.where(moved, OTHER_GRID, 127)
    return np.clip(np.round(values / scale), -127, 127).astype(np.int8), scale.squeeze(1 - axis).astype(np.float32)


def quantize_weights(source: pathlib.Path, target: pathlib.Path) -> None:
    """Writes the model with each large fp32 matrix as int8 and a DequantizeLinear behind it: a scale a row of an embedding table (its
    gathered axis), a scale a column of a product's right side."""
    model = onnx.load(str(source))
    uses = {name: node for node in model.graph.node for name in node.input}
    kept, nodes = [], []
    for tensor in model.graph.initializer:
        node = uses.get(tensor.name)
        if tensor.data_type != onnx.TensorProto.FLOAT or len(tensor.dims) != 2 or node is None or node.op_type not in ("MatMul", "Gather", "Gemm"):
            kept.append(tensor)
            continue
        values = onnx.numpy_helper.to_array(tensor)
        axis = 0 if node.op_type == "Gather" else 1
        weights, scale = packed(values, axis)
        names = [f"{tensor.name}_int8", f"{tensor.name}_scale", f"{tensor.name}_zero"]
        arrays = [weights, scale, np.zeros(scale.shape, dtype=np.int8)]
        kept += [onnx.numpy_helper.from_array(a, n) for a, n in zip(arrays, names, strict=True)]
        nodes.append(onnx.helper.make_node("DequantizeLinear", names, [tensor.name], axis=axis))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    operators = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes + operators)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def trimmed(tokenizer: dict[str, Any]) -> list[int]:
    """Drops the word pieces that English text never yields from a tokenizer.json, renumbers the others, and returns their old numbers in order."""
    vocabulary = tokenizer["model"]["vocab"]
    special = {t["content"] for t in tokenizer["added_tokens"]}
    kept = [p for p, _ in sorted(vocabulary.items(), key=lambda item: item[1]) if p in special or (LATIN.fullmatch(p) and not UNUSED.fullmatch(p))]
    number = {piece: n for n, piece in enumerate(kept)}
    tokenizer["model"]["vocab"] = number
    for token in tokenizer["added_tokens"]:
        token["id"] = number[token["content"]]
    frame = tokenizer["post_processor"]
    for end in {"sep", "cls"} & frame.keys():  # of RobertaProcessing
        frame[end][1] = number[frame[end][0]]
    for token in frame.get("special_tokens", {}).values():  # of TemplateProcessing
        token["ids"] = [number[piece] for piece in token["tokens"]]
    return [vocabulary[piece] for piece in kept]


def export(run: pathlib.Path, name: str, version: int) -> pathlib.Path:
    """Writes RUN/fp32 and analysis/models/NAME, and returns the latter."""
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(run / "model", attn_implementation="eager").eval()
    tokenizer = json.loads((run / "model" / "tokenizer.json").read_text(encoding="utf-8"))
    kept = trimmed(tokenizer)
    words = model.base_model.embeddings.word_embeddings
    model.base_model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(words.weight[kept], padding_idx=kept.index(words.padding_idx))
    full, small = run / "fp32", MODELS / name
    segments = ("token_type_ids",) if getattr(model.config, "type_vocab_size", 1) > 1 else ()
    inputs = {k: torch.ones(2, 8, dtype=torch.long) for k in ("input_ids", "attention_mask", *segments)}
    for folder in (full, small):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
        shutil.copy(run / "model" / "tokenizer_config.json", folder)
        config = {
            "name_and_version": f"{name}-v{version}{'-fp32' if folder is full else ''}",
            "model_type": model.config.model_type,
            "id2label": model.config.id2label,
            "max_position_embeddings": model.config.max_position_embeddings,
            "vocab_size": len(kept),
            **{size: getattr(model.config, size) for size in ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")},
        }
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    torch.onnx.export(
        model, tuple(inputs.values()), str(full / "model.onnx"), input_names=list(inputs), output_names=["logits"], opset_version=17,
        dynamic_axes={**{k: {0: "batch", 1: "tokens"} for k in inputs}, "logits": {0: "batch"}}, dynamo=False,
    )  # fmt: skip
    quantize_weights(full / "model.onnx", small / "model.onnx")
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
