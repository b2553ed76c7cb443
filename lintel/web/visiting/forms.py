"""
What is typed about a visit. One box for each thing to say, without a limit that cuts; everything the record knows is
there already. Forms validate and never save.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms

from lintel.journey.visiting.queries import Family, Visited
from lintel.statute.calendar import LONDON
from lintel.steps.visits.codes import Purpose, Seen, Way, WhyNot
from lintel.steps.visits.rules import CLOCKS_DIFFER, OfChild, Said

NOT_SAID = [("", "Not said")]
# For dictating and for thumbs: whole sentences, capitals and spelling as the telephone has them.
DICTATED = {"autocapitalize": "sentences", "spellcheck": "true", "autocomplete": "off"}


def words(label: str, hint: str = "", *, required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), widget=forms.Textarea(attrs=DICTATED),
        error_messages={"required": required},
    )  # fmt: skip


class AnyOf(forms.MultipleChoiceField):
    """Boxes to tick. What was ticked on a form that was prepared days ago stays said, whatever the page offers now."""

    def valid_value(self, value: str) -> bool:
        return True


class VisitForm(forms.Form):
    """One visit to a family. Fields of each child carry the child's number."""

    sent_once = forms.UUIDField(widget=forms.HiddenInput)
    children = forms.CharField(widget=forms.HiddenInput, required=False)
    typed_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    all_seen = forms.BooleanField(label="All of them were seen", required=False)
    seen_and_heard = words("What we saw and heard", required="Say what you saw and heard")
    next_step = words("What happens next")
    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "Say on which day"}
    )
    hour = forms.TimeField(
        label="Time", widget=forms.TimeInput(attrs={"type": "time"}), error_messages={"required": "Say at what time"}
    )
    way = forms.ChoiceField(
        label="Where", choices=[(way.value, way.words) for way in Way], widget=forms.RadioSelect, initial=Way.HOME.value
    )
    met = AnyOf(label="Who was met", required=False, widget=forms.CheckboxSelectMultiple)
    met_too = forms.CharField(label="Anybody else who was met", required=False)
    went_with = forms.CharField(label="Who else went with you", required=False)
    purposes = forms.MultipleChoiceField(
        label="What it was for", choices=[(each.value, each.words) for each in Purpose], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_safe = forms.BooleanField(label="It is safe for them to wait for a worker", required=False)

    def __init__(self, *args: Any, family: Family, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.family, self.now = family, now
        self.fields["met"].choices = [(name, name) for name in family.adults]  # type: ignore[attr-defined]
        if family.next_check is not None:
            looks = f"{family.next_check:%-d %B %Y}"
            self.fields["is_safe"].help_text = f"What you saw and heard says why. Somebody looks again by {looks}."
        for child in family.children:
            self._add(child)

    def of(self, child: Visited) -> dict[str, Any]:
        """The bound fields of one child, by what they say."""
        return {name: self[field] for name in ("seen", "why_not", "own_words", "observed")
                if (field := f"{name}_{child.pk}") in self.fields}  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for child in self.family.children:
            name = f"seen_{child.pk}"
            if name in self.fields and not cleaned.get(name):
                cleaned[name] = Seen.SEEN.value if cleaned.get("all_seen") else ""
                if not cleaned[name]:
                    self.add_error(name, f"Say whether {child.name} was seen")
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if day and hour and visited_at(day, hour) > self.now + CLOCKS_DIFFER:
            self.add_error("hour", "The visit has not been yet: the day and time must be in the past")
        return cleaned

    @property
    def said(self) -> Said:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Said(
            visited_at=visited_at(typed["day"], typed["hour"]), way=typed["way"],
            seen_and_heard=typed["seen_and_heard"], next_step=typed["next_step"], went_with=typed["went_with"],
            met="; ".join(filter(None, [*typed["met"], typed["met_too"].strip()])), purposes=tuple(typed["purposes"]),
            children=tuple(self._of_child(child) for child in self.family.children),
        )  # fmt: skip

    def _add(self, child: Visited) -> None:
        if not child.is_unborn:
            self.fields[f"seen_{child.pk}"] = forms.ChoiceField(
                label=f"Was {child.name} seen?", required=False, widget=forms.RadioSelect,
                choices=[(each.value, each.words) for each in Seen],
            )  # fmt: skip
            self.fields[f"why_not_{child.pk}"] = forms.ChoiceField(
                label=f"Why {child.name} was not seen", required=False,
                choices=[*NOT_SAID, *((each.value, each.words) for each in WhyNot)],
            )  # fmt: skip
        if child.speaks and not child.is_unborn:
            self.fields[f"own_words_{child.pk}"] = words(f"What {child.name} said, in their own words")
        else:
            said = "What was said of the pregnancy" if child.is_unborn else f"What you observed of {child.name}"
            self.fields[f"observed_{child.pk}"] = words(said)

    def _of_child(self, child: Visited) -> OfChild:
        typed = self.cleaned_data
        seen = None if child.is_unborn else Seen(typed[f"seen_{child.pk}"])
        return OfChild(
            child_id=child.pk, seen=seen, why_not=typed.get(f"why_not_{child.pk}", "") if seen == Seen.NOT else "",
            own_words=typed.get(f"own_words_{child.pk}", ""), observed=typed.get(f"observed_{child.pk}", ""),
        )  # fmt: skip


def visited_at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)


def as_typed(said: Said, family: Family, **hidden: Any) -> dict[str, Any]:
    """A visit as it stands, for the boxes of the form."""
    local = said.visited_at.astimezone(LONDON)
    met = [each for each in said.met.split("; ") if each]
    return {
        **hidden, "children": ",".join(str(child.pk) for child in family.children), "day": local.date(),
        "hour": f"{local:%H:%M}", "way": said.way, "met": [each for each in met if each in family.adults],
        "met_too": "; ".join(each for each in met if each not in family.adults), "went_with": said.went_with,
        "purposes": list(said.purposes), "seen_and_heard": said.seen_and_heard, "next_step": said.next_step,
        **{
            f"{name}_{each.child_id}": getattr(each, name) or ""
            for each in said.children
            for name in ("seen", "why_not", "own_words", "observed")
        },
    }  # fmt: skip
