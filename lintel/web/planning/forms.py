"""What can be typed about a what-if. Forms validate and never save; what makes no sense together the engine says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from lintel.oversight.demand.what_if.queries import AsItIs

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


class Week(forms.ChoiceField):
    """
    A week of the what-if, chosen by its Monday. The value is its number, or None.

    A week that is not offered is not refused here: the engine says in words why it cannot be.
    """

    def __init__(self, *, weeks: Sequence[date], empty: str = "", **more: Any) -> None:
        nothing = [("", empty)] if empty else []
        offered = [(str(number), f"{monday:%-d %b %Y}") for number, monday in enumerate(weeks)]
        super().__init__(choices=[*nothing, *offered], required=False, **more)

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"-?[0-9]{1,9}", str(value)) is not None

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return int(found) if found else None


def _number(label: str, hint: str = "", **more: Any) -> forms.IntegerField:
    # What is too small the engine refuses in words of its own; these are only numbers nobody means.
    too_large = {"max_value": TOO_LARGE, "min_value": TOO_LARGE}
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=-MOST, max_value=MOST, error_messages=too_large, **more
    )


def _row(kind: str, number: int, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    return {f"{kind}-{number}-{name}": field for name, field in fields.items()}


MOST = 1_000_000
TOO_LARGE = f"Enter a number below {MOST:,}"
SPARE = {"waves": 1, "posts": 2}  # rows offered beyond those that are filled


class Levers(forms.Form):
    """
    The levers, empty where nothing is moved.

    Those of which there can be several stand in rows, `conversion-0-to` and so on; `rows` gives them to a template.
    """

    volume = _number("Contacts, in % of today", "110 is a tenth more.")
    ceiling = _number("Children a full-time worker holds at most")
    assessment_length = _number("Length of assessments, in % of today", "80 is a fifth shorter.")
    length_after = _number("Time held after the assessment, in % of today", "80 is a fifth sooner.")

    def __init__(self, *args: Any, now: AsItIs, kept: dict[str, Any], **more: Any) -> None:
        super().__init__(*args, initial=_typed(kept, now), **more)
        self.now = now
        self.weeks = [now.starts_on + timedelta(weeks=number) for number in range(now.weeks)]
        self.fields["ceiling"].help_text = f"Now {now.ceiling}. Leave empty to leave it so."
        counted = {kind: max(len(kept[kind]) + spare, self._posted(kind)) for kind, spare in SPARE.items()}
        for number, _ in enumerate(self.names_of_sources):
            self.fields |= _row("conversion", number, self._conversion())
        for number in range(counted["posts"]):
            self.fields |= _row("posts", number, self._posts())
        for number in range(counted["waves"]):
            self.fields |= _row("waves", number, self._wave())
        for number, team in enumerate(now.agency):
            self.fields |= _row("agency", number, self._agency(team))
        for number, outcome in enumerate(now.outcomes):
            self.fields |= _row("step_down", number, self._step_down(outcome))

    def _posted(self, kind: str) -> int:
        """How many rows came in: somebody else may have kept fewer since this page was opened, and nothing is lost."""
        found = [re.fullmatch(rf"{kind}-([0-9]{{1,2}})-[a-z_]+", name) for name in self.data]
        return max((1 + int(match[1]) for match in found if match), default=0)

    @property
    def names_of_sources(self) -> list[str]:
        """All together, then each."""
        return [EVERY, *self.now.sources]

    @property
    def is_moved_by_source(self) -> bool:
        """Whether a single source is moved, or is about to be."""
        return any(row["to"].value() not in (None, "") for row in self.rows("conversion")[1:])

    def _conversion(self) -> dict[str, forms.Field]:
        return {
            "to": _number("Accepted, in %"), "from_week": Week(label="From", weeks=self.weeks),
            "over_weeks": _number("Phased over weeks"),
        }  # fmt: skip

    def _posts(self) -> dict[str, forms.Field]:
        teams = [(EVERY, "All teams, evenly"), *((team, team) for team in self.now.teams)]
        return {
            "number": _number("How many posts"), "team": forms.ChoiceField(label="In", required=False, choices=teams),
            "from_week": Week(label="From", weeks=self.weeks),
            "until_week": Week(label="Until", weeks=self.weeks, empty="They stay"),
            "is_agency": forms.BooleanField(label="Agency", required=False),
            "is_funded": forms.BooleanField(label="There is a funding line", required=False),
        }  # fmt: skip

    def _wave(self) -> dict[str, forms.Field]:
        sources = [(source, source) for source in self.now.sources]
        return {
            "source": forms.ChoiceField(label="From", required=False, choices=sources),
            "contacts": _number("Contacts in the backlog"), "from_week": Week(label="Arriving from", weeks=self.weeks),
            "over_weeks": _number("Spread over weeks"),
        }  # fmt: skip

    def _agency(self, team: str) -> dict[str, forms.Field]:
        label = f"{team}: {self.now.agency[team]} agency"
        return {"from_week": Week(label=label, weeks=self.weeks, empty="They stay")}

    def _step_down(self, outcome: str) -> dict[str, forms.Field]:
        return {"share": _number(f"{outcome.capitalize()}: stepped down instead, in %")}

    def rows(self, kind: str) -> list[dict[str, forms.BoundField]]:
        """The rows of a kind, each by the names of its boxes."""
        found: dict[int, dict[str, forms.BoundField]] = defaultdict(dict)
        for name in self.fields:
            if name.startswith(f"{kind}-"):
                _, number, part = name.split("-")
                found[int(number)][part] = self[name]
        return [found[number] for number in sorted(found)]

    def as_levers(self) -> dict[str, Any]:
        """As the engine's files write levers down."""
        typed = self.cleaned_data
        return {
            "volume": _factor(typed["volume"]), "assessment_length": _factor(typed["assessment_length"]),
            "length_after_assessment": _factor(typed["length_after"]), "ceiling_points": typed["ceiling"],
            "conversion": [
                {"source": source, "to": row["to"] / 100, "from_week": row["from_week"] or 0,
                 "over_weeks": row["over_weeks"] or 0}
                for source, row in zip(self.names_of_sources, self._filled("conversion"), strict=True)
                if row["to"] is not None
            ],
            "posts": [
                row | {"from_week": row["from_week"] or 0, "team": row["team"] or EVERY}
                for row in self._filled("posts") if row["number"]
            ],
            "waves": [
                row | {"from_week": row["from_week"] or 0, "over_weeks": row["over_weeks"] or 0}
                for row in self._filled("waves") if row["contacts"]
            ],
            "agency_leaves": [
                {"team": team, "from_week": row["from_week"]}
                for team, row in zip(self.now.agency, self._filled("agency"), strict=True)
                if row["from_week"] is not None
            ],
            "step_down": [
                {"outcome": outcome, "share": row["share"] / 100}
                for outcome, row in zip(self.now.outcomes, self._filled("step_down"), strict=True)
                if row["share"]
            ],
        }  # fmt: skip

    def _filled(self, kind: str) -> list[dict[str, Any]]:
        return [{part: self.cleaned_data[box.name] for part, box in row.items()} for row in self.rows(kind)]


