"""Article -> quotes: the stretches between quotation marks that somebody said, and the rest with the reason they are no quotes.

Rule order follows the quotation conventions of English-language newsrooms (Guardian and AP style guides): the mark nearest the margin
rules, a quotation over several paragraphs reopens its mark in each and closes it once, singles nest in doubles and doubles in singles.
"""

import bisect
import dataclasses
import itertools
import re

from analysis.lexicon import SAYING, TITLE_NOUNS, says
from analysis.schema import Article, NonSpeech, Note, Paragraph, Quote

DOUBLE = re.compile(r"[\"\u201c\u201d\u201e\u201f\u00ab\u00bb]|``|''")
OPENERS = {"\u201c", "\u201e", "\u201f", "\u00ab", "``"}
CLOSERS = {"\u201d", "\u00bb", "''"}
SINGLE_OPENER = re.compile(r"(?<![\w\u2019'\u201d\"!?.,])[\u2018'](?=[\w\u2026$\u00a3\u20ac\[\"\u201c(#@])")
SINGLE_CLOSER = re.compile(r"(?<=[\w.,!?\u2026\u2014\u2013\-\]\)\"\u201d;:%*])[\u2019'](?!\w)")
NEAR = 40  # closing marks looked at for one opener: bounds the work on a paragraph full of apostrophes
ELISION = re.compile(r"[\u2018'](?:em|til|tis|twas|cause|n|round|\d0s)\b", re.I)


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Marked words of one paragraph; `start` to `end` lie inside the marks. `reopened`: goes on from the paragraph before."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool
    single: bool
    reopened: bool = False


