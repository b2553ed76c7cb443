"""What people add to a chronology: written, corrected, withdrawn, marked, taken back; and nothing ever erased."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.steps.chronology_entries import actions
from lintel.steps.chronology_entries.actions import Happened
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import Mark, WrittenEvent
from lintel.steps.chronology_entries.queries import events, marks_of
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MOVED = Happened(on=date(2024, 11, 2), kind=ItemKind.MOVE, words="They moved in with grandmother.", told_by="Ruth Bell")


@pytest.fixture
def event(bells, priya):
    return actions.write_event(MOVED, children=[bells.mia, bells.noah], by=priya, at=NOW)


def test_an_event_is_about_each_child_and_leaves_an_entry_for_each(event, bells):
    assert set(event.about.values_list("child", flat=True)) == {bells.mia.pk, bells.noah.pk}
    assert Entry.objects.filter(act="event added to chronology").count() == 2


def test_what_it_said_before_it_was_corrected_stays(event, priya):
    said = Happened(on=date(2024, 10, 2), kind=ItemKind.MOVE, words="To an aunt.", told_by="The aunt")

    actions.correct_event(event, said, because="Ruth mixed up the months.", by=priya, at=NOW)

    event.refresh_from_db()
    (was,) = event.corrections.all()
    assert (event.words, event.happened_on) == ("To an aunt.", date(2024, 10, 2))
    assert (was.was_words, was.was_on, was.because) == (MOVED.words, MOVED.on, "Ruth mixed up the months.")


def test_an_event_is_withdrawn_with_a_reason_once_and_never_erased(event, priya):
    actions.withdraw_event(event, because="It was another family.", by=priya, at=NOW)

    with pytest.raises(actions.WithdrawnAlready):
        actions.withdraw_event(event, because="Again.", by=priya, at=NOW)
    event.about.all().delete()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        WrittenEvent.objects.filter(pk=event.pk).delete()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"words": " "}, actions.NothingSaid),
        ({"told_by": ""}, actions.NothingSaid),
        ({"on": date(2025, 3, 4)}, actions.NotYet),
    ],
)
def test_what_says_nothing_or_has_not_happened_is_no_event(bells, priya, change, refused):
    with pytest.raises(refused):
        actions.write_event(Happened(**{**vars(MOVED), **change}), children=[bells.mia], by=priya, at=NOW)


def test_a_stranger_writes_and_marks_nothing_and_reads_nothing(event, bells, cast):
    with pytest.raises(actions.NotTheirChild):
        actions.write_event(MOVED, children=[bells.mia], by=cast.tom, at=NOW)
    with pytest.raises(actions.NotTheirChild):
        actions.mark(bells.mia, record="x.y/1", because="It does.", by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        actions.write_event(MOVED, children=[bells.mia], by=cast.ola, at=NOW)
    assert not events(viewer=cast.tom).exists()
    assert marks_of([bells.mia.pk], viewer=cast.tom) == []


def test_a_line_is_marked_once_taken_back_with_a_reason_and_may_be_marked_again(bells, priya, marcus):
    made = actions.mark(bells.mia, record="x.y/1", because="The third in a year.", by=priya, at=NOW)
    with pytest.raises(actions.MarkedAlready):
        actions.mark(bells.mia, record="x.y/1", because="I think so too.", by=marcus, at=NOW)
    with pytest.raises(actions.NothingSaid):
        actions.take_back(made, because="", by=marcus, at=NOW)

    actions.take_back(made, because="It was the second.", by=marcus, at=NOW)
    again = actions.mark(bells.mia, record="x.y/1", because="It was the third after all.", by=priya, at=NOW)

    with pytest.raises(actions.TakenBackAlready):
        actions.take_back(made, because="Once more.", by=priya, at=NOW)
    assert [each.pk for each in marks_of([bells.mia.pk], viewer=priya)] == [made.pk, again.pk]
    assert Mark.objects.filter(taken_back_at__isnull=True).get() == again
    assert Entry.objects.get(act="mark of significance taken back").by == marcus
