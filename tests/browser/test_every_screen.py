"""Every screen that can be reached by following links is in order, whoever follows them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import resolve

from lintel.foundation.documents.tests import samples
from lintel.foundation.documents.tests.builders import attached
from lintel.journey.allocating.actions import allocate
from lintel.journey.allocating.alerting.actions import no_safe_allocation
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.journey.assessing.tests.builders import assessed_before_and_again
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.conferring.tests import builders as conferences
from lintel.journey.enquiring.tests.builders import signed_and_sent
from lintel.journey.families.tests.builders import whole_family
from lintel.journey.family_versions.tests.families import finished, papers_of_mia
from lintel.journey.last_time.actions import say_of_the_last_time
from lintel.journey.last_time.tests.given import known_before
from lintel.journey.overseeing.tests.builders import asked_of_managers
from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.tests.builders import MOVE, planned, stepping_down
from lintel.journey.protecting.actions import climb_ladder
from lintel.journey.visiting.actions import correct
from lintel.journey.visiting.tests.builders import bells_visited, said_of_the_bells
from lintel.oversight.audit_cycles.tests.builders import a_cycle_under_way, pages_of
from lintel.oversight.audits.tests.builders import audits_of_the_bells
from lintel.oversight.drift.tests.builders import found_by_now
from lintel.oversight.legacy.actions import draw_up
from lintel.oversight.moderation.tests.builders import screens_of_moderation
from lintel.oversight.reading.tests.builders import words_being_written
from lintel.oversight.supervision.tests.builders import a_month
from lintel.oversight.supervision.tests.observing import observed_in
from lintel.oversight.voice.tests.builders import said, weeks_of_pulse
from lintel.steps.allocation.giving.actions import OverTheCeiling
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.conferences.actions import book, postpone
from lintel.steps.conferences.codes import Side, View
from lintel.steps.conferences.deciding.actions import say_view
from lintel.steps.conferences.inviting.actions import hand_in_report, invite
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.discussing.slots.actions import invite_everybody, set_slot
from lintel.steps.enquiries.models import StrategyDiscussion
from lintel.steps.enquiries.tests.builders import asked_for, caused, decided_for, held
from lintel.steps.plans.models import CpPlan
from lintel.steps.referrals.moving_away.actions import send
from lintel.steps.reopening.codes import Verdict
from lintel.steps.safety_plans.actions import make_safety_plan
from lintel.web.leading.tests.builders import led
from tests.cast import NOW

DAY = "?as_at=2025-03-03"
FAMILY = "families/<int:pk>/"
NOT_SCREENS = (".csv", ".txt", ".pdf", ".xlsx", ".xml", ".json", ".svg", "download/", "paper/")
WHO = ["helen", "anil", "marcus", "priya", "della", "grace", "sam", "ola", "cecily"]


def links_of(look) -> Iterator[str]:
    for _, target in look.links:
        where = urlsplit(target)
        if f"{where.scheme}://{where.netloc}" == look.address and not where.path.endswith(NOT_SCREENS):
            yield where.path + (f"?{where.query}" if where.query else "")


def look_at_all(look, seen: set[str], also: Iterable[str] = ()) -> list[str]:
    """Follow links from the start page, one page of each kind, and collect what is wrong."""
    faults, waiting, mine = [], [f"/{DAY}", *also], set()
    while waiting:
        path = waiting.pop(0)
        kind = resolve(urlsplit(path).path).route
        if kind in mine or (kind in seen and kind):
            continue
        mine.add(kind)
        look.page.set_viewport_size({"width": 1280, "height": 900})
        look.go(path)
        faults += look.faults()
        look.page.set_viewport_size({"width": 390, "height": 844})
        faults += [f"on a telephone at {path}: {element}" for element in look.sticks_out()]
        waiting += links_of(look)
    seen |= mine
    return faults


@pytest.fixture
def workers_are_heard(cast, bells):
    """Weeks of the pulse to be drawn, and something Priya said that waits, so that none of this is empty."""
    weeks_of_pulse(cast)
    said(cast.priya, child_id=bells.mia.pk)


@pytest.fixture
def waiting(cast, bells):
    """Families who wait: some given above the ceiling and not answered, for others no safe allocation is possible."""
    ceiling_of(4, cast)
    over = OverTheCeiling(manager=cast.sofia, reason="She knows their mother.", review_on=date(2025, 3, 10))
    given = family_waiting(cast, once="given", surname="Rush", team=cast.north)
    allocate(given, worker=cast.priya.worker, over=over, by=cast.marcus, at=NOW)
    no_safe_allocation(family_waiting(cast, team=cast.north), why="Everybody is full.", by=cast.marcus, at=NOW)


@pytest.fixture
def visited(cast, bells):
    """A visit Priya wrote down and put right, and one that she and Marcus both wrote down."""
    yesterday = NOW - timedelta(days=1)
    visit = bells_visited(bells, by=cast.priya, at=yesterday).visit
    put_right = said_of_the_bells(bells, at=yesterday, heard="It was cold.")
    correct(visit, put_right, version=1, sent_once=uuid4(), by=cast.priya, at=NOW)
    for by in (cast.marcus, cast.priya):
        bells_visited(bells, by=by, at=NOW)


@pytest.fixture
def assessed(cast, bells):
    """The Bells' children assessed before, and being assessed again: with a manager, sent back and under the pen."""
    assessed_before_and_again(cast, bells)


