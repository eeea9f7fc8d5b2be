"""Quantized weights against the weights they were made from, on a small model made here. Needs onnx (a training requirement)."""

import pathlib

import numpy as np
import onnxruntime
import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed: python -m pip install onnx==1.23.2")


def small_model(path: pathlib.Path) -> None:
    """An embedding, a product and a bias."""
    rng = np.random.default_rng(3)
    make = onnx.numpy_helper.from_array
    weights = [make(rng.normal(size=shape).astype(np.float32), name) for name, shape in (("table", (50, 16)), ("matrix", (16, 3)), ("bias", (3,)))]
    nodes = [
        onnx.helper.make_node("Gather", ["table", "ids"], ["rows"]), onnx.helper.make_node("MatMul", ["rows", "matrix"], ["product"], name="/head/dense/MatMul"),
        onnx.helper.make_node("Add", ["product", "bias"], ["logits"]),
    ]  # fmt: skip
    value = onnx.helper.make_tensor_value_info
    inputs, outputs = [value("ids", onnx.TensorProto.INT64, ["n"])], [value("logits", onnx.TensorProto.FLOAT, ["n", 3])]
    model = onnx.helper.make_model(onnx.helper.make_graph(nodes, "small", inputs, outputs, weights), opset_imports=[onnx.helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))


def test_int8_weights_give_nearly_the_same_products_in_a_third_of_the_size(tmp_path: pathlib.Path) -> None:
    from analysis.training.export import quantize_weights

    small_model(tmp_path / "full.onnx")
    quantize_weights(tmp_path / "full.onnx", tmp_path / "int8.onnx")
    ids = {"ids": np.arange(50)}
    full, int8 = (onnxruntime.InferenceSession(str(tmp_path / f"{n}.onnx")).run(None, ids)[0] for n in ("full", "int8"))
    assert 0 < np.abs(full - int8).mean() < 0.02 * np.abs(full).mean()
    kept = {t.name: t.data_type for t in onnx.load(str(tmp_path / "int8.onnx")).graph.initializer}
    assert kept["table_int8"] == kept["matrix_int8"] == onnx.TensorProto.INT8 and kept["bias"] == onnx.TensorProto.FLOAT


def test_packed_weights_are_unpacked_under_their_own_names(tmp_path: pathlib.Path) -> None:
    from analysis.training.export import quantize_weights
    from analysis.training.unpack import weights_of

    small_model(tmp_path / "full.onnx")
    quantize_weights(tmp_path / "full.onnx", tmp_path / "int8.onnx")
    full, got = (weights_of(tmp_path / f"{name}.onnx") for name in ("full", "int8"))
    for name, shape in {"table": (50, 16), "head.dense.weight": (3, 16), "bias": (3,)}.items():
        assert got[name].shape == shape
        assert np.abs(got[name] - full[name]).max() <= np.abs(full[name]).max() / 127


def test_weights_trained_on_from_an_int8_grid_are_not_rounded_back_to_it() -> None:
    from analysis.training.export import packed

    rng = np.random.default_rng(5)
    old = rng.integers(-127, 128, size=(200, 4)).astype(np.float32) / 127 * 0.2
    old[0] = 0.2
    moved = old + np.float32(0.0003) * (np.arange(200)[:, None] > 0)  # less than half a step of 0.0016, all the same way
    for values, axis in ((old, 1), (old.T.copy(), 0)):
        weights, scale = packed(values, axis)
        assert np.abs(weights * np.expand_dims(scale, 1 - axis) - values).max() < 1e-6  # never moved: nothing is lost
    weights, scale = packed(moved, 1)
    assert (weights * scale - old)[1:].mean() == pytest.approx(0.0003, rel=0.5)


def test_word_pieces_of_other_scripts_go_and_the_others_are_renumbered() -> None:
    from analysis.training.export import trimmed

    tokenizer = {
        "model": {"vocab": {"[PAD]": 0, "[unused1]": 1, "[SEP]": 2, "the": 3, "\u4ecb": 4, "##s": 5, "\u201c": 6}},
        "added_tokens": [{"id": 0, "content": "[PAD]"}, {"id": 2, "content": "[SEP]"}],
        "post_processor": {"special_tokens": {"[SEP]": {"ids": [2], "tokens": ["[SEP]"]}}, "sep": ["[SEP]", 2]},
    }
    assert trimmed(tokenizer) == [0, 2, 3, 5, 6]
    assert tokenizer["model"]["vocab"] == {"[PAD]": 0, "[SEP]": 1, "the": 2, "##s": 3, "\u201c": 4}
    assert [t["id"] for t in tokenizer["added_tokens"]] == [0, 1]
    assert tokenizer["post_processor"] == {"special_tokens": {"[SEP]": {"ids": [1], "tokens": ["[SEP]"]}}, "sep": ["[SEP]", 1]}
