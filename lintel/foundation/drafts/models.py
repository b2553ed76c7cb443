from __future__ import annotations

from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """
    What somebody typed into one page of theirs, before it was sent.

    `page` names one opening of the page: two tabs of one address are two drafts, and neither overwrites the other.
    One that was sent stays for a while without its words, so that a late "keep" does not bring them back.
    """

    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    page = models.CharField(max_length=32)
    fields = models.JSONField(default=dict, help_text="What stood in each field, as a list of texts.")
    kept_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "path", "page"], name="a_page_keeps_one_draft"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(fields={}), name="a_draft_that_was_sent_keeps_no_words"
            ),
            models.CheckConstraint(condition=~Q(page=""), name="a_draft_belongs_to_a_page"),
        ]
        indexes = [models.Index(fields=["kept_at"])]


class SavedForm(models.Model):
    """
    A form that somebody without an account began and wants to finish later.

    Only who has the link can open it: the database keeps the link's hash, and forgets the words after fourteen days.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["saved_at"])]