def _double_kind(text: str, mark: re.Match[str], is_open: bool) -> str:
    """Whether a double mark opens or closes: a curly mark says so unless it stands the wrong way round, a straight one by the characters beside it."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if mark.group() in OPENERS:
        return "close" if is_open and not before.isspace() and before not in "([{\u2014\u2013-" and (after.isspace() or after in ".,;:!?)") else "open"
    if mark.group() in CLOSERS:
        return "open" if not is_open and before.isspace() and after.isalnum() and mark.group() != "''" else "close"
    if before.isspace() or before in "([{\u2014\u2013-\u2018'/":
        return "close" if after.isspace() or (is_open and after in ".,;:!?)") else "open"
    if after.isspace() or after in ".,;:!?)]}\u2014\u2013-\u2019'/":
        return "close"
    return "close" if is_open else "open"


def _doubles(text: str) -> list[Stretch]:
    """Double-marked stretches of a paragraph, in order; an opener inside an open one ends it unclosed."""
    out: list[Stretch] = []
    begin: re.Match[str] | None = None
    for mark in DOUBLE.finditer(text):
        if begin is None and text[max(0, mark.start() - 1) : mark.start()] == "=":
            begin = mark  # an attribute of a tag that was left in the text: no speech, but its marks are a pair
        elif _double_kind(text, mark, begin is not None) == "open":
            if begin is not None:
                out.append(_unclosed(text, begin, mark.start(), single=False))
            begin = mark
        elif begin is not None:
            out.append(Stretch(begin.start(), begin.end(), mark.start(), mark.end(), closed=True, single=False))
            begin = None
    if begin is not None:
        out.append(_unclosed(text, begin, len(text), single=False))
    return [s for s in out if s.start < s.end and not text[s.start : s.end].isspace() and text[max(0, s.outer_start - 1) : s.outer_start] != "="]


def _unclosed(text: str, begin: re.Match[str], limit: int, *, single: bool) -> Stretch:
    end = begin.end() + len(text[begin.end() : limit].rstrip())
    return Stretch(begin.start(), begin.end(), end, end, closed=False, single=single)


def _closer_of(text: str, closers: list[re.Match[str]], limit: int) -> re.Match[str] | None:
    """The first of these marks that closes a stretch: one before the next opener (`limit`) if there is any, and no plural possessive ("the
    workers' rights") if a later one will do."""
    near = [m for m in closers if m.start() < limit] or closers
    for mark in near:
        possessive = text[mark.start() - 1] in "sS" and re.match(r"\s\w", text[mark.end() : mark.end() + 2])
        if not possessive:
            return mark
    return near[0] if near else None


def _singles(text: str) -> list[Stretch]:
    """Single-marked stretches of a paragraph; an apostrophe neither opens nor closes one. A curly opener at the head of a paragraph
    may stay unclosed (the quotation goes on in the next)."""
    openers = [m for m in SINGLE_OPENER.finditer(text) if not ELISION.match(text, m.start())]
    closers = list(SINGLE_CLOSER.finditer(text))
    places = [m.start() for m in closers]
    out: list[Stretch] = []
    for mark, following in itertools.zip_longest(openers, openers[1:]):
        if out and mark.start() < out[-1].outer_end:
            continue
        close = _closer_of(text, closers[bisect.bisect_left(places, mark.end()) :][:NEAR], following.start() if following else len(text))
        if close:
            out.append(Stretch(mark.start(), mark.end(), close.start(), close.end(), closed=True, single=True))
        elif mark.start() == 0:
            out.append(_unclosed(text, mark, len(text), single=True))
    return [s for s in out if s.end - s.start > 1]


def _inside(a: Stretch, row: list[Stretch], starts: list[int]) -> bool:
    """Whether `a` lies in one of a row of stretches in order, which begin at `starts`."""
    n = bisect.bisect_right(starts, a.outer_start) - 1
    return n >= 0 and row[n].outer_end >= a.outer_end


def _overlaps(a: Stretch, row: list[Stretch], starts: list[int]) -> bool:
    """Whether `a` shares a character with one of a row of stretches in order, which begin at `starts`."""
    n = bisect.bisect_left(starts, a.outer_end) - 1
    return n >= 0 and row[n].outer_end > a.outer_start


def _starts(row: list[Stretch]) -> list[int]:
    return [s.outer_start for s in row]


def marked_stretches(text: str, paragraphs: tuple[Paragraph, ...]) -> list[list[Stretch]]:
    """Per paragraph, its outermost marked stretches in order, offsets into `text`. Where single and double marks overlap, the style that
    is outermost more often in the article wins."""
    pairs = [(_doubles(text[p.start : p.end]), _singles(text[p.start : p.end])) for p in paragraphs]
    lone_doubles = sum(not _inside(d, singles, at) for doubles, singles in pairs for at in [_starts(singles)] for d in doubles)
    lone_singles = sum(not _inside(s, doubles, at) for doubles, singles in pairs for at in [_starts(doubles)] for s in singles)
    out: list[list[Stretch]] = []
    for p, (doubles, singles) in zip(paragraphs, pairs, strict=True):
        outer, inner = (singles, doubles) if lone_singles > lone_doubles else (doubles, singles)
        starts = _starts(outer)
        kept = outer + [s for s in inner if not _overlaps(s, outer, starts)]
        out.append([_shift(s, p.start) for s in sorted(kept, key=lambda s: s.start)])
    return _reopened(text, paragraphs, out)


def _shift(s: Stretch, by: int) -> Stretch:
    return dataclasses.replace(s, outer_start=s.outer_start + by, start=s.start + by, end=s.end + by, outer_end=s.outer_end + by)


def _reopened(text: str, paragraphs: tuple[Paragraph, ...], rows: list[list[Stretch]]) -> list[list[Stretch]]:
    """Marks the stretches that go on from an unclosed one at the end of the paragraph before."""
    for before, here, paragraph in zip(rows, rows[1:], paragraphs[1:], strict=False):
        if before and here and not before[-1].closed and here[0].outer_start == paragraph.start and here[0].single == before[-1].single:
            here[0] = dataclasses.replace(here[0], reopened=True)
    return rows


TITLE_WORDS = r"(?:,| called| titled| named| entitled| known as)?"
BEFORE = {
    "scare quote": re.compile(
        r"\b(?:so-called|self-styled|self-proclaimed|quote-unquote|supposed|"
        r"what (?:it|is|are|was|were|has been|have been|some|many|they|the \w+) (?:calls?|terms?|called|termed|known as|dubbed|describes? as))\s*$",
        re.I,
    ),
    "name": re.compile(
        r"\b(?:known|marketed|sold|billed|titled|entitled|nicknamed|code-?named|christened|advertised|stylised|stylized|trading)"
        r"(?: \w+){0,3}?(?: (?:as|to|by|online))*(?: (?:the|a|an|its|their|his|her))?\s*$",
        re.I,
    ),
    "signature": re.compile(r"\bsigned(?: off)?(?: as)?,?\s*$", re.I),
    "sign": re.compile(
        r"\b(?:signs?|banners?|placards?|posters?|t-?shirts?|shirts?|hats?|plaques?|badges?|stickers?|bedsheets?|murals?|graffiti|caps?|mugs?)\b[^.\"\u201c\u2018]{0,30}"
        r"\b(?:reading|read|saying|said|bearing|with the words?|that reads?|that says?)\s*$",
        re.I,
    ),
}
TITLE_BEFORE = re.compile(rf"\b(?:{TITLE_NOUNS})s?{TITLE_WORDS}\s*$", re.I)
TITLE_AFTER = re.compile(
    rf"\s*(?:{TITLE_NOUNS}|seating|merchandise|sign|star|singer|actor|actress|author|host|creator|video|clip|meme|tattoo|culture|list|day)s?\b", re.I
)
WORK_BEFORE = re.compile(r"(?:\w['\u2019]s|\b(?:on|of|hosts?|hosting|hosted|star|starring|leads?))\s*$")
"""What stands before the title of a programme ("on CNN's", "host of"), where a verb of saying behind it is the main clause's."""
DUBBED = re.compile(r"\b(?:dubbed|named|called|labelled|labeled|branded)(?: \w+){0,3}?(?: (?:the|a|an))?\s*$", re.I)
ENDS_SPEECH = re.compile(r"[,!?.\u2026]\s*$")
SPEECH_AFTER = re.compile(rf"\W*(?:\w+\W+){{0,4}}?{SAYING}", re.I)
SPEECH_BEFORE = re.compile(rf"\b{SAYING}[^.;:]{{0,12}}[,:]?\s*$", re.I)
IN_WORDS = re.compile(r"\bin (?:his|her|their|its|[\w ]+['\u2019]s) (?:own )?words,?\s*$", re.I)
SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!?][\u201d\u2019\"']?\s+(?=[A-Z\u201c\u2018\"']|$)")
WORD = re.compile(r"[\w\u2019'#@&%$-]+")
REACH, ANCHORED = 300, 80  # characters read on either side of a stretch: of its sentence, and for what stands right before the mark
SHORT, PARTIAL, LONE = 3, 6, 4  # words; a stretch of LONE words needs a reporting word in its sentence (dev: PolNeAR marks)


