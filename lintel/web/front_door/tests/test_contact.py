"""A contact on one page: the family first, who is who, what was agreed, whose it is, and who may see what."""

from datetime import timedelta

import pytest

from lintel.foundation.access.models import Exclusion
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import Address
from lintel.foundation.people.registering.actions import Particulars, set_safe_contact
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.identities.queries import offered_for
from lintel.steps.front_door.codes import Concern, Consent, Identity, Outcome, Priority
from lintel.steps.front_door.desk import actions
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.tests.builders import NEIGHBOUR, SCHOOL, chosen_for, tells_of
from lintel.web.front_door.tests.builders import a_child, agencies_to_ring, come_in
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine, request):
    time_machine.move_to(NOW, tick="visit" in request.fixturenames)


@pytest.fixture
def contact(cast, bells):
    """A school tells of Mia, and of a boy nobody has checked yet."""
    return come_in(cast.dawn, "1", tells_of(bells.mia), a_child("Perrin", address="4 Mill Lane"), informant=SCHOOL)


def see(client, user, contact, path=""):
    client.force_login(user)
    return client.get(f"/front-door/{contact.pk}/{path}").content.decode()


def post(client, user, contact, path, **typed):
    client.force_login(user)
    return client.post(f"/front-door/{contact.pk}/{path}", typed, follow=True).content.decode()


@finding("S26", screen="/front-door/")
def test_the_family_stands_first_then_the_words_then_what_we_know(client, cast, contact):
    page = see(client, cast.dawn, contact)

    places = [page.index(f'id="{part}"') for part in ("family", "words", "history", "agreement", "agencies", "told-us")]
    assert places == sorted(places)
    assert "Mia Bell (11), Perrin Oakapple" in page
    assert "He comes to school without a coat." in page
    assert "Nobody has checked who this is" in page
    assert "4 Mill Lane" in page
    assert "Wren Tallow" in page


def test_what_is_open_now_and_what_was_decided_before_stands_there(client, cast, contact):
    page = see(client, cast.dawn, contact)

    assert "Open now:" in page
    assert "Allocated to Priya Nair" in page
    assert "Contact from" in page
    assert "Referral. Decided 18 February 2025" in page


def test_each_child_has_a_clock_of_their_own(client, cast, contact):
    assert (
        see(client, cast.dawn, contact).count("<strong>23 hours left</strong>") == 3
    )  # the contact's, and each child's


def test_it_is_taken_put_back_and_said_to_be_ready(client, cast, contact):
    assert "You have it" in post(client, cast.dawn, contact, "take/")
    assert "has taken it" in post(client, cast.femi, contact, "take/")
    assert "back in the queue" in post(client, cast.dawn, contact, "put-back/")
    assert "Somebody else holds this contact now" in post(client, cast.dawn, contact, "put-back/")
    assert "is ready to decide" in post(client, cast.dawn, contact, "ready/")
    contact.refresh_from_db()
    assert contact.ready_at == NOW


def test_only_those_who_decide_are_led_to_deciding(client, cast, contact):
    where = f"/front-door/{contact.pk}/decide/"

    assert where in see(client, cast.femi, contact)
    assert where not in see(client, cast.dawn, contact)
    assert where not in see(client, cast.nell, contact)


def test_how_soon_has_a_reason(client, cast, contact):
    assert "Say why" in post(client, cast.dawn, contact, "priority/", priority="red", reason="")
    assert "A burn nobody explains" in post(
        client, cast.dawn, contact, "priority/", priority="red", reason="A burn nobody explains"
    )
    contact.refresh_from_db()
    assert contact.priority == Priority.RED


def test_what_it_is_about_is_said_with_codes(client, cast, contact):
    page = post(client, cast.dawn, contact, "describe/", concerns=["domestic_abuse", "neglect"], source="6")

    assert "Domestic abuse, Neglect" in page
    contact.refresh_from_db()
    assert (contact.concerns, contact.source) == ([Concern.DOMESTIC_ABUSE, Concern.NEGLECT], "6")