@pytest.fixture
def a_plan(cast, bells):
    """Mia under a plan, proposed to early help; she and Noah are on the way to another authority."""
    planned(cast, bells)
    stepping_down(cast, bells)
    sent = hand_on([bells.referrals["mia"], bells.referrals["noah"]], MOVE, by=cast.priya, at=NOW)
    send(sent[0], by=cast.priya, at=NOW)


@pytest.fixture
def read_by_the_family(cast, bells) -> list[str]:
    """What Ruth was given to read, with its own pages: others reach the list of another child first."""
    papers_of_mia(cast, bells)
    version = finished(bells.mia, bells.ruth, by=cast.priya)
    return [f"/family-versions/{version.pk}/{act}" for act in ("", "sentences/", "disagree/")]


@pytest.fixture
def unsafe(cast, bells) -> list[str]:
    """Mia, of whom somebody knew for sixty hours, with a safety plan; nobody has seen her since."""
    stamp_reasonable_cause(
        child=bells.mia, reason="He hit her.", known_since=NOW - timedelta(hours=60), by=cast.priya, at=NOW
    )
    plan = make_safety_plan(bells.mia, words="Nan stays.", made_with="Ruth and Nan", by=cast.priya, at=NOW)
    plans = f"/children/{bells.mia.pk}/safety-plans/"
    now = [f"/children/{bells.mia.pk}/{act}/" for act in ("cannot-wait", "ring-now")]
    return ["/unassessed-risk/", *now, plans, f"{plans}make/", f"{plans}{plan.pk}/withdraw/"]


@pytest.fixture
def writing(cast, bells):
    """Somebody in the middle of writing, with what their words say beside it."""
    words_being_written(cast, bells)


@pytest.fixture
def documents(cast, bells, settings, tmp_path) -> list[str]:
    """A document of Mia's, and the pages of what is done with it, where others reach the list first."""
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    raw = samples.picture("JPEG", size=(1_200, 300))
    picture = attached(bells.mia, by=cast.priya, raw=raw, name="bedroom.jpg", is_read=False)
    attached(bells.mia, by=cast.priya)
    of_one = [f"/documents/{picture.pk}/{act}" for act in ("describe/", "withdraw/")]
    return [f"/children/{bells.mia.pk}/documents/attach/", *of_one]


@pytest.fixture
def discussed(cast, bells) -> dict[str, list[str]]:
    """
    A strategy discussion about Mia at a time that is set, and an earlier one, decided; and Noah, about whom nobody has
    asked for one, so that a rung was told.
    """
    decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW)
    meeting = set_slot(asked_for([bells.mia], by=cast.priya), starts_at=NOW + timedelta(hours=1), by=cast.priya, at=NOW)
    invite_everybody(meeting, by=cast.priya, at=NOW)
    caused(bells.noah, by=cast.priya, at=NOW - timedelta(hours=5))
    climb_ladder(by=None, at=NOW)
    undecided = held(asked_for([bells.noah], by=cast.marcus, at=NOW - timedelta(hours=2)), by=cast.marcus, at=NOW)
    one, before = f"/discussions/{meeting.pk}/", StrategyDiscussion.objects.get(child=bells.mia).meeting_id
    return {
        "priya": [f"/children/{bells.noah.pk}/discussion/ask/", one],
        "marcus": [
            f"/discussions/{before}/minutes/", f"/discussions/{undecided.pk}/decide/", f"{one}hold/", f"{one}postpone/"
        ],
    }  # fmt: skip


@pytest.fixture
def enquired_about(cast, bells) -> dict[str, list[str]]:
    """Mia's enquiry is signed with items uncovered, Noah's is with Marcus."""
    mia, noah = (f"/enquiries/{work.enquiry_id}/" for work in signed_and_sent(cast, bells))
    return {
        "marcus": [f"{noah}sign/", f"{noah}send-back/"], "priya": [f"{noah}{act}" for act in ("", "write/", "send/")],
        "helen": [f"{mia}signed/"],
    }  # fmt: skip


