"""The Jinja environment of every screen: the design system's macros, and the few functions templates may call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.web.components.navigation import items_for, places_for


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    design_system = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], design_system])
    options["autoescape"] = True
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(**options)  # noqa: S701 — autoescape is on, two lines above
    env.globals |= {
        "static": static, "url": address, "may": may, "navigation": items_for, "messages_of": get_messages,
        "council": settings.COUNCIL_NAME, "people_are_invented": settings.PEOPLE_ARE_INVENTED, "query": query,
        "may_find": may_find, "places_at": places_for,
    }  # fmt: skip
    env.filters |= {
        "day": day, "iso_day": iso_day, "short_day": short_day, "moment": moment,
        "short_moment": short_moment, "clock": clock, "grouped": grouped,
        "plural": plural, "amount": amount, "measured": measured,
    }  # fmt: skip
    return env


def strict_environment(**options: Any) -> Environment:
    """The same, in which a misspelt name is an error; the tests render every page with it."""
    return environment(**options, undefined=StrictUndefined)


def may_find(user: User) -> bool:
    """Whether the search box stands at the top of somebody's pages."""
    return may(user, SEE_CHILDREN)


def address(name: str, *args: Any, with_query: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
    """The address of a screen by its name, with a query where one is given."""
    return reverse(name, args=args or None, kwargs=kwargs or None) + query(with_query or {})


def query(values: Mapping[str, Any]) -> str:
    """`?a=b&c=d` from what has a value, or nothing."""
    said = {name: value for name, value in values.items() if value not in (None, "")}
    return f"?{urlencode(said)}" if said else ""


def day(value: date | None) -> str:
    """3 March 2025"""
    return f"{value:%-d %B %Y}" if value else ""


def iso_day(text: str) -> str:
    """3 March 2025, out of the 2025-03-03 that findings are kept as."""
    return day(date.fromisoformat(text))


def short_day(value: date | None) -> str:
    """3 Mar 2025"""
    return f"{value:%-d %b %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """3 March 2025 at 9:05am"""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local:%-d %B %Y} at {local:%-I:%M%p}".replace("AM", "am").replace("PM", "pm")


def short_moment(value: datetime | None) -> str:
    """Mon 3 Mar, 9:05am"""
    return f"{timezone.localtime(value):%a %-d %b}, {clock(value)}" if value else ""


def clock(value: datetime | None) -> str:
    """9:05am"""
    return f"{timezone.localtime(value):%-I:%M%p}".lower() if value else ""


def grouped(value: int) -> str:
    """17,000"""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """1 child, 2 children"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def amount(value: float | None) -> str:
    """1,234 or 12.5; nothing for nothing."""
    return number_in_words(value) if value is not None else ""


def measured(value: float | None, indicator: Indicator) -> str:
    """A point of a chart as it may be read: 31.4% for a share, 12.5 for the rest."""
    if value is None:
        return ""
    if indicator.measure in (Measure.SHARE, Measure.WEIGHTED_SHARE):
        return f"{100 * value:.1f}%"
    return number_in_words(value)
