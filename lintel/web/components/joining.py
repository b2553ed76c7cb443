"""Whether somebody can join a discussion, when else, and what they know: asked alike here, by a link, in the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from lintel.steps.enquiries.codes import Reply
from lintel.steps.enquiries.discussing.rules import Span
from lintel.web.components.forms import DayField


def clock(label: str, example: str) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H.%M", "%H%M"], help_text=f"For example, {example}.",
        error_messages={"required": f"Write the time like {example}", "invalid": f"Write the time like {example}"},
    )  # fmt: skip


class Times(forms.Form):
    """A time a party can join, as `span`."""

    on = DayField(label="Day")
    begins = clock("They can from", "13:00")
    ends = clock("They can until", "15:30")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        if typed["ends"] <= typed["begins"]:
            self.add_error("ends", "It must end after it begins")
        return typed

    @property
    def span(self) -> Span:
        said = self.cleaned_data
        moments = [timezone.make_aware(datetime.combine(said["on"], said[name])) for name in ("begins", "ends")]
        return Span(*moments)


class OwnTimes(Times):
    """The same, as whoever can says it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].label, self.fields["ends"].label = "I can from", "I can until"


class WhatIsKnown(forms.Form):
    """Something that is known of the children of a discussion: the day it happened, and about whom it is."""

    on = DayField(label="The day it happened")
    words = forms.CharField(
        label="What happened", widget=forms.Textarea, max_length=5_000,
        help_text="What you know, and how you know it. It is marked as yours.",
        error_messages={"required": "Write what happened"},
    )  # fmt: skip
    about = forms.TypedChoiceField(label="About", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, children: Mapping[int, str], **kwargs: Any) -> None:
        """:param children: by their numbers, their names; of one child nobody is asked about whom it is."""
        super().__init__(*args, **kwargs)
        if len(children) == 1:
            del self.fields["about"]
        else:
            about: Any = self.fields["about"]
            about.choices = [("", "All of them"), *children.items()]


class WhetherTheyCan(forms.Form):
    """What a party says to the time it is invited to, as `said` and `because`."""

    reply = forms.ChoiceField(
        label="What they say", widget=forms.RadioSelect,
        choices=[(Reply.ACCEPTED, "They will join"), (Reply.CANNOT, "They cannot")],
        error_messages={"required": "Say whether they can join"},
    )  # fmt: skip
    because = forms.CharField(
        label="Why they cannot", required=False, max_length=500, help_text="Only where they cannot. A few words."
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("reply") == Reply.CANNOT and not typed.get("because", "").strip():
            self.add_error("because", "Say why, in a few words")
        return typed

    @property
    def said(self) -> Reply:
        return Reply(self.cleaned_data["reply"])


class WhetherICan(WhetherTheyCan):
    """The same, as whoever is invited says it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["reply"]
        asked.label, asked.choices = "Can you join?", [(Reply.ACCEPTED, "I can"), (Reply.CANNOT, "I cannot")]
        asked.error_messages["required"] = "Say whether you can join"
        self.fields["because"].label = "Why you cannot"
        self.fields["because"].help_text = "Only where you cannot. Name no child here."
