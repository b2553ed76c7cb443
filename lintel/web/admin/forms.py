"""What can be typed on these screens."""

from django import forms

from lintel.foundation.access.roles import Role, Scope


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
