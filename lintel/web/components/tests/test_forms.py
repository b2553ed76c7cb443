"""What people type as a day, and how forms say what is wrong."""

from datetime import date

import pytest
from django import forms

from lintel.web.components.forms import DayField

pytestmark = pytest.mark.urls("lintel.web.components.tests.doors")


class Seen(forms.Form):
    seen_on = DayField(label="Date seen")


def typed(day="", month="", year="", whole=None) -> Seen:
    boxes = {"seen_on-day": day, "seen_on-month": month, "seen_on-year": year}
    return Seen(boxes if whole is None else {"seen_on": whole})


@pytest.mark.parametrize(
    "form",
    [
        typed("3", "3", "2025"),
        typed("03", "03", "2025"),
        typed("3/3/2025"),
        typed("2025-03-03"),
        typed("3 March 2025"),
        typed(whole="2025-03-03"),
    ],
)
def test_a_day_is_understood_however_it_is_typed(form):
    assert form.is_valid()
    assert form.cleaned_data["seen_on"] == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (typed(), "Enter date seen"),
        (typed("3", "3"), "Date seen must include a year"),
        (typed("", "3", "2025"), "Date seen must include a day"),
        (typed("3", "", ""), "Date seen must be a real date, such as 27 3 2025"),
        (typed("31", "2", "2025"), "Date seen must be a real date, such as 27 3 2025"),
        (typed("soon"), "Date seen must be a real date, such as 27 3 2025"),
        (typed("1", "1", "99999"), "Date seen must be a real date, such as 27 3 2025"),
    ],
)
def test_a_day_that_will_not_do_says_why(form, said):
    assert form.errors["seen_on"] == [said]


def test_what_was_typed_stays_in_its_boxes(client, db):
    said = client.post("/doors/form/", {"born_on-day": "31", "born_on-month": "2", "born_on-year": "2025"}).text

    assert 'name="born_on-day"' in said
    assert 'value="31"' in said
    assert 'value="2025"' in said


def test_each_fault_is_a_link_to_its_box(client, db):
    said = client.post("/doors/form/", {"name": ""}).text

    for box in ("id_name", "id_born_on-day", "id_urgency", "id_needs"):
        assert f'href="#{box}"' in said
        assert f'id="{box}"' in said


def test_a_page_with_faults_says_so_in_its_title(client, db):
    assert "<title>Error: Every kind of field" in client.post("/doors/form/", {"name": ""}).text


def test_what_was_ticked_stays_ticked(client, db):
    said = client.post("/doors/form/", {"needs": ["b"], "urgency": "w", "is_agreed": "on", "team": "s"}).text

    assert said.count(" checked") == 3
    assert said.count(" selected") == 1


def test_a_password_is_never_written_back(client, db):
    assert "hush hush" not in client.post("/doors/form/", {"password": "hush hush"}).text


def test_what_somebody_typed_is_never_markup(client, db):
    assert "<b>bold" not in client.post("/doors/form/", {"name": "<b>bold"}).text
