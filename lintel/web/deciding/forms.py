"""What can be typed about a decision. Forms validate and never save; nothing is preselected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from lintel.journey.handovers.actions import Agreement, SafeWay
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.steps.front_door.codes import TO_CHOOSE, Consent, Means, Outcome
from lintel.steps.front_door.models import ChildContact, Decision
from lintel.steps.front_door.rules import Chosen, needs_consent_said

# These three pass the question on, so a level of need may be left open.
WITHOUT_A_LEVEL = {Outcome.TO_ALLOCATED_WORKER, Outcome.OTHER_AUTHORITY, Outcome.AWAITING_INFORMATION}
BY_NUMBER = (1, 2, 3, 4)
COPIED = ("outcome", "level", "indicators", "rationale", "alternatives")
NEEDS_A_REASON = {Consent.REFUSED, Consent.DISPENSED_WITH, Consent.NOT_SOUGHT}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A child to be decided about: what they are called, what was said about agreement, what was returned."""

    child_contact: ChildContact
    name: str
    consent: Consent | None
    returned: Decision | None = None

    @property
    def pk(self) -> int:
        return self.child_contact.pk


class Levels:
    """The levels of need to choose from: of the version in force, or by number where there is none."""

    def __init__(self, version: ThresholdVersion | None) -> None:
        self.version = version
        self.levels = list(version.levels.prefetch_related("indicators")) if version else []
        self.names = {level.number: level.name for level in self.levels}
        self.wordings = {str(each.pk): each.wording for level in self.levels for each in level.indicators.all()}

    @property
    def choices(self) -> list[tuple[str, str]]:
        if not self.levels:
            return [(str(number), f"Level {number}") for number in BY_NUMBER]
        return [(str(number), f"Level {number}, {name}") for number, name in self.names.items()]


