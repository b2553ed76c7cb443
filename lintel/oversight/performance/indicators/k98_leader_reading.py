"""K98: whole records that leaders read, and said something of."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.leading import Leading
from lintel.oversight.performance.spc import Kind

FOUR_WEEKS = 4


def leading_of(evidence: Evidence) -> Leading:
    """What leaders read and estimated, and the finding ledger, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> Leading:
    return evidence.reader.leading()


def opened(evidence: Evidence) -> list[Case]:
    """Each record that was opened; it counts once its leader said what they saw, on that day."""
    return [
        Case(
            kind="fanlight.weeklyrecord", pk=each.pk, child=evidence.children[each.child_id],
            on=each.reflected_on or each.opened_on, counts=each.reflected_on is not None,
            label="Read, with what was seen" if each.reflected_on else "Opened; nothing is said of it yet",
        )
        for each in leading_of(evidence).read
    ]  # fmt: skip


def begins(evidence: Evidence) -> date | None:
    return min((each.opened_on for each in leading_of(evidence).read), default=None)


INDICATOR = Indicator(
    code="K98",
    name="Records read by leaders",
    short_name="Leader reading",
    question="Do leaders read whole records, and not only numbers?",
    definition=(
        "Whole records of children, drawn at random, that leaders read in the last four whole weeks and said something "
        "of. A record that was opened and not spoken of stands on the list and is not counted. Each leader sees on "
        "their own page when they last read one; this number says nothing of any one leader."
    ),
    numerator="Records opened whose leader wrote down what they saw",
    denominator="Records opened",
    clock="The day on which the leader wrote down what they saw; else the day the record was opened",
    unit="Records read in four weeks",
    owner=Role.HEAD_OF_SERVICE,
    guard="Opening is not reading: without a few words it is not counted. Read some of the words too.",
    findings=("S17",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if begins(evidence) else "no leader has opened a record drawn for them yet",
    flow=opened,
    known_from=begins,
    weeks=FOUR_WEEKS,
)
