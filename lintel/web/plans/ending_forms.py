"""What can be typed when a family steps down, an episode is closed, or a child moves to another authority."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.statute.codes import CLOSURE_REASON
from lintel.web.components.forms import DayField
from lintel.web.plans.forms import text

WITH, WITHOUT = "with", "without"
Family = Sequence[tuple[int, str]]


class _EachDecided(forms.Form):
    """Brothers and sisters with episodes of their own: nothing is taken for granted, each is decided."""

    as_well, not_so = "As well", "Not now"

    def __init__(self, *args: Any, family: Family = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.family = family
        for pk, name in family:
            self.fields[f"with-{pk}"] = forms.ChoiceField(
                label=name, choices=[(WITH, self.as_well), (WITHOUT, self.not_so)], widget=forms.RadioSelect,
                error_messages={"required": f"Decide about {name}"},
            )  # fmt: skip

    @property
    def chosen(self) -> set[int]:
        """The episodes of those for whom the same is meant."""
        return {pk for pk, _ in self.family if self.cleaned_data[f"with-{pk}"] == WITH}


class StepDown(_EachDecided):
    as_well, not_so = "Steps down as well", "Stays with us"

    worked = text("What worked", "Taken from the reviews; change what you like.")
    remains = text("What remains", "What early help goes on with.", "Write what remains")
    contingency = text(
        "If it gets worse", "What the family does, and whom they ring.", "Write what the family does if it gets worse"
    )
    family_says = text(
        "Who agrees, and in which words", "Agreement is asked for, never assumed.", "Write who of the family agrees"
    )


class Close(_EachDecided):
    as_well, not_so = "Close as well", "Stays open"

    reason = forms.ChoiceField(
        label="Why it closes", choices=list(CLOSURE_REASON.offered.items()), widget=forms.RadioSelect,
        error_messages={"required": "Say why it closes"},
    )  # fmt: skip
    outcome = text("What is different for the child", "As you would say it to the child.", "Write what is different")
    told = text("What the family was told", "By whom, when, and whom they ring now.", "Write what they were told")

    def __init__(self, *args: Any, is_owed: bool, may_break_glass: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_owed:
            self.fields["owed"] = text(
                "What becomes of what is still owed", "Who keeps it, or what the family was told.",
                "Write what becomes of what is still owed",
            )  # fmt: skip
        if may_break_glass:
            self.fields["despite"] = text(
                "Why nobody waits",
                "Only where a child would be worse off for waiting. It is written down with your name, and counted.",
            )


class Move(_EachDecided):
    as_well, not_so = "Moves as well", "Stays here"

    authority = forms.CharField(
        label="To which authority", max_length=120, error_messages={"required": "Write which authority"}
    )
    reached_by = forms.CharField(
        label="Whom there, and how they are reached", max_length=200, error_messages={"required": "Write whom there"}
    )
    moved_on = DayField(label="The day of the move")
    known_from = forms.CharField(
        label="How we know", max_length=200, help_text="The address, the school, health.",
        error_messages={"required": "Write how we know"},
    )  # fmt: skip
    summary = text("What they must know", "Taken from the plan; change what you like.", "Write what they must know")
    meanwhile = text(
        "Who visits and who answers until they accept",
        "Until then the child is ours.",
        "Write who does what",
    )


class Chased(forms.Form):
    words = text("What they said", "", "Write what they said")


class Acknowledged(forms.Form):
    acknowledged_by = forms.CharField(
        label="Who there has it", max_length=120, error_messages={"required": "Write who has it"},
        help_text="That they have the papers is not that they have the child.",
    )  # fmt: skip


class Accepted(forms.Form):
    accepted_by = forms.CharField(
        label="Who there has the child", max_length=120, error_messages={"required": "Write who accepted"}
    )
    accepted_on = DayField(label="The day they accepted")


class CalledOff(forms.Form):
    because = text("Why", "The family stays, or the other authority will not have them.", "Write why")