def test_it_cannot_wait_says_whom_to_ring_and_only_some_say_it_is_over(client, cast, contact):
    agencies_to_ring(cast.sam)
    page = post(client, cast.dawn, contact, "cannot-wait/", reason="He is at the gate now")
    assert "Ring now" in page
    assert "01632 960 201" in page
    assert "A child is in danger now" in see(client, cast.dawn, contact)
    client.force_login(cast.dawn)
    assert client.post(f"/front-door/{contact.pk}/clear-danger/", {"reason": "x"}).status_code == 403

    assert "Say why" in post(client, cast.femi, contact, "clear-danger/", reason="")
    assert "The danger is cleared" in post(client, cast.femi, contact, "clear-danger/", reason="Police have him")
    assert "no danger" in post(client, cast.femi, contact, "clear-danger/", reason="Again").lower()


# --- who a child is -------------------------------------------------------------------------------------------------


@pytest.fixture
def told_of_mia(cast, bells):
    """A contact about a girl of Mia's name and birthday whom nobody has looked up."""
    return come_in(cast.dawn, "2", a_child("Mia", "Bell", date_of_birth=bells.mia.date_of_birth))


def who(contact):
    return f"who/{contact.children.order_by('pk').last().pk}/"


def test_records_are_offered_with_reasons_and_nothing_is_chosen_beforehand(client, cast, bells, told_of_mia):
    page = see(client, cast.dawn, told_of_mia, who(told_of_mia))

    assert f'value="{bells.mia.pk}"' in page
    assert "Date of birth: same" in page
    assert "checked" not in page.split('name="who"', 1)[1]
    assert "Choose who it is" in post(client, cast.dawn, told_of_mia, who(told_of_mia))


@pytest.mark.parametrize(("is_secret", "agrees"), [(False, True), (True, False)])
def test_nobody_is_offered_by_an_address_to_be_kept_secret(cast, bells, is_secret, agrees):
    Address.objects.create(key="9", screen="test", recorded_at=NOW, person=bells.mia, lines="9 Row", postcode="RV9 9ZZ")
    told = {"address": "9 Row", "postcode": "RV9 9ZZ", "is_address_confidential": is_secret}
    contact = come_in(cast.dawn, "2", a_child("Mia", "Bell", date_of_birth=bells.mia.date_of_birth, **told))

    [mia] = offered_for(contact.children.get(), viewer=cast.dawn).offered

    assert mia.person_pk == bells.mia.pk
    assert any(why.field == "Address" and why.agrees for why in mia.reasons) is agrees


@pytest.mark.parametrize("officer", ["dawn", "femi", "rosa", "nell"])
def test_said_to_be_somebody_we_know_it_is_one_record_and_the_worker_is_told(client, cast, bells, told_of_mia, officer):
    line = told_of_mia.children.get()
    provisional = line.child

    page = post(client, cast.people[officer], told_of_mia, who(told_of_mia), who=str(bells.mia.pk))

    line.refresh_from_db()
    provisional.refresh_from_db()
    assert (line.child, line.identity) == (bells.mia, Identity.KNOWN)
    assert provisional.merged_into == bells.mia
    assert f"A child we know, said {cast.people[officer].name}" in page
    client.force_login(cast.priya)
    assert "New contact about Mia Bell" in client.get("/").content.decode()


def test_said_anew_nothing_of_one_child_stays_with_another(client, cast, bells, told_of_mia):
    line = told_of_mia.children.get()
    provisional = line.child
    post(client, cast.dawn, told_of_mia, who(told_of_mia), who=str(bells.mia.pk))

    post(client, cast.dawn, told_of_mia, who(told_of_mia), who="nobody")

    line.refresh_from_db()
    provisional.refresh_from_db()
    assert (line.child, line.identity, line.continues) == (provisional, Identity.NEW, None)
    assert provisional.merged_into is None
    post(client, cast.dawn, told_of_mia, who(told_of_mia), who=str(bells.kit.pk))
    line.refresh_from_db()
    assert line.child == bells.kit


