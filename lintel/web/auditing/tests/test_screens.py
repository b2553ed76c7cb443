"""The audit desk on screen: what is missing is said at its place, and a sealed grade is nobody else's."""

import re
from datetime import timedelta

import pytest

from lintel.foundation.access.models import Exclusion
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.actions import open_grading
from lintel.oversight.audits.codes import Core
from lintel.oversight.audits.escalating.actions import stop_and_escalate
from lintel.oversight.audits.models import Answer, Audit, AuditAction, Citation, Escalation, GradeInHand, Grading
from lintel.oversight.audits.tests.builders import QUOTE, an_auditor, handed_in, opened, planned, well_answered
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"


@pytest.fixture
def wyn(cast):
    return an_auditor(cast)


@pytest.fixture
def audit(cast, bells, wyn):
    return planned(cast, bells.mia, auditor=wyn)


def desk(client, user, audit):
    client.force_login(user)
    return client.get(f"/audits/{audit.pk}/").text


def a_source(page):
    """The first entry of the record on the page, as its button names it."""
    return re.search(r'name="cite" value="([^"]+)"', page).group(1)


@finding("S57", screen="/audits/")
def test_the_record_stands_beside_the_tool_and_facts_beside_the_core_questions(client, cast, bells, wyn, audit):
    page = desk(client, wyn, audit)

    assert "Referral and episode of need" in page
    assert "Is the right plan in place for this child?" in page
    assert "No plan is written down." in page
    assert "a day in this child’s life" in page
    for grade in ("Outstanding", "Requires improvement to be good", "Inadequate"):
        assert f"<strong>{grade}</strong>" in page
    assert Entry.objects.filter(act="record opened to audit it", child_id=bells.mia.pk).exists()


@finding("S63", screen="/audits/")
def test_questions_whether_a_thing_was_done_have_nothing_to_type_but_why_it_is_not_so(client, cast, bells, wyn, audit):
    page = desk(client, wyn, audit)

    names = set(re.findall(r'name="((?:verdict|words|contradiction)-[a-z_]+)"', page))
    for filled in ("seen_alone", "assessed_in_time", "decisions_reasoned"):
        assert {name for name in names if name.endswith(f"-{filled}")} == {f"contradiction-{filled}"}
    assert "No visit is written down in this time." in page


@finding("S54", screen="/audits/")
@finding("S56", screen="/audits/")
def test_handing_in_says_what_is_missing_with_a_link_to_its_field_and_keeps_every_word(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)

    answer = client.post(
        f"/audits/{audit.pk}/", {"words-better": "Nobody says whether her life is better.", "step": "hand_in"}
    )

    page = answer.text
    assert answer.status_code == 422
    for field in ("id_verdict-right_plan", "id_words-in_time", "evidence-right_plan", "id_grade", "evidence-grade"):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page
    assert "Nobody says whether her life is better." in page
    assert Answer.objects.get(question="better").words == "Nobody says whether her life is better."
    assert not Grading.objects.exists()


@finding("S54", screen="/audits/")
def test_an_entry_is_cited_without_script_and_what_was_typed_is_kept_on_the_way(client, cast, bells, wyn, audit):
    source = a_source(desk(client, wyn, audit))

    way = client.post(f"/audits/{audit.pk}/", {"words-better": "Half a thought", "cite": source})
    page = client.get(way.url).text
    quote = re.search(r'name="quote"[^>]*>([^<]*)<', page).group(1)
    back = client.post(way.url, {"entry": source, "question": "right_plan", "quote": quote})

    assert back.url == f"/audits/{audit.pk}/#evidence-right_plan"
    assert Citation.objects.get().source == source
    page = client.get(f"/audits/{audit.pk}/").text
    assert "Half a thought" in page
    assert "1 passage cited" in page
    client.post(f"/audits/{audit.pk}/", {"uncite": str(Citation.objects.get().pk)})
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    ("quote", "said"), [("She told me she is afraid.", "do not stand in this entry"), ("", "Quote the words you cite")]
)
def test_words_that_do_not_stand_in_the_record_are_no_evidence(client, cast, bells, wyn, audit, quote, said):
    source = a_source(desk(client, wyn, audit))
    typed = {"entry": source, "question": "grade", "quote": quote}

    page = client.post(f"/audits/{audit.pk}/cite/", typed)
    told = client.post(f"/audits/{audit.pk}/cite/", typed, headers={"accept": "application/json"})

    assert said in page.text
    assert said in told.json()["problem"]
    assert not Citation.objects.exists()


