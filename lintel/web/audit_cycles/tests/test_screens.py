"""Planning a cycle, reading how far it is and what it teaches; what workers and families say; the report."""

from datetime import date, timedelta

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.naming import name_of
from lintel.oversight.audit_cycles.learning.queries import words_to_quote
from lintel.oversight.audit_cycles.models import CalibrationSession, Cycle, Learning, Quote, Tag
from lintel.oversight.audit_cycles.tests.builders import DUE, a_cycle, a_cycle_under_way, pages_of, two_auditors
from lintel.oversight.audits.actions import open_audit
from lintel.oversight.audits.codes import Grade, Voice
from lintel.oversight.audits.models import Answer, Audit, Feedback
from lintel.oversight.audits.tests.builders import well_answered
from lintel.oversight.moderation.actions import hand_in
from lintel.oversight.moderation.tests.builders import a_moderator, everything_is_drawn, judged
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def day(on, name):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def typed(auditors, **more):
    return {
        "name": "Open work, spring", "theme": "all_open", "question": "", "tool": "whole_journey", "size": "2",
        "strata": "team", "auditors": [str(each.pk) for each in auditors], "double_percent": "5",
        "asks_workers": "on", **day(date(2025, 2, 1), "since"), **day(date(2025, 3, 3), "until"), **day(DUE, "due_on"),
        **more,
    }  # fmt: skip


def page(client, user, address, **more):
    client.force_login(user)
    return client.get(address, **more).content.decode()


def audited(cycle, child, grade=Grade.GOOD):
    """The audit of one child of a cycle, handed in by its auditor as the policy has it."""
    audit = Audit.objects.get(cycle=cycle, child=child, twin_of__isnull=True)
    open_audit(audit, by=audit.auditor, at=NOW)
    well_answered(audit, by=audit.auditor, grade_given=grade)
    hand_in(audit, by=audit.auditor, at=NOW + timedelta(minutes=5))
    return audit


@pytest.fixture
def moderated(cast, bells):
    """A cycle in which Ivy’s and Mia’s audits are handed in and moderated; Mia’s by a grade lower."""
    everything_is_drawn(cast)
    cycle = a_cycle(cast)
    seconds = Audit.objects.filter(cycle=cycle, twin_of__isnull=False).values_list("child", flat=True)
    once = [child for child in (*bells.children, bells.ivy) if child.pk not in seconds]
    for child in once[:2]:
        audit = audited(cycle, child)
        judged(audit.moderations.get(), by=a_moderator(cast))
    return cycle


# --- planning ---------------------------------------------------------------------------------------------------------


def test_what_a_sample_can_say_is_shown_before_it_is_drawn(client, cast, bells):
    client.force_login(cast.helen)

    shown = client.post("/audit-cycles/plan/", typed(two_auditors(cast), look="1")).content.decode()

    assert "2 of 4: too few to say how good the work is. That takes 10 moderated audits." in shown
    assert "Wyn Arless: " in shown
    assert "South assessment" in shown
    assert not Cycle.objects.exists()


def test_a_cycle_is_drawn_with_the_question_of_its_theme(client, cast, bells):
    client.force_login(cast.helen)

    answer = client.post("/audit-cycles/plan/", typed(two_auditors(cast), draw="1"))

    cycle = Cycle.objects.get()
    assert answer.headers["Location"] == f"/audit-cycles/{cycle.pk}/"
    assert cycle.question == "How good is practice, and is it the right plan, in good time?"
    shown = page(client, cast.helen, f"/audit-cycles/{cycle.pk}/")
    assert "0 of 3" in shown
    assert "Ivy Marsh" in shown
    assert Entry.objects.filter(act="cycle of audits opened", by=cast.helen).exists()


def test_nobody_chooses_a_seed_by_what_it_draws(client, cast, bells):
    client.force_login(cast.helen)
    for name in ("Open work, March", "Open work, April"):
        said = typed(two_auditors(cast), name=name, seed="2025")
        shown = client.post("/audit-cycles/plan/", {**said, "look": "1"}).content.decode()
        assert 'name="seed"' not in shown
        assert "by a seed made then" in shown
        client.post("/audit-cycles/plan/", {**said, "draw": "1"})

    first, second = Cycle.objects.order_by("pk").values_list("seed", flat=True)
    assert len({first, second, "2025", "to look"}) == 4


