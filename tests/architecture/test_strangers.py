"""Somebody from another team sees nothing of the Bells on any screen there is, whatever address they guess."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import get_resolver

from lintel.journey.assessing.tests.builders import sent
from lintel.journey.conferring.tests.builders import a_chair, protected
from lintel.journey.enquiring.tests.builders import enquired
from lintel.journey.imports.models import Kind, Load
from lintel.journey.overseeing.tests.builders import asked_of_managers
from lintel.oversight.audit_cycles.tests.builders import a_cycle
from lintel.oversight.audits.tests.builders import audits_of_the_bells
from lintel.oversight.drift.tests.builders import found_by_now
from lintel.oversight.moderation.tests.builders import moderated_of_mia
from lintel.oversight.supervision.tests.builders import a_month
from lintel.oversight.supervision.tests.observing import observed_in
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.enquiries.tests.builders import asked_for, caused
from lintel.web.leading.tests.builders import led
from tests.architecture.test_screens import routes
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CODES = ("K01", "K06", "K07", "K30", "K35", "K38", "K112")
# What would give the Bells away: their names and the authority's numbers for them. Whole names, since three letters
# turn up by chance in the tokens of a page.
REFUSED = (403, 405)
TRACES = ("Mia Bell", "Noah Bell", "Bell family", "BELL-1", "BELL-2", "BELL-3")


def addresses(bells, numbers) -> Iterator[str]:
    """Every address, with the Bells' own numbers and every indicator put into it."""
    for where, _ in routes(get_resolver().url_patterns):
        if "^" in where:
            continue
        where = "/" + where.replace("<int:grant>", "1").replace("<int:number>", "1").replace("<int:level>", "4")
        of_the_bells = next(theirs for beginning, theirs in numbers.items() if where.startswith(beginning))
        for code in CODES if "<slug:code>" in where else ("",):
            for pk in of_the_bells if "<int:pk>" in where else (0,):
                where_of_two = where.replace("<int:other>", str(bells.noah.pk))
                yield where_of_two.replace("<slug:code>", code).replace("<int:pk>", str(pk))


@pytest.fixture
def load(cast):
    """A file with the Bells in it, offered by the analyst."""
    findings = {"lists": [], "problems": [], "sheets_not_read": [], "notes": [], "contradictions": []}
    return Load.objects.create(
        kind=Kind.ANNEX_A, state="ready", file_name="Bell family.xlsx", sha256="0" * 64, size=1, offered_by=cast.anil,
        offered_at=NOW, findings=findings, rows_in=1, rows_accepted=1, rows_quarantined=0,
    )  # fmt: skip


@pytest.fixture
def assessment(cast, bells):
    """An assessment of the Bells with words, needs and outcomes, before a manager."""
    return sent(cast, bells)


@pytest.fixture
def meeting(cast, bells):
    """A strategy discussion about Mia; Noah waits without one."""
    caused(bells.noah, by=cast.priya)
    return asked_for([bells.mia], by=cast.priya)


@pytest.fixture
def enquiry(cast, bells):
    """An enquiry into each of Mia and Noah; Mia's."""
    return enquired(cast, bells)


@pytest.fixture
def asked(cast, bells):
    """What the chair of Mia's protection plan asks of managers."""
    chair = a_chair(cast)
    return asked_of_managers(protected(cast, chair, bells.mia), by=chair)


@pytest.fixture
def led_here(cast, bells):
    """A finding and its action, a meeting and what stands on its agenda, and the record of Mia that Helen drew."""
    finding, action, item, record = led(cast, bells)
    return {
        "/findings/actions/": (action.pk,), "/findings/": (finding.pk,), "/fanlight/": (record.pk,),
        "/performance-meetings/items/": (item.pk,), "/performance-meetings/": (item.meeting_id,),
    }  # fmt: skip


@pytest.fixture
def audited(cast, bells):
    """An audit of Mia, open to read, with something to be done for her; and one in which she was found unsafe."""
    return audits_of_the_bells(cast, bells)


@pytest.fixture
def flag(cast, bells):
    """A flag of drift about Mia."""
    return found_by_now(cast, bells)[0]


