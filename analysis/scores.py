"""Texts -> sentiment and stance probabilities. The only importer of transformers, onnxruntime and torch outside training.

A text alone is scored for the sentiment of its words; with a target as second segment ("text [SEP] target"), for the stance toward it.

Long texts: a text longer than the model's window is scored in windows of whole sentences, as many as fit each; a longer sentence is cut
between words. Nothing is left out. The text's probabilities are the mean of its windows' probabilities, weighted by their word pieces.
`Scorer.windows` shows the parts; the weighted mean of their probabilities is the score.
"""

import bisect
import collections
import dataclasses
import functools
import hashlib
import itertools
import json
import os
import pathlib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np

from analysis.cache import ScoreCache
from analysis.errors import ModelError

LABELS = ("negative", "neutral", "positive")
ALIASES = {"neg": "negative", "neu": "neutral", "pos": "positive"}
MODELS = pathlib.Path(__file__).parent / "models"
BUNDLED = "reaction-mpnet-l6"
READER = "reader-minilm-l6"
WINDOW = 128  # word pieces, specials included: what the bundled model was trained on
SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+")
Progress = Callable[[int, int], None]


class Backend(Protocol):
    """Runs one padded batch: input arrays by name -> logits, shape (batch, labels)."""

    def __call__(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Logits of one batch."""


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """A part of a text that was scored on its own.

    Attributes:
        start: First character in the text.
        end: One past the last character.
        share: Its part of the text's score; the shares of a text sum to 1.
        probabilities: Negative, neutral, positive.
    """

    start: int
    end: int
    share: float
    probabilities: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """A window before scoring: which text, its token ids, its characters, and its weight (own tokens)."""

    text: int
    ids: list[int]
    types: list[int]
    weight: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Calibration:
    """What the model's config.json says beside its labels: temperatures that the logits are divided by, fitted on dev sets (1: none), one for
    texts alone and one for texts with a target."""

    words: float = 1.0
    stance: float = 1.0


class Scorer:
    """A loaded model. Call it; safe to share between threads: batches of several callers alternate, and what one has scored costs the
    others nothing.

    The sentiment model has one head of three classes. A model with several heads (the reading model: 12 roles, 9 capacities) gives them
    side by side, each summing to 1.

    Attributes:
        name: What the `model` column of the tables says.
    """

    def __init__(
        self, name: str, tokenizer: Any, backend: Backend, columns: Sequence[int], *, window: int, batch_size: int, heads: Sequence[int] = (3,),
        second: int = WINDOW // 4, calibration: Calibration | None = None, cache: ScoreCache | None = None, digest: str = "",
    ) -> None:  # fmt: skip
        self.name = name
        self._version = f"{name} {digest}"  # what is cached under: other weights under the same name are another model
        self._tokenizer = tokenizer
        self._backend = backend
        self._columns = list(columns)
        self._window = window
        self._batch_size = batch_size
        self._second = second
        self._between = max(1, tokenizer.num_special_tokens_to_add(pair=True) - 2)  # separators between two segments: BERT has one, MPNet and RoBERTa two
        self._calibration = calibration or Calibration()
        self._cache = cache or ScoreCache()
        edges = np.cumsum([0, *heads])
        self._heads = [slice(a, b) for a, b in itertools.pairwise(edges)]
        self._blank = np.concatenate([np.full(n, 1 / n) for n in heads]) if list(heads) != [3] else np.array([0.0, 1.0, 0.0])
        self._lock = threading.Lock()  # fast tokenizers are not safe to share, and two batches at once would fight for the same cores

    def __call__(self, texts: Sequence[str], *, targets: Sequence[str | None] | None = None, progress: Progress | None = None) -> np.ndarray:
        """Probabilities of negative, neutral, positive: float32, shape (len(texts), 3), rows sum to 1, order of `texts`. (A model with
        several heads: their classes side by side, each head summing to 1.)

        A text that was scored before, here or in another call, is not scored again.

        Args:
            texts: What is scored. An empty or blank text scores neutral (0, 1, 0).
            targets: Toward whom, one a text; None scores the words alone. The reading model takes the context here.
            progress: Called with (texts done, texts in all) after each batch, and at least once.

        Raises:
            ValueError: `targets` is not as long as `texts`.
        """
        if targets is not None and len(targets) != len(texts):
            raise ValueError(f"targets: expected one for each of the {len(texts)} texts, got {len(targets)}")
        keys = [ScoreCache.key(text, target, self._version) for text, target in zip(texts, targets or [None] * len(texts), strict=True)]
        known = {key: row for key in set(keys) if (row := self._cache.get(key)) is not None}
        first = {key: i for i, key in reversed(list(enumerate(keys))) if key not in known}  # each unknown text once
        missing = sorted(first.values())
        repeats = collections.Counter(keys)
        done = sum(repeats[key] for key in known)
        new: dict[bytes, np.ndarray] = {}
        try:
            for batch in self._scored([texts[i] for i in missing], [targets[i] if targets else None for i in missing]):
                new |= {keys[missing[at]]: row for at, row in batch}
                done += sum(repeats[keys[missing[at]]] for at, _ in batch)
                if progress:
                    progress(done, len(texts))
        finally:  # a caller that gives up loses nothing
            self._cache.put(new)
        known |= new
        if progress and not missing:
            progress(len(texts), len(texts))
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), len(self._columns))

    def windows(self, text: str, target: str | None = None) -> list[Window]:
        """The parts that a text is scored in, in order and without gaps; one for a text that fits the model's window, none for a blank one. The mean of
        their probabilities, weighted by `share`, is the text's score."""
        with self._lock:
            pieces = self._pieces([text], [target])
        total = sum(p.weight for p in pieces)
        rows = [row for at in range(0, len(pieces), self._batch_size) for row in self._run(pieces[at : at + self._batch_size])]
        return [Window(p.start, p.end, p.weight / total, tuple(map(float, row))) for p, row in zip(pieces, rows, strict=True)]

    def _scored(self, texts: list[str], targets: list[str | None]) -> Iterator[list[tuple[int, np.ndarray]]]:
        """(number of the text, its row) of the texts that each batch completes: pieces of similar length together, shortest first."""
        with self._lock:
            pieces = sorted(self._pieces(texts, targets), key=lambda p: len(p.ids))
        sums = np.zeros((len(texts), len(self._columns)))
        left = collections.Counter(p.text for p in pieces)
        if blank := [(i, self._blank.astype(np.float32)) for i in range(len(texts)) if i not in left]:
            yield blank
        for at in range(0, len(pieces), self._batch_size):
            batch = pieces[at : at + self._batch_size]
            for piece, row in zip(batch, self._run(batch), strict=True):
                sums[piece.text] += piece.weight * row
                left[piece.text] -= 1
            finished = sorted({p.text for p in batch if not left[p.text]})
            yield [(i, np.concatenate([sums[i, h] / sums[i, h].sum() for h in self._heads]).astype(np.float32)) for i in finished]

    def _pieces(self, texts: list[str], targets: list[str | None]) -> list[_Piece]:
        """The windows of the texts."""
        if not texts:
            return []
        words = self._tokenizer(texts, add_special_tokens=False, return_offsets_mapping=self._tokenizer.is_fast, verbose=False)
        out = []
        for i, (text, target, ids) in enumerate(zip(texts, targets, words["input_ids"], strict=True)):
            if ids and text.strip():
                second = self._tokenizer.encode(target, add_special_tokens=False, verbose=False)[: self._second] if target else []
                room = self._window - len(second) - (2 + self._between if second else 2)
                # without offsets (slow tokenizers) a long text is cut between tokens and its parts cannot be told
                spans = words["offset_mapping"][i] if self._tokenizer.is_fast else [(0, len(text))] * len(ids)
                for a, b in _cuts(text, spans, room):
                    start, end = spans[a][0] if a else 0, spans[b][0] if b < len(ids) else len(text)
                    out.append(self._piece(i, ids[a:b], second, start, end))
        return out

    def _piece(self, i: int, ids: list[int], second: list[int], start: int, end: int) -> _Piece:
        t = self._tokenizer
        first = [t.cls_token_id, *ids, t.sep_token_id]
        behind = [*[t.sep_token_id] * (self._between - 1), *second, t.sep_token_id] if second else []
        return _Piece(i, first + behind, [0] * len(first) + [1] * len(behind), len(ids), start, end)

    def _run(self, batch: list[_Piece]) -> np.ndarray:
        """Probabilities of one batch, float64, shape (len(batch), labels)."""
        width = max(len(p.ids) for p in batch)
        pad = self._tokenizer.pad_token_id or 0
        ids = np.full((len(batch), width), pad, dtype=np.int64)
        types = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for k, p in enumerate(batch):
            ids[k, : len(p.ids)], types[k, : len(p.ids)], mask[k, : len(p.ids)] = p.ids, p.types, 1
        with self._lock:
            logits = self._backend({"input_ids": ids, "attention_mask": mask, "token_type_ids": types})[:, self._columns].astype(np.float64)
        heat = [self._calibration.stance if any(p.types) else self._calibration.words for p in batch]
        logits /= np.array(heat)[:, None]
        odds = [np.exp(logits[:, h] - logits[:, h].max(axis=1, keepdims=True)) for h in self._heads]
        return np.concatenate([o / o.sum(axis=1, keepdims=True) for o in odds], axis=1)


def _cuts(text: str, spans: Sequence[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    """Token ranges of at most `room`: whole sentences as many as fit; a longer sentence between words where there is a gap."""
    starts = [start for start, _ in spans]
    sentences = sorted({bisect.bisect_left(starts, m.end()) for m in SENTENCE.finditer(text)})
    gaps = [k for k in range(1, len(spans)) if spans[k - 1][1] < spans[k][0]]
    out, a = [], 0
    while len(spans) - a > room:
        near = [cuts[n - 1] for cuts in (sentences, gaps) if (n := bisect.bisect_right(cuts, a + room)) and cuts[n - 1] > a]
        out.append((a, near[0] if near else a + room))
        a = out[-1][1]
    return [*out, (a, len(spans))]


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


def _load_bundle(folder: pathlib.Path, threads: int | None, batch_size: int | None, cache: pathlib.Path | None = None, *, reading: bool = False) -> Scorer:
    """A folder with config.json, tokenizer.json and model.onnx; config.json may hold a calibration. `reading`: it must be a reading model, else
    it must not."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(os.cpu_count() or 1, 4)
    options.log_severity_level = 3
    # int8 weights are unpacked when the model is loaded instead of at each batch
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    part = "config.json"
    try:
        settings = (folder / part).read_bytes()
        config = json.loads(settings)
        calibration = Calibration(**config.get("calibration", {}))
        part = "tokenizer.json"
        tokenizer = _load_tokenizer(folder)
        part = "model.onnx"
        with (folder / part).open("rb") as weights:  # only a file of scores outlives these weights
            digest = hashlib.file_digest(weights, lambda: hashlib.sha256(settings)).hexdigest() if cache else ""
        session = onnxruntime.InferenceSession(str(folder / part), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no common class but this
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"model {folder}: its {part} cannot be read ({reason}). Copy or export the folder again, or leave out --model.") from None
    wanted = {i.name for i in session.get_inputs()}

    def run(inputs: dict[str, np.ndarray]) -> np.ndarray:
        return np.asarray(session.run(None, {k: v for k, v in inputs.items() if k in wanted})[0])

    name, size = str(config.get("name_and_version", folder.name)), batch_size or 16
    heads = [len(labels) for labels in config.get("heads", {}).values()]
    if bool(heads) != reading:
        raise ModelError(f"model {folder}: is {'not ' if reading else ''}a reading model (roles, capacities). Give {'one' if reading else 'a sentiment model'}.")
    if reading:
        window, second = config["window"], config["second_segment"]
        return Scorer(name, tokenizer, run, range(sum(heads)), window=window, batch_size=size, heads=heads, second=second)
    columns = label_columns(config.get("id2label", {}), name)
    return Scorer(name, tokenizer, run, columns, window=WINDOW, batch_size=size, calibration=calibration, cache=ScoreCache(cache), digest=digest)


def _load_from_hub(name: str, threads: int | None, batch_size: int | None, cache: pathlib.Path | None) -> Scorer:
    """Any sequence-classification model that transformers can load, from a folder or a hub; needs torch."""
    if name.startswith((".", "/", "~")) and not pathlib.Path(name).is_dir():
        raise ModelError(f"model {name}: no such folder. Give a model folder, a hub name, or leave out --model to use the bundled model.")
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
    except Exception as error:  # a broken weights file raises a class of the package that reads it
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

    digest = hashlib.sha256(b"".join(p.detach().flatten()[:1024].float().numpy().tobytes() for p in model.parameters())).hexdigest() if cache else ""
    window = min(WINDOW, int(getattr(model.config, "max_position_embeddings", WINDOW)))
    return Scorer(name, tokenizer, run, columns, window=window, batch_size=batch_size or 16, cache=ScoreCache(cache), digest=digest)


@functools.cache
def load_reader() -> Scorer:
    """The bundled reading model: a quote with its context (contexts.py) -> 12 roles, then 9 capacities, in the order of the schema. Loaded
    once a process."""
    return _load_bundle(MODELS / READER, None, None, reading=True)


def load_scorer(
    name_or_folder: str | pathlib.Path | None = None, *, threads: int | None = None, batch_size: int | None = None, cache: pathlib.Path | None = None
) -> Scorer:
    """The bundled model, or another one.

    Args:
        name_or_folder: None for the bundled model; else a folder (with model.onnx it needs no torch), the name of a folder under
            analysis/models, or a model hub's name.
        threads: Processor threads; None: as many as cores, at most 4.
        batch_size: Windows a batch; None: 16.
        cache: A file that keeps scores (not words) from run to run; made where it is missing. None: they last as long as the scorer.

    Raises:
        ModelError: The model cannot be loaded, torch is missing, its labels are not negative, neutral, positive, or `cache` is no such file.
    """
    given = str(name_or_folder or BUNDLED)
    for folder in (pathlib.Path(given), MODELS / given):
        if (folder / "model.onnx").is_file():
            return _load_bundle(folder, threads, batch_size, cache)
    return _load_from_hub(given, threads, batch_size, cache)
