"""Whom a pronoun or "the actor" may mean: the people in view, ranked by recency, grammar, who spoke, gender and how often they are named.

The features are those of mention-ranking coreference (Denis & Baldridge 2008); a candidate's score is their weighted sum. The weights were
fitted by training/antecedents.py, as a conditional logistic regression over the candidates of pronoun subjects.
"""

import bisect
import functools
import json
import math
import pathlib
from collections.abc import Mapping

from analysis.schema import Article, Attribution, Person
from analysis.speakers.cues import Tree
from analysis.speakers.mentions import Mentions

REACH = 60  # mentions looked back at: bounds the work on a long article
AUTHOR = "author (unnamed)"  # whoever wrote the article and says "I" outside marks


@functools.cache
def weights() -> Mapping[str, float]:
    """Feature -> weight; a feature that is not listed weighs nothing."""
    return json.loads((pathlib.Path(__file__).parent / "antecedents.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


class Antecedents(Mentions):
    """The mentions of an article with who spoke so far, and the ranking of the people in view."""

    def __init__(self, article: Article, trees: dict[int, Tree], people: list[Person]) -> None:
        super().__init__(article, trees, people)
        self.events: list[tuple[int, tuple[int, ...]]] = []  # place, people: who spoke so far, reported speech included
        self._spoken: dict[int, int] = {}  # person -> place where they spoke last
        self._paragraphs = [p.start for p in article.paragraphs]
        self._sentences = {n: ([t.start for t in tree.tokens], [t.sentence for t in tree.tokens]) for n, tree in trees.items()}
        self._topics = [
            (tree.tokens[tree.left_edge(t.index)].start, t.end)
            for _, tree in sorted(trees.items())
            for t in tree.tokens
            if t.dep in ("nsubj", "nsubjpass") and not t.quoted and tree.tokens[t.head].dep == "ROOT" and tree.parse.paragraph >= 0
        ]

    def spoke(self, attribution: Attribution, place: int) -> None:
        """Remembers the speakers of a quote at `place`."""
        self._say(tuple(i for i, p in enumerate(self.people) if p.name in attribution.speakers), place)

    def _say(self, who: tuple[int, ...], place: int) -> None:
        if who:
            self.events.append((place, who))
            self._spoken |= dict.fromkeys(who, place)

    def _sentence(self, place: int) -> tuple[int, int]:
        """Paragraph and sentence of an offset."""
        paragraph = bisect.bisect_right(self._paragraphs, place) - 1
        starts, sentences = self._sentences.get(paragraph, ([], []))
        n = bisect.bisect_right(starts, place) - 1
        return paragraph, sentences[n] if n >= 0 else 0

    def candidates(self, place: int, gender: str | None) -> dict[int, dict[str, float]]:
        """The people mentioned before `place` who may be meant by a pronoun of this gender, each with their features."""
        here = self._sentence(place)
        n = bisect.bisect_left(self.starts, place)
        seen: dict[int, list[tuple[int, bool]]] = {}
        for start, _, i, subject in self.places[max(0, n - REACH) : n]:
            seen.setdefault(i, []).append((start, subject))
        k = bisect.bisect_left(self._topics, (place, 0)) - 1
        topic = self._topics[k] if k >= 0 else (-1, -1)
        last = self.events[-1][1] if self.events else ()
        out = {}
        for i, mentions in seen.items():
            person = self.people[i]
            if person.kind not in ("person", "unnamed", "unknown") or person.name == AUTHOR:
                continue
            start, subject = mentions[-1]
            back = _distance(here, self._sentence(start))
            features = {
                back: 1.0,
                f"subject {back}": float(subject),
                "log characters": math.log1p(place - start),
                "log mentions": math.log(len(mentions)),
                "topic": float(any(topic[0] <= s < topic[1] for s, _ in mentions[-3:])),
                f"kind {person.kind}": 1.0,
                "gender agrees" if gender and person.gender == gender else "gender differs" if gender and person.gender else "gender unknown": 1.0,
            }
            if i in self._spoken:
                features[f"spoke {_distance(here, self._sentence(self._spoken[i]))}"] = 1.0
                features["spoke last"] = float(last == (i,))
            out[i] = features
        return out

    def ranked(self, place: int, gender: str | None) -> list[tuple[float, int]]:
        """(score, person) of the people in view, best first."""
        weight = weights()
        scored = ((sum(weight.get(f, 0.0) * x for f, x in features.items()), i) for i, features in self.candidates(place, gender).items())
        return sorted(scored, reverse=True)


def _distance(here: tuple[int, int], there: tuple[int, int]) -> str:
    """How far back a place is: by sentences in a paragraph, by paragraphs beyond."""
    paragraphs = here[0] - there[0]
    return f"{min(paragraphs, 4)} paragraphs back" if paragraphs else f"{min(max(here[1] - there[1], 0), 3)} sentences back"