def test_another_childs_record_cannot_be_cited(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)

    for nothing in ("", "front_door.childcontact/999999", f"referrals.referral/{bells.referrals['ivy'].pk}", "../etc"):
        assert client.get(f"/audits/{audit.pk}/cite/", {"entry": nothing}).status_code == 404


@finding("S57", screen="/audits/")
def test_saying_yes_against_the_record_opens_the_box_for_why(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)
    well_answered(audit, by=wyn)

    typed = {f"verdict-{core}": "yes" for core in Core} | {f"words-{core}": "On paper." for core in Core}
    page = client.post(f"/audits/{audit.pk}/", typed | {"grade": "3", "why": "x", "step": "hand_in"}).text

    assert 'href="#id_contradiction-right_plan"' in page
    assert "the record says: No plan is written down." in page
    typed["contradiction-right_plan"] = "The plan is on paper in the file room."
    # Of the second question the record says nothing, so nothing is to be explained.
    assert client.post(f"/audits/{audit.pk}/", typed | {"grade": "3", "why": "x", "step": "hand_in"}).status_code == 302
    assert Grading.objects.get().grade == 3


@finding("S53", screen="/audits/")
def test_a_sealed_grade_and_its_answers_stand_on_no_page_but_the_auditors(client, cast, bells, wyn):
    audit = handed_in(cast, bells.mia, auditor=wyn)
    traces = ("thin, and nothing shows", "names what the drinking does", "The grade:")

    assert all(trace in desk(client, wyn, audit) for trace in traces)
    for who in (cast.sofia, cast.helen, cast.marcus, cast.priya):
        client.force_login(who)
        for path in ("/audits/", f"/audits/{audit.pk}/", f"/audits/{audit.pk}/actions/", "/audits/actions/", "/"):
            page = client.get(path).text
            assert not any(trace in page for trace in traces), (who.name, path)
    open_grading(audit, by=None, at=NOW)
    assert all(trace in desk(client, cast.marcus, audit) for trace in traces)


def test_whoever_audited_a_record_still_knows_whose_it_is_and_an_owner_who_may_not_see_it_does_not(
    client, cast, bells, wyn
):  # fmt: skip
    audit = handed_in(cast, bells.mia, auditor=wyn)
    action = agree_action(
        audit, what="Meet school.", for_what_change="x", owner=cast.tom, due_on=NOW.date(), by=wyn, at=NOW
    )
    page = desk(client, wyn, audit)
    assert "Mia Bell" in page
    assert QUOTE in page

    client.force_login(cast.tom)
    for path in ("/audits/actions/", f"/audits/actions/{action.pk}/"):
        page = client.get(path).text
        assert "Meet school." in page, path
        assert "A child" in page, path
        assert f"/children/{action.child_id}/" not in page, path  # a link would be refused
        assert "Mia Bell" not in page, path

    Exclusion.objects.create(child=bells.mia, user=wyn, reason="Her niece", made_at=NOW, made_by=cast.grace)
    client.force_login(wyn)
    assert client.get(f"/audits/{audit.pk}/").status_code == 404
    assert "Mia Bell" not in client.get("/audits/").text


def test_who_found_a_child_unsafe_reads_it_no_more_once_the_record_is_closed_to_them(client, cast, bells, wyn):
    raised = stop_and_escalate(opened(cast, bells.mia, auditor=wyn), what="He is back.", by=wyn, at=NOW)
    Exclusion.objects.create(child=bells.mia, user=wyn, reason="Her niece", made_at=NOW, made_by=cast.grace)
    client.force_login(wyn)

    assert client.get(f"/audits/unsafe/{raised.pk}/").status_code == 404


