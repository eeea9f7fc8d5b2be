"""A bundled sentiment model -> a run that train.py can go on from, where the run it was exported from is gone.

    python -m analysis.training.unpack --model reaction-mpnet-l6 --out RUN

The weights are those of the int8 file in fp32: what rounding took is not brought back, a few hundred training steps do that.
"""

import argparse
import json
import pathlib
import shutil

import numpy as np
import onnx

from analysis.scores import BUNDLED, MODELS

SIZES = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "max_position_embeddings")


def weights_of(model: pathlib.Path) -> dict[str, np.ndarray]:
    """Parameters by their name in torch, fp32. A product's matrix has lost its name in the ONNX file and stands there transposed; it is named
    after its node."""
    graph = onnx.load(str(model)).graph
    found = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            packed, scale = (found[name] for name in node.input[:2])
            axis = next(a.i for a in node.attribute if a.name == "axis")
            found[node.output[0]] = packed.astype(np.float32) * np.expand_dims(scale, 1 - axis)
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in found:
            found[".".join(node.name.strip("/").split("/")[:-1]) + ".weight"] = found[node.input[1]].T.copy()
    return found


def main() -> None:
    """Command line of the module docstring."""
    import torch
    import transformers

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=BUNDLED)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    source, target = MODELS / args.model, args.out / "model"
    bundled = json.loads((source / "config.json").read_text(encoding="utf-8"))
    pieces = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    special = {"pad_token_id": pieces["<pad>"], "bos_token_id": pieces["<s>"], "eos_token_id": pieces["</s>"]}
    config = transformers.AutoConfig.for_model(
        bundled["model_type"], **{size: bundled[size] for size in SIZES}, **special, layer_norm_eps=1e-5, id2label=bundled["id2label"]
    )
    model = transformers.AutoModelForSequenceClassification.from_config(config)
    found = weights_of(source / "model.onnx")
    model.load_state_dict({name: torch.from_numpy(found[name].copy()) for name in model.state_dict()})
    model.save_pretrained(target)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, target)
    print(target)


if __name__ == "__main__":
    main()
