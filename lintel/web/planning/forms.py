"""What can be typed about a what-if. Forms validate and never save; what makes no sense together the engine says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

EVERY = "every"


class Question(forms.Form):
    name = forms.CharField(
        label="What do you want to know?",
        max_length=120,
        help_text="As you would say it: “Accept half of all contacts from September”.",
        error_messages={"required": "Enter what you want to know"},
    )
    weeks_ahead = forms.IntegerField(
        label="Weeks to look ahead", initial=52, error_messages={"required": "Enter how many weeks to look ahead"}
    )


def _number(label: str, hint: str = "", **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, required=False, **more)


class Levers(forms.Form):
    """The levers, empty where nothing is moved."""

    conversion_source = forms.ChoiceField(label="Conversion of contacts from", required=False)
    conversion_to = _number("Share accepted, in %", "Leave empty to leave it as it is.")
    conversion_from_week = _number("From week", "Week 0 is the first.", initial=0)
    conversion_over_weeks = _number("Phased over weeks", "0 is at once.", initial=0)
    volume = _number("Contacts, in % of today", "110 is a tenth more.", initial=100)
    wave_source = forms.ChoiceField(label="A backlog arrives from", required=False)
    wave_contacts = _number("Contacts in the backlog", "Leave empty for none.")
    wave_from_week = _number("Backlog from week", initial=0)
    wave_over_weeks = _number("Backlog spread over weeks", initial=4)
    assessment_length = _number("Length of assessments, in % of today", "80 is a fifth shorter.", initial=100)
    length_after = _number("Time held after the assessment, in % of today", "80 is a quicker step-down.", initial=100)
    posts_team = forms.ChoiceField(label="More posts in", required=False)
    posts_number = _number("How many posts", "Leave empty for none.")
    posts_from_week = _number("They start in week", initial=12)
    posts_are_agency = forms.BooleanField(label="They are agency posts", required=False)
    posts_are_funded = forms.BooleanField(label="There is a funding line for them", required=False, initial=True)
    ceiling = _number("Children a full-time worker holds at most", "Leave empty to leave it as it is.")

    def __init__(self, *args: Any, sources: Sequence[str], teams: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        everywhere = [(EVERY, "All sources"), *((source, source) for source in sources)]
        self.fields["conversion_source"].choices = everywhere  # type: ignore[attr-defined]
        self.fields["wave_source"].choices = everywhere[1:]  # type: ignore[attr-defined]
        self.fields["posts_team"].choices = [  # type: ignore[attr-defined]
            (EVERY, "All teams, shared out evenly"), *((team, team) for team in teams)
        ]  # fmt: skip

    def as_levers(self) -> dict[str, Any]:
        """As the engine's files write levers down."""
        typed = self.cleaned_data
        levers: dict[str, Any] = {
            "volume": _factor(typed["volume"]), "assessment_length": _factor(typed["assessment_length"]),
            "length_after_assessment": _factor(typed["length_after"]), "ceiling_points": typed["ceiling"],
        }  # fmt: skip
        if typed["conversion_to"] is not None:
            levers["conversion"] = [{
                "to": typed["conversion_to"] / 100, "source": typed["conversion_source"] or EVERY,
                "from_week": typed["conversion_from_week"] or 0, "over_weeks": typed["conversion_over_weeks"] or 0,
            }]  # fmt: skip
        if typed["wave_contacts"]:
            levers["waves"] = [{
                "source": typed["wave_source"], "contacts": typed["wave_contacts"],
                "from_week": typed["wave_from_week"] or 0, "over_weeks": typed["wave_over_weeks"] or 0,
            }]  # fmt: skip
        if typed["posts_number"]:
            levers["posts"] = [{
                "number": typed["posts_number"], "from_week": typed["posts_from_week"] or 0,
                "team": typed["posts_team"] or EVERY, "is_agency": typed["posts_are_agency"],
                "is_funded": typed["posts_are_funded"],
            }]  # fmt: skip
        return levers


def _factor(percent: int | None) -> float:
    return 1.0 if percent is None else percent / 100


def typed_from(levers: dict[str, Any]) -> dict[str, Any]:
    """What would have been typed to move these levers."""
    typed: dict[str, Any] = {
        "volume": round(100 * levers["volume"]), "assessment_length": round(100 * levers["assessment_length"]),
        "length_after": round(100 * levers["length_after_assessment"]), "ceiling": levers["ceiling_points"],
    }  # fmt: skip
    for each in levers["conversion"][:1]:
        typed |= {
            "conversion_to": round(100 * each["to"]), "conversion_source": each["source"],
            "conversion_from_week": each["from_week"], "conversion_over_weeks": each["over_weeks"],
        }  # fmt: skip
    for each in levers["waves"][:1]:
        typed |= {f"wave_{name}": each[name] for name in ("source", "from_week", "over_weeks")}
        typed["wave_contacts"] = round(each["contacts"])
    for each in levers["posts"][:1]:
        typed |= {f"posts_{name}": each[name] for name in ("team", "number", "from_week")}
        typed |= {"posts_are_agency": each["is_agency"], "posts_are_funded": each["is_funded"]}
    return typed
