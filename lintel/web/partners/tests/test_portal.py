"""Somebody of an agency sees what is asked of it, what it told us and how late it is; nothing else, ever."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import get_resolver

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN
from lintel.foundation.access.permissions import ALL, Permission
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.actions import keep
from lintel.foundation.drafts.models import Draft
from lintel.steps.agency_checks import actions, queries
from lintel.steps.agency_checks.models import Addition, AgencyCheck
from lintel.steps.agency_checks.tests.builders import agency, all_said, checked
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.architecture.test_screens import routes
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOUR = timedelta(hours=1)
KIT_SAID = "His father shouts at night."


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


@pytest.fixture
def contact(dawn, bells):
    return knock(by=dawn, once="1", words=KIT_SAID, children=[tells_of(bells.kit)])


@pytest.fixture
def check(contact, dawn, police) -> AgencyCheck:
    return checked(contact, police, by=dawn)[0]


def reply(check: AgencyCheck, known: str = "yes", words: str = "One order.") -> dict[str, str]:
    return {f"known-{each.pk}": known for each in check.asked_about.all()} | {"words": words}


def worry(**typed: str) -> dict[str, str]:
    return {
        "child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0", "child-0-given": "Perrin", "child-0-family": "Oakapple",
        "words": "Out at night.", "consent": "given", "once": "abc",
    } | typed  # fmt: skip


def test_requests_stand_first_due_first_with_the_time_left(client, hart, check, contact, dawn, police):
    late = checked(contact, police, by=dawn, at=NOW - 5 * HOUR)[0]
    client.force_login(hart)

    shown = client.get("/partners/").text

    assert shown.index(f"Answer request {late.pk}") < shown.index(f"Answer request {check.pk}")
    assert "overdue by 1 hour" in shown
    assert "4 hours left" in shown
    assert "Kit Hartley" in shown
    assert KIT_SAID not in shown


def test_the_start_page_of_a_partner_is_the_portal(client, hart, police):
    client.force_login(hart)

    assert client.get("/", follow=True).redirect_chain == [("/partners/", 302)]


def test_answering(client, hart, dawn, check, contact):
    client.force_login(hart)
    assert contact.reference not in client.get(f"/partners/requests/{check.pk}/").text

    client.post(f"/partners/requests/{check.pk}/", reply(check, words=" One order.\r\n<b>Served</b> "))

    [line] = queries.checks_of(contact, viewer=dawn)
    assert line.words == " One order.\n<b>Served</b> "
    shown = client.get(f"/partners/requests/{check.pk}/").text
    assert "&lt;b&gt;Served&lt;/b&gt;" in shown
    assert "Send the answer" not in shown


def test_an_answer_that_says_too_little_is_sent_back_in_words(client, hart, check):
    client.force_login(hart)

    assert "Write what you hold" in client.post(f"/partners/requests/{check.pk}/", reply(check, words=" ")).text
    assert "Say whether Kit Hartley is known to you" in client.post(f"/partners/requests/{check.pk}/", {}).text
    assert not AgencyCheck.objects.filter(answered_at__isnull=False).exists()


LONG = "A long careful answer."


def test_whoever_answers_after_a_colleague_loses_no_words_and_reads_whose_answer_stands(client, hart, dawn, check):
    client.force_login(hart)
    actions.answer_by_telephone(check, known=all_said(check), told_by="Sgt Pike", by=dawn, at=NOW)

    shown = client.post(f"/partners/requests/{check.pk}/", reply(check, words=LONG)).text

    assert LONG in shown
    assert "Kit Hartley: Yes, and we hold something" in shown
    assert "Sgt Pike, Ravenshire police, by telephone; written down by Dawn" in shown
    client.post(f"/partners/requests/{check.pk}/add/", {"words": LONG})
    assert Addition.objects.get().words == LONG


def test_of_two_who_answer_in_the_same_instant_the_second_loses_no_words(client, hart, dawn, check, monkeypatch):
    client.force_login(hart)
    real = queries.request_to_me

    def then_a_colleague_answers(pk, *, viewer):
        monkeypatch.setattr(queries, "request_to_me", real)
        line = real(pk, viewer=viewer)
        actions.answer_by_telephone(check, known=all_said(check), told_by="Sgt Pike", by=dawn, at=NOW)
        return line

    monkeypatch.setattr(queries, "request_to_me", then_a_colleague_answers)
    shown = client.post(f"/partners/requests/{check.pk}/", reply(check, words=LONG)).text

    assert LONG in shown
    assert "Sgt Pike" in shown


def test_an_answer_to_a_question_that_was_taken_back_is_shown_and_not_lost(client, hart, dawn, check):
    client.force_login(hart)
    actions.withdraw(check, because="The wrong force.", by=dawn, at=NOW)

    shown = client.post(f"/partners/requests/{check.pk}/", reply(check, words=LONG)).text

    assert "No answer is needed" in shown
    assert LONG in shown


def test_what_was_kept_before_a_colleague_answered_is_still_there(client, hart, dawn, check):
    client.force_login(hart)
    path = f"/partners/requests/{check.pk}/"
    keep({"words": [LONG]}, path=path, page="1" * 32, of=hart, at=NOW)
    actions.answer_by_telephone(check, known=all_said(check), told_by="Sgt Pike", by=dawn, at=NOW)

    assert LONG in client.get(path).text


def test_telling_us_about_a_child(client, hart, police):
    client.force_login(hart)

    shown = client.post("/partners/referrals/new/", worry(), follow=True).text

    contact = Contact.objects.get()
    assert contact.reference in shown
    assert contact.informant.told_by == hart
    client.post("/partners/referrals/new/", worry())
    assert Contact.objects.count() == 1
    assert "We have it, and somebody is working on it" in client.get("/partners/").text


def test_a_referral_changed_and_sent_again_is_not_lost(client, hart, police):
    client.force_login(hart)
    for words in ("Out at night.", "Out at night, and bleeding."):
        client.post("/partners/referrals/new/", worry(words=words))

    assert set(Contact.objects.values_list("words", flat=True)) == {"Out at night.", "Out at night, and bleeding."}


def test_words_kept_of_a_referral_are_a_delivery_of_their_own(client, hart, police):
    path = "/partners/referrals/new/"
    client.force_login(hart)
    client.post("/drafts/keep/", worry(kept_path=path, kept_page="1" * 32))

    shown = client.get(path).text

    assert "Out at night." in shown
    assert re.search(r'name="once" value="[0-9a-f]{32}"', shown)
    assert Draft.objects.get(sent_at__isnull=True).fields.keys().isdisjoint({"once"})


def test_another_child_is_added_without_losing_a_word(client, hart, police):
    client.force_login(hart)

    shown = client.post("/partners/referrals/new/", worry(another="yes", words="Half a sen")).text

    assert "Half a sen" in shown
    assert "child-1-given" in shown
    assert "There is a problem" not in shown
    assert not Contact.objects.exists()


def test_without_agreement_the_reason_is_asked_for(client, hart, police):
    client.force_login(hart)

    assert "Say why you tell us all the same" in client.post(
        "/partners/referrals/new/", worry(consent="not_sought")
    ).text  # fmt: skip


@pytest.mark.finding("S10")
def test_both_sides_read_the_same_numbers(client, hart, rosa, dawn, contact, check, police, time_machine):
    checked(contact, police, by=dawn, at=NOW - 5 * HOUR)
    actions.answer(check, known=all_said(check), by=hart, at=NOW + HOUR)
    time_machine.move_to(NOW + 2 * HOUR, tick=False)

    client.force_login(hart)
    theirs = client.get("/partners/").text
    client.force_login(rosa)
    ours = client.get("/partners/answer-times/").text

    for said in ("50% (1 of 2)", "1 hour", "7 hours"):
        assert said in theirs
        assert said in ours


# --- never ---


PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REFUSED = {401, 403}  # 401 is the API's, which asks for a key


def asked(client, who, ask, address):
    """The answer to somebody who is signed in: signing out is one of the addresses."""
    if SESSION_KEY not in client.session:
        client.force_login(who)
    return ask(address)


@pytest.mark.slow
def test_a_partner_never_browses(client, cast, bells, contact, check):
    """Every address there is, as Hart, read and sent to: refused, or one of the portal's own and the public ones."""
    real = {
        "number": check.pk, "other": bells.mia.pk, "grant": cast.dawn.role_grants.get().pk, "code": "K01",
        "reference": contact.reference, "kind": "public", "link": "x", "receipt": "x", "token": "x",
        "measure": "agreement", "name": "fresh", "key": "x", "level": 1, "subject": "x",
    }  # fmt: skip
    let_in = {}
    for where, view in routes(get_resolver().url_patterns):
        if "^" in where or where.startswith("static/"):
            continue
        open_to_all = view.permission in (PUBLIC, SIGNED_IN)
        theirs = isinstance(view.permission, Permission) and Role.PARTNER in view.permission.held_by
        # The gate refuses before it reads a number: one is enough where it does.
        for pk in (contact.pk, check.pk, bells.kit.pk) if open_to_all or theirs else (contact.pk,):
            address = "/" + PARAMETER.sub(lambda found, pk=pk: str((real | {"pk": pk})[found[1]]), where)
            answers = [asked(client, cast.hart, ask, address) for ask in (client.get, client.post)]
            said = {answer.status_code for answer in answers}
            if not (open_to_all or theirs) and (said - REFUSED - {405} or not said & REFUSED):
                let_in[address] = said
            if any(trace in answer.text for answer in answers for trace in ("Bell", KIT_SAID)):
                let_in[address] = "a trace"
            if "pk" not in PARAMETER.findall(where):
                break
    assert let_in == {}


