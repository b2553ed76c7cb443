"""Keys for tests, given as a system administrator gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lintel.foundation.access.models import User
from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.api_keys.actions import Made, make_key
from lintel.foundation.api_keys.codes import KeyScope
from tests.cast import NOW, OPENED


def school(by: User, key: str = "larchmere-academy") -> Agency:
    return name_agency(key=key, name="Larchmere Academy", kind=AgencyKind.SCHOOL, by=by, at=OPENED)


def key_for(
    agency: Agency, *scopes: KeyScope, by: User, at: datetime = NOW, days: int = 90, name: str = "Register system"
) -> Made:
    """A key; without scopes, good for everything."""
    wanted: Sequence[KeyScope] = scopes or list(KeyScope)
    return make_key(name=name, agency=agency, scopes=wanted, expires_at=at + timedelta(days=days), by=by, at=at)
