from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from lintel.foundation.people.models import Address, Identifier, Person, PersonName, Relationship
from lintel.foundation.provenance.models import happens_no_later_than


class SearchKeys(models.Model):
    """
    What one person is found by, and what is compared first, drawn from the record by `actions.index_people`.

    A copy, and never shown: whoever is offered is read again from the record. Confidential addresses and withheld
    numbers are not in it.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="search_keys")
    keys = ArrayField(models.TextField())
    names = ArrayField(models.TextField(), help_text="given|family")
    born_on = models.DateField(null=True)
    born_certainty = models.CharField(max_length=10)
    sex = models.CharField(max_length=1, blank=True, default="")
    places = ArrayField(models.TextField(), help_text="postcode|line, folded")
    numbers = ArrayField(models.TextField())

    class Meta:
        indexes = [
            # Without a list of entries to be sorted in later: every search would have to read through it.
            GinIndex(fields=["keys"], fastupdate=False, name="matching_keys"),
        ]


class Waiting(models.Model):
    """
    A person whose search keys are older than their record. Triggers add lines, whoever writes and however.

    A line for every change and no uniqueness, so that two who write at once never wait for one another here.
    """

    person_id = models.BigIntegerField()


class Merge(models.Model):
    """
    One record said to be the same person as another. Every row that moved is a `MovedRow`.

    `taken`: what the survivor did not say of itself and took over, field by field. `rows_until`: the highest row of
    each table when it was made, so that what was recorded since can be told apart.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    survivor_name = models.CharField(max_length=250)
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    absorbed_name = models.CharField(max_length=250)
    taken = models.JSONField(default=dict)
    rows_until = models.JSONField(default=dict)
    reason = models.TextField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="a_merge_is_of_two_records"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_merge_has_a_reason"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="a_record_is_absorbed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
                name="an_undone_merge_says_who_when_and_why",
            ),
            happens_no_later_than("merged_at", "undone_at", name="a_merge_is_undone_after_it_is_made"),
        ]


class MovedRow(models.Model):
    """One row that spoke of the absorbed record: it speaks of the survivor now, or stayed behind, and why."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    model = models.CharField(max_length=80, help_text="app.Model")
    row = models.BigIntegerField()
    column = models.CharField(max_length=60)
    stayed_because = models.CharField(max_length=200, blank=True, default="", help_text="Empty: it moved.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "model", "row", "column"], name="a_row_moves_once_in_a_merge"),
        ]


class Suspected(models.Model):
    """Two records that may be one person, found in bulk, until somebody decides. Nothing is merged by itself."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    are_one = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_suspected_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_is_written_one_way_round"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, are_one__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, are_one__isnull=False),
                name="a_decision_about_a_pair_says_who_and_when",
            ),
        ]


# --- noticing what changed --------------------------------------------------------------------------------------------
# Proxies, so that the people know nothing of being searched for. One trigger for each statement, not each row: half a
# million rows read from a file cost one more INSERT.

WHOSE = "SELECT {column} AS person_id FROM {rows}"
RELATIVES = """
    UNION SELECT r.to_person_id FROM people_relationship r JOIN {rows} ON r.person_id = {rows}.person_id
"""


def _noticing(*columns: str, and_relatives: bool = False) -> list[pgtrigger.Trigger]:
    found = []
    for name, operation, tables in (
        ("new", pgtrigger.Insert, {"new": "new_rows"}),
        ("changed", pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}),
        ("gone", pgtrigger.Delete, {"old": "old_rows"}),
    ):
        parts = [WHOSE.format(column=column, rows=rows) for rows in tables.values() for column in columns]
        whose = " UNION ".join(parts)
        if and_relatives:
            whose += "".join(RELATIVES.format(rows=rows) for rows in tables.values())
        found.append(
            pgtrigger.Trigger(
                name=f"noticed_when_{name}", level=pgtrigger.Statement, when=pgtrigger.After, operation=operation,
                referencing=pgtrigger.Referencing(**tables),
                func=f"INSERT INTO matching_waiting (person_id) {whose}; RETURN NULL;",
            )
        )  # fmt: skip
    return found


class NoticedPerson(Person):
    class Meta:
        proxy = True
        triggers = _noticing("id")


class NoticedName(PersonName):
    class Meta:
        proxy = True
        # A child can be found by the parent's name.
        triggers = _noticing("person_id", and_relatives=True)


class NoticedAddress(Address):
    class Meta:
        proxy = True
        triggers = _noticing("person_id")


class NoticedIdentifier(Identifier):
    class Meta:
        proxy = True
        triggers = _noticing("person_id")


class NoticedRelationship(Relationship):
    class Meta:
        proxy = True
        triggers = _noticing("person_id", "to_person_id")
