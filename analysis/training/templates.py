"""Sentences made from templates: who is praised and who blamed in one sentence, apologies toward the harmed, plain facts about people.

The labelled news sets seldom hold two targets of opposite stance in one sentence, so a model trained on them alone looks at the words and not
at the target; and apologies ("I hurt her and I am sorry") are negative in words, but kind toward the harmed. Names are drawn at random, so that
none can carry a polarity. All words were written for this project; tests/quality/diagnostics uses other sentences and other family names.
"""

import random
from collections.abc import Iterator

from analysis.training.data import SURNAMES, Example, first_names

PRAISE = """praised thanked defended applauded honoured congratulated admired commended cheered saluted celebrated trusted|spoke warmly of
paid tribute to|stood up for|spoke up for|rallied behind|was full of praise for|expressed admiration for|sided with|vouched for|singled out for
praise|credited the success to|voiced support for""".replace("\n", " ")
BLAME = """blamed criticised condemned denounced mocked accused insulted attacked betrayed ridiculed scolded slammed humiliated deceived|lashed
out at|turned on|heaped scorn on|was scathing about|lost patience with|voiced disgust at|called for the resignation of|complained bitterly
about|filed a complaint against|took aim at""".replace("\n", " ")
GOOD_DEEDS = """rescued the children|kept every promise|told the truth from the first day|paid for the repairs out of pocket|sat with the
families all night|refused to lie for the company|apologised at once and meant it|gave the prize money to the hospice|worked tirelessly for the
tenants|showed great courage|treated everyone with respect|put the patients first""".replace("\n", " ").split("|")
BAD_DEEDS = """stole from the pension fund|lied to the court|shouted at the nurses|covered up the report|ignored the warnings for years|hid the
evidence|laughed at the widow|broke every promise|bullied the interns|cheated the customers|let the patients down|pocketed the
donations|threatened the witnesses|left the families in the dark""".replace("\n", " ").split("|")
GOOD_WORDS = "honest generous brave decent kind fair dignified caring trustworthy inspiring sincere wise".split()
BAD_WORDS = "dishonest cruel cowardly heartless arrogant greedy ruthless spiteful reckless corrupt vicious callous".split()
PLAIN = """{a} spoke to {b} on the phone on Thursday.|{a} will meet {b} next month.|{a} moved here in 2011 and joined the board two years
later.|{a} was born in the town and studied law.|{a} answered questions for an hour.|{a} signed the document and gave it to {b}.|{a} told {b} that
the date had been changed.|{a} is expected back at work in the autumn.|{a} handed over to {b} in May.|{a}, 52, represents the northern
district.|The letter was addressed to {a}.|A spokesperson for {a} did not reply to messages.|{a} attended the session with {b}.|{a} appeared before
the committee.|{a} gave a statement to {b} outside the court.|{a} has until Monday to respond.|{a} took over from {b} in 2018.|{a} and {b} share an
office on the third floor.|The interview with {a} was recorded last week.|{a} is listed as the second witness.|The paper quoted {a} as saying that
talks go on.|{a} apologised on television on Sunday evening.|{a} rejected the claims.|{a} confirmed the report.|{a} declined to apologise to
{b}.""".replace("\n", " ").split("|")
PLACES = "Lagos Oslo Lima Cairo Seoul Leeds Dallas Mumbai Warsaw Hanoi Nairobi Naples Kabul Quito Lyon Manila Ankara Perth Tunis Dakar".split()
# (words of the apology, class of the words alone); {b} is the harmed
SORRY = """I am sorry for what I said to {b}.=0|I want to say sorry to {b}, without any ifs.=1|I apologise to {b} for the hurt I have caused.=0|I
wronged {b}, and I am ashamed.=0|I was cruel to {b} and I regret every word.=0|What I did to {b} was indefensible, and I apologise for it.=0|I ask
{b} for forgiveness.=1|{b} deserved better from me, and I am sorry.=0|I take the blame; {b} did nothing wrong.=0|To {b}: I am truly, deeply
sorry.=0|We failed {b}, and we will put it right.=0|We owe {b} an apology and every penny back.=1|My words hurt {b}, and for that I am sorry.=0|I
have written to {b} to apologise in person.=1|I was wrong about {b} and I take it back.=0|Our mistakes cost {b} dearly and we apologise
unreservedly.=0|I can only say to {b} how much I regret it.=0|There is no excuse for how we treated {b}; we are sorry.=0|I am disgusted with
myself for the way I treated {b}.=0|I hope that one day {b} can forgive me.=1|{b} told the truth about me, and I am sorry I denied
it.=0""".replace("\n", " ").split("|")
SIDESTEP = """If {b} felt hurt, that was never the aim.=1|I am sorry that {b} chose to see it that way.=1|Mistakes were made with regard to
{b}.=1|It is unfortunate if {b} misread the remark.=1|I regret any inconvenience to {b}.=1""".replace("\n", " ").split("|")
GROUPS = """the pupils|the widow|the patients|the residents|the staff|the survivors|the parents|the players|the tenants|the pensioners|my
neighbours|our customers|my wife|him|them|everyone I hurt|the readers|the crew|the victims' families|her family""".replace("\n", " ").split("|")
NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2


