"""What is written out and read into an empty record again gives the same numbers."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction

from lintel.foundation.access.actions import service_account
from lintel.journey.imports.actions import offer, store
from lintel.journey.imports.models import Load, State
from lintel.oversight.performance.answers import Reading
from lintel.oversight.performance.answers import State as Said
from lintel.oversight.performance.queries import readings
from lintel.oversight.returns.actions import export_returns
from lintel.statute.calendar import LONDON
from tests.ravenshire import A_TWELFTH, written

pytestmark = [pytest.mark.slow(takes=20), pytest.mark.django_db]

AT = datetime(2025, 3, 3, 9, tzinfo=LONDON)
# At the end of the record, in the recovery, and in the worst of it.
DAYS = (date(2025, 3, 2), date(2024, 7, 7), date(2024, 1, 7))
# No return says when an enquiry that led to no conference was finished; K64 counts finished enquiries. Nor does one say
# how it stood with agreement (K12), when a post was signed for (K40), or what was said of earlier work (K86, K87).
SAID_BY_NO_RETURN = {"K12", "K40", "K64", "K86", "K87", "K90", "K95", "K97", "K98", "K99", "K120", "K121", "K123"}
# What Ofsted's and the DfE's own columns cannot say: times of day, when something was written down, who held a child
# since when, every visit, safety checks, agreement, what a form left out, when a post was signed for, what workers say
# of their week, what is done under a plan, what families were given to read, who was at a strategy discussion, and
# anything of the police's notices.
ONLY_WITH_FURTHER_COLUMNS = {
    "K02", "K03", "K04", "K05", "K12", "K13", "K14", "K20", "K21", "K22", "K23", "K24", "K25", "K31", "K32", "K33",
    "K34", "K40", "K41", "K42", "K51", "K53", "K54", "K55", "K56", "K57", "K58", "K60", "K61", "K62", "K66", "K67",
    "K68", "K70", "K71", "K72", "K73", "K74", "K75", "K76", "K84", "K86", "K87", "K90", "K95", "K97", "K98", "K99",
    "K100", "K101", "K102", "K103", "K104", "K105", "K110", "K111", "K120", "K121", "K123",
}  # fmt: skip
# What they say as well as we do. The rest is known too, but worked out from what followed a contact.
OFFICIAL_IS_ENOUGH = {
    "K01", "K08", "K09", "K11", "K30", "K35", "K36", "K37", "K38", "K39", "K50", "K63", "K65",
}  # fmt: skip
THE_WHOLE = 1.0


def read(as_at: date) -> dict[str, Reading]:
    cache.clear()
    return {reading.code: reading for reading in readings(viewer=service_account(at=AT), as_at=as_at)}


def number(reading: Reading) -> tuple[object, ...]:
    return reading.state, reading.numerator, reading.denominator, reading.value, reading.spread


def export_ravenshire(folder: Path, *, official_only: bool, scale: float) -> dict[date, dict[str, Reading]]:
    """Write the council out, and return what its own record says."""
    with written(scale=scale):
        export_returns(folder, until=DAYS[0], official_only=official_only, by=service_account(at=AT), at=AT)
        return {day: read(day) for day in DAYS}


def load_everything(folder: Path) -> list[Load]:
    """The staff list first, so that the workers whom the lists name are known."""
    files = [("staff", folder / "staff.xlsx"), ("annex_a", folder / "annex_a.xlsx")]
    files += [("cin", path) for path in sorted(folder.glob("cin-*.xml"))]
    loads = []
    for kind, path in files:
        with path.open("rb") as file:
            load = offer(file, kind=kind, name=path.name, by=service_account(at=AT), at=AT)
        loads.append(store(load, by=service_account(at=AT), at=AT))
    return loads


def differing(before: dict[str, Reading], after: dict[str, Reading]) -> dict[str, tuple[object, object]]:
    return {
        code: (number(before[code]), number(after[code]))
        for code in before
        if code not in SAID_BY_NO_RETURN and number(before[code]) != number(after[code])
    }


@pytest.mark.long
@pytest.mark.parametrize("scale", [A_TWELFTH, THE_WHOLE])
def test_every_indicator_is_the_same_after_a_round_trip(tmp_path, scale):
    before = export_ravenshire(tmp_path, official_only=False, scale=scale)

    loads = load_everything(tmp_path)

    assert {load.state for load in loads} == {State.STORED}
    assert sum(load.rows_quarantined for load in loads) == 0
    assert {day: differing(before[day], read(day)) for day in DAYS} == {day: {} for day in DAYS}


@pytest.mark.long
def test_ofsteds_own_columns_are_enough_for_many_indicators_and_the_rest_say_so(tmp_path):
    before = export_ravenshire(tmp_path, official_only=True, scale=A_TWELFTH)

    loads = load_everything(tmp_path)

    after = read(DAYS[0])
    assert sum(load.rows_quarantined for load in loads) == 0
    assert {code for code, reading in after.items() if reading.state is Said.NOT_IN_DATA} == ONLY_WITH_FURTHER_COLUMNS
    assert {code: number(after[code]) for code in OFFICIAL_IS_ENOUGH} == {
        code: number(before[DAYS[0]][code]) for code in OFFICIAL_IS_ENOUGH
    }


@pytest.mark.long
def test_loading_what_is_there_already_changes_nothing(tmp_path):
    """Ravenshire's own records and those read from its files have the same keys."""
    with written(scale=A_TWELFTH), transaction.atomic():
        export_returns(tmp_path, by=service_account(at=AT), at=AT)
        before = read(DAYS[0])

        load_everything(tmp_path)

        assert differing(before, read(DAYS[0])) == {}
