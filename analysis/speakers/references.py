"""Subject -> person: names, pronouns, epithets ("the actor"), role nouns ("a spokesperson for the bank"), bodies and documents.

The resolver reads an article in order and remembers who spoke, as the discourse theories behind pronoun resolution do (subject and
recency preference: Lappin & Leass 1994; the last speaker first: Citron, Muzny et al. 2017).
"""

import bisect
import re

from analysis.lexicon import DOCUMENT_NOUNS, GENDERED_NOUNS, GROUP_NOUNS, ORGANISATION_NOUNS, is_person_noun
from analysis.people import AGE, describe_words, wider_words
from analysis.schema import Article, Person, Token
from analysis.speakers.antecedents import AUTHOR, Antecedents
from analysis.speakers.cues import Tree, subject_of
from analysis.speakers.phrases import (
    AGENT,
    BODY_PARTS,
    EPITHET_REACH,
    LATER,
    NEW_ON_SIGHT,
    NOT_PEOPLE,
    PLURALS,
    PRONOUNS,
    SOMEONE,
    WEAK_GENDER,
    bare,
    head_noun,
    whole_word,
)  # fmt: skip


class References(Antecedents):
    """Tells which person a noun phrase stands for; `people` grows by the unnamed speakers met on the way."""

    def __init__(self, article: Article, trees: dict[int, Tree], people: list[Person]) -> None:
        super().__init__(article, trees, people)
        self.joint: tuple[int, ...] = ()  # the last subject of several people
        self.loose = False  # whether any noun phrase will do for a speaker: for reports, where polls and filings are sources
        self.document = False  # whether the last cue's subject was a document: "it said" goes on with it
        self.documents: list[tuple[int, str, tuple[int, ...]]] = []  # place, noun, author: what "the letter" and "it" name again
        self.group = ""  # the last group noun that was a subject: what "one" is one of

    def _resolve(self, tree: Tree, head: Token, *, create: bool = True) -> tuple[tuple[int, ...], str]:
        """The people behind a noun phrase, and the rule; joint subjects give several. `create`: a new description is a new person."""
        who, rule = self._one(tree, head, create)
        for c in tree.children[head.index]:
            if not any(t.text.lower() in ("and", "&") for t in tree.tokens[head.index + 1 : c.index]):
                continue  # a comma alone joins what the parser could not place
            if c.dep == "conj" and c.pos in ("PROPN", "NOUN", "PRON") and not c.quoted and c.start - head.end < 60:
                more, _ = self._resolve(tree, c, create=create)
                who += tuple(i for i in more if i not in who)
                rule = "joint" if len(who) > 1 else rule
        return who, rule

    def _one(self, tree: Tree, head: Token, create: bool) -> tuple[tuple[int, ...], str]:
        head = whole_word(tree, head)
        low = head.text.lower()
        place = self._place_at(head)
        if place is not None:
            return (self.places[place][2],), "name"
        if low == "i":  # outside marks: whoever wrote the article
            return (self._new(Person(AUTHOR, "unnamed", ("I",), None, ("author",)), head.start),), "first person"
        if low in PRONOUNS or low in PLURALS or low in ("it", "who", "we"):
            return self._pronoun(low, head.start), "pronoun"
        start, end = self._phrase(tree, head)
        phrase = self.article.text[start:end]
        appos = tree.child(head.index, "appos")
        beside = self._place_at(appos) if appos is not None and self._below(tree, appos, head.index) else None
        if beside is None:
            beside = self._name_beside(end)
        if beside is None and (inside := [n for n in self._starting(start + 1, end + 1) if self.places[n][1] == end and head.end < self.places[n][0]]):
            beside = inside[-1] if re.search(r",\s*$", self.article.text[head.end : self.places[inside[-1]][0]]) else None
        if beside is not None and low not in DOCUMENT_NOUNS:
            return (self.places[beside][2],), "name"
        if low in DOCUMENT_NOUNS:
            return self._author(tree, head), "document"
        if low in BODY_PARTS and (whole := self._body_of(tree, head)):
            return whole, "organisation"
        if low in ORGANISATION_NOUNS:
            return self._organisation(tree, head, phrase, create), "organisation"
        if known := self._known(tree, head, phrase):
            return known, "epithet"
        return self._described(tree, head, phrase) if create else ((), "unresolved")

    def _age(self, person: Person) -> str | None:
        """The age that the article sets behind a name ("Jan Roe, 41,"), as digits."""
        found = (AGE.match(self.article.text, m.end) for m in person.mentions if m.paragraph >= 0)
        return next((match[1] for match in found if match), None)

    def _near(self, i: int, place: int) -> bool:
        """Whether person `i` was in view within the reach of an epithet."""
        n = bisect.bisect_left(self.starts, place)
        return any(who == i and start > place - EPITHET_REACH for start, _, who, _ in self.places[max(0, n - 60) : n])

    def _pronoun(self, word: str, place: int) -> tuple[int, ...]:
        if word in PLURALS:
            several = (who for _, who in reversed(self.events[-4:]) if len(who) > 1 or self.people[who[0]].kind != "person")
            return self.joint or next(several, self.events[-1][1] if self.events else ())
        if word == "it":  # a document named just before, the body that the sentence before is about, a statement that goes on, or a body
            if author := self._document_before(place):
                return author
            body = self._topic_body(place) or self._latest(place, lambda p: p.kind == "organisation")
            if self.documents and (self.document or not body) and self._sentence(self.documents[-1][0])[0] >= self._sentence(place)[0] - 1:
                return self.documents[-1][2]
            return self.events[-1][1] if self.events and (self.document or not body) else body
        best = self.ranked(place, PRONOUNS[word]) if word in PRONOUNS else []
        return (best[0][1],) if best else ()

    def _topic_body(self, place: int) -> tuple[int, ...]:
        """The body that was the last subject of a main clause, here or in the paragraph before."""
        k = bisect.bisect_left(self._topics, (place, 0)) - 1
        if k < 0 or self._sentence(self._topics[k][0])[0] < self._sentence(place)[0] - 1:
            return ()
        start, end = self._topics[k]
        return next(((i,) for n in self._starting(start, end) if self.people[i := self.places[n][2]].kind == "organisation"), ())

    def _document_before(self, place: int) -> tuple[int, ...]:
        """The author of the last document that the paragraph names before `place` ("... read out a statement. '...,' it said")."""
        tree = self.trees.get(self._sentence(place)[0])
        found = [t for t in tree.tokens if t.text.lower() in DOCUMENT_NOUNS and not t.quoted and t.end <= place] if tree else []
        return self._author(tree, found[-1]) if tree and found else ()

    def _author(self, tree: Tree, head: Token) -> tuple[int, ...]:
        """Whose words a document holds: its possessor, its "of/from" phrase, else the one who spoke last; "an unsigned post": the body in view."""
        owner = tree.child(head.index, "poss") or next(
            (
                o
                for c in tree.children[head.index]
                if c.dep in ("prep", "agent") and c.text.lower() in ("of", "from", "by")
                if (o := tree.child(c.index, "pobj"))
            ),
            None,
        )
        if owner is not None and owner.text.lower() != "it" and (found := self._resolve(tree, owner)[0]):
            return found
        if author := self._published_on(tree, head):
            return author
        known = [who for _, noun, who in self.documents if noun == head.lemma]
        if known and tree.tokens[tree.left_edge(head.index)].text.lower() in ("the", "this", "that"):
            return known[-1]
        compound = tree.child(head.index, "compound", "amod")
        if compound is not None and (place := self._place_at(compound)) is not None:
            return (self.places[place][2],)
        sender = subject_of(tree, head.head) if head.dep in ("dobj", "pobj") else None  # "Roe sent a text."
        if (
            sender is not None
            and sender.text.lower() not in DOCUMENT_NOUNS | {"it", "which", "that"}
            and (found := self._resolve(tree, sender, create=False)[0])
        ):
            return found
        if known and any(c.text.lower() in LATER for c in tree.children[head.index]):
            return known[-1]
        if tree.tokens[tree.left_edge(head.index)].text.lower() in ("a", "an"):
            body = self._latest(head.start, lambda p: p.kind == "organisation")
            if body:
                return body
        return self.events[-1][1] if self.events else ()

    def _published_on(self, tree: Tree, head: Token) -> tuple[int, ...]:
        """Whose "website" a notice stands on, and who "signed" a letter."""
        for c in tree.children[head.index]:
            if c.dep == "prep" and c.text.lower() == "on" and (page := tree.child(c.index, "pobj")) and (owner := tree.child(page.index, "poss")):
                return self._resolve(tree, owner, create=False)[0]
            if c.dep == "acl" and c.lemma in ("sign", "write", "send", "post", "issue", "file") and (by := tree.child(c.index, "agent")):
                signer = tree.child(by.index, "pobj")
                return self._resolve(tree, signer)[0] if signer else ()
        return ()

    def note_document(self, tree: Tree, t: Token) -> None:
        """Remembers whose document is named here: its possessor's, else that of the verb's subject ("Her attorney served notice")."""
        owner = tree.child(t.index, "poss")
        sender = subject_of(tree, t.head) if t.dep in ("dobj", "pobj", "conj") and tree.tokens[t.head].pos in ("VERB", "ADP") else None
        source = owner or (sender if sender is not None and sender.lemma not in DOCUMENT_NOUNS | {"it", "which", "that"} else None)
        who = self._resolve(tree, source, create=False)[0] if source is not None and not source.quoted else ()
        if who and any(self.people[i].kind != "place" for i in who):
            self.documents.append((t.start, t.lemma, who))

    def _body_of(self, tree: Tree, head: Token) -> tuple[int, ...]:
        """The named body of "the state chapter of the Union": a part speaks for the whole."""
        for c in tree.children[head.index]:
            if c.dep == "prep" and c.text.lower() in ("of", "at", "for") and (o := tree.child(c.index, "pobj")) and (place := self._place_at(o)) is not None:
                return (self.places[place][2],)
        return ()

    def _organisation(self, tree: Tree, head: Token, phrase: str, create: bool) -> tuple[int, ...]:
        """The body behind "the club": one whose name or description has the noun, else (definite) the last one named, else a new one."""
        low = head.text.lower()
        owned = tree.child(head.index, "poss") is not None or any(c.dep == "prep" for c in tree.children[head.index])
        if not owned:
            match = self._latest(head.start, lambda p: p.kind in ("organisation", "unnamed") and low in describe_words(p))
            definite = tree.tokens[tree.left_edge(head.index)].text.lower() == "the"
            match = match or (self._topic_body(head.start) or self._latest(head.start, lambda p: p.kind == "organisation") if definite else ())
            if match:
                return match
        name = bare(phrase)
        return (self._new(Person(name[0].upper() + name[1:], "organisation", (phrase,), None, (phrase.lower(),)), head.start),) if create else ()

    def _known(self, tree: Tree, head: Token, phrase: str) -> tuple[int, ...]:
        """Whom an epithet names again: somebody described so before, or for "the actor" somebody in view."""
        noun = head_noun(tree, head)
        gender = GENDERED_NOUNS.get(noun) or WEAK_GENDER.get(noun)
        first = tree.tokens[tree.left_edge(head.index)].text.lower()
        owned = tree.child(head.index, "poss") is not None
        aged = re.search(r"(\d+)-year-old", phrase)
        if not (first in ("the", "this", "that") or owned or aged) or noun in GROUP_NOUNS or noun.startswith("spokes") or noun in NOT_PEOPLE:
            return ()

        place = tree.tokens[tree.left_edge(head.index)].start

        def fits(p: Person) -> bool:
            return p.kind in ("person", "unnamed", "unknown") and not (gender and p.gender not in (None, gender))

        if aged and (found := self._latest(place + 1, lambda p: self._age(p) == aged[1])):
            return found
        if found := self._latest(place + 1, lambda p: fits(p) and noun in describe_words(p)):
            return found
        new = noun in NEW_ON_SIGHT and not aged
        if not owned and not new and (found := self._latest(place + 1, lambda p: fits(p) and noun in wider_words(p))) and self._near(found[0], place):
            return found
        person = aged or is_person_noun(noun) or AGENT.search(noun)
        if not person or owned or new or any(c.dep in ("prep", "relcl") and tree.tokens[head.index + 1].text != "," for c in tree.children[head.index]):
            return ()
        best = [
            i
            for _, i in self.ranked(place, gender)
            if self._near(i, place) and not (aged and self._age(self.people[i])) and not (gender and self.people[i].gender not in (None, gender))
        ]
        return (best[0],) if best else ()

    def _described(self, tree: Tree, head: Token, phrase: str) -> tuple[tuple[int, ...], str]:
        """A role noun that brings in somebody new: an unnamed person, a spokesperson, a group."""
        noun = head_noun(tree, head)
        if noun.startswith("spokes") or noun in ("representative", "rep", "publicist"):
            return (self._spokesperson(tree, head, phrase),), "role noun"
        beside = tree.child(head.index, "appos")
        if noun in ("one", "another", "other") and beside is not None and beside.pos == "NOUN" and not beside.quoted:  # "One, a former whip, called ..."
            start, end = self._phrase(tree, beside)
            words = self.article.text[start:end]
            return (self._add_unnamed(tree, beside, f"{bare(words)} (unnamed)", words, GENDERED_NOUNS.get(beside.text.lower())),), "role noun"
        if noun in ("one", "another", "other") and head.dep in ("nsubj", "nsubjpass", "pobj"):
            kind = self.group[:-1] if self.group.endswith("s") else "person"
            return (self._add_unnamed(tree, head, f"{kind} (unnamed)" if noun == "one" else f"second {kind} (unnamed)", head.text, None),), "role noun"
        if (
            head.pos == "PROPN"
            and head.text[0].isupper()
            and phrase[-1].isalnum()
            and noun not in NOT_PEOPLE
            and head.entity not in ("DATE", "TIME", "EVENT", "WORK_OF_ART")
        ):
            kind = "group" if head.entity == "NORP" else "organisation" if head.entity == "ORG" else "person"
            name = " ".join(t.text for t in tree.tokens[tree.left_edge(head.index) : head.index + 1] if t.pos == "PROPN")
            return (self._new(Person(name, kind, (name,), None, (phrase.lower(),)), head.start),), "name"
        if noun in SOMEONE:
            return (self._add_unnamed(tree, head, f"{noun} (unnamed)", phrase, None),), "role noun"
        several = noun in GROUP_NOUNS or (noun.endswith("s") and head.lemma != noun and (is_person_noun(head.lemma) or bool(AGENT.search(head.lemma))))
        article = tree.tokens[tree.left_edge(head.index)].text.lower() in ("a", "an", "one", "another")
        fresh = head.pos == "NOUN" and phrase[0].isalnum() and (self.loose or (article and head.lemma == noun))
        if noun in NOT_PEOPLE or not (several or fresh or (head.pos in ("NOUN", "PROPN", "ADJ") and (is_person_noun(noun) or AGENT.search(noun)))):
            return (), "unresolved"
        name = bare(phrase)
        if several:
            return (self._new(Person(name[0].upper() + name[1:], "group", (phrase,), None, (phrase.lower(),)), head.start),), "role noun"
        owner = tree.child(head.index, "poss")
        if owner is not None and owner.pos == "PRON" and (whose := self._resolve(tree, owner)[0]):
            name = f"{' and '.join(self._names(whose))}'s {name}"
        return (self._add_unnamed(tree, head, f"{name} (unnamed)", phrase, GENDERED_NOUNS.get(noun)),), "role noun"

    def _spokesperson(self, tree: Tree, head: Token, phrase: str) -> int:
        """A spokesperson, named after whom they speak for: "for" phrase, possessor or compound, else the body named last."""
        client: tuple[int, ...] = ()
        unknown = ""  # the words of a "for" phrase that names nobody known: "a spokeswoman for the county"
        for c in tree.children[head.index]:
            if c.dep == "prep" and c.text.lower() in ("for", "of", "from") and (o := tree.child(c.index, "pobj")):
                client = self._resolve(tree, o)[0]
                unknown = "" if client else self.article.text[slice(*self._phrase(tree, o))]
            elif c.dep in ("poss", "compound", "nmod") and c.index < head.index and not client:
                place = self._place_at(c)
                client = (self.places[place][2],) if place is not None else self._resolve(tree, c, create=False)[0]
        word = tree.tokens[head.index - 1].text if tree.left_edge(head.index) < head.index else ""
        told = not client and word.lower() not in {"", "a", "an", "the", "one", "its", "their", "his", "her", "company", "firm"} | LATER
        if told:  # "an army spokesman", "a diocesan spokesman": the word tells whose, if no name begins with it
            client = self._latest(head.start, lambda p: p.kind == "organisation" and p.name.split()[0] == word)
        elif not client and not unknown:
            said = self.events[-1] if self.events and self._sentence(self.events[-1][0])[0] == self._sentence(head.start)[0] else (0, ())
            spoke = tuple(i for i in said[1] if self.people[i].kind == "organisation")
            client = spoke or self._latest(head.start, lambda p: p.kind == "organisation")
        whom = " and ".join(self._names(client)) or unknown
        name = f"{head.text.lower()} for {whom}" if whom else bare(phrase) if told else head.text.lower()
        descriptions = (phrase.lower(),) if told and not client else (phrase.lower(), f"spokesperson for {whom}".lower())
        return self._new(Person(f"{name} (unnamed)", "unnamed", (phrase,), GENDERED_NOUNS.get(head.text.lower()), descriptions), head.start)

    def _add_unnamed(self, tree: Tree, head: Token, name: str, phrase: str, gender: str | None) -> int:
        """A speaker without a name, described by the noun phrase and what follows it; a pronoun there tells the gender."""
        clause = [t for t in tree.tokens[head.index + 1 :] if t.sentence == head.sentence and not t.quoted]
        said = next((PRONOUNS[t.text.lower()] for t in clause if t.text.lower() in PRONOUNS), None)
        self.group = head.text.lower() + "s" if head.text.lower() not in ("one", "another") else self.group
        behind = " ".join(t.text for t in clause[:25]).lower()
        return self._new(Person(name, "unnamed", (phrase,), gender or said, (phrase.lower(), behind)), head.start)
