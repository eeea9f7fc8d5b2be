"""Articles -> the passages table and the statements table: every stage in order. The only composer of stages.

Objects until scoring (places in a text), DataFrames after (rows with numbers); the line is crossed here, once.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.capacities import assign_capacities
from analysis.contexts import STATEMENT_CONTEXT, person_cards, quote_contexts, sentences_outside, with_capacity
from analysis.parsing import parse_article
from analysis.people import find_people
from analysis.quotes import find_quotes
from analysis.roles import decide_roles
from analysis.schema import (
    CANNOT_TELL,
    COMPONENTS,
    PASSAGES,
    STATEMENTS,
    Article,
    Attribution,
    Capacity,
    NonSpeech,
    Note,
    Person,
    Quote,
    Report,
    Role,
    RoleDecision,
    SpeakerReading,
    Statement,
    as_table,
)
from analysis.scores import Scorer, load_reader
from analysis.speakers import attribute_quotes
from analysis.stances import combine_stance
from analysis.statements import draft_statements, group_occasions, link_responses, read_statements

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""
LIKELY = "_likely"  # key of the probabilities of the roles in a row before scoring; no column


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """An article after all stages but scoring: one attribution and one decision a quote; `answers` is the statement each belongs to."""

    article: Article
    quotes: list[Quote]
    non_speech: list[NonSpeech]
    attributions: list[Attribution]
    reports: list[Report]
    people: list[Person]
    decisions: list[RoleDecision]
    statements: list[Statement]
    answers: list[str | None]
    notes: list[Note]


@dataclasses.dataclass(frozen=True, slots=True)
class Analysis:
    """The result: `passages` (schema.PASSAGES), `statements` (schema.STATEMENTS), `notes` for the reader, and the readings behind them."""

    passages: pd.DataFrame
    statements: pd.DataFrame
    notes: list[Note]
    readings: list[Reading]


def read_article(article: Article, reader: Scorer | None = None) -> Reading:
    """All stages but scoring on one article; `reader` is the reading model, the bundled one if left out."""
    quotes, non_speech, notes = find_quotes(article)
    parses = parse_article(article, quotes, non_speech)
    attributions, people, reports = attribute_quotes(article, quotes, parses, find_people(article, parses))
    reader = reader or load_reader()
    outsides = sentences_outside(article, quotes)
    contexts = quote_contexts(article, outsides, attributions, people)
    speakers = read_speakers(reader, quotes, attributions, contexts, person_cards(article, quotes, attributions, people))
    people = assign_capacities(article, people, quotes, attributions, speakers)
    occasions = group_occasions(article, quotes, attributions, people)
    decisions = decide_roles(quotes, attributions, people, outsides, read_quotes(reader, quotes, attributions, people, contexts))
    statements = statements_of(article, quotes, attributions, reports, decisions, occasions, reader)
    answers = link_responses(statements, quotes, attributions, decisions)
    if unattributed := sum(not a.speakers for a in attributions):
        notes = [*notes, Note(article.id, f"{unattributed} of {len(quotes)} quotes have no speaker that the article names")]
    return Reading(article, quotes, non_speech, attributions, reports, people, decisions, statements, answers, notes)


def read_speakers(
    reader: Scorer, quotes: list[Quote], attributions: list[Attribution], contexts: list[str], cards: Mapping[str, tuple[str, str]]
) -> dict[str, SpeakerReading]:
    """What the reading model makes of each speaker, from the speaker's card and from all they say."""
    capacities = reader([told for told, _ in cards.values()], targets=[beside for _, beside in cards.values()])[:, len(Role) : len(Role) + len(Capacity)]
    roles = np.array(read_quotes(reader, quotes, attributions, [], contexts))
    said = {name: [a.speakers[:1] == (name,) for a in attributions] for name in cards}
    return {name: SpeakerReading(tuple(row), tuple(roles[said[name]].mean(axis=0).tolist())) for name, row in zip(cards, capacities.tolist(), strict=True)}