def test_what_is_in_the_way_of_a_draw_is_said_and_nothing_typed_is_lost(client, cast, bells):
    client.force_login(cast.helen)

    shown = client.post("/audit-cycles/plan/", typed([cast.marcus], draw="1", name="Ours", size="4")).content.decode()

    assert "Of those drawn 3 children have nobody on this list without a conflict of interest" in shown
    assert 'value="Ours"' in shown
    assert not Cycle.objects.exists()


def test_only_leaders_plan_and_somebody_of_another_team_reads_no_name(client, cast, bells):
    cycle = a_cycle(cast)

    client.force_login(cast.marcus)
    assert client.get("/audit-cycles/plan/").status_code == 403
    client.force_login(cast.priya)
    assert client.get(f"/audit-cycles/{cycle.pk}/").status_code == 403
    assert "Bell" not in page(client, cast.tom, f"/audit-cycles/{cycle.pk}/")


@finding("S52", screen="/audit-cycles/")
def test_anybody_who_reads_cycles_draws_again_and_gets_the_same(client, cast, bells):
    cycle = a_cycle(cast)

    assert "The same 4 children, in the same order." in page(client, cast.anil, f"/audit-cycles/{cycle.pk}/draw-again/")


def test_the_day_of_the_re_audit_is_set_and_its_plan_is_filled_in(client, cast, bells):
    cycle = a_cycle(cast)
    client.force_login(cast.helen)
    early = client.post(f"/audit-cycles/{cycle.pk}/re-audit/", day(DUE, "again_on")).content.decode()
    assert "Enter a day after these audits are due" in early

    client.post(f"/audit-cycles/{cycle.pk}/re-audit/", day(date(2025, 9, 1), "again_on"))

    assert "1 September 2025" in page(client, cast.helen, f"/audit-cycles/{cycle.pk}/")
    assert "Open work, spring, again" in page(client, cast.helen, f"/audit-cycles/plan/?again={cycle.pk}")


def test_every_page_of_a_cycle_opens_for_whoever_looks_at_it(client, cast, bells):
    for who, paths in pages_of(a_cycle_under_way(cast)).items():
        client.force_login(cast.people[who])
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


# --- feedback ---------------------------------------------------------------------------------------------------------


def test_a_worker_is_asked_on_their_start_page_and_says_what_they_think(client, cast, bells):
    audit = Audit.objects.get(cycle=a_cycle(cast), child=bells.mia, twin_of__isnull=True)
    where = f"/audits/{audit.pk}/feedback/"
    assert "A child you work with is being audited: what do you think of the work?" in page(client, cast.priya, "/")

    client.post(where, {"words": "We waited too long for the school."})

    assert Feedback.objects.get(audit=audit, voice=Voice.WORKER).words == "We waited too long for the school."
    assert "You said: We waited too long for the school." in page(client, cast.priya, where)


def test_what_the_family_said_is_written_down_where_they_agreed(client, cast, bells):
    audit = Audit.objects.get(cycle=a_cycle(cast), child=bells.mia, twin_of__isnull=True)
    where = f"/audits/{audit.pk}/feedback/"
    client.force_login(audit.auditor)
    nothing = client.post(where, {"voice": "family", "agreed": "yes", "said": ""}).content.decode()
    assert "Enter what they said" in nothing

    client.post(where, {"voice": "family", "agreed": "yes", "said": "She listened to Mia."})

    assert "She listened to Mia." in page(client, cast.priya, where)
    client.force_login(cast.tom)
    assert client.get(where).status_code == 404


# --- learning ---------------------------------------------------------------------------------------------------------


def test_answers_are_read_only_once_their_grade_is_open(client, cast, bells):
    everything_is_drawn(cast)
    cycle = a_cycle(cast)
    audit = audited(cycle, bells.ivy)
    where = f"/audit-cycles/{cycle.pk}/answers/"
    assert "A child in need plan that names" not in page(client, cast.helen, where)

    for each in Audit.objects.filter(pk=audit.pk, twin__isnull=True):
        judged(each.moderations.get(), by=a_moderator(cast))
        assert "A child in need plan that names" in page(client, cast.helen, where)


