"""Who is named or in view where: the places of an article's people, in order."""

import bisect
import dataclasses
import itertools
import re
from collections.abc import Callable

from analysis.schema import Article, Mention, Person, Token
from analysis.speakers.cues import Tree

WORD = re.compile(r"[\w-]*")


class Mentions:
    """The people of an article and the places where they are mentioned, which grow while the article is read.

    `places` holds (start, end, index into people, whether a subject) in order; a pronoun or epithet is a place of no length.
    """

    def __init__(self, article: Article, trees: dict[int, Tree], people: list[Person]) -> None:
        self.article = article
        self.trees = trees
        self.people = list(people)
        self.places = sorted((m.start, m.end, i, m.subject) for i, p in enumerate(people) for m in p.mentions if m.paragraph >= 0)
        self.starts = [m[0] for m in self.places]

    def _names(self, who: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.people[i].name for i in who))

    def _phrase(self, tree: Tree, head: Token) -> tuple[int, int]:
        """The characters of the mention: the noun phrase up to its head, its "of/for" phrase, and a name set beside it."""
        first = tree.tokens[tree.left_edge(head.index)]
        end = head.end
        for c in tree.children[head.index]:
            if c.index > head.index and c.dep == "prep" and c.text.lower() in ("of", "for", "from", "at", "to") and c.start <= end + 1:
                unbroken = itertools.takewhile(lambda t: t.text not in ",;" and not t.quoted, tree.tokens[c.index : c.index + 10])
                inside = [t for t in unbroken if self._below(tree, t, c.index)]
                end = max([end, *(t.end for t in inside)])
        beside = self._name_beside(end)
        if beside is not None:
            end = self.places[beside][1]
        place = self._place_at(head)
        return first.start, max(end, self.places[place][1] if place is not None else end)

    @staticmethod
    def _below(tree: Tree, t: Token, top: int) -> bool:
        for _ in range(8):
            if t.index == top:
                return True
            if t.head == t.index:
                return False
            t = tree.tokens[t.head]
        return False

    def _place_at(self, t: Token) -> int | None:
        """Index into `places` of the name that covers token `t`."""
        n = bisect.bisect_right(self.starts, t.start) - 1
        return n if n >= 0 and self.places[n][0] <= t.start < self.places[n][1] else None

    def _name_beside(self, end: int) -> int | None:
        """Index into `places` of a name that follows at once, after a comma at most ("her lawyer, Hollis Quill")."""
        match = re.match(r",?\s", self.article.text[end : end + 2])
        if not match:
            return None
        n = bisect.bisect_left(self.starts, end + match.end())
        near = n < len(self.places) and self.places[n][0] == end + match.end()
        return n if near and self.people[self.places[n][2]].kind == "person" else None

    def _starting(self, first: int, limit: int) -> range:
        """Indices into `places` of the mentions that begin at `first` or behind it and before `limit`."""
        return range(bisect.bisect_left(self.starts, first), bisect.bisect_left(self.starts, limit))

    def _latest(self, place: int, wanted: Callable[[Person], bool]) -> tuple[int, ...]:
        """The person mentioned last before `place` that satisfies `wanted`."""
        n = bisect.bisect_left(self.starts, place)
        return next(((i,) for _, _, i, _ in reversed(self.places[:n]) if wanted(self.people[i])), ())

    def _new(self, person: Person, place: int) -> int:
        """The index of this person, added unless somebody of that name is there; either way mentioned at `place`."""
        i = next((n for n, p in enumerate(self.people) if p.name == person.name), len(self.people))
        if i == len(self.people):
            self.people.append(person)
        paragraph = next((p.index for p in self.article.paragraphs if p.start <= place < p.end), -1)
        words = WORD.match(self.article.text, place).group()  # type: ignore[union-attr]  # matches always; the phrase's noun, not what stands before it
        mention = Mention(place, place + len(words), words, paragraph, subject=True)
        self.people[i] = dataclasses.replace(self.people[i], mentions=(*self.people[i].mentions, mention))
        self._mention(i, place)
        return i

    def _mention(self, i: int, place: int) -> None:
        """Notes that person `i` was in view at `place`; what describes them is no name, so it covers no token."""
        n = bisect.bisect_left(self.starts, place)
        self.places.insert(n, (place, place, i, True))
        self.starts.insert(n, place)
