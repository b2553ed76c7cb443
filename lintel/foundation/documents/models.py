from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value

from lintel.foundation.documents.codes import DocumentKind, Found, Reading
from lintel.foundation.provenance.models import happens_no_later_than, keep_history

# Names are made of words that these signs hold together: letter_from-school.pdf.
SIGNS = "._-/"
ENGLISH = "english"


@keep_history
class Document(models.Model):
    """
    A file about one or several children: what it is, and as what it came. Withdrawn, never erased.

    The file lies under its hash (`files`), and is the same for whoever sends the same. What is said of it can be put
    right; each earlier version stays.
    """

    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in DocumentKind])
    dated_on = models.DateField(null=True, help_text="The day it was written or taken.")
    from_whom = models.CharField(max_length=120, blank=True, default="")
    file_name = models.CharField(max_length=200, help_text="As it was sent.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Also the name under which it is stored.")
    size = models.PositiveIntegerField()
    found = models.CharField(max_length=10, choices=[(f, f) for f in Found], help_text="What its content is.")
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    described_at = models.DateTimeField(help_text="When what is said of it was last put right.")
    described_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_document_has_a_title"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_document_is_not_empty"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="a_document_is_stored_under_its_hash"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="a_withdrawn_document_says_who_when_and_why",
            ),
            happens_no_later_than("attached_at", "withdrawn_at", name="a_document_is_withdrawn_after_it_is_attached"),
            happens_no_later_than("attached_at", "described_at", name="a_document_is_described_after_it_is_attached"),
        ]
        indexes = [models.Index(fields=["attached_by", "attached_at"])]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def what_it_is(self) -> DocumentKind:
        return DocumentKind(self.kind)

    @property
    def what_was_found(self) -> Found:
        return Found(self.found)


@keep_history
class DocumentAbout(models.Model):
    """
    A child whom a document is about.

    Two lines of one document may come to name the same child, when two records are merged: that is no reason to refuse.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="about")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="documents")

    class Meta:
        indexes = [models.Index(fields=["child", "document"])]


class DocumentWords(models.Model):
    """
    What a document is found by: its title and file name, and the words that were read out of it.

    Worked out from the document at any time, so no history of it is kept. English, as core PostgreSQL knows it.
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="words")
    names = models.TextField()
    text = models.TextField(blank=True, default="")
    reading = models.CharField(max_length=10, choices=[(r, r) for r in Reading], default=Reading.WAITING)
    read_at = models.DateTimeField(null=True)
    found_by = GeneratedField(
        expression=SearchVector(
            Func(
                F("names"), Value(SIGNS), Value(" " * len(SIGNS)), function="translate", output_field=models.TextField()
            ),
            config=ENGLISH,
            weight="A",
        )
        + SearchVector("text", config=ENGLISH, weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reading=Reading.WAITING, read_at__isnull=True)
                | (~Q(reading=Reading.WAITING) & Q(read_at__isnull=False)),
                name="words_that_were_read_say_when",
            ),
        ]
        indexes = [GinIndex(fields=["found_by"], name="documents_found_by")]