def read_quotes(reader: Scorer, quotes: list[Quote], attributions: list[Attribution], people: list[Person], contexts: list[str]) -> list[list[float]]:
    """Per quote the reading model's probability of each role: read with its speaker's capacity where `people` tell it, and without, weighted by how
    sure that capacity is."""
    by_name = {p.name: p for p in people}
    speakers = [by_name.get(a.speakers[0]) if a.speakers else None for a in attributions]
    words = [q.text for q in quotes]

    def read(capacities: list[str | None]) -> np.ndarray:
        return reader(words, targets=[with_capacity(c, told) for c, told in zip(contexts, capacities, strict=True)])[:, : len(Role)].astype(np.float64)

    blind = read([None] * len(quotes))
    if not people:
        return [list(row) for row in blind.tolist()]
    told = read([p.capacity.value if p and p.capacity else None for p in speakers])
    sure = np.array([p.capacity_confidence or 0.0 if p else 0.0 for p in speakers]).reshape(-1, 1)
    return [list(row) for row in (sure * told + (1 - sure) * blind).tolist()]


def statements_of(
    article: Article, quotes: list[Quote], attributions: list[Attribution], reports: list[Report], decisions: list[RoleDecision],
    occasions: list[int | None], reader: Scorer,
) -> list[Statement]:  # fmt: skip
    """The apology statements of an article, each text of theirs read by the reading model for components and flags."""
    drafts = draft_statements(article, quotes, attributions, reports, decisions, occasions)
    texts = [(text, STATEMENT_CONTEXT.format(" and ".join(draft.speakers))) for draft in drafts for text in draft.texts]
    present = reader([t for t, _ in texts], targets=[c for _, c in texts])[:, len(Role) + len(Capacity) + 1 :: 2]
    rows = iter(present.tolist())
    return read_statements(article, drafts, [list(itertools.islice(rows, len(draft.texts))) for draft in drafts])


def analyse(articles: Iterable[Article], scorer: Scorer, *, progress: Progress | None = None) -> Analysis:
    """Every quote and paragraph of the articles with speaker, capacity, role and scores.

    Args:
        articles: In the order that the tables follow; ids are unique.
        scorer: From scores.load_scorer.
        progress: Called as articles are read and passages are scored.
    """
    articles = list(articles)
    readings = []
    for n, article in enumerate(articles):
        if progress:
            progress(f"reading {article.id}", n, len(articles))
        readings.append(read_article(article))
    return score_readings(readings, scorer, progress=progress)


def score_readings(readings: list[Reading], scorer: Scorer, *, progress: Progress | None = None) -> Analysis:
    """The tables of articles that have been read: every quote and paragraph with its scores."""
    rows = [row for reading in readings for row in _rows(reading)]
    passages = as_table(_scored(rows, scorer, progress), PASSAGES)
    statements = as_table([row for reading in readings for row in _statement_rows(reading)], STATEMENTS)
    return Analysis(passages, statements, [note for reading in readings for note in reading.notes], readings)


def _rows(reading: Reading) -> list[dict[str, object]]:
    """The unscored rows of an article in reading order, each paragraph before its quotes."""
    article = reading.article
    common = {"article_id": article.id, "published": article.published.isoformat() if article.published else None}
    by_name = {p.name: p for p in reading.people}
    rows: list[dict[str, object]] = [
        {**common, "kind": "paragraph", "paragraph": p.index, "start": p.start, "end": p.end, "text": article.text[p.start : p.end]} for p in article.paragraphs
    ]
    for quote, attribution, decision, answer in zip(reading.quotes, reading.attributions, reading.decisions, reading.answers, strict=True):
        told = decision.confidence >= CANNOT_TELL
        rows.append({
            **common, **_place("quote", quote), "utterance": quote.utterance, **_speaker(attribution, by_name), "role": decision.role.value if told else None,
            "role8": decision.role.coarse.value if told else None, "role_evidence": decision.evidence, "role_confidence": decision.confidence, LIKELY: decision.likely,
            "about_apology": decision.about_apology, "target": decision.target if told else None, "statement_id": answer,
        })  # fmt: skip
    rows += [{**common, **_place("indirect", report), **_speaker(report.attribution, by_name)} for report in reading.reports]
    order = {"paragraph": 0, "indirect": 1, "quote": 1}
    return sorted(rows, key=lambda row: (row["paragraph"], order[str(row["kind"])], row["start"], row["kind"]))


