"""A reading and a person's corrections -> the reading again, from the corrected stage on, and its tables with the machine's values beside.

A speaker set by hand may bring in a person, a capacity changes that person's roles, roles change statements and who answers them: the stages
behind a correction are run again on that article, and what was set by hand stands. Composes stages as pipeline.py does.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable

import pandas as pd

from analysis.capacities import assign_capacities
from analysis.contexts import person_cards, quote_contexts, sentences_outside
from analysis.corrections import COLUMNS, Correction, Fixes, find_fixes
from analysis.pipeline import Analysis, Reading, join_analyses, read_quotes, read_speakers, score_readings, statements_of
from analysis.roles import BY_HAND, decide_roles, set_role
from analysis.schema import Article, Attribution, Capacity, NonSpeech, Paragraph, Person, Quote, Report, Role, RoleDecision
from analysis.scores import LABELS, Scorer, load_reader
from analysis.statements import group_occasions, link_responses

MARKS = "\"'\u2018\u2019\u201c\u201d\u00ab\u00bb"
FOLLOWERS = {
    "speaker": "speaker",
    "capacity": "capacity",
    "role": "role",
    "sentiment": "polarity",
    "stance": "stance",
    "target": "target",
    "statement": "statement_id",
}
"""A field as corrections name it -> the column that shows it."""


def revise(reading: Reading, fixes: Fixes, reader: Scorer | None = None) -> Reading:
    """The reading with the corrections in it and the stages behind them run again.

    Args:
        reading: What the machine read.
        fixes: From corrections.find_fixes on this article.
        reader: The reading model; the bundled one if left out.
    """
    quotes, attributions = _placed(reading, fixes)
    attributions = _spoken(quotes, attributions, fixes)
    people = _known(reading.people, attributions, fixes)
    article = reading.article
    reader = reader or load_reader()
    outsides = sentences_outside(article, quotes)
    contexts = quote_contexts(article, outsides, attributions, people)
    speakers = read_speakers(reader, quotes, attributions, contexts, person_cards(article, quotes, attributions, people))
    people = _with_capacities(reading, people, attributions, assign_capacities(article, people, quotes, attributions, speakers), fixes)
    occasions = group_occasions(article, quotes, attributions, people)
    decisions = decide_roles(quotes, attributions, people, outsides, read_quotes(reader, quotes, attributions, people, contexts))
    decisions = _with_roles(quotes, attributions, people, decisions, fixes)
    statements = statements_of(article, quotes, attributions, reading.reports, decisions, occasions, reader)
    answers = link_responses(statements, quotes, attributions, decisions)
    by_hand = [NonSpeech(q.paragraph, q.start, q.end, q.text, BY_HAND) for q in reading.quotes if q.start in fixes.removed]
    return dataclasses.replace(
        reading, quotes=quotes, non_speech=[*reading.non_speech, *by_hand], attributions=attributions, people=people, decisions=decisions, statements=statements, answers=answers
    )  # fmt: skip


def _placed(reading: Reading, fixes: Fixes) -> tuple[list[Quote], list[Attribution]]:
    """The quotes without those marked as none, with those that were missed, in order; one added over others takes their place."""
    article = reading.article
    kept = [
        (q, a) for q, a in zip(reading.quotes, reading.attributions, strict=True)
        if q.start not in fixes.removed and not any(q.start < end and start < q.end for start, end in fixes.added.items())
    ]  # fmt: skip
    utterance = max((q.utterance for q in reading.quotes), default=-1) + 1
    for start, end in fixes.added.items():
        inside = next((p for p in article.paragraphs if p.start <= start < p.end), None)
        if inside is None or start in fixes.removed:
            continue
        end = min(end, inside.end)
        left = start - (article.text[max(0, start - 1) : start] in MARKS and start > inside.start)
        right = end + (end < inside.end and article.text[end] in MARKS)
        kept.append((Quote(inside.index, start, end, article.text[start:end], left, right, utterance), Attribution(rule=f"quote {BY_HAND}")))
        utterance += 1
    kept.sort(key=lambda pair: pair[0].start)
    return [q for q, _ in kept], [a for _, a in kept]


def _spoken(quotes: list[Quote], attributions: list[Attribution], fixes: Fixes) -> list[Attribution]:
    """The attributions with corrected speakers and names. The other pieces of an utterance follow where they had the same speaker."""
    said = {}
    for quote, attribution in zip(quotes, attributions, strict=True):
        if quote.start in fixes.speakers:
            said[(quote.utterance, attribution.speakers)] = fixes.speakers[quote.start]
    out = []
    for quote, attribution in zip(quotes, attributions, strict=True):
        key = (quote.utterance, attribution.speakers)
        if quote.start in fixes.speakers or key in said:
            name = fixes.speakers.get(quote.start, said.get(key))
            rule = BY_HAND if quote.start in fixes.speakers else f"same utterance as one {BY_HAND}"
            attribution = dataclasses.replace(attribution, speakers=(name,) if name else (), rule=rule)
        renamed = tuple(dict.fromkeys(fixes.names.get(n, n) for n in attribution.speakers))
        out.append(dataclasses.replace(attribution, speakers=renamed))
    return out


def _known(people: list[Person], attributions: list[Attribution], fixes: Fixes) -> list[Person]:
    """The people after merging and renaming, and those that corrected speakers bring in."""
    out: dict[str, Person] = {}
    for person in people:
        name = fixes.names.get(person.name, person.name)
        aliases = (*person.aliases, person.name) if name != person.name else person.aliases
        first = out.get(name)
        if first:
            descriptions = (*first.descriptions, *person.descriptions)
            mentions = tuple(sorted((*first.mentions, *person.mentions), key=lambda m: m.start))
            out[name] = dataclasses.replace(first, aliases=(*first.aliases, *aliases), descriptions=descriptions, mentions=mentions)
        else:
            out[name] = dataclasses.replace(person, name=name, aliases=aliases)
    for name in (n for a in attributions for n in a.speakers):
        out.setdefault(name, Person(name, "unknown"))
    return list(out.values())


def _with_capacities(reading: Reading, people: list[Person], attributions: list[Attribution], again: list[Person], fixes: Fixes) -> list[Person]:
    """Capacities set by hand; those of people whose quotes changed as read again; all others as they were."""
    before, after = _said(reading.quotes, reading.attributions), {name for a in attributions for name in a.speakers}
    was = {p.name: p for p in reading.people}
    fixed = {fixes.names.get(name, name): capacity for name, capacity in fixes.capacities.items()}
    out = []
    for person, reread in zip(people, again, strict=True):
        if person.name in fixed:
            value = fixed[person.name]
            out.append(dataclasses.replace(person, capacity=Capacity(value) if value else None, capacity_evidence=BY_HAND, capacity_confidence=1.0))
        elif person.name in was and (was[person.name].capacity is not None or person.name not in after or person.name in before):
            out.append(_as_was(person, was[person.name]))
        else:
            out.append(_as_was(person, reread))
    return out


def _as_was(person: Person, other: Person) -> Person:
    return dataclasses.replace(person, capacity=other.capacity, capacity_evidence=other.capacity_evidence, capacity_confidence=other.capacity_confidence)


def _said(quotes: list[Quote], attributions: list[Attribution]) -> set[str]:
    return {name for _, a in zip(quotes, attributions, strict=True) for name in a.speakers}


def _with_roles(quotes: list[Quote], attributions: list[Attribution], people: list[Person], decisions: list[RoleDecision], fixes: Fixes) -> list[RoleDecision]:
    """Roles set by hand, which the other pieces of the utterance take too; a role that "cannot be told" counts as neutral until the tables."""
    whole = {q.utterance: fixes.roles[q.start] for q in quotes if q.start in fixes.roles}
    out = []
    for quote, attribution, decision in zip(quotes, attributions, decisions, strict=True):
        if quote.utterance in whole:
            role = fixes.roles.get(quote.start, whole[quote.utterance])
            decision = set_role(decision, Role(role or "neutral"), attribution, people)
            if quote.start not in fixes.roles:
                decision = dataclasses.replace(decision, evidence=f"same utterance as one {BY_HAND}")
        out.append(decision)
    return out


def revised(part: Analysis, fixes: Fixes, scorer: Scorer) -> Analysis:
    """One article's analysis with its corrections: passages with corrections.COLUMNS, statements, and the revised reading."""
    if fixes.empty and not fixes.checked:
        return dataclasses.replace(part, passages=with_columns(part.passages))
    again = part if fixes.empty else score_readings([revise(part.readings[0], fixes)], scorer)
    passages = _with_reported(with_columns(again.passages), fixes)
    _set_tones(passages, fixes)
    _compare(passages, part.passages, fixes)
    return dataclasses.replace(again, passages=passages, notes=part.notes)


