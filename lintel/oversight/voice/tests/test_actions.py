"""Giving a pulse without a trace, counting a week, and the protected route from end to end."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lintel.foundation.access.models import RoleGrant
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.merging.queries import moved
from lintel.foundation.notices.models import Notice
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.actions import load_names, load_people
from lintel.foundation.people.models import Person, PersonName
from lintel.foundation.people.queries import child_lines
from lintel.oversight.voice import actions, queries
from lintel.oversight.voice.codes import Answer, Ended, Pulse
from lintel.oversight.voice.models import PulseAnswer, PulseGiven, PulseWeek, SafetyConcern
from lintel.oversight.voice.tasks import count_weeks_that_are_over, tell_that_somebody_waits
from lintel.oversight.voice.tests.builders import MONDAY, WORDS, colleagues, principal, said, somebody, weeks_of_pulse
from tests.cast import LONDON, NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
SUNDAY_NIGHT = datetime(2025, 3, 9, 23, 59, tzinfo=LONDON)
NEXT_MONDAY = datetime(2025, 3, 10, 1, 7, tzinfo=LONDON)


@pytest.fixture
def wren(cast):
    return principal(cast)


@pytest.fixture
def north(cast):
    """Six who are asked in the north: Priya, Marcus and four more."""
    return [cast.priya, cast.marcus, *colleagues(cast, cast.north, 4)]


def give(people, *answers, at=NOW):
    for user, answer in zip(people, answers, strict=True):
        actions.give_pulse(Answer(answer), by=user, at=at)


# --- the pulse --------------------------------------------------------------------------------------------------------


def test_a_worker_is_asked_once_a_week(cast):
    assert queries.pulse_due(viewer=cast.priya, on=MONDAY) is Pulse.TO_GIVE
    give([cast.priya], 4)

    assert queries.pulse_due(viewer=cast.priya, on=date(2025, 3, 9)) is Pulse.GIVEN
    assert queries.pulse_due(viewer=cast.priya, on=date(2025, 3, 10)) is Pulse.TO_GIVE
    with pytest.raises(actions.GivenAlready):
        give([cast.priya], 2, at=SUNDAY_NIGHT)
    assert [row.answer for row in PulseAnswer.objects.all()] == [4]


@pytest.mark.parametrize("who", ["helen", "anil", "grace", "sam", "hart", "ola"])
def test_who_does_not_work_with_families_is_not_asked(cast, who):
    user = cast.people[who]

    assert queries.pulse_due(viewer=user, on=MONDAY) is Pulse.NOT_ASKED
    with pytest.raises(NotAllowed):
        give([user], 3)


@finding("S35")
def test_the_tables_have_nothing_in_common_but_the_week():
    columns = {model: {field.column for field in model._meta.get_fields()} for model in (PulseAnswer, PulseGiven)}

    assert columns == {PulseAnswer: {"id", "week", "unit_id", "answer"}, PulseGiven: {"id", "week", "user_id"}}
    assert not [relation for relation in PulseAnswer._meta.related_objects]
    with connection.cursor() as cursor:  # nor does a table of history stand behind either
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'voice_pulse%'")
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {"voice_pulseanswer", "voice_pulsegiven", "voice_pulseweek"}


def as_stored(table, column):
    """Rows as they lie on the disk, with the transaction that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, xmin::text FROM {table} ORDER BY ctid")
        return cursor.fetchall()


@finding("S35")
@pytest.mark.django_db(transaction=True)
def test_neither_the_order_nor_the_transaction_of_a_row_says_whose_it_is(cast):
    people = [cast.priya, *colleagues(cast, cast.north, 11)]
    orders = set()
    for n, user in enumerate(people):
        actions.give_pulse(Answer(1 + n % 5), by=user, at=NOW)
        orders.add(tuple(user for user, _ in as_stored("voice_pulsegiven", "user_id")))

    given, answers = as_stored("voice_pulsegiven", "user_id"), as_stored("voice_pulseanswer", "answer")

    # All rows of the week were written in one and the same transaction, the last: it points at nobody.
    assert len({transaction for _, transaction in given + answers}) == 1
    # By chance alone each would stand so once in 479,001,600 times, and there are two tables.
    assert [user for user, _ in given] != [user.pk for user in people]
    assert sorted(answer for answer, _ in answers) == sorted(1 + n % 5 for n in range(12))


@finding("S35")
def test_the_audit_log_says_that_a_pulse_was_given_and_neither_by_whom_nor_what(cast):
    give([cast.priya, cast.tom], 1, 5)

    entries = Entry.objects.filter(act="pulse given")
    assert [(e.by, e.subject_kind, e.subject_id, e.child_id, e.details) for e in entries] == [
        (None, "", None, None, {})
    ] * 2
    assert not Entry.objects.filter(by__in=[cast.priya, cast.tom], at=NOW).exists()


