"""Moderation and quality on screen: the record first, then both grades; numbers with their interval or none at all."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from lintel.foundation.access.actions import close_account, open_restriction
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.queries import drafts
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.models import Audit, Escalation
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import (
    LATER,
    a_moderator,
    drawn,
    judged,
    locked,
    many_pairs,
    screens_of_moderation,
)
from lintel.oversight.moderation.tests.builders import read as read_again
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAYS = "?from=2025-01-01&until=2025-12-31"


def page(client, who, path, **typed):
    client.force_login(who)
    answer = client.post(path, typed, follow=True) if typed else client.get(path)
    return answer.content.decode()


@finding("S64", screen="/moderation/")
def test_a_moderator_takes_one_reads_the_record_cites_and_locks_and_only_then_sees_the_first_grade(client, cast, bells):
    moderation, bea = drawn(cast, bells.mia, grade=Grade.OUTSTANDING, why="She sparkles."), a_moderator(cast)
    one = f"/moderation/{moderation.pk}/"
    assert "Mia" not in page(client, bea, "/moderation/")
    assert client.get(one).status_code == 404

    client.post(f"{one}take/")
    shown = page(client, bea, one)
    assert "Mia Bell" in shown
    assert "The record as at 3 March 2025" in shown
    assert f"/children/{bells.mia.pk}/?as_at=2025-03-03" in shown
    assert "She sparkles." not in shown
    entry = shown.split('name="cite" value="')[1].split('"')[0]

    client.post(one, {"step": "read"})
    refused = client.post(one, {"step": "lock", "grade": "2", "why": "Visits, and no change."})
    assert refused.status_code == 422
    assert "Cite at least one passage of the record" in refused.content.decode()
    assert "Visits, and no change." in refused.content.decode()

    client.post(one, {"cite": entry, "grade": "2", "why": "Visits, and no change."})
    quote = page(client, bea, f"{one}cite/?entry={entry}").split("</textarea>")[-2].split(">")[-1].strip()
    client.post(f"{one}cite/", {"entry": entry, "quote": quote})
    assert "Visits, and no change." in page(client, bea, one)  # kept while citing

    both = page(client, bea, one, step="lock", grade="2", why="Visits, and no change.")
    assert "The two grades lie 2 grades apart" in both
    assert "She sparkles." in both
    assert not drafts(one, viewer=bea)


@finding("S54", "S55", screen="/moderation/")
def test_then_the_evidence_is_judged_and_the_gap_talked_over(client, cast, bells):
    moderation, bea = drawn(cast, bells.mia, grade=Grade.OUTSTANDING), a_moderator(cast)
    locked(moderation, by=bea, grade=Grade.REQUIRES_IMPROVEMENT)
    one = f"/moderation/{moderation.pk}/"

    assert "Write why the evidence does not support the grade" in page(client, bea, one, evidence_supports="no")
    done = page(client, bea, one, evidence_supports="no", supports_why="No change is quoted.", in_time="specific")
    assert "Its evidence does not support the grade it gave" in done
    assert "nothing about this child that could not be said of any" in done

    talked = page(client, bea, f"{one}talk/", discussion="We read the visits together.")
    assert "We read the visits together." in talked
    assert "We read the visits together." in page(client, an_auditor(cast), one)


def test_words_that_stand_nowhere_in_the_entry_are_not_cited(client, cast, bells):
    moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
    read_again(moderation, by=bea)
    one = f"/moderation/{moderation.pk}/"
    entry = page(client, bea, one).split('name="cite" value="')[1].split('"')[0]
    assert "do not stand in this entry" in page(client, bea, f"{one}cite/", entry=entry, quote="I made this up.")


def test_it_can_be_given_back_and_a_citation_taken_away(client, cast, bells):
    moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
    read_again(moderation, by=bea)
    one = f"/moderation/{moderation.pk}/"
    client.force_login(bea)
    client.post(one, {"uncite": str(moderation.citations.get().pk)})
    assert not moderation.citations.exists()
    assert "Given back" in page(client, bea, one, step="back")
    assert Moderation.objects.get(pk=moderation.pk).moderator is None


def test_a_child_a_moderator_finds_unsafe_goes_to_their_manager_at_once_and_the_moderation_goes_on(client, cast, bells):
    moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
    read_again(moderation, by=bea)
    one = f"/moderation/{moderation.pk}/"
    empty = page(client, bea, f"{one}unsafe/", what=" ")
    assert "Write what makes you think so" in empty
    assert (empty.count("There is a problem"), empty.count("Error: ")) == (1, 1)
    client.post(one, {"step": "unsafe", "why": "She is alone at night."})
    told = page(client, bea, f"{one}unsafe/", what="He is back in the house.")
    assert "Marcus Reed was told" in told
    assert "She is alone at night." in told
    assert "You have said so already" in page(client, bea, f"{one}unsafe/", what="Again.")
    raised = Escalation.objects.get(audit=moderation.audit)
    assert f"/audits/unsafe/{raised.pk}/" in page(client, cast.marcus, "/")
    client.force_login(an_auditor(cast))
    assert client.get(f"{one}unsafe/").status_code == 404


@finding("S65", "S17", screen="/quality/")
def test_quality_is_the_moderated_estimate_with_its_interval_and_raw_grades_never_stand_alone(client, cast, bells):
    judged(drawn(cast, bells.mia, grade=Grade.GOOD), by=a_moderator(cast))
    shown = page(client, cast.sofia, f"/quality/{DAYS}")
    assert "Not enough evidence" in shown
    assert "As auditors gave it" not in shown

    pairs = [Pair(auditor=0, audited=3, moderated=2 + n % 2) for n in range(30)]
    many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))
    shown = page(client, cast.sofia, f"/quality/{DAYS}")
    assert "of the audited work is good or better, as moderators see it: between" in shown
    assert "As auditors gave it" in shown
    assert "Questions poorly answered" in shown
    assert Entry.objects.filter(act="reported quality read", by=cast.sofia).exists()


@finding("S17", screen="/quality/")
def test_a_leader_reads_the_running_quarter_only_once_their_own_estimate_of_it_is_locked(
    client, cast, bells, time_machine
):
    time_machine.move_to(LATER)
    many_pairs(
        cast, bells.ivy, [Pair(auditor=0, audited=3, moderated=2 + n % 2) for n in range(30)],
        auditors=[an_auditor(cast)], moderator=a_moderator(cast),
    )  # fmt: skip
    for days in (DAYS, "?as_at=2025-04-02", ""):
        shown = page(client, cast.helen, f"/quality/{days}")
        assert "until you <a" in shown
        assert "as moderators see it: between" not in shown
        assert "The moderated audits behind it" not in shown

    lock_estimate(0.5, by=cast.helen, at=LATER)
    shown = page(client, cast.helen, f"/quality/{DAYS}")
    assert "as moderators see it: between" in shown
    assert "until you <a" not in shown


def test_the_list_behind_quality_goes_on_to_the_next_page_and_says_how_many_there_are(client, cast, bells):
    pairs = [Pair(auditor=0, audited=3, moderated=2 + n % 2) for n in range(60)]
    many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))

    first, second = (page(client, cast.anil, f"/quality/{DAYS}&page={number}") for number in (1, 2))

    assert "The list (60)" in first
    assert "Page 1 of 2" in first
    assert "page=2" in first
    assert [shown.count('data-label="Evidence supports it"') for shown in (first, second)] == [50, 10]
    assert '<details class="govuk-details" open>' in second


@finding("S55", screen="/quality/")
def test_how_often_an_answer_was_found_wanting_opens_to_the_audits_it_was_found_in(client, cast, bells):
    bea = a_moderator(cast)
    poor = judged(drawn(cast, bells.mia), by=bea, core={Core.RIGHT_PLAN: [Lack.SPECIFIC], Core.IN_TIME: []})
    pairs = [Pair(auditor=0, audited=3, moderated=3)] * 12
    many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast, "Cal Wick")], moderator=bea)
    shown = page(client, cast.anil, f"/quality/{DAYS}")
    (words,) = set(re.findall(r"wanting=([^#\"]*)#behind", shown))

    listed = page(client, cast.anil, f"/quality/{DAYS}&wanting={words}")

    assert "The list (13)" in shown
    assert "Whose answer to" not in shown
    assert "The list (1)" in listed
    assert f"/moderation/{poor.pk}/" in listed
    assert "found wanting. <a" in listed


@finding("S53", screen="/quality/optimism/")
def test_an_auditor_sees_their_own_figures_and_nobody_elses(client, cast, bells):
    bea, auditors = a_moderator(cast), [an_auditor(cast, name) for name in ("Wyn Arless", "Cal Wick", "Dot Ames")]
    pairs = [Pair(auditor=0, audited=3, moderated=2)] * 19
    pairs += [Pair(auditor=who, audited=2 + n % 2, moderated=2 + n % 2) for who in (1, 2) for n in range(20)]
    many_pairs(cast, bells.ivy, pairs, auditors=auditors, moderator=bea, at=NOW)
    where = f"/quality/optimism/{DAYS}&as_at=2025-03-04"
    before = page(client, auditors[0], where)
    assert "Not enough evidence" in before
    assert "19 audits moderated in two years" in before
    assert "Nobody has enough moderated audits yet" in page(client, cast.helen, where)

    judged(drawn(cast, bells.mia, grade=Grade.GOOD, auditor=auditors[0]), by=bea)
    own = page(client, auditors[0], where)
    assert "further above the others than luck does" in own
    assert "Cal Wick" not in own
    assert "Wyn Arless" in page(client, cast.helen, where)
    assert "further above the others" in page(
        client, cast.helen, f"/quality/optimism/{auditors[0].pk}/?as_at=2025-03-04"
    )
    assert client.get(f"/quality/optimism/{auditors[1].pk}/").status_code == 404
    client.force_login(cast.sofia)
    assert client.get(f"/quality/optimism/{auditors[0].pk}/").status_code == 403


@finding("S53", screen="/quality/optimism/")
def test_tools_and_teams_stand_beside_each_other_where_enough_people_audited(client, cast, bells):
    bea, auditors = a_moderator(cast), [an_auditor(cast, name) for name in ("Wyn Arless", "Cal Wick", "Dot Ames")]
    pairs = [Pair(auditor=n % 3, audited=3, moderated=2 + n % 2) for n in range(24)]
    above = [Pair(auditor=n % 3, audited=4, moderated=2 + n % 2) for n in range(24)]
    audits = many_pairs(cast, bells.ivy, pairs, auditors=auditors, moderator=bea)
    many_pairs(cast, bells.mia, pairs[:6], auditors=auditors, moderator=bea)
    for code in ("domestic_abuse_notices", "another"):
        others = many_pairs(cast, bells.ivy, above if code == "another" else pairs, auditors=auditors, moderator=bea)
        Audit.objects.filter(pk__in=[each.pk for each in others]).update(tool=code)

    shown = page(client, cast.helen, f"/quality/optimism/{DAYS}")
    found = html.fromstring(shown).xpath("//section[@aria-labelledby = 'groups']//tbody/tr")
    rows = {row[0].text: [cell.text_content() for cell in row[1:]] for row in found}
    assert rows["South assessment"] == ["72", "Not enough evidence"]  # of three teams one has audits enough
    assert rows["North assessment"] == ["6", "Not enough evidence"]
    assert rows["another"][0] == "24"
    assert rows["another"][1].endswith("Further above than luck does")
    assert "95 times in 100" in rows["another"][1]
    assert len({each.tool for each in audits}) == 1


def test_who_has_not_locked_an_estimate_is_shown_how_far_auditors_are_before_this_quarter_only(client, cast, bells):
    bea, auditors = a_moderator(cast), [an_auditor(cast, name) for name in ("Wyn Arless", "Cal Wick", "Dot Ames")]
    many_pairs(
        cast, bells.ivy, [Pair(auditor=n % 3, audited=3, moderated=2) for n in range(24)], auditors=auditors,
        moderator=bea, at=timezone.now(),
    )  # fmt: skip
    assert "kept back from you" in page(client, cast.helen, "/quality/optimism/")
    assert "24 of 24" not in page(client, cast.helen, "/quality/optimism/")

    lock_estimate(0.6, by=cast.helen, at=timezone.now())
    shown = page(client, cast.helen, "/quality/optimism/")
    assert "kept back from you" not in shown
    assert "24 of 24" in shown


@finding("S55", screen="/quality/agreement/")
def test_agreement_says_that_there_are_none_yet(client, cast, bells):
    assert "There are no records audited by two people" in page(client, cast.sofia, "/quality/agreement/")


def test_somebody_from_outside_is_named_by_who_answers_for_practice(client, cast, bells):
    bea = a_moderator(cast)
    assert "Bea Holm now moderates from outside" in page(
        client, cast.helen, "/moderation/outsiders/", user=bea.pk, from_where="Fernshire"
    )
    client.force_login(bea)
    assert client.get("/moderation/outsiders/").status_code == 403


def test_every_page_that_the_walk_through_all_screens_is_given_is_there(client, cast, bells):
    for who, paths in screens_of_moderation(cast, bells).items():
        client.force_login(cast.people[who])
        assert [(path, 200) for path in paths] == [(path, client.get(path).status_code) for path in paths]


def test_another_team_and_who_has_no_part_in_it_see_nothing(client, cast, bells):
    moderation = judged(drawn(cast, bells.mia), by=a_moderator(cast))
    client.force_login(cast.tom)
    assert client.get(f"/moderation/{moderation.pk}/").status_code == 404
    assert "Mia" not in page(client, cast.tom, f"/quality/{DAYS}")
    for path in ("/moderation/", "/quality/", "/quality/optimism/", "/quality/agreement/"):
        client.force_login(cast.sam)
        assert client.get(path).status_code == 403
    assert timezone.is_aware(LATER)


def test_what_somebody_took_and_does_not_come_to_is_shown_to_who_answers_for_practice(
    client, cast, bells, time_machine
):
    read_again(drawn(cast, bells.mia), by=a_moderator(cast))
    time_machine.move_to(LATER + timedelta(days=15))
    shown = html.fromstring(page(client, cast.helen, "/moderation/outsiders/")).text_content()
    assert "Bea Holm has had it for more than 10 working days; taken on 4 March 2025." in shown


def test_what_waits_is_shown_thirty_to_a_page(client, cast, bells):
    first = drawn(cast, bells.ivy)
    many_pairs(
        cast, bells.ivy, [Pair(auditor=0, audited=3, moderated=3)] * 30, auditors=[first.audit.auditor],
        moderator=a_moderator(cast),
    )  # fmt: skip
    others = Moderation.objects.exclude(pk=first.pk)
    Moderation.objects.bulk_create(
        Moderation(audit_id=audit, place=2, drawn_because="random", drawn_at=LATER)
        for audit in others.values_list("audit", flat=True)
    )
    cal = an_auditor(cast, "Cal Wick")
    assert page(client, cal, "/moderation/").count("/take/") == 30
    assert page(client, cal, "/moderation/?page=2").count("/take/") == 1


def test_a_record_closed_to_a_moderator_stands_nowhere_any_more(client, cast, bells):
    bea = a_moderator(cast)
    over, in_hand = judged(drawn(cast, bells.mia), by=bea), read_again(drawn(cast, bells.mia), by=bea)
    open_restriction(
        bells.mia, named=[cast.priya, cast.helen], reason="Threats", together_with=cast.grace, by=cast.helen, at=LATER
    )
    assert "You moderate nothing at the moment" in page(client, bea, "/moderation/")
    for who, pk in ((bea, over.pk), (bea, in_hand.pk), (over.audit.auditor, over.pk)):
        client.force_login(who)
        assert client.get(f"/moderation/{pk}/").status_code == 404
    client.force_login(bea)
    assert client.get(f"/moderation/{in_hand.pk}/unsafe/").status_code == 404


def test_what_somebody_took_who_has_left_is_let_go_by_who_answers_for_practice(client, cast, bells, time_machine):
    time_machine.move_to(LATER)
    moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
    read_again(moderation, by=bea)
    assert "Let somebody else moderate it" not in page(client, cast.helen, "/moderation/outsiders/")
    close_account(bea, by=cast.sam, at=LATER)
    assert "Let somebody else moderate it" in page(client, cast.helen, "/moderation/outsiders/")
    assert "waits for another moderator" in client.post(f"/moderation/{moderation.pk}/take-from/", follow=True).text
    assert Moderation.objects.get(pk=moderation.pk).moderator is None