def test_what_a_partner_may_do_is_written_down_here_and_nothing_more():
    """So that whoever gives something to everybody has to decide about people outside the council as well."""
    get_resolver().url_patterns  # noqa: B018 — reading the addresses imports every screen and so every permission

    assert {name for name, each in ALL.items() if Role.PARTNER in each.held_by} == {
        "answer for a partner agency", "answer for the police in the partner portal", "send police notifications in",
        "declare a police backlog", "answer an escalation between partners", "read the threshold document",
        "sit on the panel of a threshold review", "see the numbers of protection that partner agencies see too",
    }  # fmt: skip


def test_a_channel_nobody_sits_at_only_hands_in():
    get_resolver().url_patterns  # noqa: B018

    assert {name for name, each in ALL.items() if Role.INTAKE in each.held_by} == {
        "write down a contact", "write a person down", "send police notifications in",
        "hand in contacts through the API", "hand in police notifications through the API",
        "ask the API what became of one’s own contacts",
    }  # fmt: skip


def test_no_other_agencys_request_can_be_guessed(client, hart, rosa, nell, dawn, contact, police):
    [other] = checked(contact, agency(rosa, key="health", kind=AgencyKind.HEALTH), by=dawn)
    client.force_login(hart)

    for address in (f"/partners/requests/{other.pk}/", f"/partners/requests/{other.pk}/add/"):
        assert client.get(address).status_code == 404
        assert client.post(address, reply(other)).status_code == 404
    assert client.get(f"/partners/referrals/{contact.reference}/").status_code == 404
    assert Entry.objects.filter(act="refused: it is not there, or not theirs", by=hart).count() == 5


