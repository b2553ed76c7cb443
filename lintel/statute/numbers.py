"""
Every agreed number that is no time limit, with its source and the day it took effect.

An authority may put its own in place of any of them from a date (`foundation.local_limits`).
"""

from __future__ import annotations

from datetime import date

from lintel.statute.clocks import ALWAYS, PRODUCT_DEFAULT
from lintel.statute.limits import LocalNumber, in_force

LOCAL_NUMBERS: tuple[LocalNumber, ...] = (
    LocalNumber(
        code="caseload_ceiling", name="Children one full-time worker holds at most", value=18,
        source=f"{PRODUCT_DEFAULT}, S60; England's average 15.2 in 2025", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="caseload_newly_qualified", name="Children a newly qualified full-time worker holds at most", value=12,
        source=f"{PRODUCT_DEFAULT}, J6; Wirral: about 12 in the first year", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="span_children", name="Children under one supervisor at most", value=150,
        source=f"{PRODUCT_DEFAULT}, L1", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="span_workers", name="Workers under one supervisor at most", value=7,
        source=f"{PRODUCT_DEFAULT}, L1", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="agency_share", name="Share of agency workers in a team that is pointed out", value=0.5,
        source=f"{PRODUCT_DEFAULT}, L2", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="weight_assessment", name="Weight of a child in assessment", value=1.0,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="weight_child_in_need", name="Weight of a child in need", value=0.8,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="weight_child_protection", name="Weight of a child with a protection plan", value=1.5,
        source=f"{PRODUCT_DEFAULT}, K37", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="sign_repeat_contacts", name="Contacts in a year from which closing without help is signed by a manager",
        value=3, source=f"{PRODUCT_DEFAULT}; 0: never", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="sign_consent_dispensed", name="Doing without consent is signed by a manager (1: yes, 0: no)", value=1,
        source=f"{PRODUCT_DEFAULT}; DOMAIN.md 7.3: with manager's name", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="contacts_an_hour", name="Contacts one person at the desk works through in an hour", value=3,
        source=f"{PRODUCT_DEFAULT}, until the desk's own pace is known", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="minutes_of_deciding", name="Minutes of deciding without a break before a change is suggested", value=90,
        source=f"{PRODUCT_DEFAULT}, J4", in_force_from=ALWAYS,
    ),
    LocalNumber(code="second_look_share", name="Share of decisions that is decided a second time, blind", value=0.10,
                source=f"{PRODUCT_DEFAULT}, S7", in_force_from=ALWAYS),
    LocalNumber(code="agreement_floor", name="Agreement on levels below which deciders sit down together", value=0.60,
                source=f"{PRODUCT_DEFAULT}, S7; published for such decisions: 0.58", in_force_from=ALWAYS),
    LocalNumber(code="funnel_minimum", name="Decisions below which nobody is set beside others by name", value=150,
                source=f"{PRODUCT_DEFAULT}, K16; found with 80% there", in_force_from=ALWAYS),
    LocalNumber(code="family_reading_age", name="Reading age that what families are given aims for, at most", value=11,
                source=f"{PRODUCT_DEFAULT}, S62 and K55", in_force_from=ALWAYS),
    LocalNumber(code="moderated_share", name="Share of audits that is moderated blind, drawn at random", value=0.30,
                source=f"{PRODUCT_DEFAULT}, S64; beside every outstanding and inadequate one", in_force_from=ALWAYS),
    LocalNumber(code="moderated_share_raised", name="The same while auditors grade too high", value=0.50,
                source=f"{PRODUCT_DEFAULT}, S64", in_force_from=ALWAYS),
    LocalNumber(code="optimism_gap_high", name="Grades above moderators from which auditors grade too high", value=0.30,
                source=f"{PRODUCT_DEFAULT}, S64 and K91", in_force_from=ALWAYS),
    LocalNumber(code="moderated_twice", name="Share of moderated audits that two people moderate", value=0.05,
                source=f"{PRODUCT_DEFAULT}, Q4: moderators drift too", in_force_from=ALWAYS),
    LocalNumber(code="moderated_outside", name="Share of moderated audits somebody from outside moderates", value=0.10,
                source=f"{PRODUCT_DEFAULT}, Q4: one in ten", in_force_from=ALWAYS),
    LocalNumber(
        code="supervision_minutes_child", name="Minutes of supervision for one child", value=8,
        source=f"{PRODUCT_DEFAULT}, S15", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_minutes_session", name="Minutes of one session of supervision", value=90,
        source="Oxfordshire: about 90 minutes (DOMAIN.md 8.1)", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_rubric_share", name="Share of supervision records that is read blind", value=0.05,
        source=f"{PRODUCT_DEFAULT}, J9: one in twenty", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_two_raters", name="Share of those that two people read", value=0.2,
        source=f"{PRODUCT_DEFAULT}, Q7: a fifth", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_rubric_floor", name="Agreement of two readers below which no mean is shown", value=0.6,
        source=f"{PRODUCT_DEFAULT}, Q7: weighted kappa", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_observed_sessions", name="Observed sessions below which no mean is shown", value=10,
        source=f"{PRODUCT_DEFAULT}, Q7: so that nobody is recognised; never fewer", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_observed_supervisors", name="Supervisors of observed sessions below which no mean is shown",
        value=5, source=f"{PRODUCT_DEFAULT}, Q7: so that nobody is recognised; never fewer", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_observed_pairs", name="Observed sessions from which talks and records are compared", value=30,
        source=f"{PRODUCT_DEFAULT}, Q7: n ≥ 30", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="supervision_personal_years", name="Years the personal part of supervision is kept", value=25,
        source="Oxfordshire keeps the personal file 25 years (DOMAIN.md 8.1)", in_force_from=ALWAYS,
    ),
    LocalNumber(
        code="hours_per_week", name="Hours of a full-time worker in a week", value=37,
        source="usual local government conditions", in_force_from=ALWAYS,
    ),
)  # fmt: skip


def number(code: str, *, on: date) -> LocalNumber:
    """
    The agreed number in force on a day.

    :raises NoLimitInForce: if there is none.
    """
    return in_force(LOCAL_NUMBERS, code, on=on)
