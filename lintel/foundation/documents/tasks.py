"""What the background worker does for documents."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lintel.foundation.documents import actions
from lintel.foundation.documents.models import Document


@app.task(name="documents.read_words")  # type: ignore[untyped-decorator]
def read_words(document_id: int) -> None:
    """Read the words of a document that was attached."""
    actions.read_words(Document.objects.get(pk=document_id), at=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="sweep documents")
def sweep_what_came_to_nothing(timestamp: int) -> None:
    """Every night."""
    actions.sweep(at=datetime.fromtimestamp(timestamp, tz=UTC))