def with_columns(passages: pd.DataFrame) -> pd.DataFrame:
    """The passages with corrections.COLUMNS, all null where there are none yet."""
    missing = {
        c.name: pd.Series(pd.NA if c.dtype == "string" else float("nan"), index=passages.index, dtype=c.dtype) for c in COLUMNS if c.name not in passages
    }
    return passages.assign(**missing)


def _with_reported(passages: pd.DataFrame, fixes: Fixes) -> pd.DataFrame:
    """Speaker, role and removal of reported speech (kind `indirect`), which no stage behind its own reads: set in its rows."""
    reported = passages["kind"] == "indirect"
    starts = passages["start"].astype(int)
    for column, values in (("speaker", fixes.speakers), ("role", fixes.roles)):
        for start, value in values.items():
            passages.loc[reported & (starts == start), column] = value if value is not None else pd.NA
    for start, role in fixes.roles.items():
        passages.loc[reported & (starts == start), "role8"] = Role(role).coarse.value if role else pd.NA
    return passages[~(reported & starts.isin(fixes.removed))].reset_index(drop=True)


def _set_tones(passages: pd.DataFrame, fixes: Fixes) -> None:
    """Sentiment and stance set by hand: all probability on that label; a role or stance that cannot be told: null."""
    rows = {int(start): i for i, start in passages.loc[passages["kind"] != "paragraph", "start"].items()}
    for prefix, overall, values in (("", "polarity", fixes.sentiments), ("stance_", "stance", fixes.stances)):
        for start, label in values.items():
            if start in rows and (label is not None or prefix):
                columns = [prefix + name for name in LABELS]
                passages.loc[rows[start], columns] = [float(name == label) if label else float("nan") for name in LABELS]
                passages.loc[rows[start], overall] = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}.get(str(label), float("nan"))
    for start in (s for s, role in fixes.roles.items() if role is None and s in rows):
        passages.loc[rows[start], ["role", "role8"]] = pd.NA


