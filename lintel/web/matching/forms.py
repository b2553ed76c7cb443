"""What can be typed to find or merge people. Forms validate and never save."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from lintel.foundation.matching.sought import Sought, sought_from_text
from lintel.web.components.forms import DayField


class Search(forms.Form):
    """
    One line of anything, or the parts of another page's form under these names.

    Nothing is ever wrong with it: while somebody types, half a date is left out of the search and not complained about.
    """

    q = forms.CharField(
        label="Name, date of birth, postcode or number", required=False, max_length=300,
        help_text="In any order, as you know it. For example: mia bell 2/9/13, or baby bell due 30/6/25.",
    )  # fmt: skip


PARTS = ("given", "family", "sex", "address", "postcode", "mother", "school")
DAYS = ("date_of_birth", "expected_birth_date")
LISTS = ("other_names", "identifiers", "adults", "siblings")


def sought_of(typed: Any, *, today: date) -> Sought:
    """What the address of a search asks for: `?q=…`, or `?given=…&family=…&date_of_birth-day=…`; both add up."""
    said: dict[str, Any] = {name: typed.get(name, "").replace("\0", " ").strip()[:200] for name in PARTS}
    said |= {name: day for name in DAYS if (day := _day(typed, name))}
    said |= {name: tuple(one.replace("\0", " ")[:200] for one in typed.getlist(name) if one.strip()) for name in LISTS}
    line = typed.get("q", "").strip()
    if line:
        read = sought_from_text(line, today=today)
        said = {name: getattr(read, name) or value for name, value in said.items()} | {
            name: getattr(read, name) for name in (*DAYS, "is_birth_date_estimated") if getattr(read, name)
        }
    return Sought(**said)


def _day(typed: Any, name: str) -> date | None:
    field = DayField(label=name, required=False)
    try:
        value: date | None = field.clean(field.widget.value_from_datadict(typed, MultiValueDict(), name))
    except forms.ValidationError:
        return None
    return value


def choosing(typed: Any) -> str:
    """The name under which another page's form wants the chosen record, or nothing."""
    wanted = typed.get("choose", "")
    return wanted if re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", wanted) else ""


class Merging(forms.Form):
    reason = forms.CharField(
        label="How you know that they are one person", widget=forms.Textarea, max_length=2000,
        error_messages={"required": "Enter how you know that they are one person"},
    )  # fmt: skip
    leaving_behind = forms.BooleanField(
        label="Merge all the same; the work listed above stays with the other record", required=False
    )

    def __init__(self, *args: Any, asks_about_work: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_about_work:
            del self.fields["leaving_behind"]


class TakingBack(forms.Form):
    reason = forms.CharField(
        label="Why they are two people after all", widget=forms.Textarea, max_length=2000,
        error_messages={"required": "Enter why they are two people after all"},
    )  # fmt: skip
