"""What the forms ask. They validate and never save; only the words are needed, all else may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from lintel.steps.front_door.codes import Concern, Consent, InformantKind, Part
from lintel.steps.front_door.completeness import Item
from lintel.web.components.forms import DayField

AT_MOST = 12
UNREADABLE = "It holds a character that cannot be written down. Delete what you pasted, and type it."
AN_ADDRESS = "Enter an e-mail address, like name@example.org"
TOO_LONG = "There is nothing to save yet, or it is too long to be saved."
LONGEST = 50_000


class Line(forms.CharField):
    """A line somebody may leave empty."""

    def __init__(self, label: str, *, longest: int = 120, **more: Any) -> None:
        too_long = f"“{label}” can have {longest} characters at most"
        super().__init__(
            label=label, required=False, max_length=longest, error_messages={"max_length": too_long}, **more
        )
        self.validators[-1] = ProhibitNullCharactersValidator(message=f"{label}: {UNREADABLE}")


class Words(Line):
    """Several lines, kept as they were typed."""

    widget = forms.Textarea

    def __init__(self, label: str, *, longest: int = LONGEST, **more: Any) -> None:
        super().__init__(label, longest=longest, **more)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class Child(forms.Form):
    """One child, as far as somebody knows. A row left empty is no child."""

    given = Line("First name")
    family = Line("Last name")
    born = DayField(
        label="Date of birth", required=False,
        help_text="For example, 27 3 2018. If not born yet: when the birth is expected.",
    )  # fmt: skip
    age = Line("Or about how old", longest=40, help_text="If you do not know the date of birth.")
    address = Words("Where they live", longest=500, help_text="A street is better than nothing.")
    postcode = Line("Postcode", longest=8)
    is_secret = forms.BooleanField(label="This address must be kept secret", required=False)
    school = Line("School or nursery")

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        today = timezone.localdate()
        if born and not today - timedelta(days=27 * 366) < born < today + timedelta(days=300):
            raise ValidationError("Check the year: that is no date of birth of a child")
        return born

    def says_something(self) -> bool:
        return any(
            self.cleaned_data.get(name) for name in ("given", "family", "born", "age", "address", "postcode", "school")
        )


class Adult(forms.Form):
    """One grown-up, as far as somebody knows."""

    given = Line("First name")
    family = Line("Last name")
    part = forms.ChoiceField(label="Who they are to the child", required=False)
    telephone = Line("Telephone", longest=40)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["part"].choices = [("", "Not said"), *((part.value, PARTS[part]) for part in PARTS)]  # type: ignore[attr-defined]

    def says_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("given", "family", "telephone"))


PARTS = {
    Part.MOTHER: "Mother", Part.FATHER: "Father", Part.PARTNER: "Partner of a parent", Part.CARER: "Carer",
    Part.RELATIVE: "Another relative", Part.SAID_TO_HAVE_HARMED: "May have harmed the child",
    Part.SAID_TO_BE_HARMED: "May be harmed themselves", Part.OTHER: "Somebody else",
}  # fmt: skip

Children = forms.formset_factory(Child, extra=0, max_num=AT_MOST, absolute_max=AT_MOST)
Adults = forms.formset_factory(Adult, extra=0, max_num=AT_MOST, absolute_max=AT_MOST)

DANGER = [("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")]
AGREEMENT = [
    (Consent.GIVEN.value, "They know, and they agree"), (Consent.REFUSED.value, "They know, and they do not agree"),
    (Consent.SOUGHT.value, "I have asked, and wait for an answer"),
    (Consent.NOT_SOUGHT.value, "I have not told them"),
]  # fmt: skip
NEEDS_A_REASON = (Consent.REFUSED, Consent.NOT_SOUGHT)


class Telling(forms.Form):
    """What both forms ask."""

    danger = forms.ChoiceField(
        label="Is a child in danger right now?", choices=DANGER, widget=forms.RadioSelect, required=False
    )
    words = Words(
        "What have you seen or heard?",
        help_text="In your own words, and in the child’s own words where you have them. A few words are enough.",
    )
    when = Line("When was it?", longest=200, help_text="For example: this morning; every Friday since Easter.")
    website = Line("Leave this box empty. It is there to catch machines.")

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not words:
            raise ValidationError("Write what you have seen or heard. A few words are enough.")
        return words

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Empty this box, please: only machines fill it in.")
        return ""


class Professional(Telling):
    done = Words("What have you done so far?", help_text="For example: spoken to the child, rung the GP, nothing yet.")
    child_says = Words("What does the child say about it?")
    concerns = forms.MultipleChoiceField(
        label="What is it about?", choices=[(each.value, each.words) for each in Concern],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    agreement = forms.ChoiceField(
        label="Do the parents or carers know that you are telling us?", choices=AGREEMENT, widget=forms.RadioSelect,
        required=False, help_text="You may tell us without it, where asking could put a child at risk.",
    )  # fmt: skip
    agreement_reason = Words("If they do not agree, or do not know: why you are telling us all the same", longest=5_000)
    name = Line("Your name")
    post = Line("What you are", help_text="For example: head teacher, health visitor.")
    agency = forms.ChoiceField(label="Who you work for", required=False)
    organisation = Line("If it is not in the list: who you work for")
    telephone = Line("Telephone", longest=40)
    email = forms.EmailField(
        label="E-mail address", required=False, max_length=200,
        error_messages={"invalid": AN_ADDRESS},
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [("", "Choose, or write it below"), *agencies]  # type: ignore[attr-defined]


WHO = {
    "friend": ("A friend or neighbour of the family", InformantKind.PUBLIC, "1B"),
    "family": ("Somebody in the family", InformantKind.FAMILY, "1A"),
    "child": ("A child or young person, and it is about me", InformantKind.CHILD, "1C"),
    "other": ("Somebody else", InformantKind.PUBLIC, "1D"),
}


class Public(Telling):
    who = forms.ChoiceField(
        label="Who are you?", choices=[(key, said[0]) for key, said in WHO.items()], widget=forms.RadioSelect,
        required=False, help_text="You need not say. The family is not told who told us.",
    )  # fmt: skip
    name = Line("Your name")
    telephone = Line("Telephone", longest=40)
    safe_way = Line(
        "Is there a time or a way that is not safe to reach you?", longest=500,
        help_text="For example: do not leave messages.",
    )  # fmt: skip


class SendTheLink(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=200,
        help_text="Use one that nobody reads but you. We do not keep it.",
        error_messages={"required": "Enter an e-mail address", "invalid": AN_ADDRESS},
    )  # fmt: skip


# For the completeness meter: of the boxes in one group, one is enough; every group is needed; of a row, in every row.
BOXES = {
    Item.CHILD_NAME: "child-*-given,child-*-family", Item.CHILD_BORN: "child-*-born-year,child-*-born-day,child-*-age",
    Item.CHILD_ADDRESS: "child-*-address,child-*-postcode", Item.CHILD_SCHOOL: "child-*-school",
    Item.PARENTS: "adult-0-given,adult-0-family", Item.SEEN: "words", Item.DONE: "done", Item.AGREEMENT: "agreement",
    Item.WHO: "name post,organisation,agency", Item.REACHED: "telephone,email",
}  # fmt: skip


class Message(forms.Form):
    """An e-mail as it is handed in: its file, or its text."""

    file = forms.FileField(
        label="The e-mail as a file",
        required=False,
        help_text="A file that ends in .eml. Its attached files are not kept.",
    )
    pasted = forms.CharField(
        label="Or the text of the e-mail", required=False, widget=forms.Textarea, strip=False, max_length=2_000_000,
        help_text="With the lines that say from whom it is and when it was sent.",
    )  # fmt: skip


SENDERS = [
    (InformantKind.PROFESSIONAL.value, "Somebody who works with the family"),
    (InformantKind.POLICE.value, "Police"), (InformantKind.COLLEAGUE.value, "A colleague of ours"),
    (InformantKind.PUBLIC.value, "A member of the public"), (InformantKind.FAMILY.value, "Somebody in the family"),
    (InformantKind.CHILD.value, "A child or young person"),
]  # fmt: skip


class FromAnEmail(forms.Form):
    """What the desk makes of an e-mail. `has_time` says that the message itself tells when it came."""

    raw = forms.CharField(widget=forms.HiddenInput, max_length=4_500_000)
    arrived_on = DayField(label="On which day did it arrive?", required=False)
    arrived_at = Line("At what time?", longest=5, help_text="For example, 14:05.")
    kind = forms.ChoiceField(
        label="Who tells us?", choices=SENDERS, widget=forms.RadioSelect,
        error_messages={"required": "Choose who tells us"},
        help_text="Members of the public and family are sealed, and the message as it came with them.",
    )  # fmt: skip
    name = Line("Their name")
    email = Line("Their e-mail address", longest=200)
    post = Line("What they are")
    agency = forms.ChoiceField(label="Who they work for", required=False)
    organisation = Line("If it is not in the list: who they work for")
    words = Words("What they say")
    concerns = forms.MultipleChoiceField(
        label="What is it about?", choices=[(each.value, each.words) for each in Concern],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    danger = forms.BooleanField(label="A child is in danger now", required=False)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], has_time: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [("", "Choose, or write it below"), *agencies]  # type: ignore[attr-defined]
        if has_time:
            del self.fields["arrived_on"], self.fields["arrived_at"]
        else:
            self.fields["arrived_on"].required = True

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not words:
            raise ValidationError("Write what they say")
        return words

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if "arrived_on" in self.fields and typed.get("arrived_on"):
            typed["stated"] = self._stated(typed)
        return typed

    def _stated(self, typed: dict[str, Any]) -> datetime | None:
        try:
            clock = datetime.strptime(typed.get("arrived_at", ""), "%H:%M").time()  # noqa: DTZ007
        except ValueError:
            self.add_error("arrived_at", "Enter the time, like 14:05")
            return None
        stated = timezone.make_aware(datetime.combine(typed["arrived_on"], clock))
        if stated > timezone.now():
            self.add_error("arrived_on", "It cannot have arrived later than now")
        return stated
