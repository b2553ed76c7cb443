"""What nobody would notice: silence, lateness, a missing declaration, a batch left lying. Each said once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.models import Notice as Sent
from lintel.foundation.notices.queries import notices
from lintel.journey.notifications.tests.builders import notice, police, received
from lintel.journey.notifications.watching.actions import declare, look_for_declaration, look_for_silence, watch
from lintel.steps.police_notifications.actions import NotForThisAgency, offer_batch
from lintel.steps.police_notifications.codes import CameBy, Party, Reason
from lintel.steps.police_notifications.models import Escalation, Silence
from lintel.steps.police_notifications.partnership.actions import (
    AnsweredAlready,
    NothingSaid,
    OldestMissing,
    answer_escalation,
    escalate,
    go_up,
)
from lintel.steps.police_notifications.queries import declarations, silences_now
from tests.cast import NOW
from tests.trace import finding

HOUR = timedelta(hours=1)


@pytest.fixture
def force(cast):
    return police(cast)


@pytest.fixture
def by(cast):
    return cast.command_line


def words_to(viewer):
    return [sent.words for sent in notices(viewer=viewer)]


class TestAFeedThatFallsSilent:
    @pytest.fixture(autouse=True)
    def _with_a_habit(self, force, hart):
        """A notice every hour for a day; the last at nine."""
        for n in range(25):
            told = notice(
                f"RC/{n}", people=(), occurred_on=date(2025, 3, 1), occurred_at=None, triaged_at=None, sent_at=None
            )
            received(told, agency=force, by=hart, received_at=NOW - (24 - n) * HOUR)

    @finding("S59", screen="/police/partnership/")
    def test_says_so_within_fifteen_minutes(self, force, by, rosa, cast):
        """The watch looks every five minutes: the first look after the threshold is the latest."""
        assert look_for_silence(force, by=by, at=NOW + HOUR) == []

        raised = look_for_silence(force, by=by, at=NOW + HOUR + timedelta(minutes=5))

        assert [(each.came_by, each.silent_from) for each in raised] == [(CameBy.FEED, NOW + HOUR)]
        for who in (rosa, cast.helen, cast.hart):
            assert any(
                words.startswith("No news is not good news: nothing from Ravenshire Police") for words in words_to(who)
            )

    def test_says_it_once(self, force, by):
        for minutes in (5, 10, 60):
            watch(by=by, at=NOW + HOUR + timedelta(minutes=minutes))

        assert Silence.objects.count() == 1
        assert Sent.objects.filter(key__startswith="silence/", role=Role.HEAD_OF_SERVICE).count() == 1

    def test_that_speaks_again_is_not_silent(self, force, by, hart, rosa):
        look_for_silence(force, by=by, at=NOW + 3 * HOUR)

        received(notice("RC/99"), agency=force, by=hart, received_at=NOW + 4 * HOUR)

        assert silences_now(force, viewer=rosa) == []
        assert Silence.objects.get().ended_at == NOW + 4 * HOUR

    def test_that_only_says_again_what_it_said_stays_silent(self, force, by, hart, rosa):
        last = notice("RC/24", people=(), occurred_on=date(2025, 3, 1), occurred_at=None, triaged_at=None, sent_at=None)
        look_for_silence(force, by=by, at=NOW + 3 * HOUR)

        received(last, agency=force, by=hart, received_at=NOW + 4 * HOUR)

        assert len(silences_now(force, viewer=rosa)) == 1

    def test_is_not_ended_by_what_came_before_it_and_was_taken_in_late(self, force, by, hart, rosa):
        look_for_silence(force, by=by, at=NOW + 3 * HOUR)

        received(notice("RC/99"), agency=force, by=hart, received_at=NOW - HOUR)

        assert len(silences_now(force, viewer=rosa)) == 1

    def test_is_watched_by_itself_whatever_comes_another_way(self, force, by, dawn):
        """A backlog that somebody uploads must not hide that the feed is dead."""
        from lintel.journey.notifications.actions import receive_batch

        receive_batch(b"Ref,Date,Summary\nX/1,01/03/2025,a\n", file_name="a", agency=force, by=dawn, at=NOW + 2 * HOUR)

        assert len(look_for_silence(force, by=by, at=NOW + 3 * HOUR)) == 1


class TestADeclaredBacklog:
    @finding("S29", screen="/police/portal/")
    def test_that_is_worse_is_told_to_both_partners(self, force, hart, rosa, cast):
        declare(force, untriaged=40, oldest_on=date(2025, 2, 20), by=hart, at=NOW - timedelta(days=7))
        assert words_to(rosa) == []

        declare(force, untriaged=55, oldest_on=date(2025, 2, 28), by=hart, at=NOW)

        for who in (rosa, cast.helen, hart):
            assert words_to(who) == [
                "The backlog of Ravenshire Police is worse: 55 wait for triage, 15 more than last time"
            ]

    def test_that_is_missing_is_told_once_a_week(self, force, by, hart, rosa):
        declare(force, untriaged=0, oldest_on=None, by=hart, at=NOW)

        assert not look_for_declaration(force, by=by, at=NOW + timedelta(days=7))
        for hours in (0, 1, 24):
            assert look_for_declaration(force, by=by, at=NOW + timedelta(days=8, hours=hours))

        assert len(words_to(rosa)) == 1
        assert Entry.objects.filter(act="backlog declaration missing").count() == 1
        assert "has not declared what it has not triaged since 3 March 2025" in words_to(rosa)[0]

    def test_is_not_asked_of_a_force_that_never_sent_anything(self, force, by):
        assert not look_for_declaration(force, by=by, at=NOW)

    @pytest.mark.parametrize(("count", "oldest"), [(3, None), (0, date(2025, 3, 1)), (3, date(2025, 3, 9))])
    def test_says_since_when_its_oldest_waits(self, force, hart, count, oldest):
        with pytest.raises(OldestMissing):
            declare(force, untriaged=count, oldest_on=oldest, by=hart, at=NOW)

    def test_is_declared_for_ones_own_force_only(self, cast, force):
        other = police(cast, key="shire-police", joined_by=cast.tom)

        with pytest.raises(NotForThisAgency):
            declare(other, untriaged=0, oldest_on=None, by=cast.hart, at=NOW)
        assert declarations(other, viewer=cast.hart) == []

    def test_is_not_declared_by_a_planner(self, force, ola):
        with pytest.raises(NotAllowed):
            declare(force, untriaged=0, oldest_on=None, by=ola, at=NOW)


class TestTheLadder:
    @finding("S10", screen="/police/partnership/")
    def test_a_broken_limit_is_told_to_a_post_by_name_and_to_the_partner(self, force, hart, by, rosa):
        for n in range(6):
            received(notice(f"RC/{n}", people=()), agency=force, by=hart)

        watch(by=by, at=NOW + HOUR)

        held = Escalation.objects.get()
        assert (held.party, held.reason, held.rung, held.told) == (
            Party.POLICE, Reason.LAG, 1, "Sergeant of the safeguarding unit",
        )  # fmt: skip
        assert held.due_at == NOW + 49 * HOUR
        assert any("one notice in ten took 45.0 hours or more from incident to us" in words for words in words_to(hart))
        assert any("Sergeant" in words for words in words_to(rosa))

    def test_our_own_lateness_is_on_it_as_well(self, force, hart, by):
        for n in range(6):
            received(notice(f"RC/{n}", people=(), occurred_at=NOW - HOUR), agency=force, by=hart)

        watch(by=by, at=NOW + 30 * HOUR)

        assert [(held.party, held.told) for held in Escalation.objects.all()] == [(Party.OURS, "Front-door manager")]

    def test_is_climbed_where_nobody_answers_in_time(self, force, by, rosa, cast):
        first = escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=by, at=NOW)

        watch(by=by, at=NOW + 47 * HOUR)
        assert Escalation.objects.count() == 1
        for days in (3, 6, 12, 18):
            watch(by=by, at=NOW + timedelta(days=days))

        assert [held.rung for held in Escalation.objects.order_by("pk")] == [1, 2, 3]
        assert first.went_on_to.told == "Detective inspector, public protection"

    def test_keeps_how_long_the_answer_took_and_is_not_climbed_further(self, force, by, hart):
        first = escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=by, at=NOW)

        answered = answer_escalation(
            first, answer="Two officers moved to triage from Monday.", by=hart, at=NOW + 5 * HOUR
        )

        assert answered.answered_at - answered.raised_at == 5 * HOUR
        assert go_up(first, by=by, at=NOW + timedelta(days=9)) is None
        with pytest.raises(AnsweredAlready):
            answer_escalation(first, answer="Again", by=hart, at=NOW + 6 * HOUR)

    def test_is_not_told_again_within_a_week_of_an_answer(self, force, by, hart):
        first = escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=by, at=NOW)
        answer_escalation(first, answer="Done.", by=hart, at=NOW + HOUR)

        assert escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=by, at=NOW + 9 * HOUR) is None
        assert escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=by, at=NOW + timedelta(days=9))

    def test_a_partner_does_not_answer_for_us_and_nobody_answers_without_words(self, force, by, hart, rosa):
        ours = escalate(force, party=Party.OURS, reason=Reason.LAG, words="Late", by=by, at=NOW)

        with pytest.raises(NotForThisAgency):
            answer_escalation(ours, answer="They are slow.", by=hart, at=NOW)
        with pytest.raises(NothingSaid):
            answer_escalation(ours, answer=" ", by=rosa, at=NOW)


def test_a_batch_that_nobody_takes_in_is_not_forgotten(force, by, dawn, rosa):
    offer_batch(b"Ref,Date,Summary\nX/1,01/03/2025,a\n", file_name="w9.csv", agency=force, by=dawn, at=NOW)

    watch(by=by, at=NOW + timedelta(minutes=29))
    assert words_to(rosa) == []
    watch(by=by, at=NOW + timedelta(minutes=35))

    assert words_to(rosa) == ["w9.csv with 1 notice is not taken in yet"]


def test_the_watch_is_not_everybodys(hart, force):
    with pytest.raises(NotAllowed):
        watch(by=hart, at=NOW)
