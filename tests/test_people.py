"""Names, aliases, gender."""

from factories import attributed


def person(name: str, *paragraphs: str):  # type: ignore[no-untyped-def]
    return next(p for p in attributed(*paragraphs)[2] if p.name == name)


def test_a_surname_and_a_full_name_are_one_person() -> None:
    assert "Roe" in person("Jan Roe", "Jan Roe came. Roe left.").aliases


def test_an_alias_that_the_article_gives_is_kept() -> None:
    assert "Jen B." in person("Jane Doe #1", "Jane Doe #1, a.k.a. Jen B., wrote a letter on Monday.").aliases


def test_a_nickname_is_no_part_of_the_name() -> None:
    assert person("Bartholomew Ngata", "Bartholomew \u2018Batty\u2019 Ngata, 77, was carried out on Monday.")


def test_gender_follows_titles_nouns_and_pronouns() -> None:
    assert person("Quill Adeyo", "Mrs Quill Adeyo spoke.").gender == "f"
    assert person("Quill Adeyo", "Quill Adeyo, the actress, spoke.").gender == "f"
    assert person("Quill Adeyo", "Quill Adeyo said he had known.").gender == "m"


def test_a_body_is_no_person() -> None:
    assert person("Hale Cabin Union", "Hale Cabin Union called a strike.").kind == "organisation"


def test_an_office_is_no_name() -> None:
    names = {p.name for p in attributed("Minister of State for Social Affairs Ada Pell apologised. Max Brandt watched the Minister.")[2]}
    assert {"Ada Pell", "Max Brandt"} <= names and not names & {"Minister", "Social Affairs Ada Pell"}


def test_a_subject_with_a_name_behind_it_describes_nobody_else() -> None:
    found = person("Max Brandt", "The director of the Hale Arts Festival, Ada Pell, apologised on Monday.", "The volunteer, Max Brandt, said he had listened.")
    assert not any("director" in d for d in found.descriptions)
