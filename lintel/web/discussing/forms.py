"""What can be said about a strategy discussion. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from lintel.foundation.agencies.models import Agency
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.rules import AT_THE_LEAST
from lintel.steps.enquiries.discussing.slots.actions import Asking, Postponing
from lintel.web.components.forms import DayField
from lintel.web.components.joining import WhatIsKnown, clock

PARTNERS = [party for party in Party if party in AT_THE_LEAST]


class Ask(forms.Form):
    """How to join, and whom to ask for each of the three safeguarding partners, as `asked`."""

    dial_in = forms.CharField(
        label="How to join", max_length=300, help_text="A number and its code, or a link, as everybody will dial it.",
        error_messages={"required": "Write how to join"},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="Minutes it takes", min_value=5, max_value=480, initial=60,
        error_messages={
            "required": "Write how many minutes", "invalid": "Write how many minutes, as a number",
            "min_value": "It takes at least 5 minutes", "max_value": "It takes at most 480 minutes",
        },
    )  # fmt: skip

    def __init__(
        self, *args: Any, others: Sequence[tuple[int, str]] = (), own_name: str = "",
        own_email: str = "", agencies: Sequence[Agency] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        """
        :param others: causes of brothers and sisters who wait as well, as number and the child's name.
        :param agencies: those that may sign in here; the first of a party's kind is offered for it.
        """
        super().__init__(*args, **kwargs)
        self.agencies = {each.pk: each for each in agencies}
        if others:
            self.fields["together"] = forms.TypedMultipleChoiceField(
                label="Talk in the same discussion about", choices=list(others), coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple, initial=[number for number, _ in others],
            )  # fmt: skip
        for party in PARTNERS:
            of_kind = [each for each in agencies if each.kind == party]
            name, email = (of_kind[0].name, of_kind[0].email) if of_kind else (party.words, "")
            if party is Party.SOCIAL_CARE:
                name, email = own_name, own_email
            self.fields[f"{party}_name"] = forms.CharField(
                label=f"{party.words}: who", max_length=120, help_text="A person or a desk.", initial=name,
                error_messages={"required": f"Write whom to ask for {party.words}"},
            )  # fmt: skip
            self.fields[f"{party}_email"] = forms.EmailField(
                label=f"{party.words}: e-mail", required=False, initial=email,
                error_messages={"invalid": "Write an e-mail address like name@example.org"},
            )  # fmt: skip
            if of_kind:
                self.fields[f"{party}_agency"] = _agency(of_kind, f"{party.words}: answers here as")

    @property
    def asked(self) -> list[Asking]:
        said = self.cleaned_data
        return [
            Asking(
                party=party, name=said[f"{party}_name"], email=said[f"{party}_email"],
                agency=self.agencies.get(int(said.get(f"{party}_agency") or 0)),
            )
            for party in PARTNERS
        ]  # fmt: skip


class AskParty(forms.Form):
    """One more party, as `asking`."""

    party = forms.ChoiceField(label="For", choices=[(party, party.words) for party in Party])
    name = forms.CharField(
        label="Who", max_length=120, help_text="A person, a desk or an organisation.",
        error_messages={"required": "Write whom to ask"},
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail", required=False, help_text="Without one you read them the link.",
        error_messages={"invalid": "Write an e-mail address like name@example.org"},
    )  # fmt: skip
    is_needed = forms.BooleanField(label="The discussion waits for a time they can make", required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {each.pk: each for each in agencies}
        if agencies:
            self.fields["agency"] = _agency(agencies, "Answers here as")
            self.fields["agency"].initial = ""
            self.order_fields(["party", "name", "agency"])

    @property
    def asking(self) -> Asking:
        said = self.cleaned_data
        return Asking(
            party=Party(said["party"]), name=said["name"], email=said["email"], is_needed=said["is_needed"],
            agency=self.agencies.get(int(said.get("agency") or 0)),
        )  # fmt: skip


class Reach(forms.Form):
    """Where a party is reached, and who signs in for it."""

    email = forms.EmailField(
        label="E-mail", required=False, help_text="Where it changes, the link they were sent is no longer good.",
        error_messages={"invalid": "Write an e-mail address like name@example.org"},
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {each.pk: each for each in agencies}
        if agencies:
            self.fields["agency"] = _agency(agencies, "Answers here as")

    @property
    def agency(self) -> Agency | None:
        return self.agencies.get(int(self.cleaned_data.get("agency") or 0))


def _agency(agencies: Sequence[Agency], label: str) -> forms.ChoiceField:
    """Who of those that sign in here; or nobody, and they answer by a link or by telephone."""
    choices = [*((str(each.pk), each.name) for each in agencies), ("", "Nobody who signs in here")]
    return forms.ChoiceField(
        label=label, choices=choices, required=False, initial=choices[0][0],
        help_text="Whoever signs in for it finds the discussion in the partner portal.",
    )  # fmt: skip


class Known(WhatIsKnown):
    """The same, written down here: whose knowledge it is as well."""

    invited = forms.TypedChoiceField(
        label="Who knows it", coerce=int, error_messages={"required": "Choose who knows it"}
    )

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited: Any = self.fields["invited"]
        invited.choices = list(parties)
        self.fields["words"].help_text = (
            "Every agency that is asked reads it as it stands here. Leave out who told us where that is sealed, "
            "addresses that must not be known, and other families."
        )
        self.order_fields(["invited"])


class Postpone(forms.Form):
    """Moving a time or cancelling it (hard stop 7), as `said` and `to`."""

    party = forms.ChoiceField(
        label="Who postpones it", choices=[("", "Choose"), *((party, party.words) for party in Party)],
        error_messages={"required": "Say which party postpones it"},
    )  # fmt: skip
    because = forms.ChoiceField(
        label="What kind of reason", widget=forms.RadioSelect,
        choices=[(each, each.words) for each in PostponedBecause],
        error_messages={"required": "Choose what kind of reason it is"},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why, in words", widget=forms.Textarea, max_length=2000,
        error_messages={"required": "Say why it is postponed"},
    )  # fmt: skip
    interim_safety = forms.CharField(
        label="What keeps each child safe until then", widget=forms.Textarea, max_length=4000,
        help_text="Where each child sleeps, who sees them and when, whom the family rings.",
        error_messages={"required": "Say what keeps each child safe until then"},
    )  # fmt: skip
    on = DayField(
        label="The new day", required=False, help_text="Leave the day and the time empty where there is none yet."
    )
    begins = clock("The new time", "13:00")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].required = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "on" not in self.errors and "begins" not in self.errors and bool(typed["on"]) != bool(typed["begins"]):
            self.add_error("begins" if typed["on"] else "on", "Write both the new day and the new time, or neither")
        return typed

    @property
    def to(self) -> datetime | None:
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said["on"], said["begins"])) if said["on"] else None

    @property
    def said(self) -> Postponing:
        said = self.cleaned_data
        return Postponing(
            party=Party(said["party"]), because=PostponedBecause(said["because"]), reason=said["reason"],
            interim_safety=said["interim_safety"],
        )  # fmt: skip