def _capitalised(words: list[str]) -> bool:
    """Whether every word of four letters or more begins with a capital, as in a title."""
    long = [w for w in words if len(w) > 3]
    return bool(long) and words[0][:1].isupper() and all(w[0].isupper() or w[0].isdigit() or not w[0].isalpha() for w in long)


def _sentence_around(text: str, paragraph: Paragraph, stretches: list[Stretch], n: int) -> tuple[str, str]:
    """The words before and after stretch number `n` in its sentence, at most REACH characters each, the insides of stretches blanked."""
    s = stretches[n]
    begin, end = max(paragraph.start, s.outer_start - REACH), min(paragraph.end, s.outer_end + REACH)
    before, after = text[begin : s.outer_start], text[s.outer_end : end]
    for other in reversed(stretches[max(0, n - 8) : n]):
        if other.end > begin:
            before = _blank(before, other, begin)
    for other in stretches[n + 1 : n + 9]:
        if other.start < end:
            after = _blank(after, other, s.outer_end)
    starts = [m.end() for m in SENTENCE_END.finditer(before)]
    left = before[starts[-1] :] if starts else before
    if text[s.end - 1] in ".!?" and not re.match(r"\s*[a-z,\u2014\u2013-]", after):
        return left, ""
    stop = SENTENCE_END.search(after)
    return left, after[: stop.start()] if stop else after


def _blank(window: str, s: Stretch, at: int) -> str:
    """`window`, which begins at offset `at`, with the inside of a stretch blanked but for the mark that ends its sentence."""
    a, b = max(0, s.start - at), min(len(window), s.end - at)
    inner = window[a:b]
    tail = inner[-1] if inner and inner[-1] in ".!?" else "_"
    return window[:a] + "_" * max(0, len(inner) - 1) + (tail if inner else "") + window[b:]


