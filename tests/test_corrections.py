"""Corrections: kept, undone, found again in edited articles, and carried through to every table."""

import dataclasses
import multiprocessing
import pathlib
import sqlite3
import threading

import pandas as pd
import pytest
from factories import FakeScorer, make_article

from analysis.corrections import ENVIRONMENT, Correction, Store, default_path, find_fixes, in_force, not_undone, person_correction, quote_correction
from analysis.errors import CorrectionsError
from analysis.pipeline import Analysis, analyse
from analysis.revision import correct, parts_of
from analysis.schema import Article


@pytest.fixture
def store(tmp_path: pathlib.Path) -> Store:
    return Store(tmp_path / "made" / "corrections.sqlite")


@pytest.fixture
def part(short_article: Article, fake_scorer: FakeScorer) -> Analysis:
    """Jan Roe (accused) apologises in two pieces; Ada Pell (a lawyer of the harmed) answers in two."""
    return analyse([short_article], fake_scorer)


def of_quote(part: Analysis, words: str, field: str, new: str | None) -> Correction:
    """A correction of the quote that holds `words`."""
    row = part.passages[(part.passages["kind"] == "quote") & part.passages["text"].str.contains(words, regex=False)].iloc[0]
    return quote_correction(field, new, article_id="test", text=part.readings[0].article.text, start=row["start"], end=row["end"])


def corrected(part: Analysis, *corrections: Correction) -> pd.DataFrame:
    """The quotes after these corrections, by their first word."""
    numbered = [dataclasses.replace(c, id=n) for n, c in enumerate(corrections, 1)]
    passages = correct([part], numbered, FakeScorer)[0].passages  # type: ignore[arg-type]
    quotes = passages[passages["kind"] == "quote"]
    return quotes.set_index(quotes["text"].str.split(n=2).str[:2].str.join(" "))


def test_a_correction_outlives_the_process_and_keeps_who_when_and_why(store: Store, part: Analysis) -> None:
    store.add([of_quote(part, "too late", "role", "acceptance")], author="ann", note="read it again")
    (row,) = in_force(Store(store.path).history())
    assert (row.field, row.new, row.author, row.note, row.batch) == ("role", "acceptance", "ann", "read it again", 1)
    assert row.made_at.endswith("+00:00") and row.text == "His apology is too late,"


def test_undo_brings_back_what_was_before_and_undoing_that_the_correction(store: Store, part: Analysis) -> None:
    store.add([of_quote(part, "too late", "role", "acceptance")])
    store.add([of_quote(part, "too late", "role", "neutral")])
    store.undo(in_force(store.history()))
    assert [row.new for row in in_force(store.history())] == ["acceptance"]
    store.undo([row for row in store.history() if row.undoes])
    assert [row.new for row in in_force(store.history())] == ["neutral"]
    store.undo(not_undone(store.history()))
    assert in_force(store.history()) == [] and len(store.history()) == 6


def test_nothing_is_ever_altered_or_deleted(store: Store, part: Analysis) -> None:
    store.add([of_quote(part, "too late", "role", "acceptance")])
    with sqlite3.connect(store.path) as db:
        for statement in ("UPDATE corrections SET new = 'x'", "DELETE FROM corrections"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                db.execute(statement)


def test_a_batch_is_stored_whole_or_not_at_all(store: Store, part: Analysis) -> None:
    good = of_quote(part, "too late", "role", "acceptance")
    with pytest.raises(CorrectionsError):
        store.add([good, dataclasses.replace(good, field=None)])  # type: ignore[arg-type]
    assert store.history() == []


def add_many(path: pathlib.Path, author: str, count: int) -> None:
    store = Store(path)
    for n in range(count):
        store.add([person_correction("capacity", "victim", person=f"{author} {n}")], author=author)


def test_two_processes_and_two_threads_lose_nothing(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_many, args=(store.path, name, 15)) for name in ("p", "q")]
    threads = [threading.Thread(target=add_many, args=(store.path, name, 15)) for name in ("t", "u")]
    for worker in [*workers, *threads]:
        worker.start()  # type: ignore[attr-defined]
    for worker in [*workers, *threads]:
        worker.join()  # type: ignore[attr-defined]
    history = store.history()
    assert sorted(row.person for row in history if row.person) == sorted(f"{a} {n}" for a in "pqtu" for n in range(15))
    assert len({row.batch for row in history}) == 60 == store.version()


