"""What can be typed on these screens."""

from django import forms

from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.agencies.codes import AgencyKind


class Account(forms.Form):
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address such as name@council.example",
        },
    )
    password = forms.CharField(
        label="First password",
        help_text="At least 12 characters. Give it to the person by another way than e-mail; they can change it.",
        widget=forms.PasswordInput,
        error_messages={"required": "Enter a first password"},
    )


class RoleGrant(forms.Form):
    role = forms.ChoiceField(label="Role", choices=[(role.value, role.title) for role in Role])
    team = forms.ChoiceField(label="Team", required=False, help_text="Needed where a role sees a team's children.")

    def __init__(self, *args: object, teams: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "No team"), *teams]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        role = Role(said["role"]) if said.get("role") else None
        if role is not None and role.scope is Scope.TEAM_LINE and not said.get("team"):
            self.add_error("team", f"Choose the team whose children this {role.title.lower()} sees")
        return said


class Agency(forms.Form):
    """How an agency is named and reached."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the agency’s name"})
    kind = forms.ChoiceField(
        label="What it is", choices=[("", "Choose"), *((kind.value, kind.words) for kind in AgencyKind)],
        error_messages={"required": "Choose what it is"},
    )  # fmt: skip
    rings_now = forms.CharField(
        label="Whom to ring when a child is in danger now", max_length=200, required=False,
        help_text="A number, and who answers it, by day and by night. Everybody at the front door sees it.",
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail address", required=False,
        error_messages={"invalid": "Enter an e-mail address such as name@agency.example"},
    )  # fmt: skip
    is_asked = forms.BooleanField(label="Agency checks may be sent to it", required=False, initial=True)


class PartnerAccount(Account):
    """An account for somebody who answers for an agency."""

    post = forms.CharField(
        label="Their post", max_length=120, required=False, help_text="For example, safeguarding desk."
    )
    field_order = ("name", "post", "email", "password")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "account_%s"} | kwargs)


class Joining(forms.Form):
    """Who of those with a partner's account signs in for an agency from now on."""

    user = forms.ChoiceField(label="Who", error_messages={"invalid_choice": "They sign in for an agency already"})
    post = forms.CharField(label="Their post", max_length=120, required=False)

    def __init__(self, *args: object, partners: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "joining_%s"} | kwargs)
        self.fields["user"].choices = partners
