from __future__ import annotations

from django.db import models


class Counted(models.Model):
    """
    How often one thing was done by one network address within one span of time.

    `key` is a hash that cannot be turned back: whose address it was is not kept. It is dropped once the span is over.
    """

    key = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"])]
