"""The work done in an episode: assessments, discussions, enquiries, conferences, plans, visits, safety checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import Carriage, held, merged, moment, numbered, recorded_at
from lintel.journey.imports.carrying.episodes import Episodes
from lintel.journey.imports.carrying.staffing import worker_of
from lintel.journey.imports.lines import Line
from lintel.steps.allocation.actions import load_safety_checks
from lintel.steps.allocation.models import SafetyCheck
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiries.actions import load_conferences, load_enquiries, load_strategy_discussions
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.plans.actions import load_cin_plans, load_cp_plans
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit


def carry_assessments(carriage: Carriage, episodes: Episodes, lines: Iterable[Line]) -> None:
    """Lay down assessments, from list 4 or the census."""
    carriage.lay(
        [
            Assessment(
                key=keys.assessment(line.says["child_id"], line.says["started_on"], n),
                child=carriage.people[line.says["child_id"]],
                referral=episodes.of_line(line, line.says["started_on"]),
                started_on=line.says["started_on"], review_on=line.said("review_on"),
                authorised_on=line.said("authorised_on"), child_seen=line.said("child_seen"),
                needs_support=line.said("needs_support"), factors=line.says.get("factors", []),
                team=carriage.team(line), worker=worker_of(carriage, line), **carriage.origin(line),
            )
            for line, n in numbered(lines, "started_on", "authorised_on")
        ],
        load_assessments,
    )  # fmt: skip


def carry_enquiries(
    carriage: Carriage, episodes: Episodes, enquiries: Sequence[Line], discussions: Sequence[Line]
) -> None:
    """
    Lay down strategy discussions, the enquiries they began, and initial conferences.

    List 5 dates an enquiry by the strategy discussion that began it, so the row tells of both; the census does not say
    whether there was a discussion.
    """
    numbers = list(numbered(enquiries, "started_on", "conference_on"))
    listed = numbered(discussions, "held_on", "began_enquiry")
    held_discussions = carriage.lay(
        [
            *(_discussion(carriage, episodes, line, n) for line, n in listed),
            *(_discussion_of(carriage, episodes, line) for line, _ in numbers if "team" in line.had),
        ],
        load_strategy_discussions,
    )
    held_enquiries = carriage.lay(
        [_enquiry(carriage, episodes, line, n, held_discussions) for line, n in numbers], load_enquiries
    )
    plans = _plans_begun_on_the_day(line for line in enquiries if line.said("conference_on"))
    conferences = [
        _initial_conference(carriage, line, held_enquiries[keys.enquiry(*_when(line), n)], plans)
        for line, n in numbers
        if (line.said("conference_on") or date.max) <= carriage.file_day
    ]
    carriage.lay(conferences, load_conferences)


def _when(line: Line) -> tuple[str, date]:
    return line.says["child_id"], line.says["started_on"]


def _discussion(carriage: Carriage, episodes: Episodes, line: Line, n: int) -> StrategyDiscussion:
    child_id, day = line.says["child_id"], line.says["held_on"]
    return StrategyDiscussion(
        key=keys.strategy_discussion(child_id, day, n), child=carriage.people[child_id],
        referral=episodes.covering(child_id, day), held_on=day, held_at=moment(day, line.said("held_time")),
        began_enquiry=line.said("began_enquiry"), **carriage.origin(line),
    )  # fmt: skip


def _discussion_of(carriage: Carriage, episodes: Episodes, line: Line) -> StrategyDiscussion:
    child_id, day = _when(line)
    return StrategyDiscussion(
        key=keys.strategy_discussion(child_id, day), child=carriage.people[child_id],
        referral=episodes.covering(child_id, day), held_on=day, began_enquiry=True, **carriage.origin(line),
    )  # fmt: skip


def _enquiry(
    carriage: Carriage, episodes: Episodes, line: Line, n: int, discussions: dict[str, StrategyDiscussion]
) -> Section47Enquiry:
    child_id, day = _when(line)
    return Section47Enquiry(
        key=keys.enquiry(child_id, day, n), child=carriage.people[child_id],
        referral=episodes.of_line(line, day), begun_by=discussions.get(keys.strategy_discussion(child_id, day)),
        started_on=day, conference_not_required=line.said("not_required"),
        team=carriage.team(line), worker=worker_of(carriage, line), **carriage.origin(line),
    )  # fmt: skip


def _plans_begun_on_the_day(lines: Iterable[Line]) -> dict[str, CpPlan]:
    """Child protection plans begin on the day of their conference."""
    return held(CpPlan, {keys.cp_plan(line.says["child_id"], line.says["conference_on"]) for line in lines})


def _initial_conference(
    carriage: Carriage, line: Line, enquiry: Section47Enquiry, plans: dict[str, CpPlan]
) -> Conference:
    child_id, day = line.says["child_id"], line.says["conference_on"]
    plan = plans.get(keys.cp_plan(child_id, day))
    led_to_plan = line.said("led_to_plan")
    return Conference(
        key=keys.initial_conference(child_id, day), child=carriage.people[child_id], enquiry=enquiry,
        cp_plan=plan, kind=ConferenceKind.INITIAL, held_on=day,
        led_to_plan=True if led_to_plan is None and plan else led_to_plan, **carriage.origin(line),
    )  # fmt: skip


def carry_transfers_in(carriage: Carriage, referrals: Iterable[Line]) -> None:
    """Lay down conferences that the census gives for the episode itself: the child moved in with a plan."""
    lines = [line for line in referrals if "transfer_in_on" in line.says]
    already = held(
        Conference, [keys.initial_conference(line.says["child_id"], line.says["transfer_in_on"]) for line in lines]
    )
    carriage.lay(
        [
            Conference(
                key=key, child=carriage.people[line.says["child_id"]], kind=ConferenceKind.INITIAL,
                held_on=line.says["transfer_in_on"], is_transfer_in=True, **carriage.origin(line),
            )
            for line in lines
            if (key := keys.initial_conference(line.says["child_id"], line.says["transfer_in_on"])) not in already
        ],
        load_conferences,
    )  # fmt: skip


def carry_cin_plans(carriage: Carriage, episodes: Episodes, lines: Iterable[Line]) -> None:
    carriage.lay(
        [
            CinPlan(
                key=keys.cin_plan(line.says["child_id"], line.says["started_on"], n),
                child=carriage.people[line.says["child_id"]],
                referral=episodes.of_line(line, line.says["started_on"]),
                started_on=line.says["started_on"], ended_on=line.said("ended_on"), **carriage.origin(line),
            )
            for line, n in numbered(lines, "started_on", "ended_on")
        ],
        load_cin_plans,
    )  # fmt: skip


def carry_protection(carriage: Carriage, episodes: Episodes, lines: Sequence[Line]) -> None:
    """Lay down child protection plans and their review conferences."""
    plans = carriage.lay([_cp_plan(carriage, episodes, line) for line in lines], load_cp_plans)
    carriage.lay(
        [
            Conference(
                key=keys.review_conference(line.says["child_id"], day), child=carriage.people[line.says["child_id"]],
                cp_plan=plans[keys.cp_plan(line.says["child_id"], line.says["started_on"])],
                kind=ConferenceKind.REVIEW, held_on=day, **carriage.origin(line),
            )
            for line in lines
            for day in _reviews(line)
        ],
        load_conferences,
    )  # fmt: skip


def _cp_plan(carriage: Carriage, episodes: Episodes, line: Line) -> CpPlan:
    child_id, day = _when(line)
    return CpPlan(
        key=keys.cp_plan(child_id, day), child=carriage.people[child_id], referral=episodes.of_line(line, day),
        started_on=day, ended_on=line.said("ended_on"), initial_category=line.said("initial_category") or "",
        latest_category=line.said("latest_category") or "", previous_plans=line.said("previous_plans"),
        had_emergency_protection=line.said("emergency"), team=carriage.team(line), **carriage.origin(line),
    )  # fmt: skip


def _reviews(line: Line) -> list[date]:
    said = line.said("reviewed_on")
    return [] if said is None else [said] if isinstance(said, date) else list(said)


def carry_visits(
    carriage: Carriage, episodes: Episodes, visits: Sequence[Line], protection: Sequence[Line], needs: Sequence[Line]
) -> None:
    """
    Lay down visits: those listed one by one, the last statutory visit of list 7, and the day list 6 says a child was
    last seen. All that is said of one day is one visit, unless the list of visits names two workers.
    """
    found = [
        *(_visit(carriage, episodes, line, "visited_on", n) for line, n in numbered(visits, "visited_on", "worker")),
        *(_visit(carriage, episodes, line, "visited_on") for line in protection if "visited_on" in line.says),
        *(_visit(carriage, episodes, line, "seen_on") for line in needs if "seen_on" in line.says),
    ]
    statutory = {visit.key for visit in found if visit.is_statutory}
    by_key = merged(found)
    statutory |= {key for key, visit in held(Visit, by_key).items() if visit.is_statutory}
    for visit in by_key.values():
        visit.is_statutory = visit.key in statutory
        if visit.seen_alone:
            visit.child_seen = True
        elif visit.child_seen is False:
            visit.seen_alone = False
    carriage.lay(by_key.values(), load_visits)


def _visit(carriage: Carriage, episodes: Episodes, line: Line, column: str, n: int = 1) -> Visit:
    child_id, day = line.says["child_id"], line.says[column]
    is_listed = line.layout.name == "visits"
    seen = line.said("child_seen") if is_listed else True if column == "seen_on" else None
    return Visit(
        key=keys.visit(child_id, day, n), child=carriage.people[child_id], referral=episodes.covering(child_id, day),
        worker=worker_of(carriage, line) if is_listed else None, visited_on=day,
        visited_at=moment(day, line.said("visited_time")) if is_listed else None, child_seen=seen,
        # List 6 does not say how a child was seen; its own column of that name belongs to other lists.
        seen_alone=line.said("seen_alone"),
        is_statutory=bool(line.said("statutory")) if is_listed else column == "visited_on",
        recorded_at=recorded_at(line) if is_listed else None, **carriage.origin(line),
    )  # fmt: skip


def carry_safety_checks(carriage: Carriage, episodes: Episodes, lines: Sequence[Line]) -> None:
    """Lay down safety checks of children who wait for a worker."""
    found = []
    for line, n in numbered(lines, "checked_on", "checked_by"):
        worker = carriage.workers.named(line.says["checked_by"])
        referral = episodes.of_line(line, line.says["checked_on"])
        assert worker is not None  # every name in this column was laid down before
        assert referral is not None  # and every row has an episode, opened if need be
        check = SafetyCheck(
            key=keys.safety_check(referral.key, line.says["checked_on"], n), child_id=referral.child_id,
            referral=referral, checked_by=worker, checked_on=line.says["checked_on"],
            why_safe=line.says["why_safe"], next_due_on=line.says["next_due_on"], **carriage.origin(line),
        )  # fmt: skip
        found.append(check)
    carriage.lay(found, load_safety_checks)
