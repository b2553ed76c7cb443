"""One event is one line, whoever told it; and what only looks alike stays two."""

from datetime import date

import pytest

from lintel.journey.chronology.codes import Source
from lintel.journey.chronology.kinds import kinds_told
from lintel.journey.chronology.openly import LEFT_OUT, Openly
from lintel.journey.chronology.rules import Asked, Line, Marked, chosen, one_line_for_one_event, with_marks
from lintel.steps.chronology_entries.codes import ItemKind

MIA, NOAH, BABY = 1, 2, 3
DAY = date(2025, 2, 14)


def contact(child, *, pk=10, on=DAY, event="contact/10", together="", detail="Referral."):
    return Line(
        on=on, what="Contact from Police", detail=detail, step="contact", pk=pk, whose=(child,), event=event,
        thought_of_with=together, told_in=(f"contact {event}",), records=(f"front_door.childcontact/{pk}/{child}",),
        kinds=(ItemKind.CONTACT,), known_on=date(2025, 2, 15),
    )  # fmt: skip


def notice(child, *, pk=5, on=DAY, event="contact/10"):
    return Line(
        on=on, what="Police notice: domestic abuse, high", detail="He hit her.", step="police", pk=pk, whose=(child,),
        event=event, told_in=(f"notice {pk}",), records=(f"police_notifications.notification/{pk}",),
        kinds=(ItemKind.INCIDENT,), known_on=date(2025, 2, 15),
    )  # fmt: skip


def referral(child):
    return Line(
        on=DAY, what="Referral: no further action", step="referral", pk=child, whose=(child,), event="contact/10",
        told_in=("referral of 15 February 2025",), records=(f"referrals.referral/{child}",), kinds=(ItemKind.REFERRAL,),
    )  # fmt: skip


def visit(child, *, pk=1, detail="Child seen."):
    return Line(
        on=DAY, what="Visit", detail=detail, step="visit", pk=pk, whose=(child,), records=(f"visits.visit/{pk}",)
    )


def test_a_contact_a_notice_and_the_referrals_of_three_children_are_one_line_that_says_where_it_was_told():
    told = [each for child in (MIA, NOAH, BABY) for each in (contact(child), notice(child), referral(child))]

    (line,) = one_line_for_one_event(told)

    assert line.whose == (MIA, NOAH, BABY)
    assert line.what == "Police notice: domestic abuse, high"
    assert line.told_in == ("notice 5", "contact contact/10", "referral of 15 February 2025")
    assert line.sources == (Source.POLICE, Source.CONTACT, Source.SOCIAL_CARE)
    assert len(line.records) == 7
    assert line.kinds == (ItemKind.INCIDENT, ItemKind.CONTACT, ItemKind.REFERRAL)


def test_what_was_decided_otherwise_for_a_brother_stands_under_his_name():
    (line,) = one_line_for_one_event([contact(MIA), contact(NOAH, detail="Advice.")])

    assert [(part.whose, part.words) for part in line.parts] == [((MIA,), "Referral."), ((NOAH,), "Advice.")]


def test_the_line_stands_on_the_earliest_day_and_was_known_from_the_earliest():
    (line,) = one_line_for_one_event([contact(MIA, on=date(2025, 2, 15)), notice(MIA)])

    assert (line.on, line.known_on) == (DAY, date(2025, 2, 15))


def test_a_school_that_tells_of_what_the_police_told_is_the_same_event_where_somebody_thought_of_them_together():
    school = contact(MIA, pk=11, event="contact/11", together="contact/10")

    (line,) = one_line_for_one_event([contact(MIA), notice(MIA), school])

    assert "contact contact/11" in line.told_in


ALIKE = {
    "two notices of one evening, thought of together": [
        contact(MIA), notice(MIA), contact(MIA, pk=11, event="contact/11", together="contact/10"),
        notice(MIA, pk=6, event="contact/11"),
    ],
    "two evenings of one household, thought of together": [
        contact(MIA), contact(MIA, pk=11, on=date(2025, 2, 15), event="contact/11", together="contact/10"),
    ],
    "two contacts of one day in the same words, of which nobody said they are one": [
        contact(MIA), contact(MIA, pk=11, event="contact/11"),
    ],
    "two visits to one child on one day": [visit(MIA, pk=1), visit(MIA, pk=2)],
    "a visit to each, in other words": [visit(MIA, pk=1), visit(NOAH, pk=2, detail="Child not seen.")],
}  # fmt: skip


