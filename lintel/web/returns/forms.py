"""What can be chosen on these screens."""

from django import forms

from lintel.journey.imports.models import Kind


class OfferFile(forms.Form):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (Kind.ANNEX_A.value, "Annex A lists (workbook, or one list as CSV)"),
            (Kind.CIN.value, "CIN census (XML)"),
            (Kind.STAFF.value, "Staff list (workbook or CSV)"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file is"},
    )
    file = forms.FileField(
        label="The file",
        help_text="Nothing is stored until you have seen what was recognised in it.",
        error_messages={"required": "Choose a file", "empty": "The file you chose is empty. Choose another"},
    )


class Settlement(forms.Form):
    settled_as = forms.ChoiceField(
        label="Which is right?", widget=forms.RadioSelect, error_messages={"required": "Choose which is right"}
    )
    reason = forms.CharField(
        label="How you know",
        help_text="For example: seen on the birth certificate.",
        widget=forms.Textarea,
        error_messages={"required": "Enter how you know"},
    )

    def __init__(self, *args: object, values: tuple[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settled_as"].choices = [(value, value) for value in values]
