"""
A leader reads nothing of what moderators found this quarter before their own estimate of it is locked: wherever it
stands. Whoever makes no estimates is kept nothing from.
"""

from datetime import timedelta

import pytest

from lintel.oversight.audit_cycles.report import report_of
from lintel.oversight.audit_cycles.tests.builders import a_cycle, a_draw
from lintel.oversight.audits.models import Audit
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.ledger.tests.builders import a_finding
from lintel.oversight.meetings.actions import begin
from lintel.oversight.meetings.codes import Forum
from lintel.oversight.meetings.tests.builders import looked_at
from lintel.oversight.moderation.models import FiguresTold
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import LATER, a_moderator, many_pairs
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
A_WEEK_AGO = NOW - timedelta(days=7)
THIS_WEEK = "in the week of 24 February 2025"
PAIRS = [Pair(auditor=0, audited=3, moderated=2 if n % 5 == 0 else 3) for n in range(30)]


def everywhere(cast, bells):
    """By address, words that tell what moderators found this quarter."""
    wyn = an_auditor(cast)
    cycle = a_cycle(cast, at=A_WEEK_AGO, draw=a_draw(until=A_WEEK_AGO.date()))
    audits = many_pairs(cast, bells.ivy, PAIRS, auditors=[wyn], moderator=a_moderator(cast), at=A_WEEK_AGO)
    Audit.objects.filter(pk__in=[each.pk for each in audits]).update(cycle=cycle)
    Audit.objects.filter(pk=audits[1].pk).update(twin_of=audits[0])
    FiguresTold.objects.create(auditor=wyn, pairs=30, told_at=NOW)
    found = a_finding(cast)
    looked_at(cast, "K91", at_least=2.0)
    meeting = begin(Forum.PERFORMANCE, by=cast.anil, at=NOW)
    one, item = f"/performance-meetings/{meeting.pk}/", meeting.items.get(indicator="K91")
    return {
        "/quality/": "as moderators see it: between", "/quality/optimism/": "30 of 30 handed in",
        "/quality/agreement/": "of 1 pair", f"/quality/optimism/{wyn.pk}/": "30 audits moderated in two years",
        "/fanlight/": "of work is good or better, as moderators see it", "/indicators/K91/": "95 times in 100 between",
        "/indicators/K91/list/": "Auditor: Good. Moderator: Good", "/indicators/K91/list.csv": "Moderator: Good",
        "/indicators/K91/weeks.csv": "2025-02-24", "/findings/": "50% is wanted",
        f"/findings/{found.pk}/": "graded twice, of 30", f"/findings/{found.pk}/close/": "graded twice, of 30",
        one: THIS_WEEK, f"{one}minutes/": THIS_WEEK, f"/performance-meetings/items/{item.pk}/": THIS_WEEK,
        f"/audit-cycles/{cycle.pk}/report/": "of the work was good or better, as moderators see it",
        f"/audit-cycles/{cycle.pk}/report.pdf?as=page": "of the work was good or better, as moderators see it",
    }  # fmt: skip


def read(client, who, path):
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@finding("S17", "S65", screen="/audit-cycles/")
def test_what_moderators_found_this_quarter_is_nowhere_told_to_a_leader_before_their_own_estimate(
    client, cast, bells, time_machine
):
    time_machine.move_to(LATER)
    tells = everywhere(cast, bells)

    before = {path: read(client, cast.helen, path) for path in tells}
    assert [path for path, words in tells.items() if words in before[path]] == []
    pages = [path for path in tells if not path.endswith(".csv")]
    assert [path for path in pages if "kept back from you" not in before[path]] == []
    # Nor does it help to ask for another day.
    for path in ("/indicators/K91/list/", "/findings/", "/quality/", "/fanlight/", "/indicators/K91/weeks.csv"):
        for day in ("2025-03-31", "2030-01-01"):
            assert tells[path] not in read(client, cast.helen, f"{path}?as_at={day}"), (path, day)

    lock_estimate(0.5, by=cast.helen, at=LATER)
    after = {path: read(client, cast.helen, path) for path in tells}
    assert [path for path, words in tells.items() if words not in after[path]] == []
    assert [path for path in pages if "kept back from you" in after[path]] == []


def test_who_makes_no_estimates_is_kept_nothing_from(client, cast, bells, time_machine):
    time_machine.move_to(LATER)
    tells = everywhere(cast, bells)
    for path in ("/quality/", "/indicators/K91/", "/findings/"):
        assert tells[path] in read(client, cast.anil, path)


def test_a_report_keeps_back_no_more_than_what_was_handed_in_this_quarter(cast, bells):
    last_quarter = NOW - timedelta(days=75)
    cycle = a_cycle(cast)
    cycle.planned_at = last_quarter
    wyn, bea = an_auditor(cast), a_moderator(cast)
    for at in (last_quarter, NOW):
        audits = many_pairs(cast, bells.ivy, PAIRS[:12], auditors=[wyn], moderator=bea, at=at)
        Audit.objects.filter(pk__in=[each.pk for each in audits]).update(cycle=cycle)

    told, whole = (report_of(cycle, viewer=viewer, on=LATER.date()) for viewer in (cast.helen, cast.anil))

    assert (told.quality.pairs, told.is_kept_back, told.is_all_kept_back) == (12, True, False)
    assert (whole.quality.pairs, whole.is_kept_back) == (24, False)
