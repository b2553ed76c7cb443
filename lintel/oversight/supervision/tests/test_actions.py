"""A session from its list to its two signatures, and what becomes of its directions."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.oversight.supervision import actions, queries
from lintel.oversight.supervision.codes import Kind, Late
from lintel.oversight.supervision.directions.actions import (
    EvidenceMissing,
    NotYetADirection,
    OverAlready,
    carry,
    drop,
    make_direction,
    say_done,
)
from lintel.oversight.supervision.directions.actions import WordsMissing as NoReason
from lintel.oversight.supervision.models import ChildDiscussed, Direction, SupervisionNote, SupervisionSession
from lintel.oversight.supervision.packs.queries import about_children
from lintel.oversight.supervision.proposing import propose
from lintel.oversight.supervision.tests.builders import MONTH, begun, said_of, signed, wanted, written
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAY = NOW.date()


def refused(act, error=IntegrityError):
    with pytest.raises(error), transaction.atomic():
        act()


# --- the list ---


def test_everybody_is_on_the_list_and_who_is_not_spoken_of_with_the_reason(cast, bells):
    session = begun(cast, [bells.mia])

    listed = {each.child_id: each for each in session.listed.all()}
    assert set(listed) == {child.pk for child in bells.children}
    assert listed[bells.mia.pk].is_this_time
    assert listed[bells.noah.pk].because == "the supervisor chose others"
    assert Entry.objects.filter(act="supervision begun", by=cast.marcus).exists()


def test_a_list_is_begun_once_however_often_the_button_is_pressed(cast, bells):
    assert begun(cast, [bells.mia]).pk == begun(cast, [bells.noah]).pk
    assert SupervisionSession.objects.count() == 1


def test_nobody_supervises_another_team_or_themself(cast, bells):
    of_priya = {"held_on": DAY, "kind": Kind.CASE, "minutes": 60, "listed": [], "take": [], "at": NOW}

    refused(lambda: actions.begin_session(cast.priya.worker, **of_priya, by=cast.priya), NotAllowed)
    refused(lambda: actions.begin_session(cast.priya.worker, **of_priya, by=cast.tom), actions.NotTheirSupervisor)
    refused(lambda: actions.begin_session(cast.marcus.worker, **of_priya, by=cast.marcus), actions.NotTheirSupervisor)
    refused(
        lambda: SupervisionSession.objects.create(
            supervisor=cast.marcus, worker=cast.marcus.worker, held_on=DAY, minutes=60, begun_at=NOW
        )
    )


def test_what_the_worker_chose_comes_first_and_is_used_up(cast, bells):
    actions.choose_children({bells.noah.pk: "I do not know how to talk with him."}, by=cast.priya, at=NOW)

    about = about_children(cast.priya.worker_id, viewer=cast.marcus, at=NOW)
    first = propose(about, minutes=8, minutes_a_child=8, on=DAY).this_time[0]

    assert (first.child, first.reasons[0]) == (
        bells.noah.pk, "Chosen by the worker: I do not know how to talk with him.",
    )  # fmt: skip
    begun(cast, [bells.noah])
    assert queries.chosen_by(cast.priya.worker_id, viewer=cast.priya) == {}


def test_a_worker_chooses_only_children_of_their_own(cast, bells):
    refused(
        lambda: actions.choose_children({bells.ivy.pk: ""}, by=cast.priya, at=NOW), actions.NotTheWorkersChild
    )  # fmt: skip


# --- the record ---


@finding("S38", screen="/supervision/")
def test_something_is_questioned_of_each_child_or_it_says_why_not(cast, bells):
    session = begun(cast, [bells.mia, bells.noah])
    plain = {"by": cast.marcus, "at": NOW}

    refused(
        lambda: actions.write_of_child(session, bells.mia.pk, actions.Said(changed="Nothing."), **plain),
        actions.ChallengeMissing,
    )
    because = actions.Said(changed="Nothing.", none_needed_because="We looked at all of it last week.")
    assert actions.write_of_child(session, bells.mia.pk, because, **plain).none_needed_because
    refused(
        lambda: ChildDiscussed.objects.create(
            session=session, child=bells.noah, changed="Nothing.", written_at=NOW, written_by=cast.marcus
        )
    )


@finding("S39", screen="/supervision/")
def test_a_direction_without_owner_date_or_purpose_is_kept_as_a_note(cast, bells):
    wants = [wanted(cast), wanted(cast, for_what=""), wanted(cast, due_on=None)]

    session = written(cast, bells, said=said_of(cast, wants=wants))

    assert [each.what for each in Direction.objects.all()] == ["Ring the school nurse about Mia’s teeth"]
    assert SupervisionNote.objects.filter(discussed__session=session).count() == 2
    refused(lambda: Direction.objects.filter(for_what="Mia eats without pain").update(for_what=""))


def test_a_note_becomes_a_direction_once_it_says_everything(cast, bells):
    written(cast, bells, said=said_of(cast, wants=[wanted(cast, for_what="")]))
    kept = SupervisionNote.objects.get()

    with pytest.raises(NotYetADirection) as said:
        make_direction(kept, wanted(cast, for_what=""), by=cast.marcus, at=NOW)
    assert said.value.missing == ("for what change in the child’s life",)

    made = make_direction(kept, wanted(cast), by=cast.marcus, at=NOW)
    kept.refresh_from_db()
    assert kept.became == made
    refused(lambda: make_direction(kept, wanted(cast), by=cast.marcus, at=NOW), OverAlready)


def test_until_it_is_signed_it_may_be_written_anew_and_what_it_said_is_kept(cast, bells):
    session = written(cast, bells)

    actions.write_of_child(session, bells.mia.pk, said_of(cast, wants=[], changed="No."), by=cast.marcus, at=NOW)

    assert session.children.get().changed == "No."


def test_the_same_form_sent_twice_gives_a_direction_once(cast, bells):
    session = written(cast, bells, said=said_of(cast, wants=[wanted(cast), wanted(cast, for_what="")]))

    again = said_of(cast, wants=[wanted(cast), wanted(cast, for_what="")])
    actions.write_of_child(session, bells.mia.pk, again, by=cast.marcus, at=NOW)

    assert (Direction.objects.count(), SupervisionNote.objects.count()) == (1, 1)


# --- signing ---


def test_both_sign_the_supervisor_first_and_never_one_for_both(cast, bells):
    session = written(cast, bells)

    refused(lambda: actions.sign_as_worker(session, by=cast.priya, at=NOW), actions.SupervisorFirst)
    actions.sign_as_supervisor(session, by=cast.marcus, at=NOW)
    assert [each.path for each in notices(viewer=cast.priya)] == [f"/supervision/{session.pk}/view/"]
    refused(lambda: actions.sign_as_worker(session, by=cast.marcus, at=NOW), SupervisionSession.DoesNotExist)
    refused(lambda: session.signatures.create(is_of_supervisor=False, signed_by=cast.marcus, signed_at=NOW))
    actions.sign_as_worker(session, by=cast.priya, at=NOW)

    assert queries.standings([session], viewer=cast.marcus)[session.pk].words == "Signed by both"


def test_what_was_signed_stands_as_signed(cast, bells):
    session = signed(cast, bells)
    said = session.children.get()

    refused(
        lambda: actions.write_of_child(session, bells.mia.pk, said_of(cast), by=cast.marcus, at=NOW),
        actions.SignedAlready,
    )
    refused(lambda: ChildDiscussed.objects.filter(pk=said.pk).update(changed="Something else."))
    refused(lambda: ChildDiscussed.objects.filter(pk=said.pk).update(workers_view="Something else."))
    refused(
        lambda: actions.write_view(said, view="No.", sees_it_differently=False, by=cast.priya, at=NOW),
        actions.SignedAlready,
    )


def test_a_worker_may_see_it_differently_and_only_they_write_it(cast, bells):
    session = written(cast, bells)
    actions.sign_as_supervisor(session, by=cast.marcus, at=NOW)
    said = session.children.get()

    refused(
        lambda: actions.write_view(said, view="Fine.", sees_it_differently=False, by=cast.marcus, at=NOW),
        NotAllowed if cast.marcus.worker_id is None else ChildDiscussed.DoesNotExist,
    )
    actions.write_view(said, view="It is too fast.", sees_it_differently=True, by=cast.priya, at=NOW)

    said.refresh_from_db()
    assert (said.workers_view, said.sees_it_differently) == ("It is too fast.", True)


def test_a_record_signed_late_or_after_the_call_carries_its_marks(cast, bells):
    session = written(cast, bells)
    actions.announce_inspection(called_at=NOW + timedelta(days=8), by=cast.helen, at=NOW + timedelta(days=8))

    actions.sign_as_supervisor(session, by=cast.marcus, at=NOW + timedelta(days=9))

    assert queries.standings([session], viewer=cast.marcus)[session.pk].late == (Late.DAYS, Late.AFTER_CALL)


def test_nothing_is_signed_of_which_nothing_was_written(cast, bells):
    refused(
        lambda: actions.sign_as_supervisor(begun(cast, [bells.mia]), by=cast.marcus, at=NOW), actions.NotYetWritten
    )  # fmt: skip


# --- directions ---


@finding("S39", screen="/supervision/directions/")
def test_an_undone_direction_opens_the_next_session(cast, bells):
    signed(cast, bells, of=[bells.mia, bells.noah], said=said_of(cast, wants=[]))
    later = NOW + MONTH
    signed(cast, bells, of=[bells.noah], at=NOW + timedelta(days=1), said=said_of(cast, wants=[wanted(cast)]))

    about = about_children(cast.priya.worker_id, viewer=cast.marcus, at=later)
    first = propose(about, minutes=90, minutes_a_child=8, on=later.date()).this_time[0]

    assert (first.child, first.reasons[0]) == (
        bells.noah.pk, "Not done: Ring the school nurse about Mia’s teeth (due 14 March)",
    )  # fmt: skip


def test_who_gave_a_direction_closes_it_only_with_evidence(cast, bells):
    written(cast, bells)
    given = Direction.objects.get()

    refused(lambda: say_done(given, done_on=DAY, evidence=" ", by=cast.marcus, at=NOW), EvidenceMissing)
    refused(lambda: Direction.objects.update(done_on=DAY, done_at=NOW, done_by=cast.marcus))
    done = say_done(given, done_on=DAY, evidence="", by=cast.priya, at=NOW)

    assert done.done_by == cast.priya
    refused(lambda: say_done(given, done_on=DAY, evidence="", by=cast.priya, at=NOW), OverAlready)


def test_a_direction_that_is_carried_keeps_the_day_it_is_judged_by(cast, bells):
    written(cast, bells)
    given = Direction.objects.get()

    refused(lambda: carry(given, due_on=date(2025, 3, 21), because="", by=cast.priya, at=NOW), NoReason)
    carry(given, due_on=date(2025, 3, 21), because="The nurse is away.", by=cast.priya, at=NOW)

    [found] = queries.open_directions(viewer=cast.priya)
    assert (found.due_on, found.due_now) == (date(2025, 3, 14), date(2025, 3, 21))


def test_a_direction_is_dropped_only_with_a_reason(cast, bells):
    written(cast, bells)

    refused(lambda: drop(Direction.objects.get(), because=" ", by=cast.marcus, at=NOW), NoReason)
    drop(Direction.objects.get(), because="She has moved to Leeds.", by=cast.marcus, at=NOW)

    assert queries.open_directions(viewer=cast.priya) == []


@pytest.mark.parametrize("who", ["tom", "dawn", "grace", "sam", "ola"])
def test_somebody_else_reads_and_answers_none_of_it(cast, bells, who):
    session = signed(cast, bells)
    stranger = cast.people[who]

    assert not queries.sessions(viewer=stranger).exists()
    assert queries.open_directions(viewer=stranger) == []
    assert queries.directions_of([bells.mia.pk], viewer=stranger) == {}
    assert queries.last_of([bells.mia.pk], viewer=stranger, before=date(2025, 4, 1)) == {}
    assert not queries.notes(viewer=stranger).exists()
    refused(
        lambda: say_done(Direction.objects.get(), done_on=DAY, evidence="x", by=stranger, at=NOW),
        (NotAllowed, Direction.DoesNotExist),
    )
    refused(
        lambda: actions.sign_as_worker(session, by=stranger, at=NOW), (NotAllowed, SupervisionSession.DoesNotExist)
    )  # fmt: skip


def test_those_above_read_what_was_said_of_a_child_and_not_before_it_is_signed(cast, bells):
    session = written(cast, bells)
    assert queries.of_child(bells.mia.pk, viewer=cast.sofia) == []

    actions.sign_as_supervisor(session, by=cast.marcus, at=NOW)

    assert [each.child for each in queries.of_child(bells.mia.pk, viewer=cast.sofia)] == [bells.mia]
    refused(lambda: queries.of_child(bells.mia.pk, viewer=cast.ola), NotAllowed)


def test_what_is_still_being_written_is_read_by_the_two_and_by_nobody_above_them(cast, bells):
    session, mia = written(cast, bells), bells.mia.pk
    later = DAY + timedelta(days=1)

    def read_by(viewer):
        return (
            bool(queries.directions_of([mia], viewer=viewer)[mia]),
            bool(queries.directions_until(mia, ended_on=later, viewer=viewer)),
            mia in queries.last_of([mia], viewer=viewer, before=later),
        )

    assert read_by(cast.sofia) == (False, False, False)
    assert read_by(cast.marcus) == read_by(cast.priya) == (True, True, True)
    actions.sign_as_supervisor(session, by=cast.marcus, at=NOW)
    assert read_by(cast.sofia) == (True, True, True)


def test_who_is_due_stands_first_with_the_day(cast, bells):
    signed(cast, bells)

    [priya] = queries.supervised(viewer=cast.marcus, on=DAY)

    assert (priya.worker, priya.last_on, priya.due_on, priya.children) == (
        cast.priya.worker, DAY, date(2025, 3, 31), 3,
    )  # fmt: skip
    assert queries.supervised(viewer=cast.priya, on=DAY) == []


def test_an_inspection_is_announced_by_those_who_hear_of_it_first(cast):
    refused(lambda: actions.announce_inspection(called_at=NOW, by=cast.marcus, at=NOW), NotAllowed)
    refused(
        lambda: actions.announce_inspection(called_at=NOW + timedelta(hours=1), by=cast.helen, at=NOW),
        actions.NotYetHeld,
    )
    assert isinstance(actions.announce_inspection(called_at=NOW, by=cast.helen, at=NOW).called_at, datetime)
