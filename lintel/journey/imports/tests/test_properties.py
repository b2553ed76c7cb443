"""What must hold whatever comes: every row is accepted or set aside, and the same rows again change nothing."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintel.foundation.audit_log.models import Entry
from lintel.journey.imports.layouts import Recognised, recognise
from lintel.journey.imports.lines import read_row
from lintel.journey.imports.tests.builders import HEADINGS, year
from lintel.journey.imports.tests.conftest import Take

SMALL = year(3, contacts=14, referrals=8, assessments=8, enquiries=4)
HOSTILE = st.one_of(
    st.none(), st.text(max_size=60), st.integers(-(10**9), 10**9), st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(), st.dates(date(1850, 1, 1), date(2150, 1, 1)), st.datetimes(), st.times(),
    st.sampled_from(["=1+1", "#REF!", "01/01/1900", "a) Yes", "\x00", "Unallocated", "C1" * 40]),
)  # fmt: skip


@given(sheet=st.sampled_from(sorted(HEADINGS)), cells=st.lists(HOSTILE, max_size=20))
def test_whatever_stands_in_a_row_it_is_read_or_set_aside_with_a_reason(sheet, cells):
    found = recognise("annex_a", sheet, [HEADINGS[sheet]])
    assert isinstance(found, Recognised)

    line = read_row(found, sheet=sheet, row=2, values=cells, file_day=date(2025, 4, 2))

    assert line.is_accepted == (not line.faults)
    assert all(fault.cause for fault in [*line.faults, *line.doubts])
    assert all(isinstance(text, str) and "\x00" not in text for text in line.cells.values())
    if line.is_accepted:
        assert line.says["child_id"]
        assert line.says[found.layout.key] <= date(2025, 4, 2)


@st.composite
def corrupted(draw: Any) -> dict[str, list[dict[str, Any]]]:
    """The lists of a small authority with their rows in any order, and some cells written over."""
    lists = {}
    for sheet, rows in SMALL.items():
        changed = [dict(one) for one in draw(st.permutations(list(rows)))]
        for _ in range(draw(st.integers(0, 3))):
            one = draw(st.sampled_from(changed)) if changed else None
            if one:
                one[draw(st.sampled_from(sorted(one)))] = draw(_WRITABLE)
        lists[sheet] = changed
    return lists


# What a spreadsheet can hold: no control characters, no surrogates, no numbers without an end.
_WRITABLE = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), st.integers(0, 60_000),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.sampled_from(["01/01/1900", "b) No", "Unallocated", "x"]),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(lists=corrupted(), again=st.randoms(use_true_random=False))
def test_rows_in_are_accepted_or_set_aside_and_any_order_of_them_again_changes_nothing(lists, again, take: Take):
    # One example must not meet the files of another: the same file twice is a story of its own.
    with transaction.atomic():
        _the_same_rows_again_change_nothing(lists, again, take)
        transaction.set_rollback(True)


def _the_same_rows_again_change_nothing(lists: dict[str, list[dict[str, Any]]], again: Any, take: Take) -> None:
    load = take(lists)
    before = Entry.objects.latest("pk").pk
    shuffled = {sheet: again.sample(rows, len(rows)) for sheet, rows in lists.items()}

    second = take(shuffled)

    assert load.rows_in == load.rows_accepted + load.rows_quarantined == sum(map(len, lists.values()))
    assert load.rows_quarantined == load.quarantined.count()
    assert (second.rows_accepted, second.rows_quarantined) == (load.rows_accepted, load.rows_quarantined)
    laid = Entry.objects.filter(act="records laid down", pk__gt=before)
    assert {(one.details["kind"], one.details["added"], one.details["corrected"]) for one in laid} <= {
        (one.details["kind"], 0, 0) for one in laid
    }