def reason_against(text: str, paragraph: Paragraph, stretches: list[Stretch], n: int) -> str | None:
    """Why stretch number `n` of a paragraph is no quote (title, nickname, slogan, sign, scare quote, short stretch), None if it is one."""
    s = stretches[n]
    inner = text[s.start : s.end].strip()
    words = WORD.findall(inner)
    if not words:
        return "no words"
    left, right = _sentence_around(text, paragraph, stretches, n)
    near = left[-ANCHORED:]
    for reason, pattern in BEFORE.items():
        if pattern.search(near) and not (reason == "name" and len(words) > PARTIAL):
            return reason
    title_case = _capitalised(words) and not inner.endswith(("!", "?"))
    if IN_WORDS.search(near):
        return None
    spoken = bool(SPEECH_BEFORE.search(near)) or (bool(ENDS_SPEECH.search(inner)) and bool(SPEECH_AFTER.match(right)))
    if re.search(r"[A-Z][\w'\u2019-]+\s$", near) and re.match(r"\s[A-Z]", right) and len(words) <= SHORT and words[0][0].isupper():
        return "nickname"
    if len(words) <= PARTIAL and TITLE_BEFORE.search(near) and (title_case or len(words) <= SHORT):
        return "title"
    if title_case and len(words) <= PARTIAL:
        if len(words) > 1 and WORK_BEFORE.search(near) and not SPEECH_BEFORE.search(near):
            return "title"
        if TITLE_AFTER.match(right) or DUBBED.search(near):
            return "title"
        if not spoken and len(words) > 1:
            return "title"
    if len(words) == 1 and title_case and re.search(r"(?:'s|\u2019s|s['\u2019]|\bon|\bthe|\bof|\bin|\bfor)\s*$", near) and not spoken:
        return "title"
    if len(words) <= LONE and not spoken and not says(left + " " + right):
        possessed = re.search(r"\b(?:his|her|their|whose|\w+['\u2019]s|own)(?: \w+){0,2}\s*$", near)
        opens = not left.strip() and ENDS_SPEECH.search(inner)
        if not opens and not (possessed and len(words) > 1):
            return "scare quote"
    return None


def find_quotes(article: Article) -> tuple[list[Quote], list[NonSpeech], list[Note]]:
    """Quotes in reading order, the marked stretches that are none, and notes on marks that were never closed.

    Quotes do not overlap, lie inside one paragraph each, and `article.text[q.start:q.end] == q.text`; nested quotes stay inside. A stretch
    without closing mark ends with its paragraph, and is noted unless the next paragraph reopens it.
    """
    quotes: list[Quote] = []
    non_speech: list[NonSpeech] = []
    notes: list[Note] = []
    rows = marked_stretches(article.text, article.paragraphs)
    utterance = -1
    for paragraph, stretches in zip(article.paragraphs, rows, strict=True):
        goes_on = paragraph.index + 1 < len(rows) and any(s.reopened for s in rows[paragraph.index + 1])
        for i, s in enumerate(stretches):
            if not s.closed and not (goes_on and s is stretches[-1]):
                message = "a quotation mark is never closed; the quote was taken to end with its paragraph"
                notes.append(Note(article.id, message, s.outer_start))
            text = article.text[s.start : s.end]
            reason = None if s.reopened else reason_against(article.text, paragraph, stretches, i)
            if reason:
                non_speech.append(NonSpeech(paragraph.index, s.start, s.end, text, reason))
                continue
            joined = quotes and (s.reopened or _goes_on(article.text, quotes[-1], s, stretches[i - 1] if i else None))
            utterance += not joined
            quotes.append(Quote(paragraph.index, s.start, s.end, text, s.outer_start, s.outer_end, utterance, s.reopened))
    return quotes, non_speech, notes


def _goes_on(text: str, last: Quote, s: Stretch, previous: Stretch | None) -> bool:
    """Whether `s` is the next piece of a split quote: '"A," she said. "B."' or '"A," she said, "b."' with only the attribution between."""
    if previous is None or previous.start != last.start:
        return False
    between = text[last.outer_end : s.outer_start].strip()
    if not between or len(SENTENCE_END.findall(between + " A")) > 1:
        return False
    opens_sentence = text[max(0, last.outer_start - 20) : last.outer_start].rstrip(" ")[-1:] in ("", ".", "!", "?", "\n", ":", ",", "\u201d", '"', "\u2019")
    return opens_sentence and bool(ENDS_SPEECH.search(last.text)) and bool(re.search(r"[.,:\u2014\u2013]$", between)) and says(between)
