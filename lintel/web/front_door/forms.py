"""What can be typed at the desk. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.foundation.workforce.models import Team
from lintel.statute import codes
from lintel.steps.front_door.codes import Channel, Concern, Consent, InformantKind, Part, Priority

WORDS = {"rows": 3}


def _text(label: str, *, hint: str = "", required: str = "", length: int = 2000, big: bool = False) -> forms.CharField:
    """A line or a box of words; `required` is what is said where it is empty."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=length,
        widget=forms.Textarea(attrs=WORDS) if big else forms.TextInput(),
        error_messages={"required": required, "max_length": f"{label}: use at most {length:,} characters"},
    )  # fmt: skip


# --- the queue and the room -----------------------------------------------------------------------------------------


class Filters(forms.Form):
    """What the queue is narrowed to; nothing hides what cannot wait."""

    only = forms.CharField(required=False)
    channel = forms.ChoiceField(
        label="How it came", required=False,
        choices=[("", "Every way"), *((each.value, each.words) for each in Channel if each != Channel.FILE)],
    )  # fmt: skip
    desk = forms.TypedChoiceField(label="Which desk", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, desks: Sequence[Team], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [("", "Both desks"), *((team.pk, team.name) for team in desks)]
        self.fields["desk"].choices = offered  # type: ignore[attr-defined]


class Help(forms.Form):
    """Asking other teams for help, and saying what is let wait meanwhile."""

    teams = forms.TypedMultipleChoiceField(
        label="Which teams to ask", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one team"},
    )  # fmt: skip
    words = _text(
        "What you ask of them", hint="For example: two people who decide, from 2pm until we are through.",
        required="Say what you ask of them", length=200,
    )  # fmt: skip
    defer = forms.TypedMultipleChoiceField(
        label="What may wait meanwhile", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Its clock runs on and it keeps its place. It is written down that you decided so.",
    )  # fmt: skip
    because = _text("Why these may wait", big=True)

    def __init__(self, *args: Any, teams: Sequence[Team], waiting: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["teams"].choices = [(team.pk, team.name) for team in teams]  # type: ignore[attr-defined]
        self.fields["defer"].choices = list(waiting)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("defer") and not typed.get("because", "").strip():
            self.add_error("because", "Say why these may wait")
        return typed


class HandOver(forms.Form):
    to_team = forms.TypedChoiceField(label="Hand the desk to", coerce=int, widget=forms.RadioSelect)
    words = _text(
        "What they must know", big=True, required="Say what is open, or that nothing needs saying",
        hint="Who is expected to ring back, what was promised to whom, which children somebody must see tonight.",
    )  # fmt: skip

    def __init__(self, *args: Any, desks: Sequence[Team], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to_team"].choices = [(team.pk, team.name) for team in desks]  # type: ignore[attr-defined]
        if len(desks) == 1:
            self.fields["to_team"].initial = desks[0].pk


# --- what is said about a contact -----------------------------------------------------------------------------------


class WhyNow(forms.Form):
    reason = _text("Why it cannot wait", big=True, required="Say why")


class WhySafe(forms.Form):
    reason = _text("How you know it", big=True, required="Say why")


class WhyTaken(forms.Form):
    reason = _text("Why you take it over", big=True, required="Say why")


class WhyLeft(forms.Form):
    reason = _text("Why you leave it", big=True, required="Say why")


class Remark(forms.Form):
    words = _text("What you want to add", big=True, required="Write what you want to add", length=10_000)


class Rate(forms.Form):
    priority = forms.ChoiceField(
        label="How soon must somebody have looked at it?", widget=forms.RadioSelect,
        choices=[(Priority.RED.value, "Red"), (Priority.AMBER.value, "Amber"), (Priority.GREEN.value, "Green")],
        error_messages={"required": "Choose how soon"},
    )  # fmt: skip
    reason = _text("Why this soon", big=True, required="Say why")


class Describe(forms.Form):
    concerns = forms.MultipleChoiceField(
        label="What is it about?", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, each.words) for each in Concern],
    )  # fmt: skip
    source = forms.ChoiceField(label="Where it came from, as the national return counts it", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [("", "Not said yet"), *codes.REFERRAL_SOURCE.offered.items()]
        self.fields["source"].choices = offered  # type: ignore[attr-defined]


class Agreement(forms.Form):
    consent = forms.ChoiceField(
        label="What was said about agreement?", widget=forms.RadioSelect,
        choices=[(each.value, each.words) for each in Consent], error_messages={"required": "Choose what was said"},
    )  # fmt: skip
    of_whom = _text("Who was asked", hint="For example: the mother.", length=120)
    reason = _text(
        "Why without agreement", hint="Needed where it was refused, not asked for, or dispensed with.", big=True
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        doing_without = typed.get("consent") not in (None, Consent.SOUGHT, Consent.GIVEN)
        if doing_without and not typed.get("reason", "").strip():
            self.add_error("reason", "Say why")
        return typed


class WhoItIs(forms.Form):
    """Which record a child is: one that was offered, one found by hand, or nobody we know."""

    who = forms.CharField(error_messages={"required": "Choose who it is, or that it is nobody we know"})


# --- the telephone --------------------------------------------------------------------------------------------------


class ChildTold(forms.Form):
    """A child a caller speaks of. Nothing of it must be known."""

    given = _text("First name", length=120)
    family = _text("Family name", length=120)
    born = _text("Date of birth or age", hint="2/9/13, about 7, or due 30/6/25", length=40)
    address = _text("Address, as far as they know it", length=300)
    school = _text("School or nursery", length=120)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AdultTold(forms.Form):
    name = _text("Name of a grown-up", length=120)
    part = forms.ChoiceField(label="Who they are", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["part"].choices = [("", ""), *((each.value, PARTS[each]) for each in Part)]  # type: ignore[attr-defined]


PARTS = {
    Part.MOTHER: "Mother", Part.FATHER: "Father", Part.PARTNER: "Partner of a parent", Part.CARER: "Carer",
    Part.RELATIVE: "Relative", Part.SAID_TO_HAVE_HARMED: "Said to have harmed",
    Part.SAID_TO_BE_HARMED: "Said to be harmed", Part.OTHER: "Somebody else",
}  # fmt: skip
CALLERS = {
    InformantKind.PUBLIC: "Member of the public", InformantKind.FAMILY: "Family", InformantKind.CHILD: "The child",
    InformantKind.PROFESSIONAL: "Professional", InformantKind.POLICE: "Police", InformantKind.COLLEAGUE: "Colleague",
}  # fmt: skip


class CallTold(forms.Form):
    """The rest of a call: the caller's own words first, then three questions, then who is ringing."""

    words = _text("What they say, in their own words", big=True, length=20_000)
    safe_now = forms.ChoiceField(
        label="Is the child safe right now?", required=False, widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "They do not know")],
    )  # fmt: skip
    where = _text("Where are they now?", length=200)
    with_whom = _text("Who is with them?", length=200)
    kind = forms.ChoiceField(
        label="Who is ringing?", required=False, choices=[("", ""), *((k.value, words) for k, words in CALLERS.items())]
    )
    name = _text("Their name", length=120)
    organisation = _text("Organisation, for professionals", length=120)
    telephone = _text("Number to ring back", length=40)
    safe_way = _text("How to reach them safely", hint="For example: only in the morning, never leave a message.")
    unnamed = forms.BooleanField(label="They want to stay unnamed", required=False)
    line = _text("In one line, if it is not a referral", length=500)


Children = forms.formset_factory(ChildTold, extra=1, max_num=20, absolute_max=40)
Adults = forms.formset_factory(AdultTold, extra=1, max_num=20, absolute_max=40)


class OneChild(ChildTold):
    """One more child of a contact that is written down already."""

    words = _text("What was said about this child", big=True)


class OneAdult(forms.Form):
    given = _text("First name", length=120)
    family = _text("Family name", length=120)
    part = forms.ChoiceField(
        label="Who they are", choices=[(each.value, words) for each, words in PARTS.items()], widget=forms.RadioSelect,
        error_messages={"required": "Choose who they are"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not (typed.get("given") or typed.get("family")):
            self.add_error("given", "Enter a name, as far as it is known")
        return typed