def _compare(passages: pd.DataFrame, model: pd.DataFrame, fixes: Fixes) -> None:
    """Fills corrections.COLUMNS: what was set by hand, what followed, and the machine's values where the value now is another."""
    old = {int(row["start"]): row for row in model[model["kind"] != "paragraph"].to_dict("records")}
    by_hand = {"speaker": fixes.speakers, "checked": dict.fromkeys(fixes.checked), "role": fixes.roles, "sentiment": fixes.sentiments, "stance": fixes.stances}
    fixed_people = {fixes.names.get(name, name) for name in fixes.capacities}
    for i, row in passages[passages["kind"] != "paragraph"].iterrows():
        start = int(row["start"])
        set_here = [field for field, values in by_hand.items() if start in values]
        speaker = str(row["speaker"]).split(" and ")[0] if pd.notna(row["speaker"]) else None
        set_here += ["capacity"] if speaker in fixed_people or row["speaker"] in fixed_people else []
        set_here += ["speech"] if start in fixes.added and start not in old else []
        before = old.get(start)
        changed = [f for f, column in FOLLOWERS.items() if before is not None and not _same(row[column], before[column])]
        renamed = (
            before is not None and pd.notna(before["speaker"]) and any(n in fixes.names for n in (before["speaker"], *str(before["speaker"]).split(" and ")))
        )
        if "speaker" in changed and "speaker" not in set_here and renamed:
            set_here.append("speaker")
        passages.loc[i, "corrected"] = ",".join(set_here) or pd.NA
        passages.loc[i, "followed"] = ",".join(f for f in changed if f not in set_here) or pd.NA
        for field in changed:
            if (column := f"model_{FOLLOWERS[field]}") in passages and before is not None:
                passages.loc[i, column] = before[FOLLOWERS[field]]


def _same(a: object, b: object) -> bool:
    if pd.isna(a) or pd.isna(b):  # type: ignore[call-overload]
        return bool(pd.isna(a) and pd.isna(b))  # type: ignore[call-overload]
    return abs(a - b) < 1e-6 if isinstance(a, float) and isinstance(b, float) else a == b


def correct(
    parts: list[Analysis], corrections: Iterable[Correction], scorer: Callable[[], Scorer], *, revise_one: Callable[[Analysis, Fixes], Analysis] | None = None
) -> tuple[Analysis, dict[str, Fixes]]:
    """The analysis of all articles with the corrections in force, and what was fixed in each.

    Args:
        parts: One article each.
        corrections: From corrections.in_force.
        scorer: Gives the scorer of what the corrections change; called only where they change anything.
        revise_one: `revised` or a version of it that keeps results.
    """
    corrections = list(corrections)
    mine: dict[str | None, list[Correction]] = {}
    for c in corrections:
        mine.setdefault(c.article_id, []).append(c)
    out, found = [], {}
    for part in parts:
        reading = part.readings[0]
        name = reading.article.id
        wanted = sorted([*mine.get(name, []), *mine.get(None, [])], key=lambda c: c.id)
        said = part.passages[part.passages["kind"] != "paragraph"]
        places = list(zip(said["start"].astype(int), said["end"].astype(int), strict=True))
        found[name] = find_fixes(name, reading.article.text, places, [p.name for p in reading.people], wanted) if wanted else Fixes()
        out.append((revise_one or (lambda p, f: revised(p, f, scorer())))(part, found[name]))
    return join_analyses(out), found


