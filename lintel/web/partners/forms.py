"""What can be typed about agency checks and in the portal. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.agency_checks.actions import Grounds, Question
from lintel.steps.agency_checks.codes import BY_HAND, ChaseMeans, Known, LawfulBasis
from lintel.steps.agency_checks.queries import AboutChild
from lintel.steps.agency_checks.questions import is_open_ended, templates_for
from lintel.steps.front_door.codes import Concern, Consent
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.web.components.forms import DayField

OPEN_ENDED = "Ask for something that can be looked up, not for any concerns or everything there is"


class Ask(forms.Form):
    """Which agencies are asked which questions about which children, and on what basis."""

    children = forms.MultipleChoiceField(
        label="About which children", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose which children you ask about"},
    )  # fmt: skip
    since = DayField(
        label="From which day on", help_text="Questions that look back ask from this day on. For example, 1 3 2024."
    )
    basis = forms.ChoiceField(
        label="Lawful basis", choices=[(basis.value, f"{basis.words} ({basis.source})") for basis in LawfulBasis],
        widget=forms.RadioSelect, error_messages={"required": "Choose the lawful basis"},
    )  # fmt: skip
    basis_words = forms.CharField(
        label="Why it holds here", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="One or two sentences. The agency reads this.",
        error_messages={"required": "Say why the basis holds here"},
    )  # fmt: skip
    shared_for = forms.CharField(
        label="What the answers are for", max_length=200, help_text="It is kept with every answer.",
        error_messages={"required": "Say what the answers are for"},
    )  # fmt: skip
    with_address = forms.BooleanField(
        label="Give them the children’s address too. A confidential address is never given", required=False
    )

    def __init__(
        self, *args: Any, agencies: Sequence[Agency], children: Sequence[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.agencies = list(agencies)
        self.fields["children"].choices = children  # type: ignore[attr-defined]
        for agency in self.agencies:
            self.fields[f"asked-{agency.pk}"] = forms.MultipleChoiceField(
                label=agency.name, required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(each.code, each.words.replace("{since}", "that day")) for each in templates_for(agency.kind)],
            )  # fmt: skip
            self.fields[f"own-{agency.pk}"] = forms.CharField(
                label=f"Another question to {agency.name} (optional)", required=False, max_length=500
            )

    @property
    def of_agencies(self) -> list[tuple[Any, Any]]:
        """The fields of each agency, for the page."""
        return [(self[f"asked-{agency.pk}"], self[f"own-{agency.pk}"]) for agency in self.agencies]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for agency in self.agencies:
            if is_open_ended(typed.get(f"own-{agency.pk}", "")):
                self.add_error(f"own-{agency.pk}", OPEN_ENDED)
        if self.agencies and not any(
            typed.get(f"{kind}-{agency.pk}") for agency in self.agencies for kind in ("asked", "own")
        ):
            self.add_error(f"asked-{self.agencies[0].pk}", "Choose at least one question to one agency")
        return typed

    def questions(self) -> list[Question]:
        """Every question to every agency, in the order of the page."""
        typed, found = self.cleaned_data, []
        for agency in self.agencies:
            chosen = [each for each in templates_for(agency.kind) if each.code in typed[f"asked-{agency.pk}"]]
            words = [each.asked_since(typed["since"]) for each in chosen] + [typed[f"own-{agency.pk}"]]
            found += [Question(agency=agency, words=each) for each in words if each.strip()]
        return found

    def grounds(self) -> Grounds:
        typed = self.cleaned_data
        return Grounds(
            basis=LawfulBasis(typed["basis"]), basis_words=typed["basis_words"], shared_for=typed["shared_for"],
            with_address=typed["with_address"],
        )  # fmt: skip


class Chase(forms.Form):
    means = forms.ChoiceField(
        label="How you reminded them", choices=[(each.value, ChaseMeans(each).words) for each in BY_HAND],
        widget=forms.RadioSelect, error_messages={"required": "Choose how you reminded them"},
    )  # fmt: skip
    words = forms.CharField(
        label="What was said (optional)", max_length=300, required=False, help_text="For example, who you spoke to."
    )


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why it is taken back", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Say why it is taken back"},
    )  # fmt: skip


class Verbatim(forms.CharField):
    """Words kept as they were typed: browsers send line ends that nobody typed, and nothing else is touched."""

    widget = forms.Textarea

    def __init__(self, **more: Any) -> None:
        super().__init__(strip=False, max_length=20_000, **more)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class Answer(forms.Form):
    """Whether each child is known to the agency, and what it holds, in its own words."""

    words = Verbatim(
        label="Your answer, in your own words", required=False,
        help_text="Answer the question and no more. Your words are kept as you write them; nobody edits them.",
    )  # fmt: skip

    def __init__(self, *args: Any, about: Iterable[AboutChild], **more: Any) -> None:
        super().__init__(*args, **more)
        self.about = tuple(about)
        words = self.fields.pop("words")
        for child in self.about:
            self.fields[f"known-{child.pk}"] = forms.ChoiceField(
                label=f"Is {child.name} known to you?", choices=[(each.value, each.words) for each in Known],
                widget=forms.RadioSelect, error_messages={"required": f"Say whether {child.name} is known to you"},
            )  # fmt: skip
        self.fields["words"] = words

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if Known.YES in self.known().values() and not typed.get("words", "").strip():
            self.add_error("words", "Write what you hold that answers the question")
        return typed

    def known(self) -> dict[int, Known]:
        """What was said of each child."""
        return {
            int(name.removeprefix("known-")): Known(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("known-") and value
        }

    def as_typed(self) -> str:
        """What stands in the form, in words, without what is answered already: for when it comes too late."""
        if not self.is_bound:
            return ""
        said = [(child, self[f"known-{child.pk}"].value()) for child in self.about]
        ticked = [f"{child.name}: {Known(it).words}." for child, it in said if it in list(Known) and it != child.known]
        words = str(self["words"].value() or "").replace("\r\n", "\n")
        return "\n\n".join(filter(str.strip, ["\n".join(ticked), words]))


class AnswerByTelephone(Answer):
    """The same, as somebody at the agency says it by telephone."""

    told_by = forms.CharField(
        label="Who you spoke to", max_length=120, help_text="Name and post.",
        error_messages={"required": "Say who you spoke to"},
    )  # fmt: skip

    def __init__(self, *args: Any, about: Iterable[AboutChild], **more: Any) -> None:
        super().__init__(*args, about=about, **more)
        self.fields["words"].label = "What they said, word for word"
        self.fields["words"].help_text = "As they said it. Nobody can change it afterwards."


class Addition(forms.Form):
    words = Verbatim(
        label="What you add", help_text="Your answer stays as it was; this stands beside it.",
        error_messages={"required": "Write what you add"},
    )  # fmt: skip


CONSENT = (
    (Consent.GIVEN.value, "Yes, and they agree"), (Consent.REFUSED.value, "Yes, and they do not agree"),
    (Consent.NOT_SOUGHT.value, "No, they do not know"),
)  # fmt: skip


class Referral(forms.Form):
    """What somebody at an agency tells us. Who they are is known; the children are in forms of their own (`Child`)."""

    words = forms.CharField(
        label="What have you seen or heard?", widget=forms.Textarea, max_length=20_000,
        help_text="What happened, when, and what the child said, in their words.",
        error_messages={"required": "Write what you have seen or heard"},
    )  # fmt: skip
    done = forms.CharField(
        label="What have you done so far? (optional)", widget=forms.Textarea, max_length=20_000, required=False
    )
    parent = forms.CharField(
        label="A parent or carer (optional)", max_length=120, required=False, help_text="Their name, if you know it."
    )
    concerns = forms.MultipleChoiceField(
        label="What is it about? (optional)", choices=[(each.value, each.words) for each in Concern], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    consent = forms.ChoiceField(
        label="Do the parents know that you tell us?", choices=CONSENT, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the parents know"},
    )  # fmt: skip
    consent_reason = forms.CharField(
        label="If not, or if they do not agree: why do you tell us all the same?", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    is_danger_now = forms.BooleanField(label="A child is in danger now", required=False)
    telephone = forms.CharField(
        label="A number on which we can ring you back", max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, typed: QueryDict | None = None, *args: Any, **more: Any) -> None:
        more["initial"] = {"once": uuid4().hex} | (more.get("initial") or {})
        if typed is not None and "once" not in typed:  # words kept before they were sent: a delivery of their own
            typed = typed.copy()
            typed["once"] = uuid4().hex
        super().__init__(typed, *args, **more)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("consent") in (Consent.REFUSED, Consent.NOT_SOUGHT) and not typed.get("consent_reason"):
            self.add_error("consent_reason", "Say why you tell us all the same")
        return typed


class Child(forms.Form):
    """One child somebody tells us of; what is not known stays empty."""

    given = forms.CharField(label="First name", max_length=120, required=False)
    family = forms.CharField(label="Family name", max_length=120, required=False)
    born_on = DayField(label="Date of birth", required=False, help_text="As far as you know. For example, 20 4 2018.")
    address = forms.CharField(label="Where the child lives", max_length=500, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    is_secret = forms.BooleanField(label="This address must be kept secret", required=False)
    school = forms.CharField(label="School or nursery", max_length=120, required=False)

    def told(self, today: date) -> TellsOf:
        typed, born_on = self.cleaned_data, self.cleaned_data.get("born_on")
        return TellsOf(
            particulars=Particulars(
                given=typed.get("given", ""), family=typed.get("family", ""), date_of_birth=born_on,
                address=typed.get("address", ""), postcode=typed.get("postcode", ""),
                certainty=BirthDateCertainty.EXPECTED if born_on and born_on > today else None,
                is_address_confidential=typed.get("is_secret", False),
            ),
            school=typed.get("school", ""),
        )  # fmt: skip


MOST_CHILDREN = 12
Children = forms.formset_factory(Child, extra=0, min_num=1, max_num=MOST_CHILDREN, absolute_max=MOST_CHILDREN)

KINDS_IN_ORDER = {kind: place for place, kind in enumerate(AgencyKind)}