def test_an_answer_is_kept_under_the_team_only_where_five_are_asked_in_it(cast, north):
    give([cast.priya, cast.tom], 2, 4)

    # Tom's team has one; beneath the service there are more than five.
    assert set(PulseAnswer.objects.values_list("unit_id", "answer")) == {(cast.north.pk, 2), (cast.service.pk, 4)}


@finding("S35")
def test_when_a_week_is_over_only_what_may_be_shown_is_left(cast, north):
    give(north, 2, 2, 3, 4, 5, 1)
    give([cast.dawn, cast.tom, cast.femi, cast.rosa, cast.elsie], 5, 5, 4, 5, 5)

    assert actions.count_weeks(by=None, at=SUNDAY_NIGHT) == []
    assert actions.count_weeks(by=None, at=NEXT_MONDAY) == [MONDAY]

    assert not PulseAnswer.objects.exists()
    assert not PulseGiven.objects.exists()
    shown = {(row.unit_id, row.answers, row.middle) for row in PulseWeek.objects.all()}
    assert shown == {(None, 11, 4), (cast.north.pk, 6, 2)}
    entry = Entry.objects.get(act="pulse of a week counted")
    assert entry.details == {"week": "2025-03-03", "groups_shown": 2}


def test_of_fewer_than_five_nothing_is_left_at_all(cast):
    give([cast.priya, cast.tom, cast.dawn, cast.femi], 1, 1, 1, 1)

    actions.count_weeks(by=None, at=NEXT_MONDAY)

    assert not PulseAnswer.objects.exists()
    assert not PulseWeek.objects.exists()


def test_a_latecomer_is_not_added_to_a_week_that_was_counted(cast, north):
    give(north, 3, 3, 3, 3, 3, 3)
    actions.count_weeks(by=None, at=NEXT_MONDAY)
    give([cast.dawn], 1, at=SUNDAY_NIGHT)

    actions.count_weeks(by=None, at=NEXT_MONDAY + timedelta(hours=1))

    assert PulseWeek.objects.get(unit__isnull=True).answers == 6
    assert not PulseAnswer.objects.exists()


def test_the_database_keeps_nothing_of_fewer_than_five(cast):
    with pytest.raises(IntegrityError, match="no_pulse_of_fewer_than_five"), transaction.atomic():
        PulseWeek.objects.create(week=MONDAY, answers=4, middle=3)


@finding("S35")
def test_who_sees_the_whole_service_sees_every_group_and_others_their_own(cast):
    weeks_of_pulse(cast, weeks=1)

    def groups(viewer):
        return [each.name for each in queries.weeks_counted(viewer=viewer)]

    assert sorted(groups(cast.helen)) == ["", "North assessment", "South assessment"]
    assert sorted(groups(cast.marcus)) == ["", "North assessment"]
    assert sorted(groups(cast.priya)) == ["", "North assessment"]
    assert sorted(groups(cast.tom)) == ["", "South assessment"]
    assert groups(cast.ola) == [""]
    for who in (cast.grace, cast.sam, cast.hart):
        with pytest.raises(NotAllowed):
            groups(who)


# --- "I cannot do this safely" ----------------------------------------------------------------------------------------


@finding("S35")
def test_what_a_worker_says_goes_to_the_principal_social_worker_alone(cast, bells, wren):
    one = said(cast.priya, child_id=bells.mia.pk)

    assert one.route == Role.PRINCIPAL_SOCIAL_WORKER
    assert one.due_on == date(2025, 3, 4)
    readers = {name for name, who in cast.people.items() if queries.one_said(one.pk, viewer=who)}
    assert readers == {"priya"}
    assert queries.one_said(one.pk, viewer=wren) == one
    assert queries.name_of_child(one, viewer=wren) == "Mia Bell"


@finding("S35")
def test_neither_the_audit_log_nor_a_notice_holds_a_word_or_the_child(cast, bells, wren):
    one = said(cast.priya, child_id=bells.mia.pk)
    actions.acknowledge(one, answer="I ring the duty manager at ten.", by=wren, at=NOW + timedelta(hours=1))
    one = said(cast.priya, at=NOW)
    actions.escalate_waiting(by=None, at=NOW + timedelta(days=2))

    entries = Entry.objects.filter(at__gte=NOW)
    assert {"said that work is not safe", "answered who cannot work safely", "unsafe work escalated"} <= {
        entry.act for entry in entries
    }
    for entry in entries.filter(act__in=["said that work is not safe", "answered who cannot work safely"]):
        assert (entry.details, entry.child_id) == ({}, None)
    assert {notice.words for notice in Notice.objects.all()} == {
        "Somebody waits for an answer from you.", "You have an answer.",
        "1 worker waits longer than agreed for an answer to “I cannot do this safely”.",
    }  # fmt: skip
    assert not Notice.objects.filter(child__isnull=False).exists()