def test_a_concern_that_came_back_is_found_when_the_child_is(client, cast, bells, told_of_mia):
    before = come_in(cast.dawn, "before", tells_of(bells.mia), hours_ago=50)
    decide_contact(before, chosen_for(before, Outcome.AWAITING_INFORMATION), by=cast.femi, at=NOW - timedelta(hours=40))

    page = post(client, cast.dawn, told_of_mia, who(told_of_mia), who=str(bells.mia.pk))

    assert "its first clock runs on" in page
    assert "Out of time for 1 day 2 hours" in page


def test_one_child_told_of_twice_is_not_made_one_line_by_itself(client, cast, bells, contact):
    page = post(client, cast.dawn, contact, who(contact), who=str(bells.mia.pk))

    assert "That child is in this contact already" in page
    assert ChildContact.objects.filter(contact=contact, identity=Identity.NOT_CHECKED).count() == 1


def test_a_record_kept_from_an_officer_is_neither_offered_nor_taken(client, cast, bells, told_of_mia):
    Exclusion.objects.create(child=bells.mia, user=cast.dawn, reason="Her niece", made_at=NOW, made_by=cast.grace)

    assert f'value="{bells.mia.pk}"' not in see(client, cast.dawn, told_of_mia, who(told_of_mia))
    assert "not there" in post(client, cast.dawn, told_of_mia, who(told_of_mia), who=str(bells.mia.pk))


# --- agreement, people, notes ---------------------------------------------------------------------------------------


def test_doing_without_agreement_says_why_and_earlier_steps_stay(client, cast, contact):
    line = contact.children.first()
    where = f"consent/{line.pk}/"
    post(client, cast.dawn, contact, where, consent=Consent.SOUGHT, of_whom="the mother")
    assert "Say why" in post(client, cast.dawn, contact, where, consent=Consent.DISPENSED_WITH)

    page = post(client, cast.dawn, contact, where, consent=Consent.DISPENSED_WITH, reason="It would put her at risk")

    assert "It would put her at risk" in page
    assert "Asked for, no answer yet, the mother" in page


def test_children_and_grown_ups_are_added(client, cast, contact):
    post(client, cast.dawn, contact, "child/", given="Sorrel", born="about 4", school="Nursery")
    page = post(client, cast.dawn, contact, "adult/", given="Gil", family="Oakapple", part="father")

    assert "Sorrel" in page
    assert "about 4" in page
    assert "Gil Oakapple (father)" in page
    assert "as far as it is known" in post(client, cast.dawn, contact, "adult/", part="father")


def test_a_second_child_is_offered_the_name_and_the_home_of_the_first(client, cast):
    told = TellsOf(particulars=Particulars(given="Perrin", family="Oakapple", address="3 Mill Row, Ravenshire"))
    contact = come_in(cast.dawn, "home", told)
    client.force_login(cast.dawn)

    asked = client.get(f"/front-door/{contact.pk}/child/").text

    assert 'value="Oakapple"' in asked
    assert "3 Mill Row, Ravenshire" in asked


def test_children_of_two_names_and_homes_leave_the_next_ones_open(client, cast):
    told = [
        TellsOf(particulars=Particulars(given="Perrin", family=name, address=f"{name} Row 1"))
        for name in ("Oakapple", "Marsh")
    ]
    contact = come_in(cast.dawn, "homes", *told)
    client.force_login(cast.dawn)

    asked = client.get(f"/front-door/{contact.pk}/child/").text

    assert 'value="Oakapple"' not in asked
    assert 'value="Marsh"' not in asked
    assert "Row 1" not in asked


def test_a_note_is_added_with_a_name(client, cast, contact):
    page = post(client, cast.dawn, contact, "remark/", words="The aunt rang back")

    assert "The aunt rang back" in page
    assert "Dawn Okafor, Mon 3 Mar, 9:00am" in page


def test_how_somebody_may_safely_be_reached_stands_above_everything_about_them(client, cast, bells, contact):
    set_safe_contact(bells.mia, words="Ring her gran, never the house", never_write=True, by=cast.dawn, at=NOW)

    assert "Never write. Ring her gran, never the house" in see(client, cast.dawn, contact)


