"""At the desk: asking agencies, reminding them, and writing down what they say by telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.drafts.actions import keep
from lintel.steps.agency_checks import actions, queries
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.agency_checks.tests.builders import agency, all_said, checked
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]

POLICE_ARE_ASKED = "Do you hold incidents or arrests that involve the child or their home since 1 March 2023?"


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


@pytest.fixture
def contact(dawn, bells):
    return knock(by=dawn, once="1", children=[tells_of(bells.kit), tells_of(bells.mia)])


def typed(contact, *agencies, **more):
    said = {
        "children": [line.pk for line in contact.children.all()], "since-day": "1", "since-month": "3",
        "since-year": "2023", "basis": "section_17", "basis_words": "He may be in need.", "shared_for": "To decide",
    }  # fmt: skip
    for each in agencies:
        said[f"asked-{each.pk}"] = ["incidents"]
    return said | more


def test_nothing_is_chosen_beforehand_but_what_it_is_for(client, dawn, contact, police):
    client.force_login(dawn)

    shown = client.get(f"/front-door/{contact.pk}/checks/ask/").text

    assert "checked" not in shown
    assert "To decide what help or protection the children need" in shown


def test_the_questions_chosen_are_sent_with_their_day(client, dawn, rosa, contact, police):
    health = agency(rosa, key="health", kind=AgencyKind.HEALTH)
    client.force_login(dawn)

    client.post(
        f"/front-door/{contact.pk}/checks/ask/",
        typed(contact, police, **{f"own-{health.pk}": "When was she last seen by a health visitor?"}),
    )

    asked = [(line.agency, line.question) for line in queries.checks_of(contact, viewer=dawn)]
    assert asked == [
        ("Ravenshire police", POLICE_ARE_ASKED),
        ("Ravenshire health", "When was she last seen by a health visitor?"),
    ]  # fmt: skip


@pytest.mark.parametrize(("more", "said"), [
    ({"basis": ""}, "Choose the lawful basis"), ({"basis_words": " "}, "Say why the basis holds here"),
    ({"children": []}, "Choose which children"), ({"shared_for": ""}, "Say what the answers are for"),
])  # fmt: skip
def test_what_is_missing_is_said(client, dawn, contact, police, more, said):
    client.force_login(dawn)

    assert said in client.post(f"/front-door/{contact.pk}/checks/ask/", typed(contact, police, **more)).text
    assert not AgencyCheck.objects.exists()


def test_any_concerns_is_sent_back_in_words(client, dawn, contact, police):
    client.force_login(dawn)

    own = {f"own-{police.pk}": "Any concerns?"}
    assert "can be looked up" in client.post(f"/front-door/{contact.pk}/checks/ask/", typed(contact, **own)).text
    assert "at least one question" in client.post(f"/front-door/{contact.pk}/checks/ask/", typed(contact)).text


def test_an_answer_by_telephone_a_reminder_and_taking_back(client, dawn, contact, police):
    spoken, slow, wrong = (checked(contact, police, by=dawn)[0] for _ in range(3))
    client.force_login(dawn)
    known = {f"known-{each.pk}": "no" for each in spoken.asked_about.all()}

    def go(check, what, said):
        return client.post(f"/front-door/{contact.pk}/checks/{check.pk}/{what}/", said, follow=True).text

    assert "Say who you spoke to" in go(spoken, "answer-by-telephone", known)
    go(spoken, "answer-by-telephone", known | {"told_by": "Sgt Pike"})
    go(slow, "chase", {"means": "telephone", "words": "Left a message"})
    shown = go(wrong, "withdraw", {"because": "The wrong force."})

    for said in ("Sgt Pike", "Left a message", "The wrong force.", "Answered", "Waiting", "Taken back"):
        assert said in shown


def test_too_late_is_said_kindly_and_what_was_typed_stands_on_the_page(client, dawn, hart, contact, police):
    [check] = checked(contact, police, by=dawn)
    actions.answer(check, known=all_said(check), by=hart, at=NOW)
    client.force_login(dawn)
    base = f"/front-door/{contact.pk}/checks/{check.pk}/"
    known = {f"known-{each.pk}": "yes" for each in check.asked_about.all()}

    back = client.post(f"{base}withdraw/", {"because": "No need."}).text
    said = known | {"words": "“He was here twice.”", "told_by": "Sgt Pike"}
    spoken = client.post(f"{base}answer-by-telephone/", said).text

    for shown in (back, spoken):
        assert "The agency answered already" in shown
        assert "Hart Lowe, Ravenshire police, in the portal" in shown
    assert "No need." in back
    assert "“He was here twice.”" in spoken
    assert "Sgt Pike" in spoken
    assert "He was here twice" not in queries.check_of(check.pk, viewer=dawn).words


def test_words_kept_for_a_check_that_was_answered_since_are_still_there(client, dawn, hart, contact, police):
    [check] = checked(contact, police, by=dawn)
    path = f"/front-door/{contact.pk}/checks/{check.pk}/answer-by-telephone/"
    keep({"words": ["“He was here twice.”"]}, path=path, page="1" * 32, of=dawn, at=NOW)
    actions.answer(check, known=all_said(check), by=hart, at=NOW)
    client.force_login(dawn)

    assert "“He was here twice.”" in client.get(path).text


def test_an_overdue_check_says_so(client, dawn, contact, police):
    checked(contact, police, by=dawn, at=NOW - timedelta(hours=5))
    client.force_login(dawn)

    assert "Overdue" in client.get(f"/front-door/{contact.pk}/checks/").text


@pytest.mark.parametrize("who", ["tom", "hart", "ola", "sam", "grace"])
def test_no_trace_of_a_check_for_somebody_without_a_reason(client, cast, dawn, contact, police, who):
    [check] = checked(contact, police, by=dawn)
    client.force_login(cast.people[who])
    base = f"/front-door/{contact.pk}/checks/"

    for address in (base, f"{base}ask/", *(f"{base}{check.pk}/{it}/" for it in ("chase", "withdraw"))):
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert "Kit" not in answer.text
        assert client.post(address, {"because": "x", "means": "email"}).status_code in (403, 404, 405)
    assert AgencyCheck.objects.get().withdrawn_at is None


def test_a_check_does_not_open_under_another_contact(client, dawn, bells, contact, police):
    other = knock(by=dawn, once="2", children=[tells_of(bells.ivy)])
    [check] = checked(contact, police, by=dawn)
    client.force_login(dawn)

    assert client.get(f"/front-door/{other.pk}/checks/{check.pk}/chase/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("rosa", 200), ("helen", 200), ("anil", 200), ("tom", 403), ("hart", 403)])
def test_who_sees_how_agencies_answer(client, cast, police, who, status):
    client.force_login(cast.people[who])

    assert client.get("/partners/answer-times/").status_code == status
