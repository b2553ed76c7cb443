"""K103: families that early help met and that stayed out of statutory work for twelve months."""

from dataclasses import replace

from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicators.k102_step_down_held import INDICATOR as SIX_MONTHS
from lintel.oversight.performance.indicators.k102_step_down_held import held_after


def held_a_year(evidence: Evidence) -> list[Case]:
    return held_after(evidence, "step_down_holds_a_year")


INDICATOR = replace(
    SIX_MONTHS,
    code="K103",
    name="Step-downs that held for twelve months",
    short_name="Held twelve months",
    definition=(
        "Of the families that early help met after a step-down, and whose twelve months ended in the period, the "
        "share without a new statutory referral in that time. A new contact alone is no return."
    ),
    numerator="Stepped-down children without a new statutory referral within twelve months",
    denominator="Stepped-down children whose twelve months ended in the period",
    clock="From the day early help first met the family, twelve months",
    flow=held_a_year,
)
