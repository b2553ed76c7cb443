"""What can be chosen about a document. The file says most of it itself; nothing here has to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from lintel.foundation.documents.codes import DocumentKind, Found
from lintel.foundation.documents.rules import MOST_AT_ONCE
from lintel.web.components.forms import DayField

# Pictures by their family, so that a telephone offers its camera and makes a JPEG of what it takes.
ACCEPTED = ",".join(["image/jpeg", "image/png", *(found.ending for found in Found)])
KINDS = [(kind.value, kind.words) for kind in DocumentKind]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, each looked at by itself."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST_AT_ONCE:
            raise ValidationError(f"Choose no more than {MOST_AT_ONCE} files at once")
        return sent


class SearchDocuments(forms.Form):
    q = forms.CharField(
        label="Search the words of documents", required=False, max_length=200,
        help_text="For example: coat breakfast, or “health visitor” in quotation marks.",
    )  # fmt: skip


class _WhatItIs(forms.Form):
    """What is said of a document, where it does not say so itself."""

    kind = forms.ChoiceField(label="What it is", required=False, choices=[("", "Not said"), *KINDS])
    from_whom = forms.CharField(
        label="Who it is from", required=False, max_length=120, help_text="A person or an agency."
    )
    dated_on = DayField(
        label="The day it was written", required=False, help_text="As it says itself. For example, 27 3 2025."
    )


class Attach(_WhatItIs):
    papers = FilesField(
        label="Files",
        help_text="Letters, reports, photographs, e-mails: PDF, JPEG, PNG, Word, Excel, .odt, .eml or text.",
        error_messages={"required": "Choose a file, or take a photograph"},
        widget=SeveralFiles(attrs={"accept": ACCEPTED}),
    )
    field_order = ("papers", "about", "kind", "from_whom", "dated_on")

    def __init__(self, *args: Any, child: int, family: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if len(family) > 1:
            self.fields["about"] = forms.TypedMultipleChoiceField(
                label="Whom it is about", choices=list(family), coerce=int, initial=[child],
                widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose whom it is about"},
            )  # fmt: skip
            self.order_fields(self.field_order)


class Describe(_WhatItIs):
    title = forms.CharField(
        label="What it is called", max_length=150, error_messages={"required": "Write what it is called"}
    )
    field_order = ("title", "kind", "from_whom", "dated_on")


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why it should not be here", widget=forms.Textarea, max_length=2_000,
        error_messages={"required": "Write why it should not be here"},
        help_text="It is not erased. It is found no more, and only who answers for others can still open it.",
    )  # fmt: skip