@finding("S57", screen="/audits/")
def test_a_child_found_unsafe_stands_on_the_managers_first_page_until_it_is_answered(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)
    way = client.post(f"/audits/{audit.pk}/", {"words-better": "Worse.", "step": "unsafe"})
    assert "Marcus Reed" in client.get(way.url).text
    assert "Write what makes you think so" in client.post(way.url, {"what": " "}).text

    client.post(way.url, {"what": "He is back in the house."})

    assert "This audit is stopped." in client.get(f"/audits/{audit.pk}/").text
    late = client.post(f"/audits/{audit.pk}/", {"words-better": "Much worse.", "step": "save"})
    assert late.status_code == 409
    assert "Much worse." in late.text
    one = Escalation.objects.get()
    client.force_login(cast.marcus)
    client.post(f"/notices/{1}/read/")
    assert f"/audits/unsafe/{one.pk}/" in client.get("/").text
    assert "He is back in the house." in client.get(f"/audits/unsafe/{one.pk}/").text
    client.post(f"/audits/unsafe/{one.pk}/", {"what_was_done": "Priya is with her; he has left."})
    assert f"/audits/unsafe/{one.pk}/" not in client.get("/").text
    client.force_login(wyn)
    assert "Priya is with her" in client.get(f"/audits/unsafe/{one.pk}/").text
    assert "Worse." in client.get(f"/audits/{audit.pk}/").text


@finding("L10", screen="/audits/actions/")
def test_an_action_goes_from_its_owner_to_somebody_who_looks(client, cast, bells, wyn):
    audit = handed_in(cast, bells.mia, auditor=wyn)
    client.force_login(wyn)
    typed = {"what": "Meet Mia’s school.", "for_what_change": "She has somebody to go to.", "owner": cast.priya.pk}
    assert "Enter the day by which" in client.post(f"/audits/{audit.pk}/actions/", typed).text
    due = {"due_on-day": "17", "due_on-month": "3", "due_on-year": "2025"}
    client.post(f"/audits/{audit.pk}/actions/", typed | due)
    action = AuditAction.objects.get()

    assert client.post(f"/audits/actions/{action.pk}/pass-on/", {"next_owner": cast.marcus.pk}).status_code == 302
    client.force_login(cast.marcus)
    assert client.post(f"/audits/actions/{action.pk}/pass-on/", {"next_owner": cast.priya.pk}).status_code == 302

    client.force_login(cast.priya)
    assert "1 audit action to do or to verify" in client.get("/").text
    client.post(f"/audits/actions/{action.pk}/", {"step": "verify"})
    action.refresh_from_db()
    assert action.verified_at is None
    client.post(f"/audits/actions/{action.pk}/", {"evidence": "Minutes of 5 March."})
    client.force_login(cast.marcus)
    assert client.get(f"/audits/actions/{action.pk}/").status_code == 404  # the audit's grade is still sealed
    open_grading(audit, by=None, at=NOW)
    assert "Minutes of 5 March." in client.get(f"/audits/actions/{action.pk}/").text
    client.post(f"/audits/actions/{action.pk}/", {"step": "verify"})
    action.refresh_from_db()
    assert action.verified_by == cast.marcus


def test_an_audit_is_given_only_to_who_has_no_conflict_of_interest_and_can_be_withdrawn(client, cast, bells, wyn):
    client.force_login(cast.sofia)
    page = client.get(f"/children/{bells.mia.pk}/audit/").text
    assert "Wyn Arless" in page
    assert "Marcus Reed" not in page
    due = {"due_on-day": "17", "due_on-month": "3", "due_on-year": "2025"}

    client.post(f"/children/{bells.mia.pk}/audit/", {"auditor": wyn.pk, "tool": "oversight", **due})

    audit = Audit.objects.get()
    assert (audit.auditor, audit.tool) == (wyn, "oversight")
    client.post(f"/audits/{audit.pk}/withdraw/", {"because": "Drawn twice."})
    assert "Drawn twice." in client.get(f"/audits/{audit.pk}/").text
    assert "Drawn twice." in desk(client, wyn, audit)
    assert client.get(f"/audits/{audit.pk}/another/").status_code == 404  # who audits alone gives nobody a record

    client.force_login(cast.sofia)
    assert f"/audits/{audit.pk}/another/" in client.get(f"/audits/{audit.pk}/").text
    client.post(f"/audits/{audit.pk}/another/", {"next_auditor": an_auditor(cast, "Ottilie Marr").pk, **due})
    assert Audit.objects.get(instead_of=audit).auditor.name == "Ottilie Marr"


