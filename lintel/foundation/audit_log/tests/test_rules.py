"""How entries are hashed: the same values give the same hash, other values another."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.foundation.audit_log.rules import NOTHING_BEFORE, digest_of, root_of

AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
ENTRY = {"id": 7, "at": AT, "act": "list opened", "by_id": 3, "child_id": None, "details": {"list": "K06", "rows": 12}}

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_the_hash_of_an_entry_is_pinned():
    # Should this ever change, every log sealed before would be called tampered with.
    assert digest_of(ENTRY) == "eb16385b2e4f9e1431248340cf9636c651714686e61201081bf4892f599184ff"


def test_the_order_of_columns_does_not_matter():
    assert digest_of(dict(reversed(ENTRY.items()))) == digest_of(ENTRY)


def test_one_moment_has_one_hash_in_every_time_zone():
    in_summer = datetime(2025, 7, 1, 9, 0, tzinfo=UTC)

    assert digest_of({"at": in_summer}) == digest_of({"at": in_summer.astimezone(ZoneInfo("Europe/London"))})


@pytest.mark.parametrize("column", ENTRY)
def test_a_change_in_any_column_changes_the_hash(column):
    assert digest_of({**ENTRY, column: "other"}) != digest_of(ENTRY)


@given(plain, plain)
def test_details_have_the_same_hash_only_when_they_are_the_same(one, other):
    same = digest_of({"details": one}) == digest_of({"details": other})

    assert same == (repr(_sorted(one)) == repr(_sorted(other)))


def test_a_root_depends_on_everything_it_covers():
    covered = {"previous": NOTHING_BEFORE, "sealed_at": AT, "sealed_before": 900, "digests": ["a", "b"]}
    others = [
        {"previous": "f" * 64},
        {"sealed_at": AT + timedelta(microseconds=1)},
        {"sealed_before": 901},
        {"digests": ["b", "a"]},
        {"digests": ["a"]},
        {"digests": ["a", "b", "c"]},
        {"digests": ["ab"]},
    ]

    roots = {root_of(**covered), *(root_of(**covered | other) for other in others)}

    assert len(roots) == len(others) + 1


def _sorted(value):
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(inner) for inner in value] if isinstance(value, list) else value
