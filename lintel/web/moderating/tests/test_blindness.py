"""
Blindness, proven: whatever the sealed grade is, every page a moderator can open is the same.

The same audit of a cycle is handed in twice in two worlds, which differ in nothing but what its auditor thought:
graded, found unsafe, asked to be done. The moderator, who holds every role that reads anything, opens every address
there is, before locking a grade of her own.
"""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import get_resolver

from lintel.foundation.access.actions import grant_role
from lintel.foundation.access.permissions import Permission
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.actions import keep
from lintel.foundation.notices.models import Notice
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.tests.builders import a_cycle
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.actions import answer, cite, grade, open_audit, plan_audit
from lintel.oversight.audits.codes import Core, Grade, Verdict
from lintel.oversight.audits.escalating.actions import answer_escalation, stop_and_escalate
from lintel.oversight.audits.tests.builders import TOOL, an_auditor
from lintel.oversight.drift.actions import look_for_drift
from lintel.oversight.drift.models import Flag
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.moderation.actions import hand_in, lock
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.tests.builders import LATER, a_moderator, everything_is_drawn, read
from tests.architecture.test_screens import routes
from tests.cast import NOW, OPENED
from tests.trace import finding

pytestmark = pytest.mark.django_db
ROLES = (Role.PRINCIPAL_SOCIAL_WORKER, Role.PERFORMANCE_ANALYST, Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE)
CODES = ("K91", "K92", "K93", "K94", "K95", "K96", "K97")
# Where audits, numbers about them, or what was written about a child are shown. `make test-long` walks every address.
NEAR = (
    "moderation/", "audits/", "quality/", "audit-cycles/", "fanlight/", "performance-meetings/", "supervision/",
    "indicators/<slug:code>", "notices/", "audit-trail/", "start/", "children/<int:pk>/audit", "api/", "drift/",
)  # fmt: skip
# What differs from one opening of a page to the next.
MARKS = re.compile(r'name="kept_(?:for|page)" value="[^"]*"|base64,[^"]*')
LEAVE_OUT = ("sign-out", "sign_out", "logout", "accounts/", "second-step")  # the last shows a new secret each time
GLOWING = {"grade": Grade.OUTSTANDING, "verdict": Verdict.YES, "words": "Quillfeather: her life is transformed."}
DAMNING = {"grade": Grade.INADEQUATE, "verdict": Verdict.NO, "words": "Marrowbone: nobody came."}


class Undone(Exception):
    """The world is thrown away."""


@pytest.fixture
def bea(cast):
    """A moderator who may read everything else as well."""
    bea = a_moderator(cast)
    for role in ROLES:
        grant_role(bea, role=role, team=None, by=cast.sam, at=OPENED)
    bea.forget_roles()
    lock_estimate(0.5, by=bea, at=OPENED)  # or the quarter would be kept back from her, sealed or not
    return bea


@pytest.fixture(autouse=True)
def cycle(cast, bells):
    """Drawn once, before the worlds part: another draw would give the records to others."""
    return a_cycle(cast, auditors=[an_auditor(cast, "Cal Wick"), an_auditor(cast, "Dot Ames")])


def audited(cast, child, said, bea):
    """
    An audit of a cycle that says this: stopped and answered, handed in, drawn, something agreed that is late by the
    second night; taken and the record read; nothing locked yet.
    """
    wyn = an_auditor(cast)
    everything_is_drawn(cast)
    audit = plan_audit(
        child, auditor=wyn, tool=TOOL, due_on=LATER.date(), cycle=Cycle.objects.get(), by=cast.sofia, at=NOW
    )
    audit = open_audit(audit, by=wyn, at=NOW)
    raised = stop_and_escalate(audit, what=said["words"], by=wyn, at=NOW)
    answer_escalation(raised, what_was_done=said["words"], by=cast.marcus, at=NOW)
    for core in Core:
        answer(audit, core, verdict=said["verdict"], words=said["words"], contradiction=said["words"], by=wyn, at=NOW)
    for question in (*Core, ""):
        cite(audit, question, source="a/1", source_words="A visit", quote=said["words"], by=wyn, at=NOW)
    grade(audit, grade=said["grade"], why=said["words"], by=wyn, at=NOW)
    keep({"why": [said["words"]]}, path=f"/audits/{audit.pk}/", page="1" * 32, of=wyn, at=NOW)
    hand_in(audit, by=wyn, at=NOW)
    agree_action(
        audit, what=said["words"], for_what_change=said["words"], owner=cast.priya, due_on=NOW.date(), by=wyn, at=NOW
    )
    look_for_drift(by=None, at=NOW + timedelta(days=2))
    moderation = read(Moderation.objects.get(audit=audit), by=bea)
    # Hers to do, agreed once she had taken it: she is accepted as an owner, since a refusal would say who moderates.
    agree_action(
        audit, what=said["words"], for_what_change=said["words"], owner=bea, due_on=LATER.date(), by=wyn, at=LATER
    )
    return moderation