def _phrases(words: str) -> list[str]:
    first, *rest = words.split("|")
    return first.split() + rest


def _pairs(rng: random.Random, names: "Iterator[str]") -> list[Example]:
    """One sentence with a subject, somebody praised and somebody blamed, seen from all three."""
    a, b, c = next(names), next(names), next(names)
    up, down = rng.choice(_phrases(PRAISE)).strip(), rng.choice(_phrases(BLAME)).strip()
    if up.startswith(("singled", "credited")):
        up = "spoke highly of"
    good, bad = rng.choice(GOOD_DEEDS), rng.choice(BAD_DEEDS)
    kind, mean = rng.choice(GOOD_WORDS), rng.choice(BAD_WORDS)
    text, judged = rng.choice([
        (f"{a} {up} {b} and {down} {c}.", True), (f"{a} {down} {c} and {up} {b}.", True), (f"{a} {up} {b}, but {down} {c}.", True),
        (f"{a} {down} {c}, and not {b}.", False), (f"{c} {bad}, while {b} {good}.", True), (f"{b} {good}; {c} {bad}.", True),
        (f"{a} called {b} {kind} and {c} {mean}.", True), (f"{a} said {c} was {mean} and {b} was {kind}.", True),
        (f"Unlike {c}, {b} was {kind}.", True), (f"Unlike {b}, {c} was {mean}.", True), (f"\u201c{b} is {kind}, {c} is {mean},\u201d {a} said.", True),
        (f"According to {a}, {c} {bad} and {b} {good}.", True), (f"It was {c} who {bad}, {a} told {b}.", False),
        (f"{b} was {kind} to us. {c} was {mean}.", True), (f"I trust {b}. I do not trust {c}.", True), (f"I would rather listen to {b} than to {c}.", True),
        (f"{c} {bad}, said {a}.", False), (f"{b} wept when {a} described how {c} {bad}.", False),
    ])  # fmt: skip
    out = [Example(text, c, NEGATIVE), Example(text, b, POSITIVE if judged else NEUTRAL)] if b in text else [Example(text, c, NEGATIVE)]
    return out + ([Example(text, a, NEUTRAL)] if a in text else [])


def _single(rng: random.Random, names: "Iterator[str]") -> list[Example]:
    """One person judged by another."""
    a, b = next(names), next(names)
    side = rng.choice([NEGATIVE, POSITIVE])
    verb = rng.choice(_phrases(BLAME if side == NEGATIVE else PRAISE)).strip()
    deed, word = rng.choice(BAD_DEEDS if side == NEGATIVE else GOOD_DEEDS), rng.choice(BAD_WORDS if side == NEGATIVE else GOOD_WORDS)
    if verb.startswith(("singled", "credited")):
        verb = "praised"
    text = rng.choice([f"{a} {verb} {b}.", f"{b} {deed}, {a} said.", f"{a} called {b} {word}.", f"\u201c{b} was {word} to all of us,\u201d said {a}."])
    return [Example(text, b, side), Example(text, a, NEUTRAL), Example(text, None, side)]


def _plain(rng: random.Random, names: "Iterator[str]") -> list[Example]:
    """A fact, about which nobody is judged, with or without target."""
    a, b = next(names), next(names)
    text = rng.choice(PLAIN).format(a=a, b=b)
    if rng.random() < 0.3:
        text = f"{text[:-1]}, in {rng.choice(PLACES)}."
    return [Example(text, a, NEUTRAL), Example(text, None, NEUTRAL)]


def _apology(rng: random.Random, names: "Iterator[str]") -> list[Example]:
    """An apology: kind toward the harmed, mostly negative in its words; a sidestep is neutral toward them."""
    b = next(names) if rng.random() < 0.4 else rng.choice(GROUPS)
    full = rng.random() < 0.8
    text, label = rng.choice(SORRY if full else SIDESTEP).split("=")
    text = text.strip().format(b=b)
    return [Example(text[0].upper() + text[1:], b, POSITIVE if full else NEUTRAL), Example(text[0].upper() + text[1:], None, int(label))]


def template_examples(count: int = 2500, seed: int = 29) -> list[Example]:
    """`count` sentences of random kinds and names, each seen from every person in it: about 2.4 examples a sentence."""
    rng = random.Random(seed)

    def names() -> Iterator[str]:
        while True:
            surname = rng.choice(SURNAMES)
            yield surname if rng.random() < 0.5 else f"{rng.choice(first_names())} {surname}"

    makers = rng.choices([_pairs, _single, _plain, _apology], weights=[4, 2, 3, 2], k=count)
    return [example for make in makers for example in make(rng, names())]
