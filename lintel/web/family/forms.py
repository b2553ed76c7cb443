"""What can be typed about a family. Forms validate and never save; days come filled in with today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lintel.foundation.people.families.rules import IN_WORDS
from lintel.web.components.forms import DayField

LONG_WORDS = {"widget": forms.Textarea, "max_length": 2_000}
KINDS = [("", "Choose"), *((str(kind), words.capitalize()) for kind, words in IN_WORDS.items())]
SEXES = [("", "Not known"), ("F", "Female"), ("M", "Male")]
People = Sequence[tuple[int, str]]


class About(forms.Form):
    """
    A form about one of a family: the day it is opened, and who else there is.

    :param others: for whom the same may be meant.
    """

    def __init__(self, *args: Any, today: date, people: People = (), others: People = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.today, self.people = today, people
        for name in ("on", "since", "ended_on"):
            if name in self.fields:
                self.fields[name].initial = today
        if "also" in self.fields:
            if others:
                self._offer("also", [(str(pk), name) for pk, name in others])
            else:
                del self.fields["also"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer_people(self, name: str, first: tuple[str, str] | None = None) -> None:
        self._offer(name, [*([first] if first else []), *((str(pk), called) for pk, called in self.people)])


def _also() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label="And the same for", required=False, widget=forms.CheckboxSelectMultiple)


class Add(About):
    given = forms.CharField(label="First name", max_length=120, required=False)
    family = forms.CharField(label="Family name", max_length=120, required=False)
    date_of_birth = DayField(label="Date of birth", required=False, help_text="If it is known. For example, 27 3 1988.")
    is_child = forms.BooleanField(label="Under 18 (only where the date of birth is not known)", required=False)
    sex = forms.ChoiceField(label="Sex", choices=SEXES, required=False)
    kind = forms.ChoiceField(
        label="What they are", choices=[*KINDS, ("none", "Not related: lives there")],
        error_messages={"required": "Choose what they are"},
    )  # fmt: skip
    to_person = forms.ChoiceField(label="To whom")
    lives_here = forms.BooleanField(label="Lives in the household", required=False)
    on = DayField(label="Since", required=False, help_text="For somebody who lives in the household.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._offer_people("to_person")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("given") and not typed.get("family") and not self.data.get("person"):
            self.add_error("given", "Enter a first name or a family name")
        if typed.get("kind") == "none" and not typed.get("lives_here"):
            self.add_error("kind", "Choose what they are, or say that they live in the household")
        if typed.get("lives_here") and not typed.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter since when they live in the household")
        return typed


class Relate(About):
    person = forms.ChoiceField(label="Who")
    kind = forms.ChoiceField(
        label="is the", choices=KINDS, error_messages={"required": "Choose how they are related"}
    )  # fmt: skip
    to_person = forms.ChoiceField(label="of")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._offer_people("person")
        self._offer_people("to_person")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("person") and typed.get("person") == typed.get("to_person"):
            self.add_error("to_person", "Choose somebody else: nobody is related to themselves")
        return typed


class EndTie(About):
    ended_on = DayField(label="The day it ended")


class TakeBack(About):
    because = forms.CharField(
        label="How you know that it was never so", error_messages={"required": "Write how you know"}, **LONG_WORDS
    )


class MoveIn(About):
    on = DayField(label="The day they moved in")


class MoveOut(About):
    on = DayField(label="The day they moved out")


class LiveAt(About):
    lines = forms.CharField(
        label="Address", widget=forms.Textarea, max_length=500, error_messages={"required": "Enter the address"}
    )
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    since = DayField(label="Since")
    is_confidential = forms.BooleanField(
        label="This address is confidential", required=False,
        help_text="It is then shown on a page of its own only, to those who may open it.",
    )  # fmt: skip
    also = _also()


class Ring(About):
    number = forms.CharField(
        label="Telephone number", max_length=40, error_messages={"required": "Enter the telephone number"}
    )
    words = forms.CharField(
        label="Whose it is, or when to ring", max_length=200, required=False, help_text="Only if there is something."
    )


class Speak(About):
    language = forms.CharField(label="Language", max_length=60, error_messages={"required": "Enter the language"})
    needs_interpreter = forms.BooleanField(label="Needs an interpreter", required=False)


class SafeWay(About):
    words = forms.CharField(
        label="How they may be reached without danger", error_messages={"required": "Write how they may be reached"},
        help_text="For example: ring only in school hours; never leave a message.", **LONG_WORDS,
    )  # fmt: skip
    never_write = forms.BooleanField(label="Never write to them", required=False)


class Involve(About):
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter their name"})
    role = forms.CharField(
        label="What they are", max_length=120, required=False, help_text="Health visitor, head of year."
    )
    agency = forms.CharField(label="Agency", max_length=120, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(
        label="Email", required=False, error_messages={"invalid": "Enter an email address, such as name@example.org"}
    )
    began_on = DayField(label="Since", required=False)
    also = _also()


class EndInvolved(About):
    ended_on = DayField(label="The last day")


class Sure(About):
    """Nothing is asked: pressing the button says it."""
