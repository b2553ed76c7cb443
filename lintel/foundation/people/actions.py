"""Writing people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.people.models import (
    Address,
    Household,
    HouseholdMembership,
    Identifier,
    Person,
    PersonName,
    Relationship,
)
from lintel.foundation.provenance.actions import Loaded, lay_down

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_people(records: Sequence[Person], *, by: User, at: datetime) -> Loaded:
    """Lay down people read from files; see `lay_down`. Disagreements are listed apart, by `list_contradictions`."""
    return lay_down(records, by=by, at=at)


def load_names(records: Sequence[PersonName], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_identifiers(records: Sequence[Identifier], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_addresses(records: Sequence[Address], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_relationships(records: Sequence[Relationship], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_households(records: Sequence[Household], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_household_memberships(records: Sequence[HouseholdMembership], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)