def test_a_file_that_is_no_store_says_what_to_do(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(CorrectionsError, match=ENVIRONMENT):
        Store(tmp_path / "x.sqlite")
    (tmp_path / "file").touch()
    with pytest.raises(CorrectionsError, match="folder"):
        Store(tmp_path / "file" / "x.sqlite")


def test_the_environment_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "mine.sqlite"))
    assert default_path() == tmp_path / "mine.sqlite"
    monkeypatch.delenv(ENVIRONMENT)
    assert default_path().name == "corrections.sqlite" and "public-reaction" in str(default_path())


def test_a_role_is_set_with_the_machine_s_beside_it(part: Analysis) -> None:
    quotes = corrected(part, of_quote(part, "too late", "role", "acceptance"))
    row = quotes.loc["His apology"]
    assert (row["role"], row["role8"], row["model_role"], row["corrected"], row["role_evidence"]) == (
        "acceptance",
        "acceptance",
        "criticism",
        "role",
        "set by hand",
    )
    assert "stance" in row["followed"] and row["model_stance"] < row["stance"]
    untouched = quotes.loc["I was"]
    assert pd.isna(untouched["corrected"]) and pd.isna(untouched["model_role"])


def test_the_other_piece_of_an_utterance_follows_its_role_and_speaker(part: Analysis) -> None:
    quotes = corrected(part, of_quote(part, "too late", "role", "acceptance"), of_quote(part, "too late", "speaker", "Eve Orr"))
    assert quotes.loc["We want", "role"] == "acceptance" and quotes.loc["We want", "speaker"] == "Eve Orr"
    assert pd.isna(quotes.loc["We want", "corrected"]) and "role" in quotes.loc["We want", "followed"]
    apart = corrected(part, of_quote(part, "too late", "role", "acceptance"), of_quote(part, "We want", "role", "accountability_demand"))
    assert apart["role"].tolist()[2:] == ["acceptance", "accountability_demand"]


def test_roles_follow_a_capacity_except_where_set_by_hand(part: Analysis) -> None:
    fix = person_correction("capacity", "victim", person="Jan Roe", article_id="test")
    roe = corrected(part, fix).loc[["I was", "I will"]]
    assert set(roe["capacity"]) == {"victim"} and set(roe["model_capacity"]) == {"accused"} and set(roe["corrected"]) == {"capacity"}
    assert "apology" not in set(roe["role"]) and set(roe["model_role"]) == {"apology"} and roe["followed"].str.contains("role").all()
    assert not len(correct([part], [fix], FakeScorer)[0].statements)  # type: ignore[arg-type]
    by_hand = corrected(part, fix, of_quote(part, "I was wrong", "role", "apology"), of_quote(part, "I will pay", "role", "neutral"))
    assert by_hand.loc[["I was", "I will"], "role"].tolist() == ["apology", "neutral"]


def test_a_capacity_set_everywhere_reaches_only_articles_with_that_person(part: Analysis) -> None:
    quotes = corrected(part, person_correction("capacity", "official", person="Ada Pell"), person_correction("capacity", "outlet", person="Nobody Here"))
    assert set(quotes[quotes["speaker"] == "Ada Pell"]["capacity"]) == {"official"}
    everywhere = person_correction("capacity", "outlet", person="Nobody Here")
    assert find_fixes("test", "text", [], ["Ada Pell"], [everywhere]).empty
    renamed = [dataclasses.replace(everywhere, id=1), dataclasses.replace(person_correction("name", "Nobody Here", person="Ada Pell"), id=2)]
    assert set(corrected(part, *renamed).loc[["His apology", "We want"], "capacity"]) == {"outlet"}


