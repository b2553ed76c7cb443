"""The whole story of a child: what others told, brothers and sisters, what matters; and nothing one may not see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.people.models import Address
from lintel.journey.chronology.queries import ChildNotVisible, chronology, story
from lintel.journey.chronology.rules import in_order
from lintel.journey.notifications.tests.builders import notice, police, received
from lintel.steps.agency_checks.actions import answer
from lintel.steps.agency_checks.tests.builders import agency, all_said, checked
from lintel.steps.chronology_entries.actions import Happened, mark, take_back, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WORDS = "He threw a chair. Both children saw it."


@pytest.fixture
def told(cast, bells):
    """A contact about Mia and Noah, and what health answered about both."""
    contact = knock(
        by=cast.dawn, once="again", received_at=NOW - timedelta(hours=3), words=WORDS,
        children=[tells_of(bells.mia), tells_of(bells.noah)],
    )  # fmt: skip
    (check,) = checked(contact, agency(cast.rosa, cast.hart), by=cast.dawn, at=NOW - timedelta(hours=2))
    answer(check, known=all_said(check), words="Missed two appointments at the clinic.", by=cast.hart, at=NOW)
    return contact


def lines(viewer, child, *, day=TODAY):
    return story(child, viewer=viewer, day=day).lines


def whats(viewer, child, **more):
    return [line.what for line in lines(viewer, child, **more)]


@finding("S47", screen="/children/<child>/")
def test_a_contact_of_two_is_one_line_with_what_was_said_and_an_answer_stands_beside_it(bells, told, priya):
    answered, contact = lines(priya, bells.mia)[:2]

    assert contact.whose == (bells.mia.pk, bells.noah.pk)
    assert WORDS in contact.detail
    assert ItemKind.INCIDENT in contact.kinds
    assert (answered.what, ItemKind.MISSED_HEALTH in answered.kinds) == ("Answer of Ravenshire police", True)


def test_a_notice_stands_in_one_line_with_the_contact_it_came_in_as(cast, bells):
    made = received(notice(), agency=police(cast), by=cast.hart)
    children = made.notification.contact.children.select_related("child")

    first = lines(cast.helen, children[0].child)[0]

    assert first.what == "Police notice: domestic abuse, no grade given"
    assert first.on == date(2025, 3, 1)
    assert len(first.told_in) == 2


def test_what_was_told_later_than_it_happened_is_not_in_the_story_of_the_days_between(cast, bells, priya):
    event = Happened(on=date(2024, 11, 2), kind=ItemKind.MOVE, words="To grandmother.", told_by="Ruth")
    write_event(event, children=[bells.mia], by=priya, at=NOW)

    assert "Move" in whats(priya, bells.mia)
    assert "Move" not in whats(priya, bells.mia, day=date(2025, 3, 2))


def test_an_answer_about_a_brother_who_is_kept_from_somebody_is_not_told_them_in_any_story(cast, bells, told):
    exclude(bells.noah, user=cast.priya, reason="She is his aunt.", by=cast.helen, at=NOW)

    said = str([(line.what, line.parts, line.told_in) for line in lines(cast.priya, bells.mia)])

    assert "threw a chair" not in said
    assert "appointments" not in said
    assert bells.noah.pk not in story(bells.mia, viewer=cast.priya, day=TODAY).names
    assert "threw a chair" in str(lines(cast.marcus, bells.mia))


def test_a_restricted_brother_leaves_no_trace(cast, bells, told):
    open_restriction(bells.noah, named=[cast.helen], reason="Threats", together_with=cast.grace, by=cast.helen, at=NOW)

    assert all(bells.noah.pk not in line.whose for line in lines(cast.priya, bells.mia))


def test_a_stranger_has_no_story(cast, bells, told):
    with pytest.raises(ChildNotVisible):
        story(bells.mia, viewer=cast.tom, day=TODAY)


def test_what_is_kept_and_shown_to_others_again_has_nobodys_own_words_in_it(bells, told, priya):
    kept = chronology(bells.mia, viewer=priya, day=TODAY)

    assert "threw a chair" not in str(kept)
    assert {line.step for line in kept} == {"contact", "referral", "allocation"}


def test_an_address_that_is_kept_secret_is_in_no_line(cast, bells, priya):
    Address.objects.create(
        **TYPED,
        key="secret",
        person=bells.ruth,
        lines="4 Wren Close",
        is_confidential=True,
        lived_from=date(2024, 6, 1),
    )
    knock(
        by=cast.dawn, once="x", received_at=NOW, words="She went back to 4 Wren Close.", children=[tells_of(bells.mia)]
    )

    told = story(bells.mia, viewer=priya, day=TODAY)

    assert "Wren" not in str(told.lines)
    assert told.secrets == 1


def test_a_mark_stands_from_the_day_it_was_made_until_it_was_taken_back(bells, told, priya, marcus):
    record = lines(priya, bells.mia)[1].records[0]
    made = mark(bells.mia, record=record, because="The third time.", by=priya, at=NOW)

    assert lines(priya, bells.mia)[1].mark.because == "The third time."
    assert all(line.mark is None for line in lines(priya, bells.noah))

    take_back(made, because="It was the first.", by=marcus, at=NOW + timedelta(days=1))
    then, later = (lines(priya, bells.mia, day=TODAY + timedelta(days=n))[1] for n in (0, 1))
    assert (then.mark is not None, later.mark) == (True, None)
    assert later.were_marked[0].taken_back == "Marcus Reed, 4 March 2025: It was the first."


def test_the_oldest_can_stand_first(bells, told, priya):
    newest = lines(priya, bells.mia)

    assert [line.on for line in in_order(newest, oldest_first=True)] == sorted(line.on for line in newest)


def test_it_takes_as_many_questions_for_many_lines_as_for_few(cast, bells, told, priya):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            story(bells.mia, viewer=priya, day=TODAY)
        return len(queries)

    asked()
    few = asked()
    for number in range(5):
        knock(by=cast.dawn, once=f"n{number}", received_at=NOW, children=[tells_of(bells.mia), tells_of(bells.noah)])

    assert asked() == few
