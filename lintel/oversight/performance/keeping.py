"""
Keeping finished answers between requests: a page of numbers is worked out once for each state of the record.

An answer is kept under everything it depends on: which children the viewer may see, what was asked, the newest entries
of the audit log that say a record changed, and the source of Lintel. Two viewers share an answer only when they
may see exactly the same children; nothing has to be thrown away when a record changes, since it is then never found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache as kept

import lintel
from lintel.foundation.access.models import User
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import Person
from lintel.oversight.performance.gathering import sees_only_numbers

Answer = TypeVar("Answer")

# Acts after which a number may be another one.
CHANGES_NUMBERS = (
    "records laid down", "file stored", "contradiction settled", "local limit set", "change recorded",
    "change withdrawn", "limits drawn anew", "referral opened", "people merged",
    "merge undone", "early help accepted", "family first met by early help", "early help ended",
    "child accepted", "worker left a child", "safety of a waiting child checked", "family reached by their worker",
    "cover arranged", "cover ended", "referral handed to a team", "pulse of a week counted",
    "post opened", "post funded", "post closed", "requisition signed", "start agreed",
    "recruitment fell through", "started in a post",
    "absence recorded", "absence ended", "assessment begun", "assessment authorised",
    "mid-point of an assessment held",
    "episode closed", "worker let go of a closed child",
    "child in need plan begun", "child in need plan ended", "plan action agreed", "plan action linked to a need",
    "plan action given another day", "plan action done", "plan action dropped", "plan reviewed", "step-down proposed",
    "early help sent back", "early help stepped up",
    "visit recorded", "visit corrected", "visit added to",
    "earlier decision looked back at", "list of earlier work drawn up",
    "earlier work looked at again",
    "family version shared", "said back by the family", "authorised words read together",
    "reasonable cause stamped", "reasonable cause is another child's", "strategy discussion held",
    "strategy discussion postponed", "strategy discussion decided", "enquiry begun", "enquiry given",
    "enquiry signed", "enquiry settled", "cause was spoken of in a strategy discussion",
    "strategy discussion was not about this child", "safety plan made",
    "safety plan withdrawn", "conference written down", "child protection plan begun", "child protection plan ended",
    "supervision signed", "supervision of a child written", "direction given", "direction done", "direction dropped",
    "record of supervision read blind", "inspection announced", "child given to a worker",
    "cycle of audits drawn", "audit planned", "audit handed in", "audit withdrawn",
    "action after an audit agreed", "action after an audit done", "action after an audit verified",
    "action after an audit sent back",
    "measure of words switched", "validation of a measure of words signed",
    "moderated grade locked", "evidence of an audit judged",
    "record of the week opened", "record of the week read", "estimate of the quarter locked",
    "estimate of the quarter compared", "finding opened", "finding said", "finding opened again", "finding closed",
    "forecast made",
    "flag of drift raised", "flag of drift answered", "who saw a delay first checked by hand",
)  # fmt: skip
# And those of the front door, every few minutes all day long: only what counts contacts is worked out anew for them.
CHANGES_CONTACTS = (
    "contact received", "child added to contact", "child identified", "contact described", "contact decided",
    "decision signed", "informant told", "informant not told", "police notification received", "backlog declared",
)  # fmt: skip
# One entry would do if transactions finished in the order they began; the last hundred see those that finish late.
ENTRIES_LOOKED_AT = 100


def keep(answer: Callable[[], Answer], *asked: object) -> Answer:
    """The answer to what was asked: the one kept, or a new one, which is then kept."""
    key = "performance:" + hashlib.sha256(repr((source_of_numbers(), *asked)).encode()).hexdigest()
    found: Answer | None = kept.get(key)
    if found is None:
        found = answer()
        kept.set(key, found)
    return found


def state_of_the_record(*acts: str) -> tuple[tuple[int, datetime], ...]:
    """A stamp that differs whenever something that numbers are made of was written. One query."""
    newest = Entry.objects.filter(act__in=acts or CHANGES_NUMBERS).order_by("-pk")
    # A database laid anew counts its entries from one again; only when each was written tells it from the one before.
    return tuple(newest.values_list("pk", "written_at")[:ENTRIES_LOOKED_AT])


def what_they_see(viewer: User, as_at: date, *, numbers_only: bool = False) -> tuple[object, ...]:
    """
    A stamp of the children and workers a viewer may see, and of the roles they hold: the same for two viewers only if
    they see the same. Some numbers ask for more than seeing children (moderated audits, forecasts, the pulse).
    """
    roles = tuple(sorted(str(role) for role in viewer.roles))
    if numbers_only or sees_only_numbers(viewer):
        return ("only numbers", roles)
    visible = visible_children(viewer)
    if sees_whole_service(viewer):
        hidden = Person.objects.filter(is_child=True).exclude(pk__in=visible.values("pk"))
        return ("service", roles, *sorted(hidden.values_list("pk", flat=True)))
    mine = tuple(sorted(visible.values_list("pk", flat=True)))
    return ("some", roles, viewer.worker_id, tuple(sorted(team_line(viewer))), mine)


@cache
def source_of(folder: Path) -> str:
    """A digest of a package's own source: a changed definition never meets an answer of the old one."""
    written = (path.read_bytes() for path in sorted(folder.rglob("*.py")) if "tests" not in path.parts)
    return hashlib.sha256(b"".join(written)).hexdigest()


def source_of_numbers() -> str:
    """A digest of all of Lintel: numbers are made in many places."""
    return source_of(Path(lintel.__file__).parent)