@pytest.fixture
def conferred(cast, bells, enquired_about) -> dict[str, list[str]]:
    """
    The conference the signed enquiry asked for about Mia, moved and reported to; and one held, that decided about Noah
    and not about the baby.
    """
    mia = ConferenceRequest.objects.get(children__child=bells.mia)
    both = conferences.asked(cast, bells.noah, bells.baby)
    book(mia, booked_for=conferences.BOOKED, place="Town Hall", by=cast.priya, at=NOW)
    moved_to = conferences.BOOKED + timedelta(days=7)
    postpone(mia, side=Side.POLICE, because="No officer is free.", booked_for=moved_to, by=cast.priya, at=NOW)
    invite(mia, side=Side.PARENT, name="Ruth Bell", by=cast.priya, at=NOW)
    report = hand_in_report(mia, side=Side.HEALTH, author="Ms Vane", by=cast.priya, at=NOW)
    conferences.held(cast, cast.cecily, both, booked_for=NOW, at=NOW)
    part = both.children.get(child=bells.noah)
    told = {"said_by": "Mr Pell", "words": "He is hungry.", "by": cast.cecily, "at": NOW}
    say_view(part, side=Side.SCHOOL, view=View.PLAN, category="NEG", **told)
    conferences.decided(both, conferences.PLAN, child=bells.noah, by=cast.cecily, at=NOW)
    acts = ("postpone/", "invite/", "came/", f"reports/{report.pk}/share/")
    return {
        "priya": [f"/children/{bells.noah.pk}/conference/ask/", *(f"/conferences/{mia.pk}/{act}" for act in acts)],
        "cecily": [f"/conferences/{both.pk}/parts/{both.children.get(child=bells.baby).pk}/decide/"],
    }


@pytest.fixture
def chaired(cast, bells, conferred) -> dict[str, list[str]]:
    """Noah under the plan that conference began, whose chair asks something of managers."""
    asked = asked_of_managers(CpPlan.objects.get(child=bells.noah), by=cast.cecily)
    one, protection = f"/plans-chaired/asked/{asked.pk}/", f"/children/{bells.noah.pk}/protection/"
    return {"marcus": ["/plans-chaired/", one, f"{one}answer/", protection], "priya": [f"{protection}lead/"]}


@pytest.fixture
def looked_at_again(cast, bells):
    """Mia was known before: the last time was answered, she is on a list, and something in her story matters."""
    earlier = known_before(cast, bells)
    say_of_the_last_time(
        bells.mia, earlier_id=earlier.pk, verdict=Verdict.UNFINISHED_OR_POOR, words="Nothing was done.", by=cast.femi,
        at=NOW,
    )  # fmt: skip
    days = {"days": 10, "first_day": date(2024, 1, 1), "last_day": date(2024, 6, 30)}
    draw_up("The winter", **days, why="They waited too long.", by=cast.helen, at=NOW)
    moved = Happened(on=date(2024, 11, 2), kind=ItemKind.MOVE, words="To their grandmother.", told_by="Ruth Bell")
    event = write_event(moved, children=[bells.mia, bells.noah], by=cast.priya, at=NOW)
    made = mark(bells.mia, record=record_of(event), because="The third move in a year.", by=cast.priya, at=NOW)
    story = f"/children/{bells.mia.pk}/"
    # What only the navigation leads to, and what only those may write who come to the story after others.
    return {
        "helen": ["/looking-again/", "/looking-again/draw-up/", f"{story}chronology.pdf?as=page"],
        "priya": [
            f"{story}events/", f"{story}events/{event.pk}/", f"{story}events/{event.pk}/withdraw/",
            f"{story}significant/?line={record_of(event)}",
            f"{story}significant/{made.pk}/",
        ],
    }  # fmt: skip


@pytest.fixture
def leads(cast, bells, workers_are_heard) -> dict[str, list[str]]:
    """A finding said three times, a meeting being held, and the record Helen opened this week."""
    finding, action, item, record = led(cast, bells, with_pulse=False)
    acts = [f"/findings/{finding.pk}/{act}/" for act in ("said", "act", "close")]
    return {
        "helen": [
            "/fanlight/estimates/", "/fanlight/records/", f"/fanlight/records/{record.pk}/", *acts,
            f"/findings/actions/{action.pk}/", f"/performance-meetings/{item.meeting_id}/minutes/",
            f"/performance-meetings/items/{item.pk}/", "/performance-meetings/who-looks/K02/",
        ],
    }  # fmt: skip


