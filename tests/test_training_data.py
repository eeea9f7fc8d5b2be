"""How rows become examples, without the data sets themselves."""

import collections
import random

import pytest

from analysis.training.data import SURNAMES, Example, _directed, _emotions, _films, _rated, corpus_examples, graded, mended, renamed, tone_examples, untokenise
from analysis.training.templates import template_examples


@pytest.mark.parametrize(("score", "likeliest"), [(-2, 0), (-0.6, 0), (0, 1), (0.6, 2), (3, 2)])
def test_a_rating_becomes_probabilities_whose_likeliest_is_its_label(score: float, likeliest: int) -> None:
    soft = graded(score, 0.5, 0.8)
    assert sum(soft) == pytest.approx(1) and max(range(3), key=soft.__getitem__) == likeliest


def test_a_better_rating_is_a_better_polarity() -> None:
    grades = [_films({"text": "x", "label": g})[0].wanted for g in range(1, 6)]
    assert [p[2] - p[0] for p in grades] == sorted(p[2] - p[0] for p in grades)
    assert _rated({"text": "x", "label": "positive", "score": 2.5})[0].wanted[2] > 0.9


def test_a_directed_pair_judges_the_object_and_leaves_the_subject_alone() -> None:
    row = {"text": "Orr\u2019s letter slammed Hale.", "p_start": 0, "p_end": 4, "q_start": 21, "q_end": 24, "label": "negative_p2q"}
    assert [(e.target, e.label) for e in _directed(row)] == [("Hale", 0), ("Orr", 1)]
    assert [(e.target, e.label) for e in _directed({**row, "label": "positive_q2p"})] == [("Orr", 2), ("Hale", 1)]


def test_a_mention_gets_its_last_letter_back_and_loses_its_possessive() -> None:
    assert mended("Los Angeles news", 0, 10) == "Los Angeles"
    assert mended("Orr\u2019s letter", 0, 4) == "Orr"


def test_ambiguous_and_mixed_emotions_are_left_out() -> None:
    assert [len(_emotions({"text": "x", "label": labels})) for labels in (["positive"], ["ambiguous"], ["negative", "positive"])] == [1, 0, 0]


def test_renaming_changes_the_target_everywhere_and_nothing_else() -> None:
    example = Example("Smith said Smith's party trusts Smithson.", "Smith", 2)
    new = renamed(example, random.Random(1))
    assert new.target in SURNAMES and new.label == 2
    assert new.text == f"{new.target} said {new.target}'s party trusts Smithson."
    for kept in (Example("x", None, 0), Example("The committee met.", "committee", 1), Example("the Senate met", "Senate", 1)):
        assert renamed(kept, random.Random(1)) == kept


def test_templates_hold_their_targets_and_repeat_by_seed() -> None:
    examples = template_examples(300)
    assert examples == template_examples(300) and examples != template_examples(300, seed=1)
    assert all(e.target.lower() in e.text.lower() for e in examples if e.target)
    assert not [e for e in examples if "{" in e.text or "|" in e.text or "  " in e.text or e.text != e.text.strip()]
    assert {e.label for e in examples} == {0, 1, 2}


def test_quotes_whose_words_and_meaning_part_have_look_alikes() -> None:
    examples = tone_examples()
    words = {e.text: e.label for e in examples if e.target is None}
    meant = collections.Counter((words[e.text], e.label) for e in examples if e.target)
    assert len(words) > 450 and not [e for e in examples if not e.text or e.target == ""]
    assert meant[2, 0] >= 15 and meant[2, 2] >= 40  # praise that mocks, praise that is meant
    assert meant[1, 0] >= 100 and meant[1, 1] >= 30 and meant[1, 2] >= 50  # plain words of every meaning


def test_the_corpus_and_film_spacing() -> None:
    assert len(corpus_examples()) > 3000
    assert untokenise("It 's `` fine '' , is n't it ?") == "It's \"fine\", isn't it?"
