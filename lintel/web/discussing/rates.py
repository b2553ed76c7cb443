"""How often one network address may answer by a link. A whole hospital comes from one, so it is generous."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from lintel.foundation.rates.actions import count_one_more
from lintel.web.components.proxies import address_of

AN_HOUR = timedelta(hours=1)
MOST = 120


def is_too_often(request: HttpRequest) -> bool:
    """Count one more, and say whether it is more than anybody answers in an hour."""
    address = address_of(request)
    return count_one_more("discussing/answer", address=address, span=AN_HOUR, at=timezone.now()) > MOST
