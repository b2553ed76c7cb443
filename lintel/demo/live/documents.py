"""What lies in a child's record as paper: a school's letter, a health visitor's e-mail, a photograph of a room."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image, ImageDraw

from lintel.demo.live import words
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.documents import tasks
from lintel.foundation.documents.actions import AttachedAlready, Said, attach
from lintel.foundation.documents.codes import DocumentKind
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement

FAMILIES = 3


def letters_are_kept(*, now: datetime) -> None:
    """Attach a few documents about children whose worker can sign in; what is there already stays alone."""
    held = Involvement.objects.filter(
        ended_on__isnull=True, worker__user__is_active=True, worker__user__role_grants__role=Role.SOCIAL_WORKER,
        worker__user__role_grants__ended_at__isnull=True, child__merged_into__isnull=True,
    )  # fmt: skip
    for involvement in held.select_related("child", "worker__user").order_by("pk").distinct()[:FAMILIES]:
        _attach_all(involvement.child, involvement.worker.user, now)


def _attach_all(child: Person, worker: User, now: datetime) -> None:
    name = name_of(child).split(" ")[0]
    school = Said(kind=DocumentKind.LETTER, from_whom="Larchmere Primary School", dated_on=local_day(now))
    papers = (
        (words.FROM_SCHOOL.format(name=name).encode(), "Letter from school.txt", school),
        (_email(name, sent_at=now - timedelta(days=6)), "health visitor.eml", Said()),
        (_bedroom(name), f"{name}s bedroom.jpg", Said(title=f"{name}’s bedroom", dated_on=local_day(now))),
    )
    for raw, file_name, said in papers:
        with suppress(AttachedAlready):
            document = attach(raw, name=file_name, about=[child], said=said, by=worker, at=now)
            tasks.read_words.defer(document_id=document.pk)


def _email(name: str, *, sent_at: datetime) -> bytes:
    message = EmailMessage()
    message["From"] = "Ottilie Fernscar <ottilie.fernscar@health.ravenshire.example>"
    message["To"] = "duty@ravenshire.example"
    message["Subject"] = f"{name}: what I saw on Thursday"
    message["Date"] = format_datetime(sent_at)
    message.set_content(words.FROM_HEALTH.format(name=name))
    return bytes(message)


def _bedroom(name: str) -> bytes:
    """A drawing of a room: a bed, a window, a lamp. Nobody's."""
    paper = Image.new("RGB", (900, 600), "#f4efe6")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((60, 330, 480, 520), fill="#8fb3c9", outline="#333")
    pen.rectangle((60, 300, 160, 380), fill="#ffffff", outline="#333")
    pen.rectangle((560, 80, 800, 280), fill="#cfe6f2", outline="#333")
    pen.line((680, 80, 680, 280), fill="#333", width=4)
    pen.ellipse((520, 360, 600, 440), fill="#f6d776", outline="#333")
    pen.text((60, 550), f"{name}'s room, drawn by the worker", fill="#333")
    drawn = io.BytesIO()
    paper.save(drawn, "JPEG", quality=80)
    return drawn.getvalue()