def addresses(user, moderation, near):
    """Every address this person may open, with the numbers of the audit, its moderation and its child put into it."""
    audit = moderation.audit
    numbers = {
        "moderation/": (moderation.pk,),
        "audits/unsafe/": (audit.escalations.get().pk,),
        "audits/actions/": audit.actions.order_by("pk").values_list("pk", flat=True),
        "audits/": (audit.pk,), "audit-cycles/": (audit.cycle_id,),
        "drift/flags/": Flag.objects.filter(child=audit.child_id).values_list("pk", flat=True),
    }  # fmt: skip
    within = {
        "answers": audit.answers.first().pk,
        "actions": audit.actions.order_by("pk").first().pk,
        "quotes": audit.citations.first().pk,
    }
    for where, view in routes(get_resolver().url_patterns):
        permission = getattr(view, "permission", None)
        if "^" in where or any(each in where for each in LEAVE_OUT) or not where.startswith(near):
            continue
        if isinstance(permission, Permission) and not user.holds(permission):
            continue
        of = next((pks for begins, pks in numbers.items() if where.startswith(begins)), (audit.child_id,))
        filled = re.sub(r"(answers|actions|quotes)/<int:number>", lambda found: f"{found[1]}/{within[found[1]]}", where)
        filled = re.sub(r"<int:(?!pk)\w+>", "1", filled).replace("drift/rules/<slug:name>", "drift/rules/audit-action")
        for code in CODES if "<slug:code>" in filled else ("",):
            for pk in of if "<int:pk>" in filled else (0,):
                address = filled.replace("<slug:code>", code).replace("<int:pk>", str(pk))
                if "<" not in address:
                    yield "/" + address


def shown(client, user, moderation, near):
    """What each address answers, without numbers: they count up from world to world, and so do moments."""
    client.force_login(user)
    found = {}
    for address in addresses(user, moderation, near):
        answered = client.get(address)
        raw = b"".join(answered.streaming_content) if answered.streaming else answered.content
        is_text = answered.headers.get("Content-Type", "").startswith(("text/", "application/json", "image/svg"))
        text = MARKS.sub("", raw.decode(errors="replace")) if is_text else ""
        found[re.sub(r"/\d+", "/#", address)] = (answered.status_code, re.sub(r"[\d.:,-]+", "#", text))
    return found


@pytest.fixture
def begin_again(cycle):
    """
    Lets both worlds count from the same number: what is thrown away gives none back.

    Otherwise an address filled with the number of the child may by chance be that of something only one world has.
    """
    ours = "FROM pg_sequences WHERE schemaname = current_schema()"

    def every_number_from_there():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(format('%I.%I', schemaname, sequencename), {used} + 1) {ours}")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(last_value) {ours}")
        (used,) = cursor.fetchone()
    return every_number_from_there


def world(client, cast, bells, bea, said, near, begin_again):
    """Everything shown in a world in which the audit says this; the world is then thrown away."""
    found = {}
    try:
        with transaction.atomic():
            begin_again()
            found = shown(client, bea, audited(cast, bells.mia, said, bea), near)
            raise Undone
    except Undone:
        return found


@pytest.mark.parametrize(
    ("near", "pages"), [(NEAR, 20), pytest.param(("",), 100, marks=pytest.mark.long)], ids=["near", "everywhere"]
)
@finding("S53", "S64", screen="/moderation/")
def test_no_page_differs_by_what_the_sealed_audit_says(client, cast, bells, bea, near, pages, begin_again):
    glowing, damning = (world(client, cast, bells, bea, said, near, begin_again) for said in (GLOWING, DAMNING))

    assert glowing.keys() == damning.keys()
    assert [address for address in glowing if glowing[address] != damning[address]] == []
    assert sum(status == 200 for status, _ in glowing.values()) > pages
    everything = " ".join(text for _, text in (*glowing.values(), *damning.values()))
    assert "Quillfeather" not in everything
    assert "Marrowbone" not in everything


def test_once_her_own_grade_is_locked_she_reads_it(client, cast, bells, bea):
    moderation = audited(cast, bells.mia, GLOWING, bea)
    lock(moderation.pk, grade=Grade.GOOD, why="So.", by=bea, at=LATER)
    client.force_login(bea)
    page = client.get(f"/moderation/{moderation.pk}/").content.decode()
    assert "Quillfeather" in page
    assert "The auditor: Outstanding" in page


def test_no_log_no_entry_of_the_audit_log_and_no_notice_says_it(cast, bells, bea, caplog):
    with caplog.at_level(logging.DEBUG):
        audited(cast, bells.mia, GLOWING, bea)
    written = caplog.text + json.dumps(list(Entry.objects.values_list("act", "details")), default=str)
    written += " ".join(Notice.objects.values_list("words", flat=True))
    for trace in ("Quillfeather", "Outstanding", "outstanding", "extreme", "drawn_because"):
        assert trace not in written
    assert not any("grade" in details for details in Entry.objects.values_list("details", flat=True))
