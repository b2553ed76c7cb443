"""K110: parents and carers who could say back the worry, what is asked of them, and what happens next."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k58_shared_with_family import what_families_read
from lintel.oversight.performance.records import FamilyRead
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.family_versions.codes import Reader

PARENTS = {Reader.PARENT, Reader.CARER}


def asked(evidence: Evidence) -> list[Case]:
    """Each version a parent or carer was asked about, once, on the day they were first asked."""
    return [
        Case(
            kind="family_versions.familyversion", pk=each.pk, child=evidence.children[each.child_id],
            on=each.said_back_on, counts=each.could_say_it,
            label="Could say all three" if each.could_say_it else "Could not say all three yet",
        )
        for each in what_families_read(evidence)
        if each.reader in PARENTS and each.said_back_on and each.said_back_on <= evidence.as_at
    ]  # fmt: skip


def how_many_were_asked(cases: Sequence[Case], evidence: Evidence) -> Also:
    """A good share of few who were asked says little: how many of those given something were asked at all."""
    given = [each for each in what_families_read(evidence) if _was_given(each, evidence.as_at)]
    were_asked = sum(each.said_back_on is not None and each.said_back_on <= evidence.as_at for each in given)
    return (("Asked at all, of all who were ever given something", share_in_words(were_asked, len(given))),)


def _was_given(each: FamilyRead, as_at: date) -> bool:
    return each.reader in PARENTS and each.shared_on is not None and each.shared_on <= as_at


def begins(evidence: Evidence) -> date | None:
    days = (each.said_back_on for each in what_families_read(evidence) if each.said_back_on)
    return min(days, default=None)


def without_answers(evidence: Evidence) -> str:
    return "" if begins(evidence) else "nobody has been asked yet to say back what they were given to read"


INDICATOR = Indicator(
    code="K110",
    name="Parents who could say it back",
    short_name="Said back",
    question="Do parents understand the worry, what we ask, and what happens next?",
    definition=(
        "Of the parents and carers first asked in the period to say back what they were given to read, the share who "
        "could say the worry, what is asked of them, and what happens next: all three, the first time they were asked."
    ),
    numerator="Versions whose reader could say all three the first time they were asked",
    denominator="Versions for a parent or carer who was asked",
    clock="The day they were first asked",
    unit="% of parents and carers asked",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Asking again until they can say it is good practice and changes nothing here. “Yes” needs their own words. "
        "How many were asked at all stands beside it."
    ),
    findings=("S62",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_answers,
    flow=asked,
    known_from=begins,
    also=how_many_were_asked,
)