@pytest.mark.parametrize("who", ["tom", "sam", "grace", "ola", "dawn"])
def test_nobody_without_a_reason_finds_anything(client, cast, bells, wyn, who):
    audit = handed_in(cast, bells.mia, auditor=wyn)
    open_grading(audit, by=None, at=NOW)
    other = opened(cast, bells.noah, auditor=wyn)
    raised = stop_and_escalate(other, what="He is back.", by=wyn, at=NOW)
    action = agree_action(
        audit, what="Meet school.", for_what_change="x", owner=cast.priya, due_on=NOW.date() + timedelta(days=9),
        by=wyn, at=NOW,
    )  # fmt: skip
    if who == "dawn":
        # Screening sees every child; audits are not theirs to read.
        paths = (f"/audits/{audit.pk}/", "/audits/")
    else:
        paths = (
            f"/audits/{audit.pk}/", f"/audits/{audit.pk}/actions/", f"/audits/unsafe/{raised.pk}/", "/audits/",
            f"/audits/actions/{action.pk}/", "/audits/actions/", f"/audits/{audit.pk}/cite/",
            f"/audits/{audit.pk}/unsafe/", f"/audits/{audit.pk}/another/", f"/audits/actions/{action.pk}/pass-on/",
            f"/children/{bells.mia.pk}/audit/", f"/audits/{audit.pk}/withdraw/",
        )  # fmt: skip
    client.force_login(cast.people[who])
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 403, 404)
        for trace in ("Mia Bell", "He is back", "Meet school", "Wyn Arless"):
            assert trace not in answer.text, path


def test_hostile_words_stay_words(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)
    client.post(f"/audits/{audit.pk}/", {"words-better": HOSTILE, "why": HOSTILE, "step": "save"})

    assert GradeInHand.objects.get().why == HOSTILE
    assert "<script>alert" not in client.get(f"/audits/{audit.pk}/").text


def test_the_tools_are_shown_to_whoever_reads_audits_and_faults_to_whoever_plans_them(client, cast, settings, tmp_path):
    (tmp_path / "mine.yml").write_text("code: mine", encoding="utf-8")
    settings.AUDIT_TOOLS = str(tmp_path)

    client.force_login(cast.priya)
    assert "Police notices about domestic abuse" in client.get("/audits/tools/").text
    assert "mine.yml" not in client.get("/audits/tools/").text
    client.force_login(cast.sofia)
    assert "mine.yml: It has no title." in client.get("/audits/tools/").text


TOO_LONG = "She is alone with him at night. " + "y" * 10_000


@finding("S57", screen="/audits/")
def test_a_child_who_is_not_safe_does_not_wait_for_a_box_that_is_too_long(client, cast, bells, wyn, audit):
    desk(client, wyn, audit)

    way = client.post(f"/audits/{audit.pk}/", {"why": TOO_LONG, "step": "unsafe"})

    assert way.url == f"/audits/{audit.pk}/unsafe/"
    assert "Marcus Reed" in client.get(way.url).text
    assert "She is alone with him at night." in client.get(f"/audits/{audit.pk}/").text


@pytest.mark.parametrize(
    ("box", "step"), [("why", "save"), ("words-better", "hand_in"), ("contradiction-right_plan", "look_again")]
)
def test_a_box_that_is_too_long_is_said_at_the_box_and_at_the_top_and_loses_nothing(
    client, cast, bells, wyn, audit, box, step
):
    desk(client, wyn, audit)

    answer = client.post(f"/audits/{audit.pk}/", {box: TOO_LONG * 2, "grade": "3", "step": step})

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert f'href="#id_{box}"' in answer.text
    assert f'<p id="id_{box}-error" class="govuk-error-message">' in answer.text
    assert "She is alone with him at night." in answer.text
    assert re.search(r'name="grade" type="radio" value="3"[^>]* checked', answer.text)


def test_what_was_typed_in_a_page_left_open_is_shown_once_the_audit_was_handed_in_elsewhere(
    client, cast, bells, wyn
):  # fmt: skip
    audit = handed_in(cast, bells.mia, auditor=wyn)
    client.force_login(wyn)

    late = client.post(f"/audits/{audit.pk}/", {"words-better": "Half a thought", "step": "save"})

    assert late.status_code == 409
    assert "Half a thought" in late.text
    assert client.post(f"/audits/{audit.pk}/", {"step": "hand_in"}).url == f"/audits/{audit.pk}/"
    assert client.post(f"/audits/{audit.pk}/", {"step": "unsafe"}).url == f"/audits/{audit.pk}/unsafe/"