class Decide(forms.Form):
    """The decision for every child of a contact, each with an outcome of its own."""

    is_kept_draft = False

    same_for_all = forms.BooleanField(
        label="Decide the same for the other children", required=False,
        help_text="What you leave empty for them is filled with what you write for the first child. You see each child"
        " again before it is decided, and can change any of them.",
    )  # fmt: skip
    safe_about = forms.ChoiceField(label="Whom it is about", required=False)
    safe_words = forms.CharField(
        label="How may they be reached without danger?", required=False, max_length=500,
        widget=forms.Textarea, help_text="Only if it was said, for example: ring in school hours only.",
    )  # fmt: skip
    safe_never_write = forms.BooleanField(label="Never write to them", required=False)
    safe_address = forms.CharField(
        label="Or never write to this address", required=False, max_length=500, help_text="The first line is enough."
    )

    def __init__(
        self, *args: Any, lines: Sequence[Line], levels: Levels, people: Mapping[int, Any], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.lines, self.levels, self.people = list(lines), levels, people
        names = [(str(pk), str(name)) for pk, (_, name) in people.items()]
        self.fields["safe_about"].choices = [("", "Choose whom"), *names]  # type: ignore[attr-defined]
        for line in self.lines:
            for name, field in self._fields_for(line).items():
                self.fields[f"{line.pk}-{name}"] = field

    def _fields_for(self, line: Line) -> dict[str, forms.Field]:
        of, before = f" for {line.name}", line.returned
        said = [(each.value, each.words) for each in Consent]
        return {
            "outcome": forms.ChoiceField(
                label=f"What happens next{of}", choices=[(each.value, each.words) for each in TO_CHOOSE],
                widget=forms.RadioSelect, required=False,
            ),
            "level": forms.ChoiceField(
                label=f"Level of need{of}", choices=self.levels.choices, widget=forms.RadioSelect, required=False
            ),
            "indicators": forms.MultipleChoiceField(
                label=f"What you rely on{of}", choices=list(self.levels.wordings.items()), required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "rationale": forms.CharField(
                label=f"Why{of}", widget=forms.Textarea, required=False, initial=before.rationale if before else "",
                help_text="What you know, what you weighed, and what it means for the child.",
            ),
            "alternatives": forms.CharField(
                label=f"What else you considered{of} (optional)", widget=forms.Textarea, required=False,
                initial=before.alternatives if before else "", help_text="And why you did not choose it.",
            ),
            "consent": forms.ChoiceField(
                label=f"Does somebody with parental responsibility agree{of}?", choices=said,
                widget=forms.RadioSelect, required=False,
                help_text="Agreement is asked for, not assumed. Leave it empty if nobody has asked.",
            ),
            "consent_reason": forms.CharField(
                label="Why not, or why without", required=False, max_length=1_000,
                help_text="Needed where agreement was refused, done without, or not asked for.",
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("same_for_all") and len(self.lines) > 1:
            self._copy(typed)
        for line in self.lines:
            self._check(line, typed)
        if typed.get("safe_words", "").strip() and not typed.get("safe_about"):
            self.add_error("safe_about", "Choose whom the safe way is about")
        if (typed.get("safe_never_write") or typed.get("safe_address")) and not typed.get("safe_words", "").strip():
            self.add_error("safe_words", "Write how they may be reached instead")
        return typed

    def _copy(self, typed: dict[str, Any]) -> None:
        """Fill what is empty for the others. A child with an outcome of their own keeps all that is theirs."""
        first, *others = self.lines
        for line in others:
            if typed.get(f"{line.pk}-outcome"):
                continue
            for name in COPIED:
                typed[f"{line.pk}-{name}"] = typed.get(f"{line.pk}-{name}") or typed.get(f"{first.pk}-{name}", "")

    def _check(self, line: Line, typed: dict[str, Any]) -> None:
        outcome = typed.get(f"{line.pk}-outcome")
        if not outcome:
            self.add_error(f"{line.pk}-outcome", f"Choose what happens next for {line.name}")
        elif not typed.get(f"{line.pk}-level") and Outcome(outcome) not in WITHOUT_A_LEVEL:
            self.add_error(f"{line.pk}-level", f"Choose the level of need for {line.name}")
        if not str(typed.get(f"{line.pk}-rationale") or "").strip():
            self.add_error(f"{line.pk}-rationale", f"Write why you decide this for {line.name}")
        consent = typed.get(f"{line.pk}-consent")
        if consent and Consent(consent) in NEEDS_A_REASON and not typed.get(f"{line.pk}-consent_reason", "").strip():
            self.add_error(f"{line.pk}-consent_reason", f"Write why there is no agreement for {line.name}")

    # --- what was typed, as the house understands it ---

    def chosen(self) -> list[Chosen]:
        return [self._chosen(line.pk) for line in self.lines]

    def _chosen(self, pk: int) -> Chosen:
        typed = {name: self.cleaned_data[f"{pk}-{name}"] for name in COPIED}
        level = int(typed["level"]) if typed["level"] else None
        version = self.levels.version
        return Chosen(
            child_contact_id=pk, outcome=Outcome(typed["outcome"]), rationale=typed["rationale"], level=level,
            level_name=self.levels.names.get(level or 0, ""), alternatives=typed["alternatives"],
            threshold_version=version.number if version and level else None,
            indicators=tuple(self.levels.wordings[each] for each in typed["indicators"] or ()),
        )  # fmt: skip

    def agreements(self) -> list[Agreement]:
        """What was said about agreement on this page; nothing where nothing was said here."""
        return [
            Agreement(
                child_contact_id=line.pk, consent=Consent(said),
                reason=self.cleaned_data[f"{line.pk}-consent_reason"],
            )
            for line in self.lines
            if (said := self.cleaned_data[f"{line.pk}-consent"])
        ]  # fmt: skip

    def safe_ways(self) -> list[SafeWay]:
        if not (words := self.cleaned_data["safe_words"].strip()):
            return []
        person, _ = self.people[int(self.cleaned_data["safe_about"])]
        never_write, address = self.cleaned_data["safe_never_write"], self.cleaned_data["safe_address"]
        # A rule for one address takes nothing from "never write to them", nor stands for it.
        ways = [SafeWay(person=person, words=words, never_write=never_write)] if never_write or not address else []
        if address:
            ways.append(SafeWay(person=person, words=words, never_write=True, address=address))
        return ways

    def without_agreement(self) -> list[str]:
        """The children about whom nothing is said of agreement though something goes to somebody else (K12)."""
        return [
            line.name
            for line in self.lines
            if not line.consent
            and not self.cleaned_data[f"{line.pk}-consent"]
            and needs_consent_said(Outcome(self.cleaned_data[f"{line.pk}-outcome"]))
        ]

    def carried(self) -> Iterator[tuple[str, str]]:
        """Every field with what it holds, copies written out, for the page on which the answers are checked."""
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "same_for_all" or value in (None, "", False, []):
                continue
            for each in value if isinstance(value, list) else [value]:
                yield name, "on" if each is True else str(each)

    def words_typed(self) -> str:
        """What was written and chosen, by child, for somebody who was overtaken and loses no word."""
        return "\n\n".join(filter(None, [*(self._typed_for(line) for line in self.lines), self._typed_of_safety()]))

    def _typed_for(self, line: Line) -> str:
        names = ("outcome", "level", "rationale", "alternatives", "consent", "consent_reason")
        typed = {name: str(self.data.get(f"{line.pk}-{name}", "")).strip() for name in names}
        outcome = Outcome(typed["outcome"]).words if typed["outcome"] in set(Outcome) else ""
        relied_on = [self.levels.wordings.get(each, "") for each in self[f"{line.pk}-indicators"].value() or ()]
        consent = f"Agreement: {Consent(typed['consent']).words}." if typed["consent"] in set(Consent) else ""
        level = dict(self.levels.choices).get(typed["level"], "")
        rest = [typed["rationale"], typed["alternatives"], level, *relied_on, consent, typed["consent_reason"]]
        if not outcome and not any(rest):
            return ""
        return "\n".join([f"{line.name}: {outcome or 'no outcome chosen'}.", *filter(None, rest)])

    def _typed_of_safety(self) -> str:
        names = ("safe_words", "safe_about", "safe_address")
        words, about, address = (str(self.data.get(name, "")).strip() for name in names)
        never = [
            "Never write to them." if self.data.get("safe_never_write") else "",
            f"Never write to {address}." if address else "",
        ]
        if not words and not any(never):
            return ""
        whom = {str(pk): f" with {name}" for pk, (_, name) in self.people.items()}.get(about, "")
        return " ".join(filter(None, [f"Safe contact{whom}:", words, *never]))


class Reason(forms.Form):
    """One box of words."""

    because = forms.CharField(widget=forms.Textarea, max_length=5_000)

    def __init__(self, *args: Any, label: str, missing: str, hint: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["because"]
        field.label, field.help_text, field.error_messages["required"] = label, hint, missing


class Tell(forms.Form):
    """What whoever told us is told, how and where."""

    means = forms.ChoiceField(
        label="How", choices=[(each.value, each.words) for each in Means], widget=forms.RadioSelect,
        error_messages={"required": "Choose how you tell them"},
    )  # fmt: skip
    to = forms.CharField(
        label="To whom, or where", max_length=200,
        help_text="The e-mail address, the address, the number, or who it was.",
        error_messages={"required": "Write to whom it goes"},
    )  # fmt: skip
    text = forms.CharField(
        label="What you tell them", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what you tell them"},
    )  # fmt: skip


PASSED_ON_ALREADY = "A colleague wrote it down first. Add what is missing as a note on the contact; your words are here"


class PassOn(forms.Form):
    """To which authority it was passed on, who took it there, and what they were told."""

    children = forms.MultipleChoiceField(
        label="Of whom", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose of whom", "invalid_choice": PASSED_ON_ALREADY},
    )  # fmt: skip
    authority = forms.CharField(
        label="To which authority", max_length=120,
        error_messages={"required": "Write to which authority it was passed on"},
    )  # fmt: skip
    to = forms.CharField(
        label="Who took it there", max_length=200, help_text="Their name and post, or the address it went to.",
        error_messages={"required": "Write who took it"},
    )  # fmt: skip
    means = forms.ChoiceField(
        label="How", choices=[(each.value, each.words) for each in Means if each is not Means.PORTAL],
        widget=forms.RadioSelect, error_messages={"required": "Choose how it went"},
    )  # fmt: skip
    text = forms.CharField(
        label="What you told them", widget=forms.Textarea, max_length=20_000,
        error_messages={"required": "Write what you told them"},
    )  # fmt: skip

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["children"].choices = list(children)  # type: ignore[attr-defined]
