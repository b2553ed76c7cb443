"""What a chair asks of managers: answered in time, or told one rung up, once; closed by the chair and nobody else."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.notices.queries import notices
from lintel.journey.conferring.tests.builders import a_chair, protected
from lintel.journey.overseeing.actions import answer_as_manager, ask_as_chair, ask_higher, climb_for_chairs
from lintel.journey.overseeing.asking.queries import asked_by_chairs
from lintel.journey.overseeing.tests.builders import LATER, asked_of_managers
from lintel.statute.calendar import england
from lintel.steps.conferences.actions import NothingSaid, NotOnThatDay
from lintel.steps.conferences.deciding.reach import NotTheChair
from lintel.steps.conferences.escalating.actions import (
    AnsweredAlready,
    Asked,
    ClosedAlready,
    NobodyAbove,
    close_request,
)
from lintel.steps.conferences.escalating.rules import Rung, Told, answer_due_on, rung_to_tell
from lintel.steps.conferences.models import ChairsRequest
from lintel.steps.conferences.reach import NotTheirChild
from tests.cast import LONDON

NATIONAL = {"limits": Limits(), "calendar": england()}
WEDNESDAY, NEXT = date(2025, 5, 7), date(2025, 5, 14)
LATE = datetime(2025, 5, 15, 0, 6, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("rung", "on", "is_answered", "next_rung"),
    [
        (Rung.TEAM_MANAGER, NEXT, False, None),
        (Rung.TEAM_MANAGER, date(2025, 5, 15), False, Rung.SERVICE_MANAGER),
        (Rung.TEAM_MANAGER, date(2025, 6, 30), True, None),
        (Rung.SERVICE_MANAGER, date(2025, 5, 15), False, Rung.HEAD_OF_SERVICE),
        (Rung.HEAD_OF_SERVICE, date(2025, 6, 30), False, None),
    ],
)
def test_the_next_rung_stands_the_day_after_the_last_day_in_time(rung, on, is_answered, next_rung):
    told = Told(rung=rung, told_on=WEDNESDAY, is_answered=is_answered)

    assert answer_due_on(told, **NATIONAL) == NEXT
    assert rung_to_tell(told, on=on, **NATIONAL) is next_rung


@pytest.fixture
def chair(cast):
    return a_chair(cast)


@pytest.fixture
def plan(cast, bells, chair):
    return protected(cast, chair, bells.mia)


@pytest.fixture
def asked(plan, chair):
    return asked_of_managers(plan, by=chair)


def told(user):
    return [each.words for each in notices(viewer=user) if each.key.startswith("chair")]


@pytest.mark.django_db
class TestAsking:
    def test_the_team_manager_is_told_and_once_however_often_it_is_sent(self, cast, plan, chair):
        said = Asked(once=uuid4(), what="Nobody saw her.", asked="See her.", by_when=date(2025, 5, 9))
        first = ask_as_chair(plan, said, by=chair, at=LATER)
        again = ask_as_chair(plan, said, by=chair, at=LATER)

        assert first == again
        assert told(cast.marcus) == ["Ada Quill asks something of managers as a child’s chair. Answer by 14 May."]
        assert told(cast.tom) == []
        assert Entry.objects.filter(act="chair asks managers", by=chair, child_id=plan.child_id).count() == 1

    def test_only_the_chair_of_this_plan_asks_in_words_and_for_a_day_to_come(self, cast, plan, chair):
        other = a_chair(cast, "Imre Vale")
        said = {"once": uuid4(), "what": "Nobody saw her.", "asked": "See her.", "by_when": date(2025, 5, 9)}
        with pytest.raises(NotAllowed):
            ask_as_chair(plan, Asked(**said), by=cast.priya, at=LATER)
        with pytest.raises(NotTheirChild):
            ask_as_chair(plan, Asked(**said), by=other, at=LATER)
        with pytest.raises(NothingSaid):
            ask_as_chair(plan, Asked(**said | {"asked": " "}), by=chair, at=LATER)
        with pytest.raises(NotOnThatDay):
            ask_as_chair(plan, Asked(**said | {"by_when": date(2025, 5, 6)}), by=chair, at=LATER)
        assert not ChairsRequest.objects.exists()

    def test_unanswered_it_climbs_to_each_rung_once(self, cast, asked):
        assert climb_for_chairs(by=None, at=LATE - timedelta(hours=1)) == []
        assert [each.rung for each in climb_for_chairs(by=None, at=LATE)] == [Rung.SERVICE_MANAGER]
        assert climb_for_chairs(by=None, at=LATE + timedelta(hours=1)) == []
        assert len(told(cast.sofia)) == 2  # of the team beneath her, and as the next rung
        assert "nobody answered in time" in told(cast.sofia)[0]

        climb_for_chairs(by=None, at=LATE + timedelta(days=30))
        assert climb_for_chairs(by=None, at=LATE + timedelta(days=60)) == []
        assert len(told(cast.helen)) == 1

    def test_an_answer_stops_the_clock_and_is_told_to_the_chair(self, cast, chair, asked):
        with pytest.raises(NotAllowed):
            answer_as_manager(asked, answer="Tomorrow.", by=cast.priya, at=LATER)
        with pytest.raises(NotTheirChild):
            answer_as_manager(asked, answer="Tomorrow.", by=cast.tom, at=LATER)
        answer_as_manager(asked, answer="Priya goes tomorrow at four.", by=cast.marcus, at=LATER)
        with pytest.raises(AnsweredAlready):
            answer_as_manager(asked, answer="On Friday.", by=cast.sofia, at=LATER)

        assert climb_for_chairs(by=None, at=LATE + timedelta(days=60)) == []
        assert told(chair)[0] == "Marcus Reed answered what you asked about Mia Bell"

    def test_a_chair_who_is_not_satisfied_takes_it_higher_up_to_the_last_rung(self, cast, chair, asked):
        answer_as_manager(asked, answer="We will see.", by=cast.marcus, at=LATER)
        with pytest.raises(NothingSaid):
            ask_higher(asked, because=" ", by=chair, at=LATER)
        ask_higher(asked, because="That names no day.", by=chair, at=LATER)
        ask_higher(asked, because="Nor does that.", by=chair, at=LATER)
        with pytest.raises(NobodyAbove):
            ask_higher(asked, because="Still.", by=chair, at=LATER)

        (it,) = asked_by_chairs(viewer=chair, at=LATER)
        assert [(each.because, each.answer) for each in it.rungs] == [
            ("", "We will see."), ("That names no day.", ""), ("Nor does that.", ""),
        ]  # fmt: skip
        assert len(told(cast.helen)) == 1

    def test_the_chair_closes_it_when_satisfied_and_nobody_else(self, cast, chair, asked):
        with pytest.raises(NotAllowed):
            close_request(asked, because="Done.", by=cast.marcus, at=LATER)
        other = a_chair(cast, "Imre Vale")
        with pytest.raises((NotTheChair, NotTheirChild)):
            close_request(asked, because="Done.", by=other, at=LATER)
        close_request(asked, because="Mia was seen alone.", by=chair, at=LATER)
        with pytest.raises(ClosedAlready):
            close_request(asked, because="Again.", by=chair, at=LATER)

        assert climb_for_chairs(by=None, at=LATE) == []
        assert [each.is_open for each in asked_by_chairs(viewer=cast.priya, at=LATE)] == [False]
        assert asked_by_chairs(viewer=cast.tom, at=LATE) == []

    def test_the_authoritys_own_days_hold(self, cast, asked):
        set_local_limit(
            "chair_escalation", amount=Decimal(2), effective_from=WEDNESDAY, source="Local procedure", by=cast.helen,
            reason="Agreed.", at=LATER,
        )  # fmt: skip

        assert len(climb_for_chairs(by=None, at=datetime(2025, 5, 10, 9, 0, tzinfo=LONDON))) == 1
