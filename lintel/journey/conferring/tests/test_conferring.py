"""A conference from asking to ending the plan: each child's own decision, and nothing without one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.workforce.models import Worker
from lintel.journey.conferring.actions import as_plan, decide_about, give_to_chair
from lintel.journey.conferring.queries import reports_of, waiting_for_conference
from lintel.journey.conferring.tests.builders import (
    BOOKED,
    HELD,
    NO_PLAN,
    PLAN,
    a_chair,
    asked,
    decided,
    enquired,
    held,
    protected,
    to_review,
)
from lintel.journey.plans.actions import begin_plan_for
from lintel.steps.conferences.actions import (
    AskedAlready,
    Asking,
    NotAChair,
    NothingSaid,
    NothingToFollow,
    NotIndependent,
    NotOnThatDay,
    Part,
    ask_for_conference,
    book,
    call_off,
    name_chair,
    postpone,
)
from lintel.steps.conferences.carrying_out.actions import (
    NamedAlready,
    NotASocialWorker,
    WrittenAlready,
    join_core_group,
    leave_core_group,
    name_lead,
    name_role,
    write_core_group,
)
from lintel.steps.conferences.codes import Attendance, Kind, ReformRole, Shared, Side, View
from lintel.steps.conferences.deciding.actions import NotAnAgency, hold, say_view
from lintel.steps.conferences.deciding.reach import DecidedAlready, NoCategory, NotHeldYet, NotTheChair
from lintel.steps.conferences.inviting.actions import SharedAlready, hand_in_report, invite, say_who_came, share_report
from lintel.steps.conferences.models import ChildInConference, ConferenceDecision, ConferenceRequest
from lintel.steps.conferences.queries import core_group_of, leads_of, parts, requests, titles, views_of
from lintel.steps.conferences.reach import HeldAlready, NotTheirChild
from lintel.steps.conferences.rules import Standing
from lintel.steps.enquiries.models import Conference
from lintel.steps.plans.actions import HasAPlan, begin_plan
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.plans.protection.actions import NoConferenceDecided, begin_protection_plan, end_protection_plan
from tests.cast import LONDON, NOW

pytestmark = pytest.mark.django_db
REVIEWED = datetime(2025, 6, 10, 10, 0, tzinfo=LONDON)


@pytest.fixture
def chair(cast):
    return a_chair(cast)


def social_worker(user) -> Worker:
    Worker.objects.filter(pk=user.worker_id).update(swe_number="SW00001")
    return Worker.objects.get(pk=user.worker_id)


# --- asking, booking, postponing --------------------------------------------------------------------------------------


def test_brothers_and_sisters_share_a_conference_and_each_waits_for_it_alone(cast, bells):
    request = asked(cast, bells.mia, bells.noah)

    rows = waiting_for_conference(viewer=cast.priya, at=NOW)
    assert [(row.part.child_id, row.due.due_on) for row in rows] == [
        (bells.mia.pk, date(2025, 3, 24)), (bells.noah.pk, date(2025, 3, 24)),
    ]  # fmt: skip
    assert Entry.objects.filter(act="conference asked for", by=cast.priya, subject_id=request.pk).count() == 2


def test_asking_again_asks_for_nothing_and_moves_nothing(cast, bells):
    asked(cast, bells.mia)
    later = enquired(bells.mia, started_on=date(2025, 3, 14))
    again = Asking(once=uuid4(), kind=Kind.INITIAL, parts=[Part(child=bells.mia, enquiry_id=later.pk)], why="Again.")
    at = NOW + timedelta(days=12)

    with pytest.raises(AskedAlready):
        ask_for_conference(again, by=cast.priya, at=at)
    call_off(ChildInConference.objects.get(), because="We meet sooner.", by=cast.priya, at=at)
    first = ask_for_conference(again, by=cast.priya, at=at)
    assert ask_for_conference(again, by=cast.priya, at=at) == first

    (row,) = waiting_for_conference(viewer=cast.priya, at=at)
    assert row.due.due_on == date(2025, 3, 24)  # from 3 March: the second enquiry began while the first was open


@pytest.mark.finding("S11")
def test_a_postponement_has_a_party_and_a_reason_is_counted_and_moves_no_due_date(cast, bells):
    request = book(asked(cast, bells.mia), booked_for=BOOKED, place="Town Hall", by=cast.priya, at=NOW)
    with pytest.raises(NotOnThatDay):  # another day is a postponement
        book(request, booked_for=BOOKED + timedelta(days=1), place="", by=cast.priya, at=NOW)
    with pytest.raises(NothingSaid):
        postpone(request, side=Side.POLICE, because=" ", booked_for=BOOKED, by=cast.priya, at=NOW)

    for days in (5, 8):
        to = BOOKED + timedelta(days=days)
        postpone(request, side=Side.POLICE, because="No officer is free.", booked_for=to, by=cast.priya, at=NOW)

    (row,) = waiting_for_conference(viewer=cast.priya, at=NOW)
    assert (row.times_postponed, row.booked_on, row.is_booked_late) == (2, date(2025, 3, 28), True)
    assert row.due.due_on == date(2025, 3, 24)


def test_a_conference_follows_an_enquiry_a_plan_or_a_move_and_nothing_else(cast, bells):
    noahs = enquired(bells.noah)
    for asking in (
        Asking(once=uuid4(), kind=Kind.INITIAL, parts=[Part(child=bells.mia, enquiry_id=noahs.pk)], why="Why."),
        Asking(once=uuid4(), kind=Kind.REVIEW, parts=[Part(child=bells.mia)], why="Why."),
        Asking(once=uuid4(), kind=Kind.TRANSFER_IN, parts=[Part(child=bells.mia)], why="Why."),
    ):
        with pytest.raises(NothingToFollow):
            ask_for_conference(asking, by=cast.priya, at=NOW)
    with pytest.raises(NotTheirChild):
        ask_for_conference(
            Asking(once=uuid4(), kind=Kind.INITIAL, parts=[Part(child=bells.noah, enquiry_id=noahs.pk)], why="Why."),
            by=cast.tom, at=NOW,
        )  # fmt: skip
    assert not ConferenceRequest.objects.exists()


def test_a_transfer_in_is_due_from_the_day_we_were_told_and_has_no_enquiry(cast, bells, chair):
    told = Asking(
        once=uuid4(), kind=Kind.TRANSFER_IN, parts=[Part(child=bells.mia)], why="They moved.",
        told_of_move_on=date(2025, 2, 24), moved_from="Larchshire",
    )  # fmt: skip
    request = ask_for_conference(told, by=cast.priya, at=NOW)
    (row,) = waiting_for_conference(viewer=cast.priya, at=NOW)
    assert row.due.due_on == date(2025, 3, 17)

    decided(held(cast, chair, request), PLAN, by=chair)

    conference = Conference.objects.get()
    assert (conference.kind, conference.is_transfer_in, conference.enquiry) == ("initial", True, None)


# --- the chair --------------------------------------------------------------------------------------------------------


def test_the_chair_is_independent_and_sees_the_children_from_then_on(cast, bells, chair):
    request = asked(cast, bells.mia)
    assert not visible_children(chair).exists()
    for who in (cast.priya, cast.marcus):
        with pytest.raises(NotAChair):
            name_chair(request, who, by=cast.sofia, at=NOW)
    holds_her = a_chair(cast, "Una Frost")
    bells.mia.involvements.update(worker=holds_her.worker)
    with pytest.raises(NotIndependent, match="holds one of the children"):
        give_to_chair(request, holds_her, by=cast.sofia, at=NOW)

    give_to_chair(request, chair, by=cast.sofia, at=NOW)
    assert list(visible_children(chair)) == [bells.mia]

    other = a_chair(cast, "Bram Oake")
    give_to_chair(request, other, by=cast.sofia, at=NOW)
    assert not visible_children(chair).exists()
    assert visible_children(other).exists()


def test_who_chairs_the_review_takes_over_from_who_chaired_the_first_conference(cast, bells, chair):
    plan = protected(cast, chair, bells.mia)
    assert visible_children(chair).exists()
    other = a_chair(cast, "Bram Oake")

    give_to_chair(to_review(cast, plan, at=HELD), other, by=cast.sofia, at=HELD)

    assert not visible_children(chair).exists()
    assert visible_children(other).exists()


def test_only_its_chair_says_what_a_conference_decided(cast, bells, chair):
    request = held(cast, chair, asked(cast, bells.mia))
    other = a_chair(cast, "Bram Oake", sees=Role.CHAIR)
    give = {"at": HELD}

    with pytest.raises(NotTheirChild):
        decided(request, PLAN, by=other)
    with pytest.raises(NotAllowed):
        hold(request, held_on=HELD.date(), by=cast.priya, **give)
    with pytest.raises(HeldAlready):
        hold(request, held_on=HELD.date(), by=chair, **give)
    ConferenceRequest.objects.filter(pk=request.pk).update(chair=other)
    with pytest.raises(NotTheChair):
        decided(request, PLAN, by=chair)


# --- who is there, and what the family has read -----------------------------------------------------------------------


def test_words_that_were_sent_are_not_attendance(cast, bells):
    request = asked(cast, bells.mia)
    officer = invite(request, side=Side.POLICE, name="DC Lowe", by=cast.priya, at=NOW)
    assert invite(request, side=Side.POLICE, name="DC Lowe", by=cast.priya, at=NOW) == officer

    sent = say_who_came(officer, attendance=Attendance.SENT_WORDS, why_not="In court.", by=cast.priya, at=NOW)

    assert (sent.attendance, sent.why_not) == ("sent_words", "In court.")
    with pytest.raises(NotTheirChild):
        say_who_came(officer, attendance=Attendance.CAME, by=cast.tom, at=NOW)


def test_a_report_read_in_the_waiting_room_is_seen_and_stops_nothing(cast, bells, chair):
    request = book(asked(cast, bells.mia), booked_for=BOOKED, place="", by=cast.priya, at=NOW)
    in_time, late, on_the_day, _ = (
        hand_in_report(request, side=side, author="Somebody", by=cast.priya, at=NOW)
        for side in (Side.SOCIAL_CARE, Side.SCHOOL, Side.HEALTH, Side.POLICE)
    )
    for report, day, how in (
        (in_time, 18, Shared.TALKED_THROUGH), (late, 19, Shared.POSTED), (on_the_day, 20, Shared.WAITING_ROOM),
    ):  # fmt: skip
        share_report(report, shared_on=date(2025, 3, day), how=how, shared_with="Ruth", by=cast.priya, at=HELD)

    found = [standing for _, standing in reports_of(request.pk, viewer=cast.priya)]
    assert found == [Standing.IN_TIME, Standing.LATE, Standing.ON_THE_DAY, Standing.NOT_SHARED]
    assert reports_of(request.pk, viewer=cast.tom) == []
    with pytest.raises(SharedAlready):
        share_report(late, shared_on=date(2025, 3, 18), how=Shared.POSTED, shared_with="Ruth", by=cast.priya, at=HELD)
    give_to_chair(request, chair, by=cast.sofia, at=NOW)
    assert hold(request, held_on=HELD.date(), by=chair, at=HELD).held_on == HELD.date()


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_each_child_has_a_decision_and_a_plan_of_their_own(cast, bells, chair):
    request = held(cast, chair, asked(cast, bells.mia, bells.noah))
    decided(request, PLAN, child=bells.mia, by=chair)
    decided(request, NO_PLAN, child=bells.noah, by=chair)

    plan = CpPlan.objects.get()
    assert (plan.child, plan.started_on, plan.initial_category, plan.previous_plans) == (
        bells.mia, date(2025, 3, 20), "PHY", 0,
    )  # fmt: skip
    said = ConferenceDecision.objects.get(part__child=bells.mia)
    assert (said.childs_view, said.cp_plan) == ("“I want it to stop.”", plan)
    assert dict(Conference.objects.values_list("child_id", "led_to_plan")) == {bells.mia.pk: True, bells.noah.pk: False}
    assert Conference.objects.get(child=bells.mia).cp_plan == plan
    assert Entry.objects.filter(act="conference decided", by=chair).count() == 2
    with pytest.raises(DecidedAlready):
        decided(request, NO_PLAN, child=bells.mia, by=chair)


def test_nothing_is_decided_before_it_was_held_nor_without_a_reason_and_a_category(cast, bells, chair):
    request = asked(cast, bells.mia)
    give_to_chair(request, chair, by=cast.sofia, at=NOW)
    with pytest.raises(NotHeldYet):
        decided(request, PLAN, by=chair)
    hold(request, held_on=NOW.date(), by=chair, at=NOW)

    for decision, refusal in (
        (replace(PLAN, because=""), NothingSaid), (replace(PLAN, category=""), NoCategory),
        (replace(NO_PLAN, category="NEG"), NoCategory),
    ):  # fmt: skip
        with pytest.raises(refusal):
            decided(request, decision, by=chair, at=NOW)
    assert not Conference.objects.exists()
    assert not CpPlan.objects.exists()


def test_agencies_are_heard_apart_and_who_dissents_is_named(cast, bells, chair):
    request = held(cast, chair, asked(cast, bells.mia))
    part = request.children.get()
    told = {"said_by": "Hart Lowe", "words": "He has hit before.", "by": chair, "at": HELD}
    say_view(part, side=Side.POLICE, view=View.PLAN, category="PHY", **told)
    say_view(part, side=Side.HEALTH, view=View.NO_PLAN, **told)
    for view, refusal in ((Side.POLICE, DecidedAlready), (Side.CHILD, NotAnAgency)):
        with pytest.raises(refusal):
            say_view(part, side=view, view=View.PLAN, **told)
    assert [dissent for _, dissent in views_of(part, viewer=cast.priya)] == [False, False]  # nothing to dissent from

    decided(request, PLAN, by=chair)

    assert [(view.side, dissent) for view, dissent in views_of(part, viewer=cast.priya)] == [
        ("police", False), ("health", True),
    ]  # fmt: skip
    assert views_of(part, viewer=cast.tom) == []


def test_the_chair_lets_go_once_no_child_is_under_a_plan(cast, bells, chair):
    request = held(cast, chair, asked(cast, bells.mia, bells.noah))
    decided(request, NO_PLAN, child=bells.mia, by=chair)
    assert visible_children(chair).count() == 2

    decided(request, NO_PLAN, child=bells.noah, by=chair)

    assert not visible_children(chair).exists()


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_a_child_in_need_plan_ends_where_protection_begins_and_none_begins_beside_it(cast, bells, chair):
    begin_plan_for(bells.mia, by=cast.priya, at=NOW)

    protected(cast, chair, bells.mia)

    ended = CinPlan.objects.get()
    assert (ended.ended_on, ended.end_reason) == (date(2025, 3, 20), "protection")
    with pytest.raises(HasAPlan):
        begin_plan(bells.mia, referral_id=None, by=cast.priya, at=HELD)


def test_a_protection_plan_neither_begins_nor_ends_without_a_conference(cast, bells, chair):
    plan = protected(cast, chair, bells.mia)
    initial = Conference.objects.get()
    with pytest.raises(NoConferenceDecided):
        end_protection_plan(plan, conference_id=initial.pk, by=chair, at=HELD)
    with pytest.raises(NoConferenceDecided):
        begin_protection_plan(bells.mia, conference_id=0, category="NEG", referral_id=None, by=chair, at=HELD)
    with pytest.raises(HasAPlan):
        begin_protection_plan(bells.mia, conference_id=initial.pk, category="NEG", referral_id=None, by=chair, at=HELD)
    for who in (cast.priya, cast.marcus, cast.sofia):
        with pytest.raises(NotAllowed):
            end_protection_plan(plan, conference_id=initial.pk, by=who, at=HELD)
    with pytest.raises(IntegrityError), transaction.atomic():
        CpPlan.objects.create(key="beside", screen="plan", child=bells.mia, started_on=HELD.date())


def test_a_review_goes_on_with_a_plan_or_ends_it_on_its_day(cast, bells, chair):
    plan = protected(cast, chair, bells.mia)
    first = held(cast, chair, to_review(cast, plan, at=HELD), booked_for=REVIEWED, at=REVIEWED)
    decided(first, replace(PLAN, category="EMO"), by=chair, at=REVIEWED)
    plan.refresh_from_db()
    assert (plan.initial_category, plan.latest_category, plan.ended_on) == ("PHY", "EMO", None)

    at = REVIEWED + timedelta(days=60)
    to_review(cast, plan, at=REVIEWED)
    (row,) = waiting_for_conference(viewer=cast.priya, at=REVIEWED)
    assert row.due.due_on == date(2025, 12, 10)
    last = held(cast, chair, row.part.request, booked_for=at, at=at)
    decided(last, NO_PLAN, by=chair, at=at)

    plan.refresh_from_db()
    assert plan.ended_on == at.date()
    assert not visible_children(chair).exists()


def test_a_plan_is_led_by_a_social_worker(cast, bells, chair):
    request = held(cast, chair, asked(cast, bells.mia))
    with pytest.raises(NotASocialWorker, match="no Social Work England number for Priya Nair"), transaction.atomic():
        decided(request, PLAN, lead=cast.priya.worker, by=chair)
    assert not CpPlan.objects.exists()

    decided(request, PLAN, lead=social_worker(cast.priya), by=chair)
    name_lead(as_plan(CpPlan.objects.get()), social_worker(cast.tom), by=cast.marcus, at=HELD + timedelta(days=9))

    assert [(lead.worker.name, lead.from_on, lead.until_on) for lead in leads_of(bells.mia.pk, viewer=cast.priya)] == [
        ("Tom Ashby", date(2025, 3, 29), None), ("Priya Nair", date(2025, 3, 20), date(2025, 3, 29)),
    ]  # fmt: skip


def test_the_core_group_has_members_and_meets_about_each_plan(cast, bells, chair):
    plan = as_plan(protected(cast, chair, bells.mia))
    ruth = join_core_group(plan, side=Side.PARENT, name="Ruth", by=cast.priya, at=HELD)
    assert join_core_group(plan, side=Side.PARENT, name="Ruth", by=cast.priya, at=HELD) == ruth
    join_core_group(plan, side=Side.SCHOOL, name="Mr Pell", by=cast.priya, at=HELD)
    told = {"present": "Ruth, Mr Pell", "words": "She is at school.", "by": cast.priya, "at": HELD}
    write_core_group([plan], held_on=HELD.date(), **told)
    for day, refusal in ((HELD.date(), WrittenAlready), (NOW.date(), NotOnThatDay)):
        with pytest.raises(refusal):
            write_core_group([plan], held_on=day, **told)

    leave_core_group(ruth, by=cast.priya, at=HELD)

    assert [member.name for member in core_group_of(bells.mia.pk, viewer=cast.priya)] == ["Mr Pell"]
    with pytest.raises(NotTheirChild):
        join_core_group(plan, side=Side.PARENT, name="Owen", by=cast.tom, at=HELD)


def test_the_reforms_bring_their_names_on_a_day_the_authority_decides(cast):
    told = {"effective_from": date(2026, 4, 1), "source": "Board, March 2026", "reason": "Families First."}
    name_role(ReformRole.LEAD, title="Lead child protection practitioner", by=cast.helen, at=NOW, **told)

    assert titles(viewer=cast.priya, on=date(2026, 3, 31))[ReformRole.LEAD] == "Lead social worker"
    assert titles(viewer=cast.priya, on=date(2026, 4, 1))[ReformRole.LEAD] == "Lead child protection practitioner"
    with pytest.raises(NamedAlready):
        name_role(ReformRole.LEAD, title="Another", by=cast.helen, at=NOW, **told)
    with pytest.raises(NotAllowed):
        name_role(ReformRole.TEAM, title="Team", by=cast.priya, at=NOW, **told)


def test_nobody_sees_a_conference_of_which_one_child_is_kept_from_them(cast, bells):
    asked(cast, bells.mia)
    assert requests(viewer=cast.priya).count() == parts(viewer=cast.priya).count() == 1
    for stranger in (cast.tom, cast.hart, cast.ola):
        assert not requests(viewer=stranger).exists()
        assert not parts(viewer=stranger).exists()
        assert waiting_for_conference(viewer=stranger, at=NOW) == []


def test_a_child_who_was_called_off_is_not_decided_about(cast, bells, chair):
    request = asked(cast, bells.mia, bells.noah)
    part = request.children.get(child=bells.noah)
    call_off(part, because="He lives with his grandmother now.", by=cast.priya, at=NOW)
    held(cast, chair, request)
    assert list(visible_children(chair)) == [bells.mia]

    with pytest.raises(HeldAlready):
        decide_about(part, PLAN, by=chair, at=HELD)
    decided(request, NO_PLAN, child=bells.mia, by=chair)
    assert not Conference.objects.filter(child=bells.noah).exists()
