"""Addresses for the tests of what every screen shares: a door for accounts, one that breaks, one with work going on."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS
from lintel.web.components.forms import DayField
from lintel.web.components.keeping import done, opened

PAGE = """{% extends "components/page.html" %}{% from "components/parts.html" import form_of, heading %}
{% block title %}Every kind of field{% endblock %}
{% block content %}{{ heading("Every kind of field") }}{{ form_of(form, csrf=csrf_input) }}{% endblock %}"""

LETTER = """{% extends "components/page.html" %}{% from "components/parts.html" import button, field, heading %}
{% block title %}A letter{% endblock %}
{% block content %}{{ heading("A letter") }}<form method="post" data-keep novalidate>{{ csrf_input }}
{% for bound in form %}{{ field(bound) }}{% endfor %}{{ button("Send it") }}</form>{% endblock %}"""

WORKING = """{% extends "components/page.html" %}
{% from "components/parts.html" import heading, keep_refreshing, progress %}
{% block title %}Working{% endblock %}
{% block head %}{{ keep_refreshing() }}{% endblock %}
{% block content %}{{ heading("Working") }}{{ progress("Reading the file", percent) }}{% endblock %}"""

DONE = """{% extends "components/page.html" %}{% from "components/parts.html" import heading %}
{% block title %}Done{% endblock %}{% block content %}{{ heading("Done") }}{% endblock %}"""


class EveryKindOfField(forms.Form):
    name = forms.CharField(help_text="As on the birth certificate", error_messages={"required": "Enter a name"})
    address = forms.EmailField(required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    story = forms.CharField(widget=forms.Textarea, required=False)
    born_on = DayField(label="Date of birth")
    team = forms.ChoiceField(choices=[("", "Choose one"), ("n", "North"), ("s", "South")], required=False)
    urgency = forms.ChoiceField(
        choices=[("t", "Today"), ("w", "This week")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how urgent it is"},
    )
    needs = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one need"},
    )
    is_agreed = forms.BooleanField(label="The family agrees", required=False)
    letter = forms.FileField(required=False)


@allow(MANAGE_ACCOUNTS)
def for_accounts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@allow(PUBLIC)
def that_breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


@allow(PUBLIC)
def every_kind_of_field(request: HttpRequest) -> HttpResponse:
    page = engines["jinja2"].from_string(PAGE)
    return HttpResponse(page.render({"form": EveryKindOfField(request.POST or None)}, request))


class Letter(forms.Form):
    words = forms.CharField(widget=forms.Textarea, error_messages={"required": "Enter the letter"})
    to = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    password = forms.CharField(widget=forms.PasswordInput, required=False)


SENT: list[str] = []


@allow(SIGNED_IN)
def a_letter(request: HttpRequest) -> HttpResponse:
    form = opened(request, Letter)
    if request.method == "POST" and form.is_valid():
        SENT.append(form.cleaned_data["words"])
        done(request)
        return redirect("/start/")
    page = engines["jinja2"].from_string(LETTER)
    return HttpResponse(page.render({"form": form}, request))


@allow(PUBLIC)
def work_going_on(request: HttpRequest) -> HttpResponse:
    """Half done when first asked, and done afterwards."""
    seen = request.session.get("seen", 0)
    request.session["seen"] = seen + 1
    page = engines["jinja2"].from_string(WORKING if seen < 2 else DONE)
    return HttpResponse(page.render({"percent": 50 + seen}, request))


urlpatterns = [
    path("doors/accounts/", for_accounts),
    path("doors/broken/", that_breaks),
    path("doors/form/", every_kind_of_field),
    path("doors/letter/", a_letter),
    path("doors/work/", work_going_on),
    path("", include("lintel.config.urls")),
]
