"""The Bells' work stands still in twelve ways, each on the path a real one takes; and a night in which it is seen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.workforce.absences.actions import record_absence
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.assessing.actions import begin_assessment
from lintel.journey.enquiring.tests.builders import discussed
from lintel.journey.notifications.tests.builders import MIA, live_at_mill_lane, notice, police, received
from lintel.journey.overseeing.tests.builders import overseen
from lintel.journey.plans.actions import begin_plan_for
from lintel.journey.plans.tests.builders import need_of, stepping_down
from lintel.oversight.audits.models import Audit, AuditAction
from lintel.oversight.drift.actions import Said, answer, look_for_drift
from lintel.oversight.drift.codes import Answer, Rule
from lintel.oversight.drift.models import Flag
from lintel.steps.assessments.models import Need
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.slots.actions import Postponing, postpone, set_slot
from lintel.steps.enquiries.tests.builders import asked_for
from lintel.steps.plans.actions import agree, review
from lintel.steps.plans.codes import Change
from lintel.steps.plans.saying import Changed, Held, Intended
from lintel.steps.police_notifications.actions import answer_recognised
from lintel.steps.police_notifications.models import Recognised
from lintel.steps.promises.actions import promise
from lintel.steps.promises.models import Promise
from tests.cast import LONDON, NOW

if TYPE_CHECKING:
    from tests.cast import Bells, Cast

DAY = timedelta(days=1)
TODAY = date(2025, 6, 11)  # a Wednesday
NIGHT = datetime(2025, 6, 11, 5, 21, tzinfo=LONDON)
MORNING = datetime(2025, 6, 11, 9, 0, tzinfo=LONDON)


def looked(at: datetime = NIGHT) -> dict[str, Flag]:
    """What stands open after a night, by the rule; of several by one rule, the first."""
    look_for_drift(by=None, at=at)
    return {flag.rule: flag for flag in Flag.objects.open().order_by("-pk")}


def late_action(cast: Cast, bells: Bells, *, due_on: date = date(2025, 5, 27)) -> None:
    """Noah under a child in need plan that begins in June; one thing is late."""
    begun = datetime(2025, 5, 20, 9, 0, tzinfo=LONDON)
    plan = begin_plan_for(bells.noah, by=cast.priya, at=begun)
    need = need_of(bells.noah, by=cast.priya, words="Noah needs to be in school.")
    asked = Intended(words="Ask the school for a place.", owner="Priya Nair", due_on=due_on, need_id=need.pk)
    agree(plan, [asked], by=cast.priya, at=begun)


def standing_still(cast: Cast, bells: Bells) -> None:
    """By Wednesday 11 June 2025 each of the twelve rules has something to find; nothing was looked for yet."""
    _a_plan_that_does_not_move(cast, bells)
    begin_assessment(bells.noah.pk, chosen=[bells.noah.pk], by=cast.priya, at=NOW)
    begin_plan_for(bells.noah, by=cast.priya, at=NOW)
    discussed(cast, [bells.noah], at=datetime(2025, 6, 5, 15, 0, tzinfo=LONDON))
    stepping_down(cast, bells, "baby", at=MORNING - 12 * DAY)
    told_twice(cast, bells)
    record_absence(cast.priya.worker, reason=AbsenceReason.SICKNESS, starts_on=date(2025, 6, 2), by=cast.marcus, at=NOW)
    put_off_twice(cast, bells)
    letter_promised(cast, bells)
    audited(cast, bells)


def _a_plan_that_does_not_move(cast: Cast, bells: Bells) -> None:
    """Mia’s protection plan: no visit since 10 April, an action late since 25 April, and she sleeps no better."""
    _, plan = overseen(cast, bells, cast.cecily)
    sleep = Need.objects.get(child=bells.mia, words="Mia does not sleep.")
    third = Held(held_on=date(2025, 5, 28), present="Ruth", childs_view="", changes=[
        Changed(need_id=sleep.pk, change=Change.SAME, words="She wakes at four."),
    ])  # fmt: skip
    review(plan, third, by=cast.priya, at=datetime(2025, 5, 28, 16, 0, tzinfo=LONDON))


def told_twice(cast: Cast, bells: Bells) -> None:
    live_at_mill_lane(bells, by=cast.command_line)
    force = police(cast)
    for reference, on in (("RC/7/25", date(2025, 5, 24)), ("RC/8/25", date(2025, 6, 7))):
        when = datetime(on.year, on.month, on.day, 22, 0, tzinfo=LONDON)
        told = notice(
            reference,
            people=(MIA,),
            occurred_on=on,
            occurred_at=when,
            triaged_at=when + DAY / 2,
            sent_at=when + DAY / 2,
        )
        received(told, agency=force, by=cast.hart, received_at=when + DAY)
    for each in Recognised.objects.filter(child=bells.mia):
        answer_recognised(each, is_the_child=True, by=cast.priya, at=MORNING - DAY)


def put_off_twice(cast: Cast, bells: Bells) -> None:
    asked_at = datetime(2025, 6, 9, 9, 0, tzinfo=LONDON)
    meeting = set_slot(
        asked_for([bells.mia], by=cast.priya, at=asked_at), starts_at=asked_at + DAY / 8, by=cast.priya, at=asked_at
    )
    said = Postponing(
        party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason="Every officer is on a raid.",
        interim_safety="Mia stays at her aunt’s.",
    )  # fmt: skip
    for hours in (1, 2):
        postpone(
            meeting, to=asked_at + hours * DAY, said=said, by=cast.priya, at=asked_at + hours * timedelta(hours=1)
        )  # fmt: skip


def letter_promised(
    cast: Cast, bells: Bells, *, at: datetime = MORNING - 14 * DAY, due_on: date = date(2025, 6, 6)
) -> Promise:  # fmt: skip
    words = "Send Ruth the letter before proceedings."
    return promise(bells.mia, words=words, due_on=due_on, by=cast.priya, at=at)


def audited(cast: Cast, bells: Bells, *, at: datetime = MORNING, due_on: date = date(2025, 6, 4)) -> AuditAction:
    planned_at = at - 30 * DAY
    audit = Audit.objects.create(
        child=bells.mia, auditor=cast.helen, tool="whole_journey", tool_version=1, planned_at=planned_at,
        planned_by=cast.helen, due_on=due_on,
    )  # fmt: skip
    return AuditAction.objects.create(
        audit=audit, child=bells.mia, what="Write the chronology.", for_what_change="Nobody asks her to tell it again.",
        owner=cast.priya, due_on=due_on, agreed_at=planned_at, agreed_by=cast.marcus,
    )  # fmt: skip


def found_by_now(cast: Cast, bells: Bells) -> tuple[Flag, Flag]:
    """By the suite's own day: one flag about Mia that wants an answer, and one that Marcus answered this morning."""
    letter_promised(cast, bells, at=NOW - 10 * DAY, due_on=date(2025, 2, 25))
    audited(cast, bells, at=NOW, due_on=date(2025, 2, 24))
    look_for_drift(by=None, at=NOW - timedelta(hours=4))
    late = Flag.objects.open().get(rule=Rule.AUDIT_ACTION)
    said = Said(answer=Answer.ACT, words="Priya writes it this week.", by_when=date(2025, 3, 7))
    return Flag.objects.open().get(rule=Rule.LETTER_NOT_SENT), answer(late, said, by=cast.marcus, at=NOW)