def _place(kind: str, passage: Quote | Report) -> dict[str, object]:
    return {"kind": kind, "paragraph": passage.paragraph, "start": passage.start, "end": passage.end, "text": passage.text}


def _speaker(attribution: Attribution, by_name: dict[str, Person]) -> dict[str, object]:
    """The columns about who said a passage, and in which capacity."""
    person = by_name.get(attribution.speakers[0]) if attribution.speakers else None
    return {
        "speaker": attribution.speaker, "speaker_mention": attribution.mention, "speaker_start": attribution.mention_start,
        "speaker_cue": attribution.cue, "speaker_rule": attribution.rule, "capacity": person.capacity.value if person and person.capacity else None,
        "capacity_evidence": person.capacity_evidence or None if person else None, "capacity_confidence": person.capacity_confidence if person else None,
    }  # fmt: skip


def _scored(rows: list[dict[str, object]], scorer: Scorer, progress: Progress | None) -> list[dict[str, object]]:
    """The rows with sentiment, and with stance where there is a target."""
    texts = [str(row["text"]) for row in rows]
    aimed = [i for i, row in enumerate(rows) if row.get("target")]
    windows = (lambda done, of: progress("scoring passages", done, of)) if progress else None
    both = scorer(texts + [texts[i] for i in aimed], targets=[None] * len(rows) + [str(rows[i]["target"]) for i in aimed], progress=windows)
    sentiment, stance = both[: len(rows)].astype(np.float64), both[len(rows) :].astype(np.float64)
    out = [
        {**{k: v for k, v in row.items() if k != LIKELY}, "negative": p[0], "neutral": p[1], "positive": p[2], "polarity": p[2] - p[0], "model": scorer.name}
        for row, p in zip(rows, sentiment, strict=True)
    ]
    stance = combine_stance(np.array([rows[i][LIKELY] for i in aimed], dtype=np.float64).reshape(-1, len(Role)), stance)
    for i, p in zip(aimed, stance, strict=True):
        out[i] |= {"stance_negative": p[0], "stance_neutral": p[1], "stance_positive": p[2], "stance": p[2] - p[0]}
    return out


def _statement_rows(reading: Reading) -> list[dict[str, object]]:
    rows = []
    for statement in reading.statements:
        own = set(statement.quotes)
        components = dict(statement.components)
        rows.append({
            "article_id": statement.article_id, "statement_id": statement.id, "speaker": " and ".join(statement.speakers), "occasion": statement.occasion,
            **{name: name in components for name in COMPONENTS}, "completeness": statement.completeness, "flags": [name for name, _ in statement.flags],
            "quality": statement.quality, "evidence": components | dict(statement.flags), "quotes": len(own),
            "responses": sum(answer == statement.id and i not in own for i, answer in enumerate(reading.answers)),
        })  # fmt: skip
    return rows


def join_analyses(parts: list[Analysis]) -> Analysis:
    """One analysis of the articles of all parts, in their order; the parts' article ids must differ."""
    if not parts:
        return Analysis(as_table([], PASSAGES), as_table([], STATEMENTS), [], [])
    return Analysis(
        pd.concat([p.passages for p in parts], ignore_index=True),
        pd.concat([p.statements for p in parts], ignore_index=True),
        [note for p in parts for note in p.notes],
        [reading for p in parts for reading in p.readings],
    )
