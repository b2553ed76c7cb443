"""What can be typed for a family. Whatever needs, plans and dates hold already stands in the boxes when they open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from lintel.steps.family_versions.codes import Way
from lintel.steps.family_versions.rules import Words, WorryWords, mark_of
from lintel.web.components.forms import DayField

MOST_WORDS = 20_000
BLANK_WORRIES = 2
PARTS = ("worry", "impact", "better", "ask", "will_do")
NUMBERED = re.compile(r"worry_(\d{1,2})$")
LANGUAGES = (
    ("", "Choose"), ("ar", "Arabic"), ("bn", "Bengali"), ("bg", "Bulgarian"), ("zh", "Chinese"), ("cs", "Czech"),
    ("fr", "French"), ("gu", "Gujarati"), ("hu", "Hungarian"), ("ku", "Kurdish"), ("lv", "Latvian"),
    ("lt", "Lithuanian"), ("ps", "Pashto"), ("fa", "Persian"), ("pl", "Polish"), ("pt", "Portuguese"),
    ("pa", "Punjabi"), ("ro", "Romanian"), ("ru", "Russian"), ("sk", "Slovak"), ("so", "Somali"), ("es", "Spanish"),
    ("ta", "Tamil"), ("ti", "Tigrinya"), ("tr", "Turkish"), ("uk", "Ukrainian"), ("ur", "Urdu"), ("vi", "Vietnamese"),
    ("cy", "Welsh"),
)  # fmt: skip


class Begin(forms.Form):
    """What to write about, and for whom."""

    subject = forms.ChoiceField(
        label="What is it about?", widget=forms.RadioSelect, error_messages={"required": "Choose what it is about"}
    )
    to = forms.ChoiceField(
        label="Who will read it?", widget=forms.RadioSelect, error_messages={"required": "Choose who will read it"}
    )

    def __init__(
        self, *args: Any, subjects: Sequence[tuple[str, str]], readers: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("subject", subjects), ("to", readers)):
            field: Any = self.fields[name]
            field.choices = choices


class Write(forms.Form):
    """All the words of one version; `child` and `reader` are how the boxes speak of them."""

    title = forms.CharField(label="Heading", max_length=160, error_messages={"required": "Write a heading"})
    letter = forms.CharField(label="Opening words", widget=forms.Textarea, required=False, max_length=MOST_WORDS)
    going_well = forms.CharField(
        label="What is going well", widget=forms.Textarea, required=False, max_length=MOST_WORDS
    )
    next_steps = forms.CharField(
        label="What happens next, and when", widget=forms.Textarea, required=False, max_length=MOST_WORDS
    )
    ring = forms.CharField(
        label="Who to ring", widget=forms.Textarea, max_length=2_000,
        help_text="Your name and number. It is there again when you next write for a family.",
        error_messages={"required": "Write who they can ring"},
    )  # fmt: skip

    def __init__(self, *args: Any, words: Words, child: str, reader: str, is_letter: bool, **more: Any) -> None:
        super().__init__(*args, initial={name: getattr(words, name) for name in self.base_fields}, **more)
        self.fields["read"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=mark_of(words))
        self.needs = {each.need_id for each in words.worries if each.need_id}
        self.is_letter = is_letter
        if is_letter:
            self.fields["letter"].label = "The letter"
        sent = [int(found.group(1)) for name in self.data if (found := NUMBERED.match(name))]
        self.count = max(sent, default=len(words.worries) + BLANK_WORRIES)
        self.written = max(len(words.worries), 0 if is_letter else 1)
        for number in range(1, self.count + 1):
            begun = words.worries[number - 1] if number <= len(words.worries) else WorryWords(worry="")
            self._add_worry(number, begun, child, reader)

    def _add_worry(self, number: int, begun: WorryWords, child: str, reader: str) -> None:
        labels = {
            "worry": ("What we are worried about", ""),
            "impact": (f"What this is like for {child}", f"One sentence: When this happens, {child} …"),
            "better": ("What will be better, and by when", ""),
            "ask": (f"What we ask {reader} to do", ""), "will_do": ("What we will do", ""),
        }  # fmt: skip
        for part, (label, hint) in labels.items():
            self.fields[f"{part}_{number}"] = forms.CharField(
                label=label, widget=forms.Textarea, required=False, max_length=MOST_WORDS, help_text=hint,
                initial=getattr(begun, part),
            )  # fmt: skip
        self.fields[f"need_{number}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=begun.need_id
        )

    def worries(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The boxes of each worry, with its number."""
        return [
            (number, [self[f"{part}_{number}"] for part in (*PARTS, "need")]) for number in range(1, self.count + 1)
        ]

    def passages(self) -> list[tuple[str, str, str]]:
        """What they read, looked at while it is written: each box, and the five of a worry as one."""
        before = [("shared", name, str(self[name].label)) for name in ("letter", "going_well")]
        worries = [
            ("shared", f"{part}_{number}", f"Worry {number}") for number in range(1, self.count + 1) for part in PARTS
        ]
        return [*before, *worries, ("shared", "next_steps", str(self["next_steps"].label))]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for number in range(1, self.count + 1):
            others = any(typed.get(f"{part}_{number}") for part in PARTS[1:])
            if others and not typed.get(f"worry_{number}"):
                self.add_error(f"worry_{number}", f"Write what the worry is (worry {number})")
        if not typed.get("letter") and not any(typed.get(f"worry_{n}") for n in range(1, self.count + 1)):
            self.add_error("letter" if self.is_letter else "worry_1", "Write at least one thing for them to read")
        return typed

    def as_words(self) -> Words:
        """What was typed, as one text."""
        typed = self.cleaned_data
        worries = [
            WorryWords(
                **{part: typed.get(f"{part}_{number}", "") for part in PARTS},
                need_id=need if (need := typed.get(f"need_{number}")) in self.needs else None,
            )
            for number in range(1, self.count + 1)
        ]
        return Words(
            worries=[each for each in worries if not each.is_empty],
            **{name: typed[name] for name in self.base_fields},
        )


