"""An article read in order: cues and layout -> attributions, with everybody that the reader has met so far in view."""

import bisect
import dataclasses

from analysis.lexicon import DOCUMENT_NOUNS, GENDERED_NOUNS, GROUP_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS, is_person_noun
from analysis.people import describe_words, wider_words
from analysis.schema import Article, Attribution, Person, Quote, Token
from analysis.speakers.cues import Cue, Tree
from analysis.speakers.phrases import PRONOUNS, head_noun
from analysis.speakers.references import References


class Resolver(References):
    """Tells who speaks by a cue; reads paragraph after paragraph."""

    def __init__(self, article: Article, trees: dict[int, Tree], people: list[Person]) -> None:
        super().__init__(article, trees, people)
        self.last = Attribution()  # by the last cue that had a subject
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
            elif fitting := self._called(fitting, noun) if lead and kind == "person" else fitting:
                self._describe(fitting[0], self._owned(tree, head, start, end), gender)
                self._mention(fitting[0], start)

    def _called(self, people: list[int], noun: str) -> list[int]:
        """Of people whom "a `noun`" may mean, those that the article calls so elsewhere, else those whom it gives no other post."""
        same = [i for i in people if noun in describe_words(self.people[i]) | wider_words(self.people[i])]
        posts = PERSON_NOUNS - GENDERED_NOUNS.keys()
        return same or [i for i in people if not describe_words(self.people[i]) & posts]

    def _unnamed_subject(self, tree: Tree) -> Token | None:
        """The paragraph's first subject, if it is a person or body described without a name."""
        head = next((t for t in tree.tokens if t.dep in ("nsubj", "nsubjpass")), None)
        if head is None or head.quoted or self._place_at(head) is not None or self._name_beside(head.end) is not None:
            return None
        known = PERSON_NOUNS | ORGANISATION_NOUNS | GROUP_NOUNS
        owner = tree.child(head.index, "poss")
        if owner is not None and owner.text.lower() in PERSON_NOUNS and head_noun(tree, head) not in known:
            head = owner  # "His agent's intervention did not help."
        verb = tree.tokens[head.head].start
        named = [self.places[n] for n in self._starting(head.end + 1, verb)]
        if any(self.people[i].kind == "person" and self.article.text[at - 2 : at] == ", " for at, _, i, _ in named):
            return None  # "The director of the Hale festival, Jan Roe, apologised"
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

    def read(self, tree: Tree, cues: list[Cue], chosen: set[int], reporting: set[int], resolved: dict[int, Attribution]) -> None:
        """Goes through a paragraph in reading order: whom "she" means depends on who was named and who spoke before.

        Fills `resolved` with the attribution of each cue by its verb's token; other subjects are noted as mentions. Only a cue that some
        quote has `chosen`, a plain "said", or one that is `reporting` a clause may bring in somebody new.
        """
        by_subject: dict[int, list[Cue]] = {}
        for cue in cues:
            by_subject.setdefault(cue.verb if cue.subject is None else cue.subject, []).append(cue)
        for t in tree.tokens:
            for cue in by_subject.get(t.index, []):
                self.loose = cue.verb in reporting - chosen
                new = cue.verb in chosen | reporting or tree.tokens[cue.verb].lemma in ("say", "tell")
                resolved[cue.verb] = self.attribution(tree, cue, create=new)
            if t.index not in by_subject and t.dep in ("nsubj", "nsubjpass") and not t.quoted:
                self._note(tree, t)
            if t.lemma in DOCUMENT_NOUNS and t.pos == "NOUN" and not t.quoted:
                self.note_document(tree, t)

    def _note(self, tree: Tree, t: Token) -> None:
        """Remembers the subject of a verb that is no cue: a pronoun or epithet is a mention of the one it stands for."""
        low = t.text.lower()
        if low in GROUP_NOUNS or (t.pos == "NOUN" and low.endswith("s") and is_person_noun(t.lemma)):
            self.group = low
        if low in PRONOUNS or (is_person_noun(low) and self._place_at(t) is None):
            who = self._pronoun(low, t.start) if low in PRONOUNS else self._known(tree, t, self.article.text[t.start : t.end])
            first = tree.tokens[tree.left_edge(t.index)].text.lower()
            if who:
                self._mention(who[0], t.start)
            elif first in ("a", "an", "one", "another") or self._somebodys(tree, t):
                self._resolve(tree, t)  # "One viewer folded up her banner. '...,' she said.", "His former agent was not there. ..."
        elif self._place_at(t) is not None or tree.child(t.index, "conj"):
            who, _ = self._resolve(tree, t, create=False)
            self.joint = who if len(who) > 1 else self.joint

    def _somebodys(self, tree: Tree, t: Token) -> bool:
        """Whether a noun for a person has a possessor with whom a pronoun behind it is not confused: not "His father died. '...,' he said"."""
        owner = tree.child(t.index, "poss")
        same = owner is not None and PRONOUNS.get(owner.text.lower()) == GENDERED_NOUNS.get(t.text.lower(), "")
        return owner is not None and owner.entity != "WORK_OF_ART" and not same

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
        if not subjects:  # "And from Jan Roe, who runs the hotline:", "Her verdict:"
            subjects = [
                t for t in tree.tokens if t.sentence == sentence and not t.quoted and ((t.pos == "PROPN" and self._place_at(t) is not None) or t.dep == "poss")
            ][:1]
        for t in subjects:
            who, _ = self._resolve(tree, t, create=create)
            if who:
                start, end = self._phrase(tree, t)
                return Attribution(self._names(who), self.article.text[start:end], start, None, rule)
        return None
