"""One page to decide on, nothing preselected, nothing lost; signed where asked, and whoever told us is told."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.foundation.access.actions import exclude
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import SafeContact
from lintel.foundation.people.registering.actions import Particulars, set_safe_contact
from lintel.journey.handovers.actions import cannot_wait, decide_contact, sign_decision
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.patterns.actions import switch
from lintel.oversight.thresholds.models import Indicator
from lintel.oversight.thresholds.tests.builders import a_draft, put_into_effect
from lintel.steps.front_door.codes import Channel, Consent, InformantKind, Outcome
from lintel.steps.front_door.desk.actions import think_of_together
from lintel.steps.front_door.intake.actions import InformantTold, TellsOf, record_consent
from lintel.steps.front_door.models import ConsentStep, Contact, Decision, PassedOn, Remark, Told
from lintel.steps.front_door.tests.builders import NEIGHBOUR, chosen_for, knock, tells_of

pytestmark = pytest.mark.django_db
PERRIN = TellsOf(particulars=Particulars(given="Perrin", family="Oakapple"))
TANSY = TellsOf(particulars=Particulars(given="Tansy", family="Oakapple"))
CHOSEN = re.compile(r'value="([^"]*)" checked')
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e %s '; DROP TABLE people; -- 𝒵͑ͨ́"


@pytest.fixture
def contact(dawn) -> Contact:
    return knock(by=dawn, once="1", received_at=timezone.now(), children=[PERRIN])


@pytest.fixture
def two(dawn) -> Contact:
    return knock(by=dawn, once="1", received_at=timezone.now(), children=[PERRIN, TANSY])


def typed(contact, **said) -> dict[str, object]:
    """What is sent for every child of a contact; nothing is said of agreement."""
    sent: dict[str, object] = {"about": [str(line.pk) for line in contact.children.order_by("pk")]}
    for line in contact.children.all():
        sent |= {f"{line.pk}-outcome": "advice", f"{line.pk}-level": "2", f"{line.pk}-rationale": "He has a coat now."}
    return sent | {name.replace("_of_", "-"): value for name, value in said.items()}


def post(client, contact, step="confirm", **said):
    return client.post(f"/front-door/{contact.pk}/decide/", typed(contact, **said) | {"step": step})


def only(contact):
    return contact.children.get().pk


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_is_known_and_chooses_nothing(client, femi, contact):
    client.force_login(femi)

    said = client.get(f"/front-door/{contact.pk}/decide/").text

    assert "He comes to school without a coat." in said
    assert "Perrin Oakapple" in said
    assert "Nothing is recorded before this contact" in said
    assert CHOSEN.findall(said) == []
    assert "Decide by" in said


def test_the_history_of_a_known_child_stands_beside_the_decision(client, femi, dawn, bells):
    client.force_login(femi)
    contact = knock(by=dawn, once="1", received_at=timezone.now(), children=[tells_of(bells.noah)])

    said = client.get(f"/front-door/{contact.pk}/decide/").text

    assert "Referral and episode of need" in said
    assert "Ruth Bell, mother" in said
    assert "Worked with already:</strong> Priya Nair, North assessment" in said


def test_every_child_is_decided_for_by_name(client, femi, two):
    client.force_login(femi)

    said = client.get(f"/front-door/{two.pk}/decide/").text

    assert "What happens next for Perrin Oakapple" in said
    assert "What happens next for Tansy Oakapple" in said
    assert "Decide the same for the other children" in said


def test_without_a_threshold_document_the_level_is_a_number(client, femi, contact):
    client.force_login(femi)

    assert "Level 4</label>" in " ".join(client.get(f"/front-door/{contact.pk}/decide/").text.split()).replace(
        " </", "</"
    )


@pytest.mark.slow
def test_the_level_is_of_the_version_in_force_with_the_wordings_relied_on(client, femi, helen, contact):
    now = timezone.now()
    version = put_into_effect(a_draft(by=helen, at=now), on=timezone.localdate(), by=helen, at=now)
    bruise = Indicator.objects.get(wording__startswith="Bruising")
    client.force_login(femi)

    assert "Level 4, Specialist" in client.get(f"/front-door/{contact.pk}/decide/").text
    key = only(contact)
    post(
        client,
        contact,
        **{f"{key}_of_outcome": "referral", f"{key}_of_level": "4", f"{key}_of_indicators": [bruise.pk]},
    )

    decision = Decision.objects.get()
    assert (decision.threshold_version, decision.level, decision.level_name) == (version.number, 4, "Specialist")
    assert decision.indicators == [bruise.wording]


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("outcome", "Choose what happens next for Perrin Oakapple"), ("level", "Choose the level of need for Perrin"),
        ("rationale", "Write why you decide this for Perrin Oakapple"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_for_the_child_it_is_missing_for(client, femi, contact, left_out, says):
    client.force_login(femi)

    answer = post(client, contact, "check", **{f"{only(contact)}_of_{left_out}": ""})

    assert says in answer.text
    assert not Decision.objects.exists()


def test_where_the_question_is_passed_on_a_level_may_be_left_open(client, femi, contact):
    client.force_login(femi)

    key = only(contact)
    post(client, contact, **{f"{key}_of_outcome": "awaiting_information", f"{key}_of_level": ""})

    assert Decision.objects.get().level is None


def test_answers_are_checked_before_it_is_decided(client, femi, contact):
    client.force_login(femi)

    answer = post(client, contact, "check")

    assert "Check before it is decided" in answer.text
    assert "He has a coat now." in answer.text
    assert not Decision.objects.exists()
    post(client, contact)
    assert Decision.objects.get().outcome == Outcome.ADVICE


def test_changing_something_brings_every_word_back(client, femi, contact):
    client.force_login(femi)

    said = post(client, contact, "change").text

    assert "He has a coat now." in said
    assert CHOSEN.findall(said) == ["advice", "2"]


def test_the_same_for_all_is_written_out_for_each(client, femi, two):
    client.force_login(femi)
    first, second = (line.pk for line in two.children.order_by("pk"))
    empty = {f"{second}_of_{name}": "" for name in ("outcome", "level", "rationale")}

    checked = post(client, two, "check", same_for_all="on", **empty).text

    assert checked.count("He has a coat now.") >= 4  # twice to read, twice to carry
    post(client, two, same_for_all="on", **empty)
    assert [(d.child_contact_id, d.rationale) for d in Decision.objects.order_by("pk")] == [
        (first, "He has a coat now."), (second, "He has a coat now."),
    ]  # fmt: skip


def test_a_child_keeps_an_outcome_of_their_own(client, femi, two):
    client.force_login(femi)
    _, second = (line.pk for line in two.children.order_by("pk"))

    post(
        client, two, same_for_all="on", **{f"{second}_of_outcome": "early_help", f"{second}_of_rationale": "She asks."}
    )

    assert [(d.outcome, d.rationale) for d in Decision.objects.order_by("pk")] == [
        ("advice", "He has a coat now."), ("early_help", "She asks."),
    ]  # fmt: skip


def test_agreement_is_never_copied_from_one_child_to_another(client, femi, two):
    client.force_login(femi)
    first, second = (line.pk for line in two.children.order_by("pk"))

    post(client, two, same_for_all="on", **{f"{first}_of_consent": "given", f"{second}_of_outcome": ""})

    assert [line.consent for line in two.children.order_by("pk")] == ["given", ""]


def test_agreement_that_nobody_asked_for_warns_and_does_not_stop(client, femi, contact):
    client.force_login(femi)
    key = only(contact)

    checked = post(client, contact, "check", **{f"{key}_of_outcome": "early_help"})

    assert "Nothing is said about agreement for Perrin Oakapple" in checked.text
    post(client, contact, **{f"{key}_of_outcome": "early_help"})
    assert Decision.objects.exists()


def test_doing_without_agreement_needs_its_reason(client, femi, contact):
    client.force_login(femi)
    key = only(contact)

    answer = post(client, contact, "check", **{f"{key}_of_consent": "refused"})

    assert "Write why there is no agreement for Perrin Oakapple" in answer.text
    post(client, contact, **{f"{key}_of_consent": "refused", f"{key}_of_consent_reason": "She said no."})
    assert ConsentStep.objects.get().reason == "She said no."


def test_a_safe_way_is_written_down_with_the_decision(client, femi, contact):
    client.force_login(femi)
    child = contact.children.get().child_id

    post(client, contact, safe_about=str(child), safe_words="Ring in school hours.", safe_never_write="on")

    assert (SafeContact.objects.get().person_id, SafeContact.objects.get().never_write) == (child, True)


@pytest.mark.parametrize(
    ("ticked", "rules"), [({}, ["4 Mill Lane"]), ({"safe_never_write": "on"}, ["", "4 Mill Lane"])]
)
def test_an_address_that_is_not_safe_is_written_down_and_weakens_no_other_rule(client, femi, contact, ticked, rules):
    client.force_login(femi)
    child = str(contact.children.get().child_id)

    assert "Write how they may be reached instead" in post(client, contact, safe_address="4 Mill Lane").text
    said = ticked | {"safe_about": child, "safe_words": "He reads her post.", "safe_address": "4 Mill Lane"}
    assert "Never write to 4 Mill Lane." in post(client, contact, "check", **said).text
    post(client, contact, **said)

    assert [rule.address for rule in SafeContact.objects.order_by("pk")] == rules
    assert all(rule.never_write for rule in SafeContact.objects.all())


def test_where_no_worker_could_be_told_the_page_says_so(client, femi, contact):
    client.force_login(femi)

    post(client, contact, **{f"{only(contact)}_of_outcome": "to_allocated_worker"})

    assert (
        "Nobody worked with Perrin Oakapple</strong> when it was decided"
        in client.get(f"/front-door/{contact.pk}/decide/").text
    )


def test_awaiting_information_says_that_the_clock_runs_on(client, femi, contact):
    client.force_login(femi)
    key = only(contact)

    checked = post(client, contact, "check", **{f"{key}_of_outcome": "awaiting_information"})

    assert "The clock does not stop" in checked.text
    post(client, contact, **{f"{key}_of_outcome": "awaiting_information"})
    assert "The clock does not stop" in client.get(f"/front-door/{contact.pk}/decide/").text


def test_an_open_danger_says_what_to_do_and_is_not_closed(client, femi, dawn, contact):
    cannot_wait(contact, reason="He will be there tonight.", by=dawn, at=timezone.now())
    client.force_login(femi)

    assert "A child may be in danger now" in client.get(f"/front-door/{contact.pk}/decide/").text
    assert "Decide a strategy discussion or a referral" in post(client, contact).text
    assert not Decision.objects.exists()


def test_contacts_thought_of_together_are_each_decided(client, femi, dawn, contact):
    other = knock(by=dawn, once="2", received_at=timezone.now())
    think_of_together(other, first=contact, by=dawn, at=timezone.now())
    third = knock(by=dawn, once="3", received_at=timezone.now())
    think_of_together(contact, first=third, by=dawn, at=timezone.now())
    client.force_login(femi)

    assert f"/front-door/{third.pk}/decide/" in client.get(f"/front-door/{other.pk}/decide/").text
    assert f"/front-door/{other.pk}/decide/" in client.get(f"/front-door/{contact.pk}/decide/").text
    post(client, contact)
    assert f"/front-door/{other.pk}/decide/" in client.get(f"/front-door/{contact.pk}/decide/").text


def test_a_child_nobody_has_looked_up_warns_and_does_not_stop(client, femi, contact):
    client.force_login(femi)

    assert "Nobody has checked yet who Perrin Oakapple is" in client.get(f"/front-door/{contact.pk}/decide/").text


def test_hostile_words_are_shown_as_words(client, femi, contact):
    client.force_login(femi)
    key = only(contact)
    fields = ("rationale", "alternatives", "consent_reason")
    hostile = {f"{key}_of_{name}": HOSTILE for name in fields} | {f"{key}_of_consent": "refused"}

    pages = [post(client, contact, step, **hostile).text for step in ("check", "change", "confirm")]
    pages.append(client.get(f"/front-door/{contact.pk}/decide/").text)
    pages.append(client.get(f"/front-door/decision/{Decision.objects.get().pk}/").text)

    assert all("<script>alert" not in page for page in pages)
    assert Decision.objects.get().rationale == HOSTILE


def test_a_byte_no_database_takes_is_refused_kindly(client, femi, contact):
    client.force_login(femi)

    assert post(client, contact, **{f"{only(contact)}_of_rationale": "nul \x00 nul"}).status_code == 200
    assert not Decision.objects.exists()


def test_nothing_on_these_pages_tells_of_a_second_decision(client, femi, contact):
    client.force_login(femi)
    pages = [client.get(f"/front-door/{contact.pk}/decide/").text, post(client, contact, "check").text]
    post(client, contact)
    pages.append(client.get(f"/front-door/{contact.pk}/decide/").text)

    assert all(word not in page.lower() for page in pages for word in ("blind", "drawn", "second decision"))


# --- who may ----------------------------------------------------------------------------------------------------------


def test_a_screening_officer_sees_why_not_and_says_it_is_ready(client, dawn, contact):
    client.force_login(dawn)

    assert "You gather, a social worker decides" in client.get(f"/front-door/{contact.pk}/decide/").text
    client.post(f"/front-door/{contact.pk}/ready/")
    contact.refresh_from_db()
    assert contact.ready_at is not None


@pytest.mark.parametrize("who", ["dawn", "nell"])
def test_a_decision_without_the_decision_role_is_refused_and_written_down(client, cast, contact, who):
    client.force_login(cast.people[who])

    assert post(client, contact).status_code == 403
    assert not Decision.objects.exists()
    assert Entry.objects.filter(act="refused: decide a contact", by=cast.people[who]).exists()


@pytest.mark.parametrize("who", ["tom", "hart", "priya", "elsie", "helen", "sam", "ola", "grace"])
def test_who_does_not_work_at_the_desk_is_refused_every_page(client, cast, contact, femi, who):
    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=timezone.now())
    client.force_login(cast.people[who])

    for path in ("decide/", "tell/"):
        answer = client.get(f"/front-door/{contact.pk}/{path}")
        assert answer.status_code == 403
        assert "Perrin" not in answer.text
    assert client.post(f"/front-door/{contact.pk}/remark/", {"words": "x"}).status_code == 403
    if who != "helen":
        assert client.get(f"/front-door/decision/{decision.pk}/").status_code in (403, 404)


def test_a_contact_with_a_child_kept_from_somebody_is_not_there_for_them(client, femi, dawn, helen, bells):
    contact = knock(by=dawn, once="1", received_at=timezone.now(), children=[tells_of(bells.kit), PERRIN])
    exclude(bells.kit, user=femi, reason="A cousin.", by=helen, at=timezone.now())
    client.force_login(femi)

    assert client.get(f"/front-door/{contact.pk}/decide/").status_code == 404
    assert client.get(f"/front-door/{contact.pk}/tell/").status_code == 404


# --- overtaken --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["check", "confirm"])
def test_who_was_overtaken_sees_by_whom_and_keeps_their_words(client, femi, rosa, contact, step):
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=timezone.now())
    client.force_login(femi)

    answer = post(client, contact, step)

    assert answer.status_code == 409
    assert "A colleague decided while you were writing" in answer.text
    assert "Rosa Klein" in answer.text
    assert "Referral to children’s social care" in answer.text
    assert "Advice or information.\nHe has a coat now." in answer.text


def test_nothing_else_that_was_chosen_is_lost_to_who_was_overtaken(client, femi, rosa, contact):
    line = contact.children.get()
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=timezone.now())
    client.force_login(femi)

    said = post(
        client, contact, "check", safe_words="Ring in school hours.", safe_about=str(line.child_id),
        safe_never_write="on", safe_address="4 Mill Lane", **{f"{line.pk}_of_consent": "given"},
    ).text  # fmt: skip

    assert "Level 2" in said.split("What you wrote")[1]
    assert f"Agreement: {Consent.GIVEN.words}." in said
    assert (
        "Safe contact with Perrin Oakapple: Ring in school hours. Never write to them. Never write to 4 Mill Lane."
        in said
    )


def test_looking_up_similar_decisions_keeps_what_was_typed_without_any_script(client, femi, helen, contact):
    switch(Measure.SIMILAR, is_on=True, because="We try it.", by=helen, at=timezone.now())
    client.force_login(femi)
    assert 'value="similar"' in client.get(f"/front-door/{contact.pk}/decide/").text

    answer = post(client, contact, "similar", **{f"{only(contact)}_of_rationale": "He has no coat, and"})

    assert answer.headers["Location"] == f"/alike/similar/{contact.pk}/"
    assert not Decision.objects.exists()
    said = client.get(f"/front-door/{contact.pk}/decide/").text
    assert "He has no coat, and" in said
    assert CHOSEN.findall(said) == ["advice", "2"]


@pytest.mark.slow
def test_the_wordings_relied_on_are_among_what_is_not_lost(client, femi, rosa, helen, contact):
    now = timezone.now()
    put_into_effect(a_draft(by=helen, at=now), on=timezone.localdate(), by=helen, at=now)
    bruise = Indicator.objects.get(wording__startswith="Bruising")
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=timezone.now())
    client.force_login(femi)

    said = post(client, contact, "check", **{f"{only(contact)}_of_indicators": [bruise.pk]}).text

    assert bruise.wording in said.split("What you wrote")[1]


def test_their_words_can_be_kept_as_a_note(client, femi, rosa, contact):
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=timezone.now())
    client.force_login(femi)

    client.post(f"/front-door/{contact.pk}/remark/", {"words": "I would have given advice."})

    assert Remark.objects.get().words == "I would have given advice."
    assert "I would have given advice." in client.get(f"/front-door/{contact.pk}/decide/").text


def test_whoever_was_overtaken_for_one_child_decides_for_the_other(client, femi, rosa, two):
    first, second = two.children.order_by("pk")
    decide_contact(two, chosen_for(two, Outcome.REFERRAL)[:1], by=rosa, at=timezone.now())
    client.force_login(femi)

    assert "Decide for the children who are still undecided" in post(client, two).text
    said = client.get(f"/front-door/{two.pk}/decide/").text
    assert f'name="{second.pk}-outcome"' in said
    assert f'name="{first.pk}-outcome"' not in said


# --- signatures -------------------------------------------------------------------------------------------------------


@pytest.fixture
def to_sign(contact, femi) -> Decision:
    record_consent(
        contact.children.get(), consent=Consent.DISPENSED_WITH, reason="Risk.", by=femi, at=timezone.now()
    )  # fmt: skip
    return decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=timezone.now())[0]


def test_what_is_to_be_signed_is_listed_with_its_clock_running(client, rosa, to_sign):
    client.force_login(rosa)

    said = client.get("/front-door/to-sign/").text

    assert "Perrin Oakapple" in said
    assert "consent is dispensed with" in said
    assert "hours left" in said


def test_a_manager_signs_with_what_was_known_in_front_of_them(client, rosa, to_sign):
    client.force_login(rosa)

    assert "He comes to school without a coat." in client.get(f"/front-door/to-sign/{to_sign.pk}/").text
    client.post(f"/front-door/to-sign/{to_sign.pk}/", {"step": "sign"})
    to_sign.refresh_from_db()
    assert to_sign.signed_by == rosa


def test_returned_it_is_decided_again_on_the_same_page(client, femi, rosa, contact, to_sign):
    client.force_login(rosa)
    assert "Write why it goes back" in client.post(f"/front-door/to-sign/{to_sign.pk}/", {"step": "return"}).text
    client.post(f"/front-door/to-sign/{to_sign.pk}/", {"step": "return", "because": "Ask the mother first."})
    client.force_login(femi)

    said = client.get(f"/front-door/{contact.pk}/decide/").text

    assert "Ask the mother first." in said
    assert "What was told meets it.</textarea>" in said
    assert f'{contact.children.get().pk}-outcome" type="radio" value="referral" checked' not in said
    post(client, contact)
    assert Decision.objects.filter(returned_at__isnull=True).get().outcome == Outcome.ADVICE


def test_who_returns_what_a_colleague_signed_first_keeps_the_reason(client, cast, rosa, to_sign):
    sign_decision(to_sign, by=rosa, at=timezone.now())
    client.force_login(rosa)

    answer = client.post(f"/front-door/to-sign/{to_sign.pk}/", {"step": "return", "because": "Ask the mother first."})

    assert answer.status_code == 409
    assert "A colleague has signed or returned it already." in answer.text
    assert "Ask the mother first." in answer.text


def test_nobody_signs_their_own(client, rosa, contact):
    record_consent(contact.children.get(), consent=Consent.DISPENSED_WITH, reason="R.", by=rosa, at=timezone.now())
    (own,) = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=timezone.now())
    client.force_login(rosa)

    assert "Perrin" not in client.get("/front-door/to-sign/").text
    assert "You made this decision" in client.get(f"/front-door/to-sign/{own.pk}/").text
    client.post(f"/front-door/to-sign/{own.pk}/", {"step": "sign"})
    own.refresh_from_db()
    assert own.signed_at is None


@pytest.mark.parametrize("who", ["dawn", "femi", "tom", "hart"])
def test_only_managers_sign(client, cast, to_sign, who):
    client.force_login(cast.people[who])

    assert client.get(f"/front-door/to-sign/{to_sign.pk}/").status_code == 403
    assert client.post(f"/front-door/to-sign/{to_sign.pk}/", {"step": "sign"}).status_code == 403


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(contact, femi) -> Contact:
    decide_contact(
        contact, chosen_for(contact, Outcome.EARLY_HELP, rationale="He is cold."), by=femi, at=timezone.now()
    )
    return contact


def test_the_text_is_drafted_and_can_be_changed(client, dawn, decided):
    client.force_login(dawn)

    assert "we have asked early help to support Perrin" in client.get(f"/front-door/{decided.pk}/tell/").text
    sent = {"means": "email", "to": "wren@ravenshireprimary.example", "text": "Mine.", "step": "told"}
    client.post(f"/front-door/{decided.pk}/tell/", sent)
    assert (Told.objects.get().text, Told.objects.get().told_by) == ("Mine.", dawn)


def test_who_is_owed_an_answer_is_counted(client, dawn, femi):
    old = timezone.now() - timedelta(days=9)
    contact = knock(by=dawn, once="1", received_at=old, children=[PERRIN])
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=old)
    client.force_login(dawn)

    said = client.get("/front-door/to-tell/").text

    assert "1 answer is owed" in said
    assert "1 overdue" in said
    assert contact.reference in said


def test_a_letter_that_is_not_safe_says_what_to_do_instead(client, dawn, decided):
    child = decided.children.get().child
    set_safe_contact(child, words="He opens the post.", never_write=True, by=dawn, at=timezone.now())
    client.force_login(dawn)

    sent = {"means": "letter", "to": "Wren Tallow, the school", "text": "Mine.", "step": "told"}
    answer = client.post(f"/front-door/{decided.pk}/tell/", sent)

    assert "He opens the post." in answer.text
    assert "Do not write. Ring them" in answer.text
    assert not Told.objects.exists()


def test_why_somebody_is_not_told_is_written_down(client, dawn, decided):
    client.force_login(dawn)

    assert "Write why they are not told" in client.post(f"/front-door/{decided.pk}/tell/", {"step": "not"}).text
    client.post(f"/front-door/{decided.pk}/tell/", {"step": "not", "not-because": "She left no name."})
    assert Told.objects.get().not_told_because == "She left no name."


def test_an_error_in_why_not_is_said_at_the_head_of_the_page_and_keeps_the_letter(client, dawn, decided):
    client.force_login(dawn)

    sent = {"step": "not", "text": "I wrote this.", "means": "telephone", "to": "Wren", "not-because": ""}
    said = client.post(f"/front-door/{decided.pk}/tell/", sent).text

    assert "<title>Error: " in said
    assert 'href="#id_not-because"' in said
    assert "I wrote this." in said
    assert CHOSEN.findall(said) == ["telephone"]


def test_opening_who_told_us_keeps_the_letter_and_the_reason(client, dawn, femi):
    contact = knock(by=dawn, once="1", received_at=timezone.now(), children=[PERRIN], informant=NEIGHBOUR)
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=timezone.now())
    client.force_login(femi)

    sent = {"step": "open", "text": "I wrote this.", "not-because": "She may be afraid."}
    said = client.post(f"/front-door/{contact.pk}/tell/", sent).text

    assert "Una Crake" in said
    assert "I wrote this." in said
    assert "She may be afraid." in said
    assert 'value="01632 960 111"' in said  # where it may go, as nothing was typed there


def test_nothing_is_told_before_it_is_decided(client, dawn, contact):
    client.force_login(dawn)

    assert "There is nothing to tell before that" in client.get(f"/front-door/{contact.pk}/tell/").text
    sent = {"means": "email", "to": "wren@school.example", "text": "Mine.", "step": "told"}
    client.post(f"/front-door/{contact.pk}/tell/", sent)
    assert not Told.objects.exists()


def test_a_neighbour_stays_sealed_and_is_told_nothing_of_the_family(client, dawn, femi):
    contact = knock(by=dawn, once="1", received_at=timezone.now(), children=[PERRIN], informant=NEIGHBOUR)
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=timezone.now())
    client.force_login(dawn)

    said = client.get(f"/front-door/{contact.pk}/tell/").text
    assert "Una Crake" not in said
    assert "We cannot tell you more about a family" in said
    assert client.post(f"/front-door/{contact.pk}/tell/", {"step": "open"}).status_code == 403
    client.force_login(femi)
    assert "Una Crake" in client.post(f"/front-door/{contact.pk}/tell/", {"step": "open"}).text
    assert Entry.objects.filter(act="sealed informant opened", by=femi).exists()


def test_the_police_are_told_in_the_portal(client, dawn, femi):
    officer = InformantTold(kind=InformantKind.POLICE, name="PC Hart Lowe", organisation="Ravenshire Police")
    contact = knock(
        by=dawn, once="1", received_at=timezone.now(), children=[PERRIN], informant=officer, channel=Channel.POLICE_FEED
    )
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=timezone.now())
    client.force_login(dawn)

    said = client.get(f"/front-door/{contact.pk}/tell/").text

    assert 'value="portal" checked' in said
    assert 'value="Ravenshire Police"' in said


def test_with_a_mail_server_it_is_sent_with_the_reference_alone_in_its_subject(
    client, dawn, decided, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.ravenshire.example"
    client.force_login(dawn)

    with django_capture_on_commit_callbacks(execute=True):
        sent = {"means": "email", "to": "wren@school.example", "text": "Mine.", "step": "send"}
        client.post(f"/front-door/{decided.pk}/tell/", sent)

    assert [(letter.subject, letter.to) for letter in mailoutbox] == [
        (f"Your contact {decided.reference}", ["wren@school.example"])
    ]


@pytest.mark.parametrize("to", ["wren@school.example\nbcc: all@council.example", "nobody", "a@b.example, c@d.example"])
def test_an_address_that_is_none_or_many_is_not_sent_to(client, dawn, decided, settings, mailoutbox, to):
    settings.EMAIL_HOST = "mail.ravenshire.example"
    client.force_login(dawn)

    sent = {"means": "email", "to": to, "text": "Mine.", "step": "send"}
    answer = client.post(f"/front-door/{decided.pk}/tell/", sent)

    assert "Write one e-mail address" in answer.text
    assert not Told.objects.exists()


# --- another authority ------------------------------------------------------------------------------------------------


def test_what_goes_to_another_authority_is_drafted_and_written_down(client, dawn, femi, contact):
    decide_contact(contact, chosen_for(contact, Outcome.OTHER_AUTHORITY), by=femi, at=timezone.now())
    client.force_login(dawn)
    address = f"/front-door/{contact.pk}/pass-on/"
    line = str(only(contact))

    assert "Another authority" in client.get("/front-door/to-tell/").text
    assert "He comes to school without a coat." in client.get(address).text
    assert "Write to which authority" in client.post(address, {"children": line, "text": "We were told."}).text
    sent = {
        "children": line, "text": HOSTILE, "authority": "Westshire", "to": "Ada Hale", "means": "telephone",
    }  # fmt: skip
    client.post(address, sent)

    assert PassedOn.objects.get().authority == "Westshire"
    assert "A colleague wrote it down first" in client.post(address, sent).text
    assert "<script>alert" not in client.get(address).text
    assert "Passed on to Westshire (Ada Hale)" in client.get(f"/front-door/{contact.pk}/").text
    assert "Another authority" not in client.get("/front-door/to-tell/").text


def test_who_decided_is_asked_to_pass_it_on_and_reads_that_it_was(client, femi, contact):
    decide_contact(contact, chosen_for(contact, Outcome.OTHER_AUTHORITY), by=femi, at=timezone.now())
    client.force_login(femi)

    for address in (f"/front-door/{contact.pk}/decide/", f"/front-door/{contact.pk}/"):
        assert "Pass on to the other authority what we were told" in client.get(address).text
    sent = {"children": str(only(contact)), "text": "We were told.", "authority": "Westshire", "to": "Ada Hale"}
    client.post(f"/front-door/{contact.pk}/pass-on/", sent | {"means": "email"})

    said = client.get(f"/front-door/{contact.pk}/decide/").text
    assert "Passed on to Westshire (Ada Hale) by Femi Adeyemi" in said
    assert "Pass on to the other authority" not in said


def test_other_teams_and_partners_pass_nothing_on(client, tom, hart, femi, contact):
    decide_contact(contact, chosen_for(contact, Outcome.OTHER_AUTHORITY), by=femi, at=timezone.now())

    for stranger in (tom, hart):
        client.force_login(stranger)
        assert client.get(f"/front-door/{contact.pk}/pass-on/").status_code in (403, 404)