def test_words_that_are_no_quote_leave_every_table(part: Analysis) -> None:
    analysis, _ = correct([part], [of_quote(part, "We want", "speech", "no")], FakeScorer)  # type: ignore[arg-type]
    assert not analysis.passages["text"].eq("We want him to resign.").any()
    assert "We want him to resign." in [n.text for n in analysis.readings[0].non_speech]
    gone, _ = correct([part], [dataclasses.replace(of_quote(part, w, "speech", "no"), id=n) for n, w in enumerate(("I was wrong", "I will pay"))], FakeScorer)  # type: ignore[arg-type]
    assert len(part.statements) == 1 and len(gone.statements) == 0
    assert gone.passages["statement_id"].isna().all()


def test_a_statement_follows_the_roles_of_its_quotes(part: Analysis) -> None:
    moved, _ = correct([part], [of_quote(part, "I will pay", "speaker", "Eve Orr")], FakeScorer)  # type: ignore[arg-type]
    assert part.statements["repair"].tolist() == [True] and part.statements["quotes"].tolist() == [2]
    # the two quotes are one utterance, so both move, and with them the apology
    assert len(moved.statements) == 0 or moved.statements["speaker"].tolist() == ["Eve Orr"]
    denied, _ = correct([part], [of_quote(part, "I was wrong", "role", "denial")], FakeScorer)  # type: ignore[arg-type]
    assert len(denied.statements) == 0


def test_a_missed_quote_is_added_with_scores_and_can_be_corrected(fake_scorer: FakeScorer) -> None:
    part = analyse([make_article('"I am sorry," said Ann Poe.', "It was, Bo Day told us, simply good and kind of her.")], fake_scorer)
    text = part.readings[0].article.text
    start = text.index("simply good")
    add = quote_correction("speech", "yes", article_id="test", text=text, start=start, end=start + len("simply good"))
    speaker = dataclasses.replace(add, field="speaker", new="Bo Day")
    row = corrected(part, add, speaker).loc["simply good"]
    assert (row["speaker"], row["paragraph"], row["corrected"]) == ("Bo Day", 1, "speaker,speech") and row["polarity"] > 0
    assert text[row["start"] : row["end"]] == row["text"] == "simply good"
    taken_back = corrected(part, dataclasses.replace(add, new="no"))
    assert len(taken_back) == 1


def test_sentiment_and_stance_are_set_and_cannot_tell_is_null(part: Analysis) -> None:
    row = corrected(part, of_quote(part, "too late", "sentiment", "positive"), of_quote(part, "too late", "stance", None)).loc["His apology"]
    assert row["polarity"] == 1.0 and row["negative"] == 0.0 and row["model_polarity"] < 0 and pd.isna(row["stance"])
    role = corrected(part, of_quote(part, "too late", "role", None)).loc["His apology"]
    assert pd.isna(role["role"]) and pd.isna(role["role8"]) and role["model_role"] == "criticism"


def test_people_are_merged_everywhere_and_taken_apart_again(part: Analysis) -> None:
    merge = person_correction("name", "Jan Roe", person="Ada Pell")
    quotes = corrected(part, merge)
    assert set(quotes["speaker"]) == {"Jan Roe"} and quotes["model_speaker"].dropna().unique().tolist() == ["Ada Pell"]
    assert "speaker" in quotes.loc["His apology", "corrected"]
    split = corrected(part, merge, of_quote(part, "We want", "speaker", "Lee Ott"))
    assert split.loc["We want", "speaker"] == "Lee Ott"
    circle = corrected(part, merge, person_correction("name", "Ada Pell", person="Jan Roe"))
    assert len(set(circle["speaker"])) == 1


BODY = ("Mayor Jan Roe apologised on Monday.", '"I was wrong and I am sorry," Roe said.', '"No comment," said Eve Orr.', '"No comment," said Lee Ott.')