def test_contacts_are_gathered_by_number_and_a_wrong_one_is_said(client, cast, contact):
    other = come_in(cast.dawn, "other", informant=NEIGHBOUR)

    assert "no other contact with that number" in post(client, cast.dawn, contact, "together/", first="ZZZZ-ZZZZ")
    assert "one piece of thinking" in post(client, cast.dawn, contact, "together/", first=other.reference.lower())
    assert "thought of together already" in post(client, cast.dawn, other, "together/", first=contact.reference)
    assert "no other contact" in post(client, cast.dawn, contact, "together/", first=contact.reference)


def test_decisions_stand_with_their_reasons_and_nothing_is_pressed_any_more(client, cast, contact):
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=cast.femi, at=NOW)

    page = see(client, cast.dawn, contact)

    assert "Referral to children’s social care" in page
    assert "What was told meets it." in page
    assert "Take it" not in page


def test_whoever_opens_it_is_written_down_with_each_child(client, cast, contact):
    see(client, cast.dawn, contact)

    assert Entry.objects.filter(act="contact opened", by=cast.dawn).count() == 2


# --- who may see it -------------------------------------------------------------------------------------------------


def test_the_childs_own_worker_reads_it_and_works_nothing_there(client, cast, bells):
    own = come_in(cast.dawn, "own", tells_of(bells.mia), informant=SCHOOL)

    page = see(client, cast.priya, own)

    assert "Mia Bell" in page
    assert "Take it" not in page
    assert "Say who this is" not in page


@pytest.mark.parametrize("who", ["tom", "hart", "ola", "sam", "grace"])
def test_somebody_from_elsewhere_finds_nothing_there(client, cast, contact, who):
    line = contact.children.first()
    client.force_login(cast.people[who])

    for path in ("", "priority/", "describe/", "cannot-wait/", "clear-danger/", "child/", "adult/", "remark/", "leave/",
                 "take-over/", f"who/{line.pk}/", f"consent/{line.pk}/", "ring/"):  # fmt: skip
        answer = client.get(f"/front-door/{contact.pk}/{path}")
        assert answer.status_code in (403, 404)
        assert "Mia" not in answer.content.decode()


def test_a_line_of_another_contact_is_not_reached_through_this_one(client, cast, contact, told_of_mia):
    client.force_login(cast.dawn)

    assert client.get(f"/front-door/{contact.pk}/who/{told_of_mia.children.get().pk}/").status_code == 404


def test_one_child_kept_from_somebody_hides_the_whole_contact(client, cast, bells, contact):
    Exclusion.objects.create(child=bells.mia, user=cast.dawn, reason="Her niece", made_at=NOW, made_by=cast.grace)
    client.force_login(cast.dawn)

    assert client.get(f"/front-door/{contact.pk}/").status_code == 404
    assert contact.reference not in client.get("/front-door/").content.decode()


@pytest.mark.long
def test_every_page_of_it_is_in_order(visit, phone, without_javascript, cast, bells, contact, told_of_mia):
    actions.flag_danger(contact, reason="He is at the gate", by=cast.dawn, at=NOW)
    actions.take(contact, by=cast.femi, at=NOW)
    pages = ("", "priority/", "describe/", "cannot-wait/", "child/", f"consent/{contact.children.first().pk}/")

    for look, paths in ((visit, pages), (phone, pages), (without_javascript, ("",))):
        for path in paths:
            look(f"/front-door/{contact.pk}/{path}", as_=cast.femi).is_in_order()
        look(f"/front-door/{told_of_mia.pk}/{who(told_of_mia)}", as_=cast.femi).is_in_order()


def test_on_paper_everything_that_was_said_and_known_is_there(visit, cast, contact):
    look = visit(f"/front-door/{contact.pk}/", as_=cast.femi)

    look.page.emulate_media(media="print")

    assert look.page.get_by_text("He comes to school without a coat.").is_visible()
    assert not look.page.get_by_role("button", name="Take it").is_visible()
