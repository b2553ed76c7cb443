"""Threshold versions for tests: a draft, and one that took effect."""

from collections.abc import Sequence
from datetime import date, datetime

from lintel.foundation.access.models import User
from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from lintel.oversight.thresholds import actions
from lintel.oversight.thresholds.actions import IndicatorWords
from lintel.oversight.thresholds.codes import Domain, Partner
from lintel.oversight.thresholds.models import ThresholdVersion

BRUISE = IndicatorWords(domain=Domain.CHILD, wording="Bruising that nobody explains", example="A baby who cannot roll")
SCHOOL = IndicatorWords(domain=Domain.CHILD, wording="Missing school often")
EVERYBODY = (Partner.LOCAL_AUTHORITY, Partner.POLICE, Partner.HEALTH, Partner.EDUCATION)


def a_draft(*, by: User, at: datetime, title: str = "Windscreen 2025") -> ThresholdVersion:
    """A draft with one level of social care."""
    version = actions.draft(title, owner="Helen Strand, head of service", by=by, at=at)
    actions.write_level(
        version, number=4, name="Specialist", wording="Children at risk of harm", is_statutory=True,
        indicators=[BRUISE, SCHOOL], by=by, at=at,
    )  # fmt: skip
    return version


def a_signed_what_if(*, by: User, at: datetime, weeks: int = 4) -> WhatIf:
    """A what-if of one small team, signed."""
    drawn = what_ifs.draw_up("Accept more", as_things_are=small_scenario(weeks=weeks), by=by, at=at)
    return what_ifs.sign(what_ifs.run(drawn, runs=4_000, by=by, at=at), by=by, at=at)


def put_into_effect(
    version: ThresholdVersion, *, on: date, by: User, at: datetime, asked: Sequence[Partner] = EVERYBODY,
    what_if: WhatIf | None = None,
) -> ThresholdVersion:  # fmt: skip
    """Everything the gate asks for, and through it."""
    for partner in asked:
        actions.record_consultation(version, partner=partner, consulted_on=at.date(), by=by, at=at)
    actions.review_early_help(version, by=by, at=at)
    actions.set_day(version, effective_from=on, by=by, at=at)
    actions.attach_what_if(version, what_if=what_if or a_signed_what_if(by=by, at=at), by=by, at=at)
    return actions.activate(version, by=by, at=at)
