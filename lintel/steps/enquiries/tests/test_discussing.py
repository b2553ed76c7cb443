"""A strategy discussion, from being asked for to its minutes; and hard stop 7, which the database keeps as well."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.statute.calendar import england
from lintel.steps.enquiries.actions import load_conferences, load_enquiries
from lintel.steps.enquiries.codes import Attendance, ConferenceKind, Party, PostponedBecause, Purpose, Reply
from lintel.steps.enquiries.discussing import queries
from lintel.steps.enquiries.discussing.actions import (
    AskedAlready,
    AskedForNobody,
    DecidedAlready,
    HeldAfterItsTime,
    HeldAlready,
    NotHeldYet,
    NotQuorate,
    NotSettled,
    NotThen,
    TookPart,
    ask_for_discussion,
    decide,
    record_held,
)
from lintel.steps.enquiries.discussing.following.actions import (
    record_dissent,
    say_minutes_read,
    say_task_done,
    send_minutes,
)
from lintel.steps.enquiries.discussing.rules import Answered, Span
from lintel.steps.enquiries.discussing.slots.actions import (
    NoSuchInvitation,
    NotWhole,
    Postponing,
    SaysNotWhy,
    SlotSetAlready,
    invite,
    offer_times,
    postpone,
    reply,
    reply_by_token,
    set_slot,
)
from lintel.steps.enquiries.discussing.slots.queries import calendar_entry_of, offered_to
from lintel.steps.enquiries.models import Conference, DiscussionMeeting, Section47Enquiry, StrategyDiscussion
from lintel.steps.enquiries.tests.builders import (
    ASKED,
    HOUR,
    NO_ENQUIRY,
    PRESENT,
    SETTLED,
    asked_for,
    caused,
    decided,
    decided_for,
    enquiry_decided,
    held,
)
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RAID = Postponing(
    party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason="Every officer is on a raid.",
    interim_safety="Mia stays at her aunt’s; the out-of-hours team rings at eight.",
)  # fmt: skip


def refused(sql, *values):
    """What the database says to somebody who goes past every action."""
    with pytest.raises(IntegrityError) as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(said.value)


# --- asked for --------------------------------------------------------------------------------------------------------


def test_one_discussion_is_asked_for_brothers_and_sisters_and_triggered_by_the_first_cause(bells, priya):
    first = caused(bells.noah, by=priya, at=NOW - 3 * HOUR)
    meeting = ask_for_discussion([first, caused(bells.mia, by=priya)], asked=ASKED, by=priya, at=NOW + HOUR)

    assert queries.meetings(viewer=priya).get(pk=meeting.pk).triggered_at == NOW - 3 * HOUR
    asked = Entry.objects.filter(act="strategy discussion asked for").values_list("child_id", flat=True)
    assert set(asked) == {bells.mia.pk, bells.noah.pk}


def test_it_is_asked_for_by_somebody_with_cause_and_once(bells, priya, anil):
    cause = caused(bells.mia, by=priya)
    with pytest.raises(NotAllowed):
        ask_for_discussion([cause], asked=ASKED, by=anil, at=NOW)
    with pytest.raises(AskedForNobody):
        ask_for_discussion([], asked=ASKED, by=priya, at=NOW)
    ask_for_discussion([cause], asked=ASKED, by=priya, at=NOW)

    with pytest.raises(AskedAlready):
        ask_for_discussion([cause], asked=ASKED, by=priya, at=NOW)


# --- the slot ---------------------------------------------------------------------------------------------------------


def test_the_slot_is_the_first_time_that_suits_all_who_are_needed(bells, priya, tom):
    meeting = asked_for([bells.mia], by=priya)
    social_care, police, health = meeting.parties.order_by("pk")
    for party, start, end in ((social_care, 0, 9), (police, 2, 4)):
        offer_times(party, spans=[Span(NOW + start * HOUR, NOW + end * HOUR)], by=priya, at=NOW)

    slot = queries.slot_for(meeting, not_before=NOW, viewer=priya)
    assert (slot.starts_at, slot.silent, slot.in_the_way) == (None, [health], [health])

    offer_times(health, spans=[Span(NOW + 3 * HOUR, NOW + 5 * HOUR)], by=priya, at=NOW)
    assert queries.slot_for(meeting, not_before=NOW, viewer=priya).starts_at == NOW + 3 * HOUR
    assert queries.slot_for(meeting, not_before=NOW, viewer=tom) is None


def test_there_is_no_slot_while_nobody_of_a_party_that_must_be_there_is_asked(bells, priya):
    meeting = ask_for_discussion([caused(bells.mia, by=priya)], asked=ASKED, by=priya, at=NOW)

    assert queries.slot_for(meeting, not_before=NOW, viewer=priya).missing == ["social_care", "police", "health"]


def test_somebody_without_an_account_answers_by_the_token_and_the_token_is_kept_nowhere(bells, priya):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    sent = invite(meeting.parties.get(party=Party.POLICE), by=priya, at=NOW)

    assert offered_to(sent.token, viewer=None).starts_at == NOW + HOUR
    assert offered_to(sent.token[:-1], viewer=None) is None
    with pytest.raises(NoSuchInvitation):
        reply_by_token(sent.token[:-1], reply=Reply.ACCEPTED, at=NOW)
    answered = reply_by_token(sent.token, reply=Reply.ACCEPTED, at=NOW)

    assert (answered.reply, answered.replied_by) == (Reply.ACCEPTED, None)
    assert len(sent.token) >= 43
    assert sent.token not in str(vars(answered))


def test_the_calendar_is_told_when_and_how_to_join_and_nothing_of_the_child(bells, priya, tom):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    sent = invite(meeting.parties.get(party=Party.POLICE), by=priya, at=NOW)
    said = {"link": "https://lintel.example/answer/", "organiser": "front-door@ravenshire.example", "viewer": priya}

    text = calendar_entry_of(sent.invitation, **said).text(at=NOW)
    assert "DTSTART:20250303T100000Z" in text
    assert not [name for name in ("Mia", "Bell", "bruise", "BELL-1") if name in text]
    assert calendar_entry_of(sent.invitation, **said | {"viewer": tom}) is None

    postpone(meeting, to=None, said=RAID, by=priya, at=NOW)
    moved = calendar_entry_of(sent.invitation, **said)
    assert (moved.is_cancelled, moved.sequence) == (True, 1)


def test_who_could_not_and_why_stays_when_the_slot_is_moved(bells, priya):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    police = meeting.parties.get(party=Party.POLICE)
    sent = invite(police, by=priya, at=NOW)
    with pytest.raises(SaysNotWhy):
        reply(sent.invitation, reply=Reply.CANNOT, by=priya, at=NOW)
    reply(sent.invitation, reply=Reply.CANNOT, because="In court until three.", by=priya, at=NOW)

    postpone(meeting, to=NOW + 8 * HOUR, said=RAID, by=priya, at=NOW)
    assert offered_to(sent.token, viewer=None).starts_at is None
    with pytest.raises(NoSuchInvitation):
        reply_by_token(sent.token, reply=Reply.ACCEPTED, at=NOW)
    invite(police, by=priya, at=NOW)

    assert list(police.invitations.order_by("slot_number").values_list("slot_starts_at", "reply", "because")) == [
        (NOW + HOUR, "cannot", "In court until three."), (NOW + 8 * HOUR, "", ""),
    ]  # fmt: skip


# --- postponing: hard stop 7 ------------------------------------------------------------------------------------------


def test_moving_or_cancelling_a_slot_needs_a_party_a_reason_and_an_interim_safety_plan(bells, priya):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)

    for empty in ({"reason": ""}, {"interim_safety": " "}):
        for to in (NOW + 2 * HOUR, None):
            with pytest.raises(NotWhole):
                postpone(meeting, to=to, said=replace(RAID, **empty), by=priya, at=NOW)
    with pytest.raises(SlotSetAlready):
        set_slot(meeting, starts_at=NOW + 2 * HOUR, by=priya, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.slot_starts_at, meeting.times_postponed) == (NOW + HOUR, 0)


def test_holding_it_after_its_slot_is_over_is_a_postponement_too(bells, priya, marcus):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)

    with pytest.raises(HeldAfterItsTime):
        held(meeting, by=marcus, at=NOW + 6 * HOUR)
    postpone(meeting, to=NOW + 5 * HOUR, said=RAID, by=priya, at=NOW + HOUR)

    assert held(meeting, by=marcus, at=NOW + 6 * HOUR).is_quorate


def test_the_database_moves_no_slot_without_a_postponement(bells, priya):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    moved = "UPDATE enquiries_discussionmeeting SET slot_starts_at = %s WHERE id = %s"

    assert "a_moved_slot_is_a_postponement" in refused(moved, NOW + 2 * HOUR, meeting.pk)
    assert "a_moved_slot_is_a_postponement" in refused(moved, None, meeting.pk)

    # What was said of one move does not do for the next, not even back to where it was.
    postpone(meeting, to=NOW + 2 * HOUR, said=RAID, by=priya, at=NOW)
    assert "a_moved_slot_is_a_postponement" in refused(moved, NOW + HOUR, meeting.pk)


@pytest.mark.parametrize(
    ("column", "empty", "constraint"),
    [
        ("reason", " ", "a_postponement_says_why"), ("party", "", "a_postponement_names_the_party_that_postpones"),
        ("interim_safety", "", "a_postponement_says_what_keeps_the_child_safe_until_then"),
    ],
)  # fmt: skip
def test_the_database_takes_no_postponement_that_is_not_whole(bells, priya, column, empty, constraint):
    meeting = set_slot(asked_for([bells.mia], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    said = {
        "meeting_id": meeting.pk, "number": 1, "slot_starts_at": NOW + HOUR, "party": "police", "because": "other",
        "reason": "A raid.", "interim_safety": "At her aunt’s.", "postponed_at": NOW, "postponed_by_id": priya.pk,
    } | {column: empty}  # fmt: skip
    insert = f"INSERT INTO enquiries_postponement ({', '.join(said)}) VALUES ({', '.join(['%s'] * len(said))})"

    assert constraint in refused(insert, *said.values())


def test_postponements_are_counted_by_party_and_reason_against_all_slots(bells, priya, tom):
    meeting = set_slot(asked_for([bells.mia, bells.noah], by=priya), starts_at=NOW + HOUR, by=priya, at=NOW)
    postpone(meeting, to=None, said=RAID, by=priya, at=NOW)
    set_slot(meeting, starts_at=NOW + 3 * HOUR, by=priya, at=NOW)
    postpone(meeting, to=NOW + 4 * HOUR, said=RAID, by=priya, at=NOW + HOUR)
    medical = replace(RAID, party=Party.HEALTH, because=PostponedBecause.AWAITS_A_MEDICAL)
    postpone(meeting, to=NOW + 5 * HOUR, said=medical, by=priya, at=NOW + 2 * HOUR)

    span = {"since": NOW, "until": NOW + DAY}
    assert queries.postponed_by_party_and_reason(viewer=priya, **span) == [
        (Party.POLICE, PostponedBecause.NOBODY_TO_SEND, 2), (Party.HEALTH, PostponedBecause.AWAITS_A_MEDICAL, 1),
    ]  # fmt: skip
    assert queries.slots_scheduled(viewer=priya) == 4
    assert queries.postponed_by_party_and_reason(viewer=tom, **span) == []
    assert {each.child_id for each in queries.postponements(viewer=priya)} == {bells.mia.pk, bells.noah.pk}
    assert queries.postponements(viewer=tom) == []


# --- held -------------------------------------------------------------------------------------------------------------


def test_with_social_care_police_and_health_present_it_is_quorate(bells, priya, marcus):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)

    assert (meeting.is_quorate, meeting.reconvene_by) == (True, None)
    discussion = StrategyDiscussion.objects.get(meeting=meeting)
    assert (discussion.child, discussion.triggered_at, discussion.held_at) == (bells.mia, NOW, NOW + HOUR)
    assert discussion.causes.get().child == bells.mia


def test_information_that_was_sent_is_no_attendance_and_an_absence_says_why(bells, priya, marcus):
    meeting = asked_for([bells.mia], by=priya)
    social_care, police, health = meeting.parties.order_by("pk")
    said = {"chaired_by": "Marcus Reed", "held_at": NOW + HOUR, "by": marcus, "at": NOW + HOUR}
    there = {social_care.pk: PRESENT, health.pk: PRESENT}

    with pytest.raises(NotSettled):
        record_held(meeting, parties=there | {police.pk: TookPart(how=Attendance.ABSENT)}, **said)
    sent = TookPart(how=Attendance.SENT_INFORMATION, view="Two call-outs in May.")
    with pytest.raises(NotQuorate) as refusal:
        record_held(meeting, parties=there | {police.pk: sent}, **said)

    assert refusal.value.missing == [Party.POLICE]


def test_urgent_and_not_quorate_says_why_and_is_held_again_in_a_day(bells, priya, marcus, tom):
    urgent = held(
        asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR, without=[Party.HEALTH],
        urgent_because="He comes home at five.",
    )  # fmt: skip

    assert (urgent.is_quorate, urgent.reconvene_by) == (False, NOW + HOUR + DAY)
    assert list(queries.to_be_reconvened(viewer=priya)) == [urgent]
    assert list(queries.to_be_reconvened(viewer=tom)) == []

    again = held(asked_for([], by=priya, at=NOW + 3 * HOUR, reconvenes=urgent), by=marcus, at=NOW + 5 * HOUR)
    assert list(again.discussions.values_list("child", flat=True)) == [bells.mia.pk]
    assert list(queries.to_be_reconvened(viewer=priya)) == []


def test_the_database_calls_nothing_quorate_without_those_who_must_be_there(bells, priya, marcus):
    urgent = held(
        asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR, without=[Party.HEALTH], urgent_because="Now."
    )
    quorate = "UPDATE enquiries_discussionmeeting SET is_quorate = true WHERE id = %s"
    silent = "UPDATE enquiries_discussionmeeting SET urgent_because = ' ' WHERE id = %s"

    assert "a_quorum_is_of_those_present" in refused(quorate, urgent.pk)
    assert "without_quorum_it_is_urgent_says_why_and_is_held_again" in refused(silent, urgent.pk)


def test_the_database_lets_nothing_be_held_after_its_slot_without_a_postponement(bells, priya, marcus):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)
    late = "UPDATE enquiries_discussionmeeting SET slot_starts_at = %s WHERE id = %s"

    assert "held_after_its_slot_it_was_postponed" in refused(late, NOW - HOUR, meeting.pk)


def test_the_authoritys_own_list_adds_to_who_must_be_there(bells, priya, marcus, settings):
    settings.STRATEGY_QUORUM = ["school"]

    with pytest.raises(NotQuorate) as refusal:
        held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)

    assert refusal.value.missing == [Party.SCHOOL]


def test_a_manager_holds_it_once_and_not_tomorrow(bells, priya, marcus):
    meeting = asked_for([bells.mia], by=priya)
    with pytest.raises(NotAllowed):
        held(meeting, by=priya, at=NOW + HOUR)
    with pytest.raises(NotThen):
        held(meeting, by=marcus, at=NOW)
    held(meeting, by=marcus, at=NOW + HOUR)

    with pytest.raises(HeldAlready):
        held(meeting, by=marcus, at=NOW + HOUR)


def test_each_agencys_view_and_dissent_are_its_own(bells, priya, marcus):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)
    police = meeting.parties.get(party=Party.POLICE)
    record_dissent(police, words="We would have gone tonight.", by=marcus, at=NOW + 2 * HOUR)

    assert dict(meeting.parties.values_list("party", "dissent")) == {
        "social_care": "", "police": "We would have gone tonight.", "health": "",
    }  # fmt: skip
    assert meeting.parties.get(party=Party.HEALTH).view == "Known since 2023."


# --- decided ----------------------------------------------------------------------------------------------------------


def test_it_decides_for_each_child_apart_and_an_enquiry_begins_on_the_day_it_was_held(bells, priya, marcus, tom):
    meeting = held(asked_for([bells.mia, bells.noah], by=priya), by=marcus, at=NOW + 2 * HOUR)
    children = {bells.mia.pk: enquiry_decided(NOW), bells.noah.pk: NO_ENQUIRY}
    decided(meeting, by=marcus, at=NOW + DAY, children=children)

    enquiry = Section47Enquiry.objects.get()
    assert (enquiry.child, enquiry.started_on) == (bells.mia, NOW.date())
    assert enquiry.begun_by.meeting == meeting
    assert enquiry.referral == bells.referrals["mia"]
    assert {each.discussion.child: each.is_enquiry for each in queries.decisions(viewer=priya)} == {
        bells.mia: True, bells.noah: False,
    }  # fmt: skip
    assert [list(asked(viewer=tom)) for asked in (queries.decisions, queries.meetings)] == [[], []]


@pytest.mark.parametrize("left_out", ["a purpose", "a child", "the task"])
def test_it_decides_nothing_while_a_purpose_a_child_or_who_does_what_is_left_out(bells, priya, marcus, left_out):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)
    said: dict = {
        "purposes": SETTLED,
        "children": {bells.mia.pk: enquiry_decided(NOW)},
        "by": marcus,
        "at": NOW + 2 * HOUR,
    }
    if left_out == "a purpose":
        said["purposes"] = SETTLED | {Purpose.IMMEDIATE_SAFETY: Answered()}
    if left_out == "a child":
        said["children"] = {}

    with pytest.raises(NotSettled):
        decide(meeting, tasks=[], **said)

    assert not Section47Enquiry.objects.exists()


def test_the_database_lets_nothing_be_decided_before_the_six_purposes_are_settled(bells, priya, marcus):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR)
    sql = "UPDATE enquiries_discussionmeeting SET decided_at = %s, decided_by_id = %s WHERE id = %s"

    assert "a_discussion_settles_its_six_purposes" in refused(sql, NOW + 2 * HOUR, marcus.pk, meeting.pk)


def test_it_decides_after_it_was_held_and_once(bells, priya, marcus):
    meeting = asked_for([bells.mia], by=priya)
    children = {bells.mia.pk: NO_ENQUIRY}
    with pytest.raises(NotHeldYet):
        decided(meeting, by=marcus, at=NOW + HOUR, children=children)
    held(meeting, by=marcus, at=NOW + HOUR)
    decided(meeting, by=marcus, at=NOW + HOUR, children=children)

    with pytest.raises(DecidedAlready):
        decided(meeting, by=marcus, at=NOW + HOUR, children=children)


def test_what_a_party_promised_is_outstanding_until_it_is_done(bells, priya, marcus, tom):
    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)

    task = queries.outstanding_tasks(viewer=priya, party=Party.POLICE).get()
    assert (task.who, task.is_before_visiting) == ("Hart Lowe", True)
    assert not queries.outstanding_tasks(viewer=tom).exists()
    say_task_done(task, by=priya, at=NOW + 4 * HOUR)
    assert not queries.outstanding_tasks(viewer=priya).exists()


def test_the_minutes_go_out_after_it_decided_and_each_party_has_its_receipt(bells, priya, marcus):
    meeting = held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + HOUR)
    police = meeting.parties.get(party=Party.POLICE)
    with pytest.raises(NotHeldYet):
        send_minutes(meeting, to=[police], by=priya, at=NOW + HOUR)
    decided(meeting, by=marcus, at=NOW + HOUR, children={bells.mia.pk: NO_ENQUIRY})

    assert send_minutes(meeting, to=[police], by=priya, at=NOW + 2 * HOUR) == 1
    assert send_minutes(meeting, to=[police], by=priya, at=NOW + 3 * HOUR) == 0
    read = say_minutes_read(police, by=priya, at=NOW + 4 * HOUR)
    assert (read.minutes_sent_at, read.minutes_read_at) == (NOW + 2 * HOUR, NOW + 4 * HOUR)
    assert [each.party for each in queries.without_minutes(viewer=priya)] == ["social_care", "health"]


# --- the discussion that began the enquiry ----------------------------------------------------------------------------


def test_a_second_discussion_does_not_buy_more_time(bells, marcus):
    """Barnsley: counted from the second discussion it is 12 working days to the conference; it is 24."""
    first = decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    second = decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 16 * DAY)
    enquiry = Section47Enquiry.objects.get()
    conference = Conference(
        **TYPED, key="conference", child=bells.mia, enquiry=enquiry, kind=ConferenceKind.INITIAL,
        held_on=date(2025, 4, 4),
    )  # fmt: skip

    assert enquiry.begun_by.meeting == first
    assert england().working_days_between(enquiry.started_on, conference.held_on) == 24
    assert england().working_days_between(second.discussions.get().held_on, conference.held_on) == 12
    assert [each.began_enquiry for each in StrategyDiscussion.objects.order_by("held_on")] == [True, False]


def test_after_the_conference_another_discussion_begins_another_enquiry(bells, marcus, cast):
    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    conference = Conference(
        **TYPED, key="conference", child=bells.mia, enquiry=Section47Enquiry.objects.get(),
        kind=ConferenceKind.INITIAL, held_on=date(2025, 3, 14),
    )  # fmt: skip
    load_conferences([conference], by=cast.command_line, at=NOW + 12 * DAY)

    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 16 * DAY)

    started = Section47Enquiry.objects.order_by("started_on").values_list("started_on", flat=True)
    assert list(started) == [date(2025, 3, 3), date(2025, 3, 19)]


def test_the_database_moves_no_enquiry_to_a_later_discussion(bells, marcus):
    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    second = decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 16 * DAY).discussions.get()
    enquiry = Section47Enquiry.objects.get()

    for column, value in (("started_on", second.held_on), ("begun_by_id", second.pk)):
        sql = f"UPDATE enquiries_section47enquiry SET {column} = %s WHERE id = %s"
        assert "a_later_discussion_never_moves_an_enquiry" in refused(sql, value, enquiry.pk)
    again = (
        "INSERT INTO enquiries_section47enquiry (key, source_sheet, screen, child_id, begun_by_id, started_on)"
        " VALUES ('again', '', 'raw', %s, %s, %s)"
    )
    said = refused(again, bells.mia.pk, second.pk, second.held_on)
    assert "an_open_enquiry_is_not_begun_again" in said


def test_an_enquiry_from_a_file_is_not_begun_again_here_and_a_file_may_still_correct_it(bells, marcus, cast):
    enquiry = Section47Enquiry(**TYPED, key="from a file", child=bells.mia, started_on=date(2025, 2, 24))
    load_enquiries([enquiry], by=cast.command_line, at=NOW)
    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    corrected = Section47Enquiry(**TYPED, key="from a file", child=bells.mia, started_on=date(2025, 2, 25))
    load_enquiries([corrected], by=cast.command_line, at=NOW)

    assert list(Section47Enquiry.objects.values_list("started_on", "begun_by")) == [(date(2025, 2, 25), None)]


# --- who sees it, and what the indicators ask -------------------------------------------------------------------------


def test_whoever_may_not_see_one_of_the_children_does_not_read_what_was_said_of_all(bells, marcus, priya, grace):
    decided_for([bells.mia, bells.noah], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    exclude(bells.noah, user=priya, reason="He is her nephew.", by=grace, at=NOW)

    assert not queries.meetings(viewer=priya).exists()
    assert not queries.outstanding_tasks(viewer=priya).exists()
    assert [each.discussion.child for each in queries.decisions(viewer=priya)] == [bells.mia]
    assert [each.child_id for each in queries.discussions_held(viewer=priya)] == [bells.mia.pk]


def test_the_indicators_are_told_when_the_first_quorate_discussion_began(bells, priya, marcus, tom):
    urgent = held(
        asked_for([bells.mia], by=priya), by=marcus, at=NOW + 2 * HOUR, without=[Party.HEALTH], urgent_because="Now."
    )
    assert [each.quorate_at for each in queries.triggers_to_quorate_start(viewer=priya)] == [None]
    held(asked_for([], by=priya, at=NOW + 3 * HOUR, reconvenes=urgent), by=marcus, at=NOW + 6 * HOUR)

    trigger = queries.triggers_to_quorate_start(viewer=priya)[0]
    assert (trigger.triggered_at, trigger.stamped_by_id, trigger.quorate_at) == (NOW, priya.pk, NOW + 5 * HOUR)
    assert [each.is_quorate for each in queries.discussions_held(viewer=priya)] == [False, True]
    assert (queries.triggers_to_quorate_start(viewer=tom), queries.discussions_held(viewer=tom)) == ([], [])
    assert DiscussionMeeting.objects.count() == 2
