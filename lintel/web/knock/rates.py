"""How often one network address may send or save a form. A whole school comes from one, so it is generous."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from lintel.foundation.rates.actions import count_one_more
from lintel.web.components.proxies import address_of

AN_HOUR = timedelta(hours=1)
MOST = {"send": 40, "save": 60, "letter": 12}


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Count one more, and say whether it is more than anybody sends in an hour."""
    address = address_of(request)
    return count_one_more(f"knock/{what}", address=address, span=AN_HOUR, at=timezone.now()) > MOST[what]
