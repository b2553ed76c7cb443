"""
Every time limit, with its source and the day it took effect; agreed numbers stand in `statute.numbers`.

HARD limits are law or statutory guidance, most of them used in national statistics; LOCAL ones are procedure, usual or
of one named authority; ASSUMED ones are this product's defaults, to be agreed locally. An authority may put its own
number in place of any of them from a date (`foundation.local_limits`). "Unverified" in a source means: read in
secondary material, confirm before relying.
"""

from __future__ import annotations

from datetime import date

from lintel.statute.defaults import ALWAYS, PRODUCT_DEFAULT
from lintel.statute.limits import Kind, NoLimitInForce, TimeLimit, Unit, WrongUnit, in_force
from lintel.statute.supervision import SUPERVISION

__all__ = [
    "ALWAYS", "PRODUCT_DEFAULT", "TIME_LIMITS", "Kind", "NoLimitInForce", "TimeLimit", "Unit", "WrongUnit", "limit",
]  # fmt: skip


WT = "Working Together to Safeguard Children 2026 (unchanged there: unverified); 2023, 2018"
CHILDREN_ACT = "Children Act 1989"
CARE_PLANNING = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33 (unverified)"
LOCAL_PROCEDURES = "local authority procedures (DOMAIN.md 1.3), near universal"
WT_2013 = date(2013, 4, 15)