def test_what_an_answer_teaches_is_tagged_and_counted(client, cast, moderated):
    answer = Answer.objects.filter(audit__cycle=moderated, question="right_plan").first()
    client.force_login(cast.helen)

    for themes in (["analysis", "right_plan"], ["right_plan"]):
        client.post(f"/audit-cycles/{moderated.pk}/answers/{answer.pk}/", {"themes": themes})

    assert [each.theme for each in Tag.objects.all()] == ["right_plan"]
    assert "The right plan (1)" in page(client, cast.helen, f"/audit-cycles/{moderated.pk}/")


def test_what_follows_has_an_owner_and_a_day(client, cast, moderated):
    said = {
        "theme": "analysis",
        "words": "Plans describe and do not explain.",
        "what_follows": "A morning on analysis.",
    }
    client.force_login(cast.helen)
    refused = client.post(f"/audit-cycles/{moderated.pk}/learning/", said).content.decode()
    assert "Choose whose it is" in refused
    assert "Enter by when" in refused

    client.post(f"/audit-cycles/{moderated.pk}/learning/", said | {"owner": cast.sofia.pk} | day(DUE, "due_on"))

    assert Learning.objects.get().owner == cast.sofia
    assert "Plans describe and do not explain." in page(client, cast.anil, f"/audit-cycles/{moderated.pk}/report/")


def test_words_for_the_report_have_no_names_and_a_person_has_read_them(client, cast, bells, moderated):
    cited = words_to_quote(moderated, viewer=cast.helen).first()
    child = cited.audit.child
    where = f"/audit-cycles/{moderated.pk}/quotes/{cited.pk}/"
    client.force_login(cast.helen)
    doubtful = client.post(where, {"words": f"{name_of(child)} told Zebedee on 3 May 2024."}).content.decode()
    assert "These may be names: Zebedee" in doubtful
    assert not Quote.objects.exists()

    client.post(where, {"words": "The child told nobody on 3 May 2024."})

    assert Quote.objects.get().words == "The child told nobody on [day]."
    assert "[day]" in page(client, cast.anil, f"/audit-cycles/{moderated.pk}/report/")
    client.force_login(cast.helen)
    client.post(f"{where}take-out/")
    assert not Quote.objects.exists()


def test_the_widest_gaps_are_talked_about_and_what_was_agreed_stands(client, cast, moderated):
    where = f"/audit-cycles/{moderated.pk}/calibration/"
    client.force_login(cast.helen)
    client.post(where)
    session = CalibrationSession.objects.get()
    case = session.cases.first()
    assert "auditor “Good”, moderator “Requires improvement to be good”" in page(client, cast.helen, where)

    agreed = {"agreed": "A plan without a day is not good.", f"said_{case.pk}": "Good for effort, not for effect."}
    client.post(where, agreed | day(NOW.date(), "held_on"))

    shown = page(client, cast.helen, where)
    assert "Good for effort, not for effect." in shown
    assert "A plan without a day is not good." in shown


# --- the report -------------------------------------------------------------------------------------------------------


@finding("S65", screen="/audit-cycles/")
def test_the_report_never_shows_auditors_grades_alone(client, cast, moderated):
    shown = page(client, cast.anil, f"/audit-cycles/{moderated.pk}/report/?as_at=2025-03-10")

    assert "2 audits are moderated, and it takes 10" in shown
    assert "As auditors graded" not in shown
    assert "In 2 of 2 moderated audits the evidence supports the grade (100%)." in shown
    assert "Not all audits are handed in yet (2 of 5)" in shown
    assert "Bell" not in shown


@finding("S52")
def test_the_report_prints_as_a_pdf_that_screen_readers_read(client, cast, moderated):
    client.force_login(cast.anil)

    answer = client.get(f"/audit-cycles/{moderated.pk}/report.pdf")

    assert answer.content.startswith(b"%PDF-")
    assert Entry.objects.filter(act="exported", by=cast.anil, details__what="report of audits as a PDF").exists()
    client.force_login(cast.priya)
    assert client.get(f"/audit-cycles/{moderated.pk}/report.pdf").status_code == 403