@pytest.fixture
def audited(cast, bells) -> dict[str, list[str]]:
    """Audits of Mia with what follows; the desk itself is looked at where it is tested."""
    audit, raised, action = audits_of_the_bells(cast, bells)
    stopped, over = f"/audits/{raised.audit_id}/", f"/audits/{audit.pk}/"
    return {
        "helen": ["/audits/", over, f"{over}actions/", f"{stopped}withdraw/", "/audits/tools/"],
        "marcus": [f"/audits/unsafe/{raised.pk}/", f"/audits/actions/{action.pk}/", "/audits/actions/"],
    }


@pytest.fixture
def drifting(cast, bells) -> dict[str, list[str]]:
    """A flag about Mia that Marcus is to answer, and one he answered, that Helen may check by hand."""
    wants_answer, answered = found_by_now(cast, bells)
    rule = "/drift/rules/audit-action/"
    return {
        "marcus": ["/drift/", f"/drift/flags/{wants_answer.pk}/"],
        "helen": ["/drift/rules/", rule, f"{rule}answers/", "/drift/first/", f"/drift/first/{answered.pk}/"],
    }


@pytest.fixture
def supervised(cast, bells) -> dict[str, list[str]]:
    """A month of supervision: signed with a direction and a note, being written, drawn, observed, and personal."""
    months = a_month(cast, bells)
    observed = observed_in(cast, bells, months, observer=cast.helen)
    sat_in = "/supervision/observed/"
    one, before = f"/supervision/{months.being_written.pk}/", f"/supervision/{months.signed.pk}/"
    worker = f"/supervision/workers/{cast.priya.worker_id}/"
    return {
        "marcus": [
            "/supervision/", worker, f"{worker}personal/", one, f"{one}pack/", f"{one}talk/",
            f"{one}children/{bells.noah.pk}/", f"/supervision/notes/{months.note.pk}/",
            sat_in, f"{sat_in}offer/{observed.to_come.pk}/", f"{sat_in}{observed.rated.pk}/",
        ],
        "priya": [
            "/supervision/choose/", f"{before}view/", "/supervision/personal/", "/supervision/directions/",
            f"/supervision/directions/{months.direction.pk}/", f"/children/{bells.mia.pk}/supervision/",
        ],
        "helen": ["/supervision/reading/", f"/supervision/reading/{months.draw.pk}/", "/supervision/inspection/",
                  sat_in, f"{sat_in}{observed.to_rate.pk}/"],
    }  # fmt: skip


@pytest.fixture
def a_cycle_of_audits(cast, bells, audited) -> dict[str, list[str]]:
    """A cycle that drew the Bells, one of its audits handed in and open."""
    return pages_of(a_cycle_under_way(cast))


@pytest.fixture
def moderated(cast, bells, audited) -> dict[str, list[str]]:
    """Audits moderated, being moderated and waiting, and enough of them for every number."""
    return screens_of_moderation(cast, bells)


@pytest.mark.usefixtures("workers_are_heard", "waiting", "assessed", "a_plan", "writing", "visited")
@pytest.mark.slow(takes=100)
def test_every_screen_one_can_reach_is_in_order(
    visit,
    cast,
    bells,
    documents,
    read_by_the_family,
    looked_at_again,
    unsafe,
    discussed,
    enquired_about,
    conferred,
    chaired,
    leads,
    audited,
    drifting,
    supervised,
    a_cycle_of_audits,
    moderated,
):
    seen: set[str] = set()
    also: dict[str, list[str]] = defaultdict(list)
    for more in (
        {"priya": [*documents, *read_by_the_family]}, discussed, looked_at_again,
        {"helen": [unsafe[0]], "priya": unsafe[1:]}, enquired_about, conferred,
        chaired, leads, audited, drifting, supervised, a_cycle_of_audits, moderated,
    ):  # fmt: skip
        for who, paths in more.items():
            also[who] += paths
    faults = [
        fault for who in WHO for fault in look_at_all(visit("/start/", as_=cast.people[who]), seen, also.get(who, ()))
    ]
    # The family page as its worker sees it, with everything that can be said there; and what the search box finds.
    whole_family(cast, bells)
    seen.discard(FAMILY)
    family = f"/families/{bells.mia.pk}/"
    first = (family, f"{family}people/{bells.ruth.pk}/address/", "/find/?q=bell")
    faults += look_at_all(visit("/start/", as_=cast.priya), seen, first)

    assert faults == []
    assert len(seen) > 15
