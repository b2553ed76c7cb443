"""How often one network address may send or save a form. A whole school comes from one, so it is generous."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

AN_HOUR = 60 * 60
MOST = {"send": 40, "save": 60, "letter": 12}


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Count one more, and say whether it is more than anybody sends in an hour."""
    hour = int(timezone.now().timestamp()) // AN_HOUR
    key = f"knock/{what}/{hour}/{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 2 * AN_HOUR)
    try:
        return cache.incr(key) > MOST[what]
    except ValueError:  # the hour was over between the two
        return False
