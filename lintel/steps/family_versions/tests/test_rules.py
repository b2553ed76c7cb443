"""What stands on the paper, its sentences and their numbers, and how it may reach whom."""

import pytest

from lintel.steps.family_versions.codes import Reader, Way
from lintel.steps.family_versions.rules import (
    SafeRule,
    Secret,
    Words,
    WorryWords,
    forbidden_by,
    gives_away,
    laid_out,
    pasted,
    sections_of,
    sentences_in,
)

WORDS = Words(
    title="The plan to help Mia", ring="Priya: 01632 960 123", going_well="You came. Thank you.",
    worries=[WorryWords(worry="Mia is late.", impact="When nobody wakes her, Mia is tired.", ask="Wake her.")],
)  # fmt: skip


def headings(words: Words, reader: Reader = Reader.PARENT) -> list[str]:
    return [each.heading for each in sections_of(words, child="Mia", reader=reader)]


def test_a_part_without_words_leaves_no_heading_behind():
    assert headings(WORDS) == [
        "What is going well", "What we are worried about", "What this is like for Mia", "What we ask you to do",
        "Who to ring", "If you do not agree",
    ]  # fmt: skip


def test_a_child_is_spoken_to():
    assert "What this is like for you" in headings(WORDS, Reader.YOUNG_PERSON)


def test_two_worries_are_told_apart():
    two = Words(title="A", ring="B", worries=[WorryWords(worry="One."), WorryWords(worry="Two.")])

    assert "What we are worried about (2)" in headings(two)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mia is late. She is tired.", [["Mia is late.", "She is tired."]]),
        ("Ring Dr. Marl. Then rest.", [["Ring Dr. Marl.", "Then rest."]]),
        ("We come at 7.30 on Monday.", [["We come at 7.30 on Monday."]]),
        ("She said: “I am afraid.” We heard her.", [["She said: “I am afraid.”", "We heard her."]]),
        ("Are you safe? Yes!\n\nRing us.", [["Are you safe?", "Yes!"], ["Ring us."]]),
        ("   \n ", []),
    ],
)
def test_sentences_are_found_and_a_new_line_begins_a_paragraph(text, found):
    assert sentences_in(text) == found


def test_every_sentence_has_a_number_of_its_own_headings_and_title_too():
    title, laid = laid_out(sections_of(WORDS, child="Mia", reader=Reader.PARENT), title=WORDS.title)
    every = [title, *(each for section in laid for each in section.sentences)]

    assert [each.number for each in every] == list(range(1, len(every) + 1))
    assert [each.words for each in every][:4] == [
        "The plan to help Mia", "What is going well", "You came.", "Thank you."
    ]  # fmt: skip


def test_a_translation_stands_beside_the_sentence_of_its_number():
    _, laid = laid_out(
        sections_of(WORDS, child="Mia", reader=Reader.PARENT), title=WORDS.title, translated={3: "Przyszłaś."}
    )

    assert [each.translated for each in laid[0].sentences] == ["", "Przyszłaś.", ""]


@pytest.mark.parametrize(
    "text", ["1. Raz\n2. Dwa", "1) Raz\n2: Dwa", "1\tOne\tRaz\n2\tTwo\tDwa", "1.   Raz\n\n2. \nDwa"]
)
def test_a_translation_is_read_by_its_numbers(text):
    assert dict(pasted(text, numbers=[1, 2]).sentences) == {1: "Raz", 2: "Dwa"}


def test_what_is_missing_and_what_has_no_sentence_is_said():
    found = pasted("1. Raz\n9. Dziewięć", numbers=[1, 2])

    assert (list(found.missing), list(found.unknown)) == ([2], [9])


# --- how it may reach them --------------------------------------------------------------------------------------------

NEVER = SafeRule(words="He opens her post.", never_write=True, is_theirs=True)
NOT_THERE = SafeRule(words="Not to Mill Lane.", never_write=True, is_theirs=False, address="4 Mill Lane, Ravenshire")
SCHOOL_HOURS = SafeRule(words="Ring in school hours.", never_write=False, is_theirs=True)


@pytest.mark.parametrize(
    ("rule", "way", "where", "is_forbidden"),
    [
        (NEVER, Way.READ_TOGETHER, "", False), (NEVER, Way.BY_HAND, "", True), (NEVER, Way.POST, "1 Elm Row", True),
        (NEVER, Way.EMAIL, "ruth@bell.example", True), (NOT_THERE, Way.POST, "4 Mill Lane", True),
        (NOT_THERE, Way.POST, "14 Mill Lane", False), (NOT_THERE, Way.BY_HAND, "", False),
        (SCHOOL_HOURS, Way.POST, "4 Mill Lane", False),
    ],
)  # fmt: skip
def test_a_rule_forbids_paper_and_never_reading_together(rule, way, where, is_forbidden):
    assert bool(forbidden_by([rule], way=way, where=where)) is is_forbidden


def test_a_rule_of_somebody_else_without_an_address_is_about_letters_to_them():
    theirs = SafeRule(words="Never write to Owen.", never_write=True, is_theirs=False)

    assert forbidden_by([theirs], way=Way.POST, where="4 Mill Lane") == ""


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("Mia now lives at 9 Harbour Row.", True),
        ("You can find her near rv1  2hh.", True),
        ("Mia is safe. We meet at 19 Harbour Row.", False),
        ("", False),
    ],
)
def test_a_confidential_address_is_found_by_its_street_or_its_postcode(text, gives):
    secret = Secret("9 Harbour Row\nRavenshire", "RV1 2HH")

    assert gives_away({"letter": text}, [secret]) == (["letter"] if gives else [])