@pytest.fixture
def supervision(cast, bells):
    """A month of supervision about Mia and Noah: signed, being written, a direction, a note, drawn, and observed."""
    months = a_month(cast, bells)
    observed = observed_in(cast, bells, months, observer=cast.helen)
    return {
        "/supervision/observed/offer/": (observed.to_come.pk,),
        "/supervision/observed/": (observed.to_rate.pk, observed.rated.pk),
        "/supervision/workers/": (cast.priya.worker_id,), "/supervision/directions/": (months.direction.pk,),
        "/supervision/notes/": (months.note.pk,), "/supervision/reading/": (months.draw.pk,),
        "/supervision/": (months.signed.pk, months.being_written.pk),
    }  # fmt: skip


@pytest.fixture
def cycle(cast, bells, audited):
    """A cycle of audits that drew them."""
    return a_cycle(cast)


@pytest.fixture
def moderated(cast, bells):
    """An audit of Mia with both grades open."""
    return moderated_of_mia(cast, bells)


@pytest.fixture
def numbers(
    bells, load, assessment, meeting, enquiry, asked, audited, cycle, moderated, flag, supervision, led_here
) -> dict[str, tuple[int, ...]]:  # fmt: skip
    """The numbers of what is about the Bells, by how addresses begin that take them."""
    conference = ConferenceRequest.objects.get(children__child=bells.mia)
    audit, raised, action = audited
    return led_here | supervision | {
        "/audit-cycles/": (cycle.pk,), "/moderation/": (moderated.pk,),
        "/audits/actions/": (action.pk,), "/audits/unsafe/": (raised.pk,), "/audits/": (audit.pk,),
        "/enquiries/": (enquiry.pk,), "/plans-chaired/": (asked.pk,), "/conferences/": (conference.pk,),
        "/discussions/": (meeting.pk,), "/partners/discussions/": tuple(meeting.parties.values_list("pk", flat=True)),
        "/drift/": (flag.pk,),
        "/": (bells.mia.pk, bells.referrals["mia"].pk, load.pk, assessment.pk),
    }  # fmt: skip


@pytest.mark.parametrize(
    "who", ["tom", *(pytest.param(who, marks=pytest.mark.long) for who in ("sam", "grace", "ola"))]
)
def test_no_screen_shows_a_trace_of_a_child_to_somebody_without_a_reason(client, cast, bells, numbers, who):
    client.force_login(cast.people[who])
    found = {}
    for address in addresses(bells, numbers):
        for query in ("", "?as_at=2025-03-03&from=2025-02-17&until=2025-02-23"):
            answer = client.get(address + query)
            shown = answer.content.decode(errors="replace")
            if any(trace in shown for trace in TRACES):
                found[address + query] = True
            if answer.status_code in REFUSED:
                break  # whatever day is asked for, a door that is shut stays shut
        if SESSION_KEY not in client.session:
            client.force_login(cast.people[who])  # signing out is one of the addresses

    assert found == {}


def test_the_same_walk_finds_the_bells_for_those_who_may_see_them(client, cast, bells, numbers):
    """So that nothing is found for strangers because there is nothing to find: at least one page of each kind."""
    client.force_login(cast.helen)
    kinds = [
        r"/children/.*", r"/assessments/.*", r"/indicators/.*/list/", r"/discussions/\d+/", r"/enquiries/\d+/",
        r"/conferences/\d+/", r"/plans-chaired/", r"/plans-chaired/asked/\d+/",
        r"/fanlight/records/\d+/", r"/audits/\d+/", r"/audits/unsafe/\d+/", r"/audits/actions/\d+/", r"/audits/",
        r"/drift/flags/\d+/", r"/supervision/reading/\d+/", r"/audit-cycles/\d+/", r"/moderation/\d+/",
    ]  # fmt: skip

    left = list(kinds)
    for address in addresses(bells, numbers):
        kind = next((kind for kind in left if re.fullmatch(kind, address)), None)
        if kind and "Mia Bell" in client.get(address + "?as_at=2025-03-03").content.decode(errors="replace"):
            left.remove(kind)

    assert left == []
