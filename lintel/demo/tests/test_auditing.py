"""A cycle of sixty audits on Ravenshire, from the sample to the report on paper (J11)."""

import pytest

from lintel.demo.live.auditing import audits_go_round
from lintel.demo.live.people import people_at_the_door
from lintel.oversight.audit_cycles import queries
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.report import report_of
from lintel.oversight.audits.codes import Voice
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.web.audit_cycles.report import printed
from tests.ravenshire import UNTIL
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=20)


@finding("S52", screen="/audit-cycles/")
def test_sixty_children_are_audited_from_the_sample_to_the_report(ravenshire):
    now = ravenshire.council.story.ends_at
    people = people_at_the_door(at=now)
    for _ in range(2):  # asked again, nothing
        audits_go_round(people, now=now, of_at_least=1)

    cycle, viewer = Cycle.objects.get(), people.head_of_service
    assert [each.is_same for each in queries.drawn_again(cycle, viewer=viewer)] == [True] * 60
    far = queries.progress(cycle, viewer=viewer, on=UNTIL)
    assert (far.audits, far.handed_in, far.late) == (63, 60, 3)
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