def _factor(percent: int | None) -> float:
    return 1.0 if percent is None else percent / 100


def _per_cent(share: float) -> float | int:
    """As somebody would have typed it."""
    found = round(100 * share, 1)
    return int(found) if found == int(found) else found


def _typed(levers: dict[str, Any], now: AsItIs) -> dict[str, Any]:
    """What would have been typed to move these levers."""
    typed: dict[str, Any] = {
        "volume": _per_cent(levers["volume"]), "assessment_length": _per_cent(levers["assessment_length"]),
        "length_after": _per_cent(levers["length_after_assessment"]), "ceiling": levers["ceiling_points"],
    }  # fmt: skip
    rows = {
        "conversion": dict(enumerate([{"from_week": 0, "over_weeks": 0} for _ in (EVERY, *now.sources)])),
        "posts": {number: {"from_week": min(12, now.weeks - 1), "is_funded": True} for number in range(99)},
        "waves": {number: {"from_week": 0, "over_weeks": 4} for number in range(99)}, "agency": {}, "step_down": {},
    }  # fmt: skip
    for place, source in enumerate((EVERY, *now.sources)):
        for each in levers["conversion"]:
            if each["source"] == source:
                rows["conversion"][place] = each | {"to": _per_cent(each["to"])}
    rows["posts"] |= dict(enumerate(levers["posts"]))
    rows["waves"] |= dict(enumerate(each | {"contacts": round(each["contacts"])} for each in levers["waves"]))
    rows["agency"] = {
        place: each for place, team in enumerate(now.agency)
        for each in levers["agency_leaves"] if each["team"] in (team, EVERY)
    }  # fmt: skip
    rows["step_down"] = {
        place: {"share": _per_cent(each["share"])} for place, outcome in enumerate(now.outcomes)
        for each in levers["step_down"] if each["outcome"] == outcome
    }  # fmt: skip
    for kind, found in rows.items():
        typed |= {f"{kind}-{number}-{part}": value for number, row in found.items() for part, value in row.items()}
    return typed


class Beside(forms.Form):
    """Which others to see beside a what-if."""

    others = forms.MultipleChoiceField(
        label="Beside things as they are and this one", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="At most two more: four lines are as many as can be read.",
        error_messages={"invalid_choice": "Choose from those on the page"},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["others"].choices = choices  # type: ignore[attr-defined]


class Copy(forms.Form):
    name = forms.CharField(
        label="What the copy is called", max_length=120, help_text="Then move its levers, and compare the two.",
        error_messages={"required": "Enter what the copy is called"},
    )  # fmt: skip


MAY_MOVE = (
    ("posts", "More posts"), ("pace", "A slower change of conversion"), ("shorter", "Shorter assessments"),
)  # fmt: skip


class Goal(forms.Form):
    """What would be manageable, and what may be moved to get there."""

    ceiling = forms.IntegerField(
        label="Children a full-time worker holds at most", error_messages={"required": "Enter a ceiling"}
    )
    chance = forms.FloatField(
        label="It may go wrong in how many futures of a hundred", initial=5,
        error_messages={"required": "Enter how many futures of a hundred"},
    )  # fmt: skip
    children_waiting = forms.IntegerField(
        label="It has gone wrong when more children than these wait, three weeks running", initial=5,
        error_messages={"required": "Enter how many children may wait"},
    )  # fmt: skip
    may_move = forms.MultipleChoiceField(
        label="What may be moved", choices=MAY_MOVE, widget=forms.CheckboxSelectMultiple,
        initial=[name for name, _ in MAY_MOVE], error_messages={"required": "Choose at least one thing that may move"},
    )  # fmt: skip
    pounds_per_week_of_post = _number("A post, pounds a week")
    pounds_per_week_of_agency = _number("An agency worker, pounds a week")
    pounds_per_week_per_per_cent_shorter = _number("Assessments 1% shorter, pounds a week for each worker")
    pounds_per_child_later = _number("A child accepted later because the change is slower, pounds")

    def costs(self) -> dict[str, int]:
        """What was typed of the costs; what was left empty is as assumed."""
        return {
            name: value for name, value in self.cleaned_data.items() if name.startswith("pounds_") and value is not None
        }
