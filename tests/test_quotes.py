"""Which marked words are quotes: one row a hazard."""

import itertools

import pytest
from factories import make_article, quotes_in
from hypothesis import given
from hypothesis import strategies as st

from analysis.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"I am sorry," she said.', ["I am sorry,"], id="straight"),
        pytest.param("\u201cI am sorry,\u201d she said.", ["I am sorry,"], id="curly"),
        pytest.param('\u201cI am sorry," she said.', ["I am sorry,"], id="opened curly, closed straight"),
        pytest.param("'I am sorry,' she said.", ["I am sorry,"], id="British straight single"),
        pytest.param("\u2018It\u2019s the workers\u2019 fault,\u2019 she said.", ["It\u2019s the workers\u2019 fault,"], id="apostrophes inside singles"),
        pytest.param('"We know," he said, "what we did."', ["We know,", "what we did."], id="split"),
        pytest.param("\u201cHe said \u2018no\u2019 to me,\u201d she said.", ["He said \u2018no\u2019 to me,"], id="single nested in double"),
        pytest.param("\u2018He said \u201cno\u201d to me,\u2019 she said.", ["He said \u201cno\u201d to me,"], id="double nested in single"),
        pytest.param('She called the video "insulting."', ["insulting."], id="one word after a cue"),
        pytest.param('He said the plan was "a lottery" and "unfair."', ["a lottery", "unfair."], id="two partial quotes"),
        pytest.param('"I am sorry, she said and left.', ["I am sorry, she said and left."], id="never closed"),
        pytest.param('The so-called "dream team" lost, he said.', [], id="so-called"),
        pytest.param('The film "Second Wind" was withdrawn.', [], id="title"),
        pytest.param('Alex "Ace" Moreno said nothing.', [], id="nickname"),
        pytest.param('It dropped the slogan "Safe in Our Hands" on Monday.', [], id="slogan"),
        pytest.param('It sells what it calls "dignity seating" for a fee.', [], id="product name"),
        pytest.param('A banner reading "SHAME" hung from the gate, he said.', [], id="sign"),
        pytest.param('The email was signed "Your Team."', [], id="signature"),
        pytest.param('A "reform" of the system was due.', [], id="scare quote"),
        pytest.param('A 12" record and a 5\' board were sold.', [], id="inches and feet"),
        pytest.param("The dogs' owner and the cat's owner met.", [], id="only apostrophes"),
    ],
)
def test_quotes_of_a_paragraph(text: str, expected: list[str]) -> None:
    assert [q.text for q in quotes_in(text)] == expected


def test_a_quotation_over_paragraphs_is_one_utterance() -> None:
    quotes = quotes_in("\u201cI am sorry,\u201d he said. \u201cWe let you down.", "\u201cWe will do better.\u201d", "\u201cNo,\u201d said Ann Roe.")
    assert [q.utterance for q in quotes] == [0, 0, 0, 1]
    assert [q.continues for q in quotes] == [False, False, True, False]


def test_an_unclosed_mark_is_noted_and_a_reopened_one_is_not() -> None:
    assert len(find_quotes(make_article('"I am sorry, she said.'))[2]) == 1
    assert not find_quotes(make_article("\u201cOne.", "\u201cTwo,\u201d he said."))[2]


def test_rejected_words_keep_their_reason() -> None:
    rejected = find_quotes(make_article('The so-called "dream team" lost.', 'The film "Second Wind" ended.'))[1]
    assert [(n.text, n.reason) for n in rejected] == [("dream team", "scare quote"), ("Second Wind", "title")]


MARKS = st.sampled_from([*"\"\u201c\u201d'\u2018\u2019\u00ab\u00bb", "``", "''"])
WORDS = st.sampled_from(["she said", "I am sorry", ".", ",", "\n", " ", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd", "don't", "Mr. Roe", "\u2014"])


@given(st.lists(st.one_of(MARKS, WORDS, st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=5)), max_size=60))
def test_quotes_of_any_text_lie_in_it_in_order_without_overlap(parts: list[str]) -> None:
    article = make_article("x" + "".join(parts))
    quotes, non_speech, _ = find_quotes(article)
    for q in quotes:
        paragraph = article.paragraphs[q.paragraph]
        assert article.text[q.start : q.end] == q.text
        assert paragraph.start <= q.outer_start <= q.start < q.end <= q.outer_end <= paragraph.end
    spans = sorted([(q.outer_start, q.outer_end) for q in quotes])
    assert spans == [(q.outer_start, q.outer_end) for q in quotes]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert [q.utterance for q in quotes] == sorted(q.utterance for q in quotes)
    assert all(article.text[n.start : n.end] == n.text and n.reason for n in non_speech)


@pytest.mark.parametrize("mark", ['"', "\u201c", "'", "\u2018"])
def test_a_long_row_of_marks_ends(mark: str) -> None:
    find_quotes(make_article(f"x {mark}a" * 20_000))