@pytest.mark.parametrize("who", ["tom", "ola", "sam", "grace", "dawn", "helen"])
def test_the_portal_is_for_agencies_only(client, cast, check, who):
    client.force_login(cast.people[who])

    for address in ("/partners/", f"/partners/requests/{check.pk}/", "/partners/referrals/new/"):
        assert client.get(address).status_code == 403
    assert client.post(f"/partners/requests/{check.pk}/", reply(check)).status_code == 403


def test_a_partner_of_no_agency_sees_that_and_nothing_else(client, hart):
    client.force_login(hart)

    assert "You answer for no agency at present" in client.get("/partners/").text
    assert "You answer for no agency" in client.post("/partners/referrals/new/", worry()).text


# --- the second step ---


def test_a_partner_without_a_second_step_is_told_to_set_it_up(client, hart, police):
    client.force_login(hart)

    assert "set up your second step" in client.get("/partners/").text


def test_where_people_are_real_nothing_opens_without_it(client, hart, check, settings):
    settings.PARTNERS_NEED_A_SECOND_STEP = True
    client.force_login(hart)

    for address in ("/partners/", f"/partners/requests/{check.pk}/", "/partners/referrals/new/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Set up your second step first" in answer.text
        assert "Kit" not in answer.text
    assert client.post(f"/partners/requests/{check.pk}/", reply(check)).status_code == 403


def test_with_it_everything_of_theirs_opens(client, hart, check, settings, monkeypatch):
    settings.PARTNERS_NEED_A_SECOND_STEP = True
    monkeypatch.setattr("lintel.web.partners.second_step.is_mfa_enabled", lambda _: True)
    client.force_login(hart)
    headings = {
        "/partners/": "What Ravenshire needs from you", f"/partners/requests/{check.pk}/": check.question,
        "/partners/referrals/new/": "Tell us about a child",
    }  # fmt: skip

    for address, heading in headings.items():
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'<h1 class="govuk-heading-l">{heading}' in answer.text
        assert "et up your second step" not in answer.text