TIME_LIMITS: tuple[TimeLimit, ...] = (
    # The front door
    TimeLimit(
        code="contact_decision", name="Contact decided", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="contact received", source=LOCAL_PROCEDURES, in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="contact_decision_working_days", name="Contact decided, by working days", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="contact received", source=LOCAL_PROCEDURES, in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="contact_red", name="Contact rated red screened", amount=2, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="contact received", source="local procedure, e.g. Merton", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="contact_amber", name="Contact rated amber screened", amount=6, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="contact received", source="local procedure, e.g. Merton", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="contact_green", name="Contact rated green screened", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="contact received", source="local procedure, e.g. Merton", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="linked_contact", name="A contact about the same concern is linked", amount=10, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="earlier contact closed without help", source=f"{PRODUCT_DEFAULT}, K04",
        in_force_from=ALWAYS,
    ),
    # Police notifications
    TimeLimit(
        code="police_lag", name="Police notification received", amount=24, unit=Unit.HOURS, kind=Kind.ASSUMED,
        starts_from="incident", source=f"{PRODUCT_DEFAULT}, K21; DOMAIN.md 6: no national limit found",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="backlog_declared", name="Backlog of untriaged notifications declared", amount=7, unit=Unit.DAYS,
        kind=Kind.ASSUMED, starts_from="earlier declaration", source=f"{PRODUCT_DEFAULT}, S29", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="escalation_1", name="Escalation between partners answered, first rung", amount=48, unit=Unit.HOURS,
        kind=Kind.ASSUMED, starts_from="escalation raised", source=f"{PRODUCT_DEFAULT}, S10", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="escalation_2", name="Escalation between partners answered, second rung", amount=48, unit=Unit.HOURS,
        kind=Kind.ASSUMED, starts_from="escalation raised", source=f"{PRODUCT_DEFAULT}, S10", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="escalation_3", name="Escalation between partners answered, third rung", amount=120, unit=Unit.HOURS,
        kind=Kind.ASSUMED, starts_from="escalation raised", source=f"{PRODUCT_DEFAULT}, S10", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="referral_decision", name="Referral decided and acknowledged", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.HARD, starts_from="referral received",
        source=f"{WT}; CIN census guide 4.9; before 2013 the Assessment Framework 2000 (unverified)",
        in_force_from=date(2000, 4, 1),
    ),
    TimeLimit(
        code="referrer_told", name="Referrer told the outcome", amount=3, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="decision", source=f"{PRODUCT_DEFAULT}, K14", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="agency_check", name="Agency check answered", amount=4, unit=Unit.HOURS, kind=Kind.ASSUMED,
        starts_from="check asked for", source=f"{PRODUCT_DEFAULT}, J20", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="re_referral", name="A referral counts as a re-referral", amount=12, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="earlier referral", source="definition of DfE, Characteristics of children in need",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="back_again", name="Back at the front door", amount=90, unit=Unit.DAYS, kind=Kind.ASSUMED,
        starts_from="decision", source=f"{PRODUCT_DEFAULT}, K10", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="unsafe_in_audit", name="Child found unsafe in an audit: next manager told", amount=2, unit=Unit.HOURS,
        kind=Kind.ASSUMED, starts_from="last manager told, nobody having answered",
        source=f"{PRODUCT_DEFAULT}, S57", in_force_from=ALWAYS,
    ),
    # Waiting for a worker
    TimeLimit(
        code="unallocated_service_manager", name="Child without a worker: service manager told", amount=2,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="decision", source=f"{PRODUCT_DEFAULT}, S3",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="unallocated_head_of_service", name="Child without a worker: head of service told", amount=5,
        unit=Unit.DAYS, kind=Kind.ASSUMED, starts_from="decision", source=f"{PRODUCT_DEFAULT}, S3",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="safety_recheck", name="Safety of a waiting child checked again", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="last check", source=f"{PRODUCT_DEFAULT}, S3 and K34", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="safety_recheck_late", name="Missing safety check of a waiting child: managers told", amount=1,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="day the check was due",
        source=f"{PRODUCT_DEFAULT}, S3 and K34", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="safety_recheck_longest", name="Latest day that may be named for the next safety check", amount=5,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="check", source=f"{PRODUCT_DEFAULT}, hard stop 5",
        in_force_from=ALWAYS,
    ),
    # A worker in fact, not in name only
    TimeLimit(
        code="allocation_answered", name="Worker accepts children or says why not", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="children given", source=f"{PRODUCT_DEFAULT}, S6", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="first_contact", name="Worker reaches the child or family", amount=2, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="worker accepts", source=f"{PRODUCT_DEFAULT}, S6", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="absence_covered", name="Absence after which somebody must cover", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="first day away", source=f"{PRODUCT_DEFAULT}, S6", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="ceiling_review", name="What was given above the ceiling looked at again", amount=20,
        unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED, starts_from="the giving", source=f"{PRODUCT_DEFAULT}, S34",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="visit_written", name="Visit written down", amount=2, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="visit", source=f"{PRODUCT_DEFAULT}, K42", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="nothing_written", name="Nothing written about a child: counted", amount=20, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="last entry", source=f"{PRODUCT_DEFAULT}, K42", in_force_from=ALWAYS,
    ),
    # Seeing children and assessing
    TimeLimit(
        code="child_seen", name="Child seen", amount=4, unit=Unit.WORKING_DAYS, kind=Kind.LOCAL,
        starts_from="referral decision", source="local procedure, e.g. Sefton: section 17 in 4 working days",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="child_seen_in_enquiry", name="Child seen in an enquiry", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="strategy discussion", source="local procedure, e.g. Sefton: section 47 in 24 hours",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="visit_recorded", name="Visit written down", amount=2, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="visit", source=f"{PRODUCT_DEFAULT}, K42", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="record_current", name="Open child with something written down", amount=20, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="last entry", source=f"{PRODUCT_DEFAULT}, K42", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="assessment_early_review", name="Early review of an assessment", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="referral", source="CIN census guide 4.9.2 (a point must be set); e.g. Wirral",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="assessment_review", name="Mid-point review of an assessment", amount=15, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="referral",
        source="CIN census guide 4.9.2 (a point must be set); e.g. Wirral; K51", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="assessment_local_standard", name="Single assessment, local standard", amount=30, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="referral",
        source="local procedure, e.g. Wirral: 30 days (that they are working days: unverified)", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="assessment", name="Single assessment authorised", amount=45, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="referral", source=f"{WT}; CIN census guide 4.9", in_force_from=WT_2013,
    ),
    TimeLimit(
        code="assessment_shared", name="Assessment shared with the family", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="authorisation", source=f"{PRODUCT_DEFAULT}, K58", in_force_from=ALWAYS,
    ),
    # Child protection
    TimeLimit(
        code="police_protection", name="Police protection ends", amount=72, unit=Unit.HOURS, kind=Kind.HARD,
        starts_from="child taken into police protection", source=f"{CHILDREN_ACT}, section 46(6) (unverified)",
        in_force_from=date(1991, 10, 14),
    ),
    TimeLimit(
        code="emergency_protection_order", name="Emergency protection order ends", amount=8, unit=Unit.DAYS,
        kind=Kind.HARD, starts_from="order made",
        source=f"{CHILDREN_ACT}, section 45(1); may be extended once (unverified)", in_force_from=date(1991, 10, 14),
    ),
    TimeLimit(
        code="unassessed_risk", name="Child seen and made safe", amount=24, unit=Unit.HOURS, kind=Kind.ASSUMED,
        starts_from="first credible information: the incident, else its receipt",
        source=f"{PRODUCT_DEFAULT}, S14 and K68", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_discussion", name="Strategy discussion held", amount=24, unit=Unit.HOURS, kind=Kind.LOCAL,
        starts_from="significant harm thought likely", source=f"{LOCAL_PROCEDURES}; guidance: as soon as possible",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_team_manager", name="No slot for a strategy discussion: team manager told", amount=4,
        unit=Unit.HOURS, kind=Kind.ASSUMED, starts_from="significant harm thought likely",
        source=f"{PRODUCT_DEFAULT}, S58", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_service_manager", name="No slot for a strategy discussion: service manager told", amount=24,
        unit=Unit.HOURS, kind=Kind.ASSUMED, starts_from="significant harm thought likely",
        source=f"{PRODUCT_DEFAULT}, S58", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_director", name="No slot for a strategy discussion: director told", amount=48, unit=Unit.HOURS,
        kind=Kind.ASSUMED, starts_from="significant harm thought likely", source=f"{PRODUCT_DEFAULT}, S58",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_reconvened", name="Strategy discussion held again after one without quorum", amount=24,
        unit=Unit.HOURS, kind=Kind.ASSUMED, starts_from="discussion without quorum", source=f"{PRODUCT_DEFAULT}, S45",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="strategy_minutes", name="Minutes of a strategy discussion sent", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="strategy discussion", source=f"{PRODUCT_DEFAULT}, S45", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="enquiry_contact", name="Child in an enquiry seen or spoken to again", amount=2, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="last contact", source=f"{PRODUCT_DEFAULT}, K80", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="repeat_enquiry", name="An enquiry counts as a repeat", amount=12, unit=Unit.MONTHS, kind=Kind.ASSUMED,
        starts_from="earlier enquiry", source=f"{PRODUCT_DEFAULT}, K65", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="conference_booked", name="Initial conference asked for", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="decision of the enquiry", source="local procedure, e.g. Bolton",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="conference_report", name="Report for an initial conference ready", amount=2, unit=Unit.DAYS,
        kind=Kind.LOCAL, starts_from="initial conference, counted back",
        source="local procedure, e.g. Devon: 2 days before (kind of days: unverified)", in_force_from=ALWAYS,
        counts_back=True,
    ),
    TimeLimit(
        code="initial_conference", name="Initial child protection conference", amount=15, unit=Unit.WORKING_DAYS,
        kind=Kind.HARD, starts_from="the strategy discussion that began the enquiry", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="transfer_in_conference", name="Transfer-in conference", amount=15, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="told of the move", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="core_group", name="First core group", amount=10, unit=Unit.WORKING_DAYS, kind=Kind.HARD,
        starts_from="initial conference", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="later_core_group", name="Later core groups", amount=42, unit=Unit.DAYS, kind=Kind.LOCAL,
        starts_from="previous core group", source="local procedure, e.g. Tees: at most six-weekly",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="protection_visit", name="Visit under a protection plan", amount=10, unit=Unit.WORKING_DAYS,
        kind=Kind.LOCAL, starts_from="previous visit", source="local procedure; 10 working days common (unverified)",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="review_report", name="Report for a review conference ready", amount=5, unit=Unit.DAYS, kind=Kind.LOCAL,
        starts_from="review conference, counted back",
        source="local procedure, e.g. Devon: 5 days before (kind of days: unverified)", in_force_from=ALWAYS,
        counts_back=True,
    ),
    TimeLimit(
        code="first_review", name="First review conference", amount=3, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="initial conference", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="first_review_after_birth", name="First review conference after a birth", amount=20,
        unit=Unit.WORKING_DAYS, kind=Kind.LOCAL, starts_from="birth",
        source="local procedure, e.g. Liverpool: three months, or this for a child unborn at the conference",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="later_review", name="Later review conferences", amount=6, unit=Unit.MONTHS, kind=Kind.HARD,
        starts_from="previous review", source=WT, in_force_from=WT_2013,
    ),
    TimeLimit(
        code="chair_escalation", name="Manager answers what a chair asks", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="manager told",
        source=f"{PRODUCT_DEFAULT}; local dispute resolution procedures name different times", in_force_from=ALWAYS,
    ),
    # Children in need, plans and drift
    TimeLimit(
        code="child_in_need_first_meeting", name="First child in need meeting", amount=10, unit=Unit.DAYS,
        kind=Kind.LOCAL, starts_from="plan start",
        source="local procedure, e.g. Sefton: 10 days (kind of days: unverified)", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="child_in_need_review", name="Later child in need meetings", amount=28, unit=Unit.DAYS, kind=Kind.LOCAL,
        starts_from="previous meeting", source="local procedure, e.g. Sefton: four-weekly", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="child_in_need_plan", name="Child in need plan reaches its end", amount=84, unit=Unit.DAYS,
        kind=Kind.LOCAL, starts_from="plan start", source="local procedure, e.g. Sefton: 12-week model",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="plan_action", name="Overdue plan action counts as drift", amount=10, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="day the action was due", source=f"{PRODUCT_DEFAULT}, K80", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="plan_change", name="Unchanged plan counts as drift", amount=3, unit=Unit.MONTHS, kind=Kind.ASSUMED,
        starts_from="last change of the plan", source=f"{PRODUCT_DEFAULT}, K80 and K84", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="drift_answered", name="Drift flag answered", amount=5, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="flag raised", source=f"{PRODUCT_DEFAULT}, K82", in_force_from=ALWAYS,
    ),
    *SUPERVISION,
    # The worker's voice
    TimeLimit(
        code="concern_acknowledged", name="Worker who cannot work safely answered", amount=1, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="a worker saying so", source=f"{PRODUCT_DEFAULT}, S35", in_force_from=ALWAYS,
    ),
    # Step-down
    TimeLimit(
        code="step_down_accepted", name="Step-down accepted by early help", amount=5, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="proposal", source=f"{PRODUCT_DEFAULT}, K100", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="step_down_lost", name="Step-down counts as lost", amount=10, unit=Unit.WORKING_DAYS, kind=Kind.ASSUMED,
        starts_from="proposal", source=f"{PRODUCT_DEFAULT}, K101", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="step_up", name="Step-up counts as a return", amount=6, unit=Unit.MONTHS, kind=Kind.ASSUMED,
        starts_from="first early help contact", source=f"{PRODUCT_DEFAULT}, K104", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="step_down_holds", name="Step-down judged to have held", amount=6, unit=Unit.MONTHS, kind=Kind.ASSUMED,
        starts_from="first early help contact", source=f"{PRODUCT_DEFAULT}, K102", in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="step_down_holds_a_year", name="Step-down judged to have held for a year", amount=12, unit=Unit.MONTHS,
        kind=Kind.ASSUMED, starts_from="first early help contact", source=f"{PRODUCT_DEFAULT}, K103",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="moderation", name="Audit taken to be moderated is moderated", amount=10, unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED, starts_from="audit taken", source=f"{PRODUCT_DEFAULT}, S64", in_force_from=ALWAYS,
    ),
    # Beyond the front door, in passing
    TimeLimit(
        code="return_interview", name="Return interview after going missing", amount=72, unit=Unit.HOURS,
        kind=Kind.HARD, starts_from="child found",
        source="statutory guidance on children who run away or go missing 2014 (unverified)",
        in_force_from=date(2014, 1, 16),
    ),
    TimeLimit(
        code="looked_after_first_review", name="First review of a looked after child", amount=20,
        unit=Unit.WORKING_DAYS, kind=Kind.HARD, starts_from="child began to be looked after", source=CARE_PLANNING,
        in_force_from=date(2011, 4, 1),
    ),
    TimeLimit(
        code="looked_after_second_review", name="Second review of a looked after child", amount=3, unit=Unit.MONTHS,
        kind=Kind.HARD, starts_from="first review", source=CARE_PLANNING, in_force_from=date(2011, 4, 1),
    ),
    TimeLimit(
        code="looked_after_later_review", name="Later reviews of a looked after child", amount=6, unit=Unit.MONTHS,
        kind=Kind.HARD, starts_from="previous review", source=CARE_PLANNING, in_force_from=date(2011, 4, 1),
    ),
)  # fmt: skip


def limit(code: str, *, on: date) -> TimeLimit:
    """
    The time limit in force on a day.

    :raises NoLimitInForce: if there is none.
    """
    return in_force(TIME_LIMITS, code, on=on)