@finding("S35")
def test_an_answer_says_what_will_be_done_and_the_worker_is_told(cast, wren):
    one = said(cast.priya)
    actions.acknowledge(one, answer="Two children go to Tom.", by=wren, at=NOW + timedelta(hours=5))

    one.refresh_from_db()
    assert (one.acknowledged_by, one.answer) == (wren, "Two children go to Tom.")
    assert [notice.words for notice in notices(viewer=cast.priya)] == ["You have an answer."]
    with pytest.raises(actions.AnsweredAlready):
        actions.acknowledge(one, answer="Again.", by=wren, at=NOW + timedelta(hours=6))


@pytest.mark.parametrize("who", ["marcus", "tom", "sofia", "grace", "sam", "anil", "priya"])
def test_nobody_else_answers(cast, wren, who):
    one = said(cast.priya)

    with pytest.raises(NotAllowed):
        actions.acknowledge(one, answer="Never mind.", by=cast.people[who], at=NOW)


def test_the_head_of_service_does_not_answer_what_was_said_to_the_principal(cast, wren):
    with pytest.raises(actions.NotYours):
        actions.acknowledge(said(cast.priya), answer="Never mind.", by=cast.helen, at=NOW)


def test_whoever_runs_the_system_reads_nothing_even_as_principal(cast, wren):
    one = said(cast.priya)
    RoleGrant.objects.create(user=cast.sam, role=Role.PRINCIPAL_SOCIAL_WORKER, granted_at=NOW)
    cast.sam.forget_roles()

    assert queries.one_said(one.pk, viewer=cast.sam) is None
    assert cast.sam not in queries.route(viewer=cast.priya).people
    with pytest.raises(actions.NotYours):
        actions.acknowledge(one, answer="Read.", by=cast.sam, at=NOW)


@finding("S35")
def test_without_a_principal_it_goes_to_the_head_of_service(cast):
    one = said(cast.priya)

    assert one.route == Role.HEAD_OF_SERVICE
    assert queries.route(viewer=cast.priya).people == (cast.helen,)
    assert queries.one_said(one.pk, viewer=cast.helen) == one
    # A principal who comes later was not whom it was said to.
    assert queries.one_said(one.pk, viewer=principal(cast)) is None


def test_the_principals_own_goes_to_another_or_to_the_head(cast, wren):
    assert queries.route(viewer=wren).people == (cast.helen,)
    other = somebody(cast, "Ada Moss", Role.PRINCIPAL_SOCIAL_WORKER)
    assert queries.route(viewer=wren).people == (other,)


def test_it_goes_to_nobody_but_whom_the_page_named(cast):
    named = queries.route(viewer=cast.priya).role
    principal(cast)

    with pytest.raises(actions.RouteChanged):
        actions.say_unsafe(WORDS, to=named, by=cast.priya, at=NOW)
    assert not SafetyConcern.objects.exists()


def test_a_child_is_named_only_by_who_holds_them(cast, bells, wren):
    assert set(queries.children_one_may_name(viewer=cast.priya, on=MONDAY)) == {each.pk for each in bells.children}
    with pytest.raises(actions.NotHeld):
        said(cast.priya, child_id=bells.ivy.pk)
    with pytest.raises(actions.NotHeld):
        said(cast.tom, child_id=bells.mia.pk)


def test_words_are_needed(cast, wren):
    with pytest.raises(actions.NothingSaid):
        said(cast.priya, "  ")
    with pytest.raises(actions.NothingSaid):
        actions.acknowledge(said(cast.priya), answer=" ", by=wren, at=NOW)


@pytest.mark.parametrize("how", list(Ended))
def test_the_worker_ends_it_and_it_is_kept(cast, wren, how):
    one = said(cast.priya)
    actions.end(one, ended_as=how, by=cast.priya, at=NOW + timedelta(hours=1))

    kept = queries.one_said(one.pk, viewer=wren)
    assert (kept.words, kept.ended_as) == (WORDS, how)
    assert actions.escalate_waiting(by=None, at=NOW + timedelta(days=9)) == 0
    with pytest.raises(actions.OverAlready):
        actions.acknowledge(one, answer="Too late.", by=wren, at=NOW + timedelta(hours=2))
    with pytest.raises(actions.OverAlready):
        actions.end(one, ended_as=how, by=cast.priya, at=NOW + timedelta(hours=2))