class Share(forms.Form):
    """How it reaches them. The day is today until somebody says otherwise."""

    shared_on = DayField(label="The day", help_text="Today, or the day it was shared. For example, 27 3 2025.")
    way = forms.ChoiceField(
        label="How does it reach them?", widget=forms.RadioSelect, choices=[(way, way.words) for way in Way],
        error_messages={"required": "Choose how it reaches them"},
    )  # fmt: skip
    where = forms.CharField(
        label="Where it goes", required=False, max_length=200, help_text="Only for post and e-mail: the address."
    )
    language = forms.CharField(label="In which language, if not in English", required=False, max_length=60)
    interpreter = forms.CharField(label="Interpreter, if there was one", required=False, max_length=120)
    despite = forms.CharField(
        label="Why a safe-contact rule is passed over", widget=forms.Textarea, required=False, max_length=2_000,
        help_text="Only where a child’s safety needs it now. The head of service is told at once.",
    )  # fmt: skip

    def __init__(self, *args: Any, may_pass_over: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_pass_over:
            del self.fields["despite"]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("way") in (Way.POST, Way.EMAIL) and not typed.get("where"):
            self.add_error("where", "Write where it goes")
        return typed


class HearBack(forms.Form):
    """Asked to say it back: could they, and in which words."""

    ASKED: ClassVar[dict[str, str]] = {
        "worry": "the worry", "ask": "what we ask of them", "next": "what happens next",
    }  # fmt: skip
    said_on = DayField(label="The day you asked", help_text="For example, 27 3 2025.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, words in self.ASKED.items():
            self.fields[f"{name}_said"] = forms.ChoiceField(
                label=f"Could they say {words}?", choices=[("yes", "Yes"), ("no", "Not yet")],
                widget=forms.RadioSelect, error_messages={"required": f"Say whether they could say {words}"},
            )  # fmt: skip
            self.fields[f"{name}_words"] = forms.CharField(
                label=f"In their own words: {words}", widget=forms.Textarea, required=False, max_length=MOST_WORDS
            )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for name, words in self.ASKED.items():
            if typed.get(f"{name}_said") == "yes" and not typed.get(f"{name}_words"):
                self.add_error(f"{name}_words", f"Write down the words they used for {words}")
        return typed


class Disagree(forms.Form):
    """What they do not agree with, as they say it."""

    said_on = DayField(label="The day they said it", help_text="For example, 27 3 2025.")
    words = forms.CharField(
        label="In their own words", widget=forms.Textarea, max_length=MOST_WORDS,
        error_messages={"required": "Write what they said"},
        help_text="It stands with the paper from now on, wherever it is read or printed.",
    )  # fmt: skip


class Translated(forms.Form):
    """A translation, pasted with the numbers of the sentences."""

    language = forms.ChoiceField(
        label="Language", choices=LANGUAGES, error_messages={"required": "Choose the language"}
    )
    text = forms.CharField(
        label="The translated sentences", widget=forms.Textarea, max_length=60_000,
        help_text="Each line begins with its number, as in the list above: 12. …",
        error_messages={"required": "Paste the translated sentences"},
    )  # fmt: skip