@pytest.mark.parametrize("lines", ALIKE.values(), ids=ALIKE.keys())
def test_what_only_looks_alike_stays_two(lines):
    assert len(one_line_for_one_event(lines)) == 2


def test_what_was_done_for_brothers_and_sisters_alike_is_one_line_and_their_second_visit_a_second():
    lines = one_line_for_one_event([visit(MIA, pk=1), visit(MIA, pk=2), visit(NOAH, pk=3), visit(NOAH, pk=4)])

    assert [line.whose for line in lines] == [(MIA, NOAH), (MIA, NOAH)]


def test_a_mark_stands_on_the_line_whichever_record_it_was_said_of_and_one_taken_back_beside_it():
    mark = Marked(pk=1, by="Priya Nair", on=DAY, because="The third.")
    was = Marked(pk=2, by="Tom Ashby", on=DAY, because="So I thought.", taken_back="Tom Ashby, 15 February 2025: No.")
    joined = one_line_for_one_event([contact(MIA), notice(MIA)])

    (line,) = with_marks(joined, {"front_door.childcontact/10/1": [mark], "police_notifications.notification/5": [was]})

    assert (line.mark, line.were_marked) == (mark, (was,))


def test_what_is_hidden_is_counted_by_the_first_reason_that_hides_it():
    lines = [contact(MIA), contact(NOAH), visit(MIA), notice(MIA, on=date(2023, 1, 1))]
    asked = Asked(child=MIA, only_child=True, kinds=frozenset({ItemKind.CONTACT}), first=date(2024, 1, 1))

    shown = chosen(lines, asked)

    assert [line.whose for line in shown.lines] == [(MIA,)]
    assert dict(shown.hidden) == {"only of brothers and sisters": 1, "of another kind": 1, "outside these days": 1}


def test_what_lasts_is_shown_for_the_days_on_which_it_held():
    plan = Line(on=date(2023, 1, 9), until=date(2024, 5, 1), lasts=True, what="Child in need plan", whose=(MIA,))

    assert chosen([plan], Asked(child=MIA, first=date(2024, 1, 1))).lines == (plan,)
    assert chosen([plan], Asked(child=MIA, first=date(2024, 6, 1))).lines == ()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("A bruise on her arm.", [ItemKind.INJURY]),
        ("No bruising was seen.", []),
        ("She was not injured, but he threatened to come back.", [ItemKind.INCIDENT]),
        ("They did not attend the hospital appointment.", [ItemKind.MISSED_HEALTH]),
        ("He did not miss the bus to the clinic.", []),
        ("The family moved house in May.", [ItemKind.MOVE]),
        ("She was moved to tears, and the talk moved on.", []),
        ("Mother has a new partner.", [ItemKind.PARTNER_CHANGE]),
        ("A business partner rang.", []),
        ("A man called Gil has been staying there.", [ItemKind.PARTNER_CHANGE]),
        ("The man next door rang.", []),
        ("Nobody came to the door for the health visitor.", [ItemKind.MISSED_HEALTH]),
        ("Nobody came to the door for the parcel.", []),
        ("There was a section 47 enquiry in another county.", [ItemKind.ENQUIRY]),
        ("Burnside Primary rang.", []),
    ],
)
def test_words_are_read_as_a_practitioner_would(words, kinds):
    assert list(kinds_told(words)) == kinds


@pytest.mark.parametrize(
    "words",
    ["He went to 4 Wren Close, Ravenshire.", "seen at 4, wren close", "the flat at RV1 1AA", "post to rv11aa please"],
)
def test_an_address_that_is_kept_secret_is_left_out_however_it_is_written(words):
    openly = Openly([("4 Wren Close\nRavenshire", "RV1 1AA")])

    assert LEFT_OUT in openly(words)
    assert "wren" not in openly(words).casefold()


def test_another_house_of_the_street_stays():
    assert Openly([("4 Wren Close\nRavenshire", "")])("14 Wren Close") == "14 Wren Close"
    assert Openly([("-", ""), ("—", "?")])("He rang, and left.") == "He rang, and left."
