"""Texts -> sentiment and stance probabilities. The only importer of transformers, onnxruntime and torch outside training.

A text alone is scored for the sentiment of its words; with a target as second segment ("text [SEP] target"), for the stance toward it.
A text longer than the model's window is scored in windows of whole sentences whose probabilities are averaged by length: never cut.
"""

import dataclasses
import functools
import itertools
import json
import os
import pathlib
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from analysis.errors import ModelError

LABELS = ("negative", "neutral", "positive")
ALIASES = {"neg": "negative", "neu": "neutral", "pos": "positive"}
MODELS = pathlib.Path(__file__).parent / "models"
BUNDLED = "reaction-minilm-l6"
READER = "reader-minilm-l6"
WINDOW = 128  # word pieces, specials included: what the bundled model was trained on
SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+")
Progress = Callable[[int, int], None]


class Backend(Protocol):
    """Runs one padded batch: input arrays by name -> logits, shape (batch, labels)."""

    def __call__(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Logits of one batch."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """A window of one text: which text, its token ids, and its weight (own tokens)."""

    text: int
    ids: list[int]
    types: list[int]
    weight: int


class Scorer:
    """A loaded model. Call it; safe to share between threads (fast tokenizers are not, hence the lock).

    The sentiment model has one head of three classes. A model with several heads (the reading model: 12 roles, 9 capacities) gives them
    side by side, each summing to 1.

    Attributes:
        name: What the `model` column of the tables says.
    """

    def __init__(
        self, name: str, tokenizer: Any, backend: Backend, columns: Sequence[int], *, window: int, batch_size: int, heads: Sequence[int] = (3,), second: int = WINDOW // 4
    ) -> None:
        self.name = name
        self._tokenizer = tokenizer
        self._backend = backend
        self._columns = list(columns)
        self._window = window
        self._batch_size = batch_size
        self._second = second
        edges = np.cumsum([0, *heads])
        self._heads = [slice(a, b) for a, b in itertools.pairwise(edges)]
        self._blank = np.concatenate([np.full(n, 1 / n) for n in heads]) if list(heads) != [3] else np.array([0.0, 1.0, 0.0])
        self._lock = threading.Lock()

    def __call__(
        self, texts: Sequence[str], *, targets: Sequence[str | None] | None = None, progress: Progress | None = None
    ) -> np.ndarray:
        """Probabilities of negative, neutral, positive: float32, shape (len(texts), 3), rows sum to 1, order of `texts`. (A model with
        several heads: their classes side by side, each head summing to 1.)

        Args:
            texts: What is scored. An empty or blank text scores neutral (0, 1, 0).
            targets: Toward whom, one a text; None scores the words alone. The reading model takes the context here.
            progress: Called with (windows scored, windows in all) after each batch.

        Raises:
            ValueError: `targets` is not as long as `texts`.
        """
        if targets is not None and len(targets) != len(texts):
            raise ValueError(f"targets: expected one for each of the {len(texts)} texts, got {len(targets)}")
        out = np.zeros((len(texts), len(self._columns)), dtype=np.float64)
        with self._lock:
            pieces = [p for i, text in enumerate(texts) for p in self._pieces(i, text, targets[i] if targets else None)]
            pieces.sort(key=lambda p: len(p.ids))
            for at in range(0, len(pieces), self._batch_size):
                batch = pieces[at : at + self._batch_size]
                for piece, row in zip(batch, self._run(batch), strict=True):
                    out[piece.text] += piece.weight * row
                if progress:
                    progress(min(at + self._batch_size, len(pieces)), len(pieces))
        out[out.sum(axis=1) == 0] = self._blank
        return np.concatenate([out[:, h] / out[:, h].sum(axis=1, keepdims=True) for h in self._heads], axis=1).astype(np.float32)

    def _pieces(self, i: int, text: str, target: str | None) -> list[_Piece]:
        """The windows of one text: whole sentences as many as fit, a longer sentence in stretches of the window's length."""
        if not text.strip():
            return []
        second = self._tokenizer.encode(target, add_special_tokens=False)[: self._second] if target else []
        room = self._window - len(second) - (3 if second else 2)
        whole = self._tokenizer.encode(text, add_special_tokens=False)
        if len(whole) <= room:
            return [self._piece(i, whole, second)]
        windows: list[list[int]] = [[]]
        for sentence in SENTENCE.split(text):
            ids = self._tokenizer.encode(sentence, add_special_tokens=False)
            if len(windows[-1]) + len(ids) > room:
                windows += [ids[k : k + room] for k in range(0, len(ids), room)]
            else:
                windows[-1] = windows[-1] + ids
        return [self._piece(i, ids, second) for ids in windows if ids]

    def _piece(self, i: int, ids: list[int], second: list[int]) -> _Piece:
        t = self._tokenizer
        first = [t.cls_token_id, *ids, t.sep_token_id]
        behind = [*second, t.sep_token_id] if second else []
        return _Piece(i, first + behind, [0] * len(first) + [1] * len(behind), len(ids))

    def _run(self, batch: list[_Piece]) -> np.ndarray:
        width = max(len(p.ids) for p in batch)
        pad = self._tokenizer.pad_token_id or 0
        ids = np.full((len(batch), width), pad, dtype=np.int64)
        types = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for k, p in enumerate(batch):
            ids[k, : len(p.ids)], types[k, : len(p.ids)], mask[k, : len(p.ids)] = p.ids, p.types, 1
        logits = self._backend({"input_ids": ids, "attention_mask": mask, "token_type_ids": types})[:, self._columns].astype(np.float64)
        odds = [np.exp(logits[:, h] - logits[:, h].max(axis=1, keepdims=True)) for h in self._heads]
        return np.concatenate([o / o.sum(axis=1, keepdims=True) for o in odds], axis=1)


def label_columns(id2label: dict[str, str] | dict[int, str], name: str) -> list[int]:
    """The model's output columns for negative, neutral, positive.

    Raises:
        ModelError: A label is missing, or there are others.
    """
    found = {ALIASES.get(str(label).lower(), str(label).lower()): int(i) for i, label in id2label.items()}
    if set(found) != set(LABELS):
        raise ModelError(
            f"model {name}: its labels are {', '.join(map(str, id2label.values()))}; expected negative, neutral and positive. "
            "Choose a model with these three labels, or name them so in its config.json (id2label)."
        )
    return [found[label] for label in LABELS]


def _load_tokenizer(folder: pathlib.Path) -> Any:
    """The bundled model's tokenizer. The fast class itself: AutoTokenizer would import every model configuration first."""
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")  # the advice to install torch: the bundled model needs none
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast.from_pretrained(str(folder))


def _load_bundle(folder: pathlib.Path, threads: int | None, batch_size: int | None) -> Scorer:
    """A folder with config.json, tokenizer.json and model.onnx."""
    import onnxruntime

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(os.cpu_count() or 1, 4)
    options.log_severity_level = 3
    # int8 weights are unpacked when the model is loaded instead of at each batch
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    wanted = {i.name for i in session.get_inputs()}

    def run(inputs: dict[str, np.ndarray]) -> np.ndarray:
        return np.asarray(session.run(None, {k: v for k, v in inputs.items() if k in wanted})[0])

    name = str(config.get("name_and_version", folder.name))
    size = batch_size or 16
    if heads := config.get("heads"):
        sizes = [len(labels) for labels in heads.values()]
        return Scorer(
            name, _load_tokenizer(folder), run, range(sum(sizes)), window=config["window"], batch_size=size, heads=sizes, second=config["second_segment"]
        )  # fmt: skip
    return Scorer(name, _load_tokenizer(folder), run, label_columns(config["id2label"], name), window=WINDOW, batch_size=size)


def _load_from_hub(name: str, threads: int | None, batch_size: int | None) -> Scorer:
    """Any sequence-classification model that transformers can load, from a folder or a hub; needs torch."""
    try:
        import torch
    except ImportError:
        raise ModelError(
            f"model {name}: has no model.onnx, so torch is needed to run it, and torch is not installed. "
            "Run: python -m pip install torch==2.13.0 (or leave out --model to use the bundled model)."
        ) from None
    import transformers

    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(name).eval()
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"model {name}: cannot be loaded ({reason}). Give a model folder, or a hub name while online.") from None
    if threads:
        torch.set_num_threads(threads)
    columns = label_columns(model.config.id2label, name)
    takes_types = getattr(model.config, "type_vocab_size", 0) > 1

    def run(inputs: dict[str, np.ndarray]) -> np.ndarray:
        tensors = {k: torch.from_numpy(v) for k, v in inputs.items() if takes_types or k != "token_type_ids"}
        with torch.inference_mode():
            return np.asarray(model(**tensors).logits.float().numpy())

    window = min(WINDOW, int(getattr(model.config, "max_position_embeddings", WINDOW)))
    return Scorer(name, tokenizer, run, columns, window=window, batch_size=batch_size or 16)


@functools.cache
def load_reader() -> Scorer:
    """The bundled reading model: a quote with its context (contexts.py) -> 12 roles, then 9 capacities, in the order of the schema. Loaded
    once a process."""
    return _load_bundle(MODELS / READER, None, None)


def load_scorer(name_or_folder: str | pathlib.Path | None = None, *, threads: int | None = None, batch_size: int | None = None) -> Scorer:
    """The bundled model, or another one.

    Args:
        name_or_folder: None for the bundled model; else a folder (with model.onnx it needs no torch), the name of a folder under
            analysis/models, or a model hub's name.
        threads: Processor threads; None: as many as cores, at most 4.
        batch_size: Windows a batch; None: 16.

    Raises:
        ModelError: The model cannot be loaded, torch is missing, or its labels are not negative, neutral, positive.
    """
    given = str(name_or_folder or BUNDLED)
    for folder in (pathlib.Path(given), MODELS / given):
        if (folder / "model.onnx").is_file():
            return _load_bundle(folder, threads, batch_size)
    return _load_from_hub(given, threads, batch_size)