def reading_of(passages: pd.DataFrame) -> Reading:
    """One article's reading as far as its rows tell it: for tables whose article files are gone. Headline and names of those who say nothing
    are lost; the text between paragraphs is blank."""
    rows = passages.to_dict("records")
    first = rows[0]
    text = ""
    for row in sorted((r for r in rows if r["kind"] == "paragraph"), key=lambda r: r["start"]):
        text = text.ljust(int(row["start"]), "\n") + str(row["text"])
    paragraphs = tuple(Paragraph(int(r["paragraph"]), int(r["start"]), int(r["end"])) for r in rows if r["kind"] == "paragraph")
    published = datetime.date.fromisoformat(str(first["published"])) if pd.notna(first["published"]) else None
    article = Article(str(first["article_id"]), str(first["article_id"]), published, text, paragraphs)
    people: dict[str, Person] = {}
    quotes: list[Quote] = []
    attributions, decisions, answers = [], [], []
    for row in (r for r in rows if r["kind"] == "quote"):
        value = {name: None if pd.isna(v) else v for name, v in row.items() if not isinstance(v, (list, dict))}
        start, end, n = int(row["start"]), int(row["end"]), int(row["paragraph"])
        utterance = int(row["utterance"]) if value["utterance"] is not None else len(quotes)
        quotes.append(Quote(n, start, end, str(row["text"]), max(0, start - 1), end + 1, utterance))
        names = (str(value["speaker"]),) if value["speaker"] else ()
        attributions.append(Attribution(names, value["speaker_mention"], None, value["speaker_cue"], str(value["speaker_rule"] or "unattributed")))
        for name in names:
            capacity = Capacity(str(value["capacity"])) if value["capacity"] else None
            people.setdefault(name, Person(name, "unknown", capacity=capacity, capacity_evidence=str(value["capacity_evidence"] or ""), capacity_confidence=value["capacity_confidence"]))
        decisions.append(RoleDecision(Role(str(value["role"] or "neutral")), str(value["role_evidence"] or ""), bool(value["about_apology"]), value["target"], float(value["role_confidence"] or 0.0)))
        answers.append(value["statement_id"])
    reports = [
        Report(int(r["paragraph"]), int(r["start"]), int(r["end"]), str(r["text"]), Attribution((str(r["speaker"]),)))
        for r in rows if r["kind"] == "indirect" and pd.notna(r["speaker"])
    ]  # fmt: skip
    return Reading(article, quotes, [], attributions, reports, list(people.values()), decisions, [], answers, [])


def correct_table(table: Analysis, corrections: Iterable[Correction], scorer: Callable[[], Scorer]) -> tuple[Analysis, dict[str, Fixes]]:
    """The same for a scored table of many articles whose files are gone: only articles that a correction names are read again, from their rows."""
    corrections = list(corrections)
    passages = table.passages
    people = {c.person for c in corrections if c.article_id is None}
    named = {c.article_id for c in corrections} | set(passages.loc[passages["speaker"].isin(people), "article_id"])
    touched = passages["article_id"].isin(named)
    if not touched.any():
        return dataclasses.replace(table, passages=with_columns(passages)), {}
    inside = table.statements["article_id"].isin(named)
    again, fixes = correct(parts_of(passages[touched], table.statements[inside]), corrections, scorer)
    joined = pd.concat([with_columns(passages[~touched]), again.passages], ignore_index=True)
    order = {name: n for n, name in enumerate(passages["article_id"].unique())}
    joined = joined.sort_values("article_id", key=lambda column: column.map(order), kind="stable", ignore_index=True)
    statements = pd.concat([table.statements[~inside], again.statements], ignore_index=True)
    return Analysis(joined, statements, table.notes, []), fixes


def parts_of(passages: pd.DataFrame, statements: pd.DataFrame) -> list[Analysis]:
    """A table of many articles as one analysis an article, each with the reading that its rows tell."""
    of_article = dict(list(statements.groupby("article_id", sort=False))) if len(statements) else {}
    return [
        Analysis(rows.reset_index(drop=True), of_article.get(name, statements.iloc[:0]).reset_index(drop=True), [], [reading_of(rows)])
        for name, rows in passages.groupby("article_id", sort=False)
    ]