def test_nobody_else_ends_it(cast, wren):
    with pytest.raises(actions.NotYours):
        actions.end(said(cast.priya), ended_as=Ended.WITHDRAWN, by=cast.marcus, at=NOW)
    with pytest.raises(NotAllowed):
        actions.end(said(cast.priya), ended_as=Ended.WITHDRAWN, by=cast.helen, at=NOW)


@finding("S35")
def test_what_waits_too_long_is_told_to_the_head_once_a_working_day_and_not_whose(cast, wren):
    friday = datetime(2025, 3, 7, 16, 0, tzinfo=LONDON)
    one = said(cast.priya, at=friday)  # due by Monday 10 March

    told = {}
    for day in range(8, 14):
        for hour in (9, 10):
            actions.escalate_waiting(by=None, at=datetime(2025, 3, day, hour, tzinfo=LONDON))
        told[day] = len(notices(viewer=cast.helen))

    assert told == {8: 0, 9: 0, 10: 0, 11: 1, 12: 2, 13: 3}
    one.refresh_from_db()
    assert one.escalated_at == datetime(2025, 3, 11, 9, 0, tzinfo=LONDON)
    for notice in notices(viewer=cast.helen):
        assert "Priya" not in notice.words
        assert str(one.pk) not in notice.path
    assert queries.late_for_an_answer(viewer=cast.helen, on=date(2025, 3, 11)) == 1
    assert not list(queries.said_to(viewer=cast.helen))
    assert not notices(viewer=cast.marcus)


def test_the_counts_are_of_whole_weeks_and_from_five_on(cast, wren):
    people = [cast.priya, cast.tom, cast.dawn, cast.marcus]
    for user in people:
        actions.acknowledge(said(user), answer="Yes.", by=wren, at=NOW + timedelta(hours=1))
    taken_back = said(cast.rosa)
    actions.end(taken_back, ended_as=Ended.WITHDRAWN, by=cast.rosa, at=NOW + timedelta(hours=1))
    assert queries.counts(viewer=cast.helen, on=date(2025, 3, 10)) is None

    said(cast.femi)

    assert queries.counts(viewer=cast.helen, on=date(2025, 3, 9)) is None  # that week is not over
    found = queries.counts(viewer=cast.helen, on=date(2025, 3, 10))
    assert (found.said, found.in_time) == (5, 4)
    with pytest.raises(NotAllowed):
        queries.counts(viewer=cast.marcus, on=date(2025, 3, 10))


def test_the_database_refuses_half_an_acknowledgement(cast, wren):
    one = said(cast.priya)

    with pytest.raises(IntegrityError, match="an_acknowledgement_says"), transaction.atomic():
        SafetyConcern.objects.filter(pk=one.pk).update(acknowledged_at=NOW)
    with pytest.raises(IntegrityError, match="nobody_acknowledges_their_own"), transaction.atomic():
        SafetyConcern.objects.filter(pk=one.pk).update(
            acknowledged_at=NOW, acknowledged_by=cast.priya, answer="I will cope."
        )


def test_it_follows_its_child_through_a_merge_and_the_merge_does_not_tell_of_it(cast, bells, wren):
    one = said(cast.priya, child_id=bells.mia.pk)
    other = Person(**TYPED, key="maya")
    load_people([other], by=cast.command_line, at=NOW)
    name = PersonName(**TYPED, key="maya", person=other, given="Maya", family="Beale")
    load_names([name], by=cast.command_line, at=NOW)

    made = merge(other, bells.mia, reason="The school knows one Mia.", leaving_behind=True, by=cast.dawn, at=NOW)

    assert not [words for words, _ in moved(made, viewer=cast.dawn) if "concern" in words]
    assert not made.rows.filter(model__startswith="voice").exists()
    one = queries.one_said(one.pk, viewer=wren)
    assert queries.name_of_child(one, viewer=wren) == child_lines([other.pk], viewer=wren)[other.pk].name
    unmerge(made, reason="They are cousins.", by=cast.dawn, at=NOW)
    one = queries.one_said(one.pk, viewer=wren)
    assert queries.name_of_child(one, viewer=wren) == "Mia Bell"


# --- by themselves ----------------------------------------------------------------------------------------------------


def test_the_worker_in_the_background_counts_weeks_and_tells_that_somebody_waits(cast, wren, north):
    give(north, 3, 3, 3, 3, 3, 3)
    said(cast.priya)

    count_weeks_that_are_over(int(NEXT_MONDAY.timestamp()))
    tell_that_somebody_waits(int(NEXT_MONDAY.timestamp()))

    assert PulseWeek.objects.get(unit__isnull=True).answers == 6
    assert len(notices(viewer=cast.helen)) == 1
