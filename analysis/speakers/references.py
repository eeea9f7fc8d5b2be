"""Subject -> person: names, pronouns, epithets ("the actor"), role nouns ("a spokesperson for the bank"), bodies and documents.

The resolver reads an article in order and remembers who spoke, as the discourse theories behind pronoun resolution do (subject and
recency preference: Lappin & Leass 1994; the last speaker first: Citron, Muzny et al. 2017).
"""

import bisect
import dataclasses
import re

from analysis.lexicon import DOCUMENT_NOUNS, GENDERED_NOUNS, GROUP_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS
from analysis.people import describe_words
from analysis.schema import Article, Attribution, Person, Quote, Token
from analysis.speakers.antecedents import AUTHOR, Antecedents
from analysis.speakers.cues import Cue, Tree, subject_of
from analysis.speakers.phrases import (
    AGENT,
    EPITHET_REACH,
    NEW_ON_SIGHT,
    NOT_PEOPLE,
    PLURALS,
    PRONOUNS,
    SOMEONE,
    WEAK_GENDER,
    bare,
    head_noun,
)  # fmt: skip


class Resolver(Antecedents):
    """Tells who a subject is; `people` grows by the unnamed speakers met on the way."""

    def __init__(self, article: Article, trees: dict[int, Tree], people: list[Person]) -> None:
        super().__init__(article, trees, people)
        self.last = Attribution()  # by the last cue that had a subject
        self.joint: tuple[int, ...] = ()  # the last subject of several people
        self.document = False  # whether the last cue's subject was a document: "it said" goes on with it
        self.group = ""  # the last group noun that was a subject: what "one" is one of
        self._link_leads()

    def _link_leads(self) -> None:
        """Ties unnamed subjects to the name that follows: the newsroom habit of delayed identification.

        "The chief executive of a parcel firm has ..." is the first of that kind named in the two paragraphs behind the lead; "Her brother
        was blunter. '...,' said Jan Roe" is the one whose first mention stands in the same paragraph.
        """
        first = {i: min(m.start for m in p.mentions) for i, p in enumerate(self.people) if p.mentions}
        for paragraph in self.article.paragraphs:
            head = self._unnamed_subject(self.trees[paragraph.index])
            if head is None:
                continue
            tree = self.trees[paragraph.index]
            noun, (start, end) = head_noun(tree, head), self._phrase(tree, head)
            kind = "organisation" if noun in ORGANISATION_NOUNS else "person"
            lead = paragraph.index == 0
            reach = self.article.paragraphs[min(2, len(self.article.paragraphs) - 1)].end if lead else paragraph.end
            begin = paragraph.end if lead else end
            names = sorted((m.start, i) for i, p in enumerate(self.people) for m in p.mentions if begin < m.start < reach and p.kind in (kind, "unknown"))
            gender = GENDERED_NOUNS.get(noun)
            fitting = [i for at, i in names if (lead or at == first[i]) and (not gender or self.people[i].gender in (None, gender))]
            if head.text.lower() in GROUP_NOUNS:  # "Friends rallied. ..."
                for i in fitting:
                    self._describe(i, head.text.lower().removesuffix("s"), None)
            elif fitting:
                self._describe(fitting[0], self._owned(tree, head, start, end), gender)
                self._mention(fitting[0], start, self.article.text[start:end])

    def _unnamed_subject(self, tree: Tree) -> Token | None:
        """The paragraph's first subject, if it is a person or body described without a name."""
        head = next((t for t in tree.tokens if t.dep in ("nsubj", "nsubjpass")), None)
        if head is None or head.quoted or self._place_at(head) is not None or self._name_beside(head.end) is not None:
            return None
        known = PERSON_NOUNS | ORGANISATION_NOUNS | GROUP_NOUNS
        owner = tree.child(head.index, "poss")
        if owner is not None and owner.text.lower() in PERSON_NOUNS and head_noun(tree, head) not in known:
            head = owner  # "His agent's intervention did not help."
        described = head.pos == "NOUN" and head_noun(tree, head) in known
        beside = tree.child(head.index, "appos")
        return head if described and (beside is None or self._place_at(beside) is None) else None

    def _owned(self, tree: Tree, head: Token, start: int, end: int) -> str:
        """The phrase, its relative clause included, with a possessive pronoun replaced by the name: "jan roe's daughter"."""
        behind = [t.end for t in tree.tokens[head.index :] if t.sentence == head.sentence and not t.quoted][:12]
        phrase = self.article.text[start : max([end, *behind])]
        owner = tree.child(head.index, "poss")
        who = self._pronoun(owner.text.lower(), owner.start) if owner is not None and owner.pos == "PRON" else ()
        if owner is not None and who:
            phrase = f"{self.people[who[0]].name}'s {phrase[owner.end - start :].strip()}"
        return " ".join(phrase.lower().split())

    def _describe(self, i: int, description: str, gender: str | None) -> None:
        person = self.people[i]
        self.people[i] = dataclasses.replace(person, descriptions=(*person.descriptions, description), gender=person.gender or gender)

    def read(self, tree: Tree, cues: list[Cue], chosen: set[int], resolved: dict[int, Attribution]) -> None:
        """Goes through a paragraph in reading order: whom "she" means depends on who was named and who spoke before.

        Fills `resolved` with the attribution of each cue by its verb's token; other subjects are noted as mentions. Only a cue that some
        quote has `chosen`, or a plain "said", may bring in somebody new.
        """
        by_subject: dict[int, list[Cue]] = {}
        for cue in cues:
            by_subject.setdefault(cue.verb if cue.subject is None else cue.subject, []).append(cue)
        for t in tree.tokens:
            for cue in by_subject.get(t.index, []):
                new = cue.verb in chosen or tree.tokens[cue.verb].lemma in ("say", "tell")
                resolved[cue.verb] = self.attribution(tree, cue, create=new)
            if t.index not in by_subject and t.dep in ("nsubj", "nsubjpass") and not t.quoted:
                self._note(tree, t)

    def _note(self, tree: Tree, t: Token) -> None:
        """Remembers the subject of a verb that is no cue: a pronoun or epithet is a mention of the one it stands for."""
        low = t.text.lower()
        if low in GROUP_NOUNS:
            self.group = low
        if low in PRONOUNS or (low in PERSON_NOUNS and self._place_at(t) is None):
            who = self._pronoun(low, t.start) if low in PRONOUNS else self._known(tree, t, self.article.text[t.start : t.end])
            first = tree.tokens[tree.left_edge(t.index)].text.lower()
            if who:
                self._mention(who[0], t.start, low)
            elif first in ("a", "an", "one", "another"):  # "One viewer folded up her banner. '...,' she said."
                self._resolve(tree, t)
        elif self._place_at(t) is not None or tree.child(t.index, "conj"):
            who, _ = self._resolve(tree, t, create=False)
            self.joint = who if len(who) > 1 else self.joint

    def attribution(self, tree: Tree, cue: Cue, *, create: bool) -> Attribution:
        """Who a cue's subject is; also remembers it as the last one to speak."""
        verb = tree.tokens[cue.verb]
        if cue.subject is None:
            return Attribution((), None, None, verb.text, "passive without agent")
        head = tree.tokens[cue.subject]
        who, rule = self._resolve(tree, head, create=create)
        self.document = rule == "document"
        if who:
            self._say(who, verb.start)
        start, end = self._phrase(tree, head)
        rule = f"relayed, {rule}" if cue.relayed else rule
        found = Attribution(self._names(who), self.article.text[start:end], start, verb.text, rule if who else "unresolved")
        self.last = found if who else self.last
        return found

    def named(self, name: str, place: int, rule: str) -> Attribution:
        """The person of a name that layout, not grammar, puts beside a quote."""
        last = name.split()[-1].lower()
        known = [p for p in self.people if last in (w.lower() for w in (p.name.split()[-1], *p.aliases))]
        person = known[-1] if known else self.people[self._new(Person(name.title() if name.isupper() else name, "person"), place)]
        return Attribution((person.name,), name, place, None, rule)

    def pronoun(self, word: str, place: int, rule: str = "pronoun") -> Attribution:
        """Whom a pronoun at `place` means."""
        who = self._pronoun(word.lower(), place)
        return Attribution(self._names(who), word, place, None, rule)

    def owner(self, end: int) -> Attribution | None:
        """The person whose name ends at `end`, before a possessive ("Roe's 'deep regret'"); None for a body or where no name stands."""
        n = bisect.bisect_left(self.starts, end) - 1
        if n < 0 or self.places[n][1] != end or self.people[self.places[n][2]].kind != "person":
            return None
        start = self.places[n][0]
        return Attribution(self._names((self.places[n][2],)), self.article.text[start:end], start, None, "possessor")

    def subject_before(self, quote: Quote, *, create: bool = False) -> Attribution | None:
        """For a quote without cue: the subject of the sentence it stands in, else of the paragraph that leads into it."""
        tree = self.trees[quote.paragraph]
        words = [t for t in tree.tokens if not t.quoted and t.end <= quote.outer_start and t.pos not in ("PUNCT", "SPACE")]
        if words:
            return self._subject_of(tree, words[-1].sentence, "subject of the sentence", create)
        before = self.trees.get(quote.paragraph - 1)
        if before is None or not before.tokens or before.tokens[-1].quoted:
            return None
        if self.events and self.events[-1][0] >= before.tokens[0].start:
            names = self._names(self.events[-1][1])
            led = self.last if self.last.speakers == names else Attribution(names)
            return dataclasses.replace(led, cue=None, rule="lead-in")
        return self._subject_of(before, before.tokens[-1].sentence, "lead-in", create)

    def _subject_of(self, tree: Tree, sentence: int, rule: str, create: bool) -> Attribution | None:
        """The subject of a sentence's main verb, as a speaker."""
        subjects = [t for t in tree.tokens if t.sentence == sentence and t.dep in ("nsubj", "nsubjpass") and not t.quoted]
        subjects.sort(key=lambda t: tree.tokens[t.head].dep != "ROOT")
        subjects += [t for t in tree.tokens if t.sentence == sentence and t.dep == "ROOT" and t.pos == "PROPN" and not t.quoted]
        for t in subjects:
            who, _ = self._resolve(tree, t, create=create)
            if who:
                start, end = self._phrase(tree, t)
                return Attribution(self._names(who), self.article.text[start:end], start, None, rule)
        return None

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
        if beside is None and (inside := [n for n, m in enumerate(self.places) if start < m[0] and m[1] == end and head.end < m[0]]):
            beside = inside[-1] if re.search(r",\s*$", self.article.text[head.end : self.places[inside[-1]][0]]) else None
        if beside is not None and low not in DOCUMENT_NOUNS:
            return (self.places[beside][2],), "name"
        if low in DOCUMENT_NOUNS:
            return self._author(tree, head), "document"
        if low in ORGANISATION_NOUNS:
            return self._organisation(tree, head, phrase, create), "organisation"
        if known := self._known(tree, head, phrase):
            return known, "epithet"
        return self._described(tree, head, phrase) if create else ((), "unresolved")

    def _near(self, i: int, place: int) -> bool:
        """Whether person `i` was in view within the reach of an epithet."""
        n = bisect.bisect_left(self.starts, place)
        return any(who == i and start > place - EPITHET_REACH for start, _, who, _ in self.places[max(0, n - 60) : n])

    def _pronoun(self, word: str, place: int) -> tuple[int, ...]:
        if word in PLURALS:
            several = (who for _, who in reversed(self.events[-4:]) if len(who) > 1 or self.people[who[0]].kind != "person")
            return self.joint or next(several, self.events[-1][1] if self.events else ())
        if word == "it":  # a document named just before, a statement that goes on, or a body
            if author := self._document_before(place):
                return author
            body = self._latest(place, lambda p: p.kind == "organisation")
            return self.events[-1][1] if self.events and (self.document or not body) else body
        best = self.ranked(place, PRONOUNS[word]) if word in PRONOUNS else []
        return (best[0][1],) if best else ()

    def _document_before(self, place: int) -> tuple[int, ...]:
        """The author of the last document that the paragraph names before `place` ("... read out a statement. '...,' it said")."""
        paragraph = next((p.index for p in reversed(self.article.paragraphs) if p.start <= place), None)
        tree = self.trees.get(paragraph) if paragraph is not None else None
        found = [t for t in tree.tokens if t.text.lower() in DOCUMENT_NOUNS and not t.quoted and t.end <= place] if tree else []
        return self._author(tree, found[-1]) if tree and found else ()

    def _author(self, tree: Tree, head: Token) -> tuple[int, ...]:
        """Whose words a document holds: its possessor, its "of/from" phrase, else the one who spoke last; "an unsigned post": the body in view."""
        owner = tree.child(head.index, "poss") or next(
            (o for c in tree.children[head.index] if c.dep in ("prep", "agent") and c.text.lower() in ("of", "from", "by") if (o := tree.child(c.index, "pobj"))), None
        )
        if owner is not None and owner.text.lower() != "it" and (found := self._resolve(tree, owner)[0]):
            return found
        compound = tree.child(head.index, "compound", "amod")
        if compound is not None and (place := self._place_at(compound)) is not None:
            return (self.places[place][2],)
        if tree.tokens[tree.left_edge(head.index)].text.lower() in ("a", "an"):
            body = self._latest(head.start, lambda p: p.kind == "organisation")
            if body:
                return body
        sender = subject_of(tree, head.head) if head.dep in ("dobj", "pobj") else None  # "Roe sent a text."
        if sender is not None and sender.text.lower() not in DOCUMENT_NOUNS | {"it", "which", "that"} and (found := self._resolve(tree, sender, create=False)[0]):
            return found
        return self.events[-1][1] if self.events else ()

    def _organisation(self, tree: Tree, head: Token, phrase: str, create: bool) -> tuple[int, ...]:
        """The body behind "the club": one whose name or description has the noun, else (definite) the last one named, else a new one."""
        low = head.text.lower()
        owned = tree.child(head.index, "poss") is not None or any(c.dep == "prep" for c in tree.children[head.index])
        if not owned:
            match = self._latest(head.start, lambda p: p.kind in ("organisation", "unnamed") and low in describe_words(p))
            definite = tree.tokens[tree.left_edge(head.index)].text.lower() == "the"
            match = match or (self._latest(head.start, lambda p: p.kind == "organisation") if definite else ())
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
        aged = bool(re.search(r"\d+-year-old", phrase))
        if not (first in ("the", "this", "that") or owned or aged) or noun in GROUP_NOUNS or noun.startswith("spokes") or noun in NOT_PEOPLE:
            return ()

        place = tree.tokens[tree.left_edge(head.index)].start

        def described(p: Person) -> bool:
            return p.kind in ("person", "unnamed", "unknown") and noun in describe_words(p) and not (gender and p.gender not in (None, gender))

        if found := self._latest(place + 1, described):
            return found
        person = aged or noun in PERSON_NOUNS | GENDERED_NOUNS.keys() or AGENT.search(noun)
        if not person or owned or noun in NEW_ON_SIGHT or any(c.dep in ("prep", "relcl") and tree.tokens[head.index + 1].text != "," for c in tree.children[head.index]):
            return ()
        best = self.ranked(place, gender)
        return (best[0][1],) if best and self._near(best[0][1], place) else ()

    def _described(self, tree: Tree, head: Token, phrase: str) -> tuple[tuple[int, ...], str]:
        """A role noun that brings in somebody new: an unnamed person, a spokesperson, a group."""
        noun = head_noun(tree, head)
        if noun.startswith("spokes") or noun in ("representative", "rep", "publicist"):
            return (self._spokesperson(tree, head, phrase),), "role noun"
        if noun in ("one", "another") and head.dep in ("nsubj", "nsubjpass", "pobj"):
            kind = self.group[:-1] if self.group.endswith("s") else "person"
            return (self._add_unnamed(tree, head, f"{kind} (unnamed)" if noun == "one" else f"second {kind} (unnamed)", head.text, None),), "role noun"
        if head.pos == "PROPN" and head.text[0].isupper() and phrase[-1].isalnum() and noun not in NOT_PEOPLE and head.entity not in ("DATE", "TIME", "EVENT", "WORK_OF_ART"):
            kind = "group" if head.entity == "NORP" else "organisation" if head.entity == "ORG" else "person"
            name = " ".join(t.text for t in tree.tokens[tree.left_edge(head.index) : head.index + 1] if t.pos == "PROPN")
            return (self._new(Person(name, kind, (name,), None, (phrase.lower(),)), head.start),), "name"
        if noun in SOMEONE:
            return (self._add_unnamed(tree, head, f"{noun} (unnamed)", phrase, None),), "role noun"
        several = noun in GROUP_NOUNS or (noun.endswith("s") and head.lemma != noun and (head.lemma in PERSON_NOUNS or bool(AGENT.search(head.lemma))))
        if noun in NOT_PEOPLE or not (several or (head.pos in ("NOUN", "PROPN", "ADJ") and (noun in PERSON_NOUNS | GENDERED_NOUNS.keys() or AGENT.search(noun)))):
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
        for c in tree.children[head.index]:
            if c.dep == "prep" and c.text.lower() in ("for", "of", "from") and (o := tree.child(c.index, "pobj")):
                client = self._resolve(tree, o)[0]
            elif c.dep in ("poss", "compound", "nmod") and c.index < head.index and not client:
                place = self._place_at(c)
                client = (self.places[place][2],) if place is not None else self._resolve(tree, c, create=False)[0]
        if not client:
            client = self._latest(head.start, lambda p: p.kind == "organisation")
        name = f"{head.text.lower()} for {' and '.join(self._names(client))}" if client else f"{head.text.lower()} (unnamed)"
        descriptions = (phrase.lower(), f"spokesperson for {' and '.join(self._names(client))}".lower())
        return self._new(Person(name, "unnamed", (phrase,), GENDERED_NOUNS.get(head.text.lower()), descriptions), head.start)

    def _add_unnamed(self, tree: Tree, head: Token, name: str, phrase: str, gender: str | None) -> int:
        """A speaker without a name, described by the noun phrase and what follows it; a pronoun there tells the gender."""
        clause = [t for t in tree.tokens[head.index + 1 :] if t.sentence == head.sentence and not t.quoted]
        said = next((PRONOUNS[t.text.lower()] for t in clause if t.text.lower() in PRONOUNS), None)
        self.group = head.text.lower() + "s" if head.text.lower() not in ("one", "another") else self.group
        behind = " ".join(t.text for t in clause[:25]).lower()
        return self._new(Person(name, "unnamed", (phrase,), gender or said, (phrase.lower(), behind)), head.start)
