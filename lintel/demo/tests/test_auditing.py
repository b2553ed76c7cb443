"""A cycle of sixty audits on Ravenshire, from the sample to the report on paper (J11)."""

from datetime import timedelta

import pytest

from lintel.demo.accounts import email_of
from lintel.demo.live.audit_words import AUDITORS
from lintel.demo.live.auditing import audits_go_round
from lintel.demo.live.estimating import leaders_estimate
from lintel.demo.live.people import people_at_the_door
from lintel.foundation.access.models import User
from lintel.oversight.audit_cycles import queries
from lintel.oversight.audit_cycles.report import report_of
from lintel.oversight.audits.codes import Voice
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.fanlight.models import Estimate
from lintel.oversight.moderation.queries import poorly_answered
from lintel.oversight.moderation.reading import auditors_alike, own_figures
from lintel.web.audit_cycles.report import printed
from tests.ravenshire import UNTIL
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=35)


@finding("S52", screen="/audit-cycles/")
def test_sixty_children_are_audited_from_the_sample_to_the_report(ravenshire):
    now = ravenshire.council.story.ends_at
    people = people_at_the_door(at=now)
    for _ in range(2):  # asked again, nothing
        audits_go_round(people, now=now, of_at_least=1)

    viewer = people.head_of_service
    cycle, *before = queries.cycles(viewer=viewer)
    assert [each.is_same for each in queries.drawn_again(cycle, viewer=viewer)] == [True] * 60
    far = queries.progress(cycle, viewer=viewer, on=UNTIL)
    assert (far.audits, far.handed_in, far.late) == (71, 68, 3)
    lock_estimate(0.75, by=viewer, at=now)
    report = report_of(cycle, viewer=viewer, on=UNTIL)
    assert report.quality.enough
    assert "as moderators see it" in report.how_good[0]
    assert report.moderated.moderated > report.moderated.waiting > 0
    agreed = report.agreed
    assert (agreed.overdue, agreed.verified > 0, agreed.to_verify > 0) == (1, True, True)
    assert report.heard[Voice.FAMILY][1] > 0
    assert report.learned
    assert report.quotes
    assert len(report.calibration.cases.all()) == 3
    assert printed({"report": report, "day": UNTIL, "is_page": False}).startswith(b"%PDF-")

    # What was asked half a year before is asked again, and all of it was moderated then.
    assert cycle.again_of in before
    assert "The time before it was" in report.since_before
    for each in before:
        counted = report_of(each, viewer=viewer, on=UNTIL)
        assert counted.far.is_over
        assert (counted.moderated.waiting, counted.quality.enough, bool(counted.learned)) == (0, True, True)

    # Each tool's own question stands for itself, though three tools call theirs the same.
    since = UNTIL - timedelta(days=364)
    asked = [words for words, _, _ in poorly_answered(viewer=viewer, since=since, until=UNTIL)]
    assert len([words for words in asked if words.startswith("What should")]) == 3

    # Whoever audited each time has audits graded twice, and some records two people audited.
    wystan = User.objects.get(email=email_of(AUDITORS[0]))
    assert own_figures(viewer=wystan, until=UNTIL).pairs >= 15
    twice = auditors_alike(viewer=people.principal, since=since, until=UNTIL)
    assert len(twice.pairs) >= 10

    # Three leaders thought practice better than it was, and have compared.
    for _ in range(2):  # asked again, nothing
        leaders_estimate(people, now=now)
    assert Estimate.objects.filter(compared_at__isnull=False, middle__isnull=False).count() == 9
