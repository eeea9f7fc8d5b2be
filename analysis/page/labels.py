"""Labels in plain words: what a role, a capacity or a rule means, and why a quote has them. Text only; escaping is markup.py's."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.selections import CANNOT_TELL, NOT_NAMED, SENTIMENTS, tones

ROLES = {
    "apology": "says sorry, owns the act, or offers amends within an apology",
    "justification": "explains or defends the act: intent, context, own record",
    "denial": "denies the act, the harm or the blame, or turns on the accuser",
    "corrective_action": "announces steps, without contrition around them",
    "harm_account": "tells what was done and what it cost",
    "criticism": "judges the accused, the act or the apology, or rejects it",
    "accountability_demand": "asks for consequences: resignation, inquiry, money, law",
    "acceptance": "accepts the apology, forgives, or finds it enough",
    "support_for_victim": "stands with the harmed",
    "support_for_accused": "stands with the accused",
    "offence_quote": "the words at issue themselves, said before the scandal",
    "neutral": "procedure, fact, greeting, or no comment",
}
CAPACITIES = {
    "accused": ("accused", "whose act is at issue, proven or not"),
    "accused_rep": ("speaks for the accused", "lawyer, publicist, spokesperson, press office"),
    "victim": ("harmed party", "harmed by the act, proven or not"),
    "victim_rep": ("speaks for the harmed", "lawyer, family, union or advocate of the harmed"),
    "third_party_critic": ("critic", "expert, rival, witness or politician who judges or sides with the harmed"),
    "supporter": ("supporter", "sides with the accused"),
    "official": ("official", "court, police, regulator or panel"),
    "outlet": ("outlet", "reporter or publication"),
    "public": ("public", "fans, customers, social media"),
}
RULES = {
    "name": "named beside the words",
    "pronoun": "a pronoun stands beside the words; this is whom it means there",
    "epithet": "a description stands beside the words; it fits this person",
    "role noun": "a role stands beside the words; it fits this person",
    "organisation": "an organisation is named beside the words",
    "document": "a document speaks for its author",
    "same utterance": "the words go on from a quote of the same speaker",
    "same paragraph": "the last speaker of the paragraph",
    "continuation": "the paragraph goes on with the speaker of the one before",
    "relayed": "somebody else passes the words on",
    "lead-in": "introduced just before",
    "transcript": "named before a colon",
    "signature": "signed after the words",
    "unresolved": "somebody stands beside the words whom the article does not let us identify",
    "passive without agent": "the sentence does not say who spoke",
    "unattributed": "nobody is named near the words",
    "set by hand": "set by hand",
}


def readable(value: object) -> str:
    """A label in reading form: "support_for_victim" -> "support for victim", a capacity by its plain name, null (whatever its kind) -> "cannot tell"."""
    if not isinstance(value, str) or value == CANNOT_TELL:
        return "cannot tell"
    if value == NOT_NAMED:
        return "not named"
    return CAPACITIES[value][0] if value in CAPACITIES else value.replace("_", " ")


def _there(row: Mapping[Hashable, Any], name: str) -> str | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) else str(value)


def why_speaker(row: Mapping[Hashable, Any]) -> str:
    """Why this speaker: the rule in words, the words that name them, the cue."""
    rule = _there(row, "speaker_rule") or "unattributed"
    known = next((words for name, words in RULES.items() if rule == name or rule.startswith(name)), rule)
    mention, cue = _there(row, "speaker_mention"), _there(row, "speaker_cue")
    return known + (f": \u201c{mention}\u201d" if mention else "") + (f"; cue: \u201c{cue}\u201d" if cue else "")


def why_capacity(row: Mapping[Hashable, Any]) -> str:
    """Why this capacity: the words or rule behind it."""
    if not _there(row, "speaker"):
        return "without a speaker there is none"
    return _evidence(_there(row, "capacity_evidence"), "nothing in the article tells")


def why_role(row: Mapping[Hashable, Any]) -> str:
    """Why this role: the words, rule or model behind it."""
    evidence = _there(row, "role_evidence")
    if evidence and evidence.startswith("default of "):
        return f"no word decided; it is the usual role of: {readable(evidence.removeprefix('default of '))}"
    return _evidence(evidence, "nothing decided")


def _evidence(words: str | None, otherwise: str) -> str:
    if not words:
        return otherwise
    if words.startswith("reading model"):
        return f"the reading model\u2019s choice{words.removeprefix('reading model')}"
    if "set by hand" in words or words.startswith(("same ", "default ")):
        return words
    return f"the words \u201c{words}\u201d"


def meaning(name: object) -> str:
    """What a role or capacity means, "" where there is none."""
    return ROLES.get(str(name)) or CAPACITIES.get(str(name), ("", ""))[1]


def tone(row: Mapping[Hashable, Any], prefix: str = "") -> str:
    """The most likely of negative, neutral, positive with its score, or why there is none: two as good as equally likely, or no target."""
    values = [row.get(prefix + name) for name in SENTIMENTS]
    if any(v is None or pd.isna(v) for v in values):
        return "cannot tell" if prefix and _there(row, "target") is None else "none"
    probabilities = np.array(values, dtype=np.float64)
    told = str(tones(probabilities[None])[0])
    if told == CANNOT_TELL:
        first, second = sorted(probabilities.argsort()[-2:])
        told = f"cannot tell, {SENTIMENTS[first]} or {SENTIMENTS[second]}"
    return f"{told} ({float(row['stance' if prefix else 'polarity']):+.2f})"