@pytest.mark.parametrize(
    ("edited", "found"),
    [
        (BODY, "Lee Ott"),
        (("A new first paragraph.", *BODY), "Lee Ott"),
        ((BODY[0], BODY[1], BODY[3]), "Lee Ott"),
        ((*BODY[:3], "Something between.", BODY[3]), "Lee Ott"),
        ((*BODY[:3], '"No comment!" said Lee Ott.'), "Eve Orr"),
        (BODY[:2], None),
    ],
    ids=["unchanged", "text before", "twin before it gone", "text between", "reworded: the same words elsewhere win", "both gone: orphan"],
)
def test_a_correction_finds_its_quote_in_an_edited_article(edited: tuple[str, ...], found: str | None, fake_scorer: FakeScorer) -> None:
    before, after = analyse([make_article(*BODY)], fake_scorer), analyse([make_article(*edited)], fake_scorer)
    row = before.passages[before.passages["speaker"] == "Lee Ott"].iloc[0]
    fix = quote_correction("role", "denial", article_id="test", text=before.readings[0].article.text, start=row["start"], end=row["end"])
    analysis, fixes = correct([after], [fix], FakeScorer)  # type: ignore[arg-type]
    quotes = analysis.passages
    assert quotes[quotes["corrected"].notna()]["speaker"].tolist() == ([found] if found else [])
    assert [c.text for c in fixes["test"].orphans] == ([] if found else ["No comment,"])


def test_a_slightly_reworded_quote_keeps_its_correction() -> None:
    text = "He said: I was wrong and I am deeply sorry for that."
    fix = quote_correction("role", "denial", article_id="a", text=text, start=9, end=len(text))
    now = "Later he said: I was wrong and I am very sorry for that."
    assert find_fixes("a", now, [(15, len(now))], [], [fix]).roles == {15: "denial"}
    assert find_fixes("a", now, [(0, 14)], [], [fix]).orphans == [fix]
    assert find_fixes("b", now, [(0, 14)], [], [fix]).empty


def test_a_scored_table_without_its_articles_takes_corrections_too(part: Analysis, fake_scorer: FakeScorer) -> None:
    (again,) = parts_of(part.passages, part.statements)
    quotes = corrected(again, person_correction("capacity", "accused", person="Ada Pell", article_id="test"))
    assert set(quotes[quotes["speaker"] == "Ada Pell"]["capacity"]) == {"accused"}
    same, _ = correct([again], [of_quote(part, "We want", "sentiment", "neutral")], FakeScorer)  # type: ignore[arg-type]
    kept = ["text", "speaker", "capacity", "role", "start"]
    assert same.passages[kept].equals(part.passages[kept])


def test_without_corrections_nothing_changes_but_the_columns(part: Analysis, fake_scorer: FakeScorer) -> None:
    same, _ = correct([part], [], FakeScorer)  # type: ignore[arg-type]
    assert same.passages[list(part.passages.columns)].equals(part.passages)
    assert same.passages["corrected"].isna().all()


def test_reported_speech_is_corrected_in_its_own_row(part: Analysis, fake_scorer: FakeScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = part.passages.copy()
    passages.loc[0, ["kind", "speaker", "role", "role8"]] = ["indirect", "Jan Roe", "apology", "apology"]
    text = part.readings[0].article.text
    start, end = int(passages.loc[0, "start"]), int(passages.loc[0, "end"])
    as_read = dataclasses.replace(part, passages=passages)
    monkeypatch.setattr("analysis.revision.score_readings", lambda readings, scorer: dataclasses.replace(as_read, readings=readings))
    fixes = [quote_correction(field, new, article_id="test", text=text, start=start, end=end) for field, new in (("speaker", "Eve Orr"), ("role", "harm_account"))]
    row = correct([as_read], fixes, FakeScorer)[0].passages.iloc[0]  # type: ignore[arg-type]
    assert (row["speaker"], row["role"], row["role8"], row["corrected"], row["model_role"]) == ("Eve Orr", "harm_account", "criticism", "speaker,role", "apology")
    gone = correct([as_read], [dataclasses.replace(fixes[0], field="speech", new="no")], FakeScorer)[0].passages  # type: ignore[arg-type]
    assert "indirect" not in set(gone["kind"]) and len(gone) == len(passages) - 1
