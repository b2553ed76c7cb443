from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lintel.foundation.people.codes import BirthDateCertainty, IdentifierScheme, NameKind, RelationshipKind
from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


@keep_history
class Person(Traced):
    """
    A child or an adult. For a child of the authority `key` and `la_child_id` are the authority's own child id.

    `date_of_birth` is the expected date while `birth_date_certainty` is EXPECTED (an unborn child). A record that was
    merged into another (`matching.actions`) stays, empty of what moved, and is shown to nobody.
    """

    la_child_id = models.CharField(max_length=40, null=True, unique=True)
    is_child = models.BooleanField(default=True)
    date_of_birth = models.DateField(null=True)
    birth_date_certainty = models.CharField(
        max_length=10, choices=[(c, c) for c in BirthDateCertainty], default=BirthDateCertainty.NOT_KNOWN
    )
    died_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True, default="", help_text="M, F, U or empty: not in the source.")
    ethnicity = models.CharField(max_length=4, blank=True, default="", help_text="CIN census code, or empty.")
    disabilities = ArrayField(models.CharField(max_length=4), default=list, help_text="CIN census codes.")
    has_disability = models.BooleanField(null=True)
    upn_unknown = models.CharField(max_length=3, blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date_of_birth__isnull=False) | Q(birth_date_certainty=BirthDateCertainty.NOT_KNOWN),
                name="a_birth_date_that_is_not_known_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", "M", "F", "U"]), name="sex_is_male_female_unknown_or_empty"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="nobody_is_merged_into_themselves"
            ),
        ]


@keep_history
class PersonName(Traced):
    """One of the names a person has or had."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in NameKind], default=NameKind.LEGAL)
    given = models.CharField(max_length=120, blank=True, default="")
    family = models.CharField(max_length=120, blank=True, default="")
    used_from = models.DateField(null=True)
    used_until = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(condition=~(Q(given="") & Q(family="")), name="a_name_is_not_empty"),
            happens_no_later_than("used_from", "used_until", name="a_name_ends_after_it_begins"),
        ]


@keep_history
class Identifier(Traced):
    """A number somebody else knows the person by, and how far it is trusted. Never a gate on saving urgent work."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=12, choices=[(s, s) for s in IdentifierScheme])
    value = models.CharField(max_length=40)
    is_well_formed = models.BooleanField(null=True, help_text="Whether its check digit or letter holds.")
    status = models.CharField(max_length=12, blank=True, default="", help_text="NHS number status.")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.UniqueConstraint(fields=["person", "scheme", "value"], name="an_identifier_is_held_once"),
        ]
        indexes = [models.Index(fields=["scheme", "value"])]


@keep_history
class Address(Traced):
    """Where a person lives or lived. A confidential address never leaves its own screen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField()
    postcode = models.CharField(max_length=8, blank=True, default="")
    is_confidential = models.BooleanField(default=False)
    lived_from = models.DateField(null=True)
    lived_until = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("lived_from", "lived_until", name="an_address_ends_after_it_begins"),
        ]


@keep_history
class Relationship(Traced):
    """`person` is the `kind` of `to_person`: a mother is the MOTHER of her child."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in RelationshipKind])
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="related_from")
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=F("to_person")), name="nobody_is_related_to_themselves"),
            happens_no_later_than("began_on", "ended_on", name="a_relationship_ends_after_it_begins"),
        ]


@keep_history
class Household(Traced):
    """People who live together."""

    name = models.CharField(max_length=120)


@keep_history
class HouseholdMembership(Traced):
    """A person's time in a household; a person lives in one household at a time."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="household_memberships")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("joined_on", "left_on", name="a_household_is_left_after_it_is_joined"),
            ExclusionConstraint(
                name="a_person_lives_in_one_household_at_a_time",
                expressions=[
                    # core PostgreSQL has no equality on integers in GiST; a one-number range says the same
                    (Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("joined_on"), F("left_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Contradiction(models.Model):
    """
    Two sources that disagree about a child's date of birth or sex. Listed until somebody settles it.

    `held` is what the record says (from the first source), `other` what another line says.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contradictions")
    field = models.CharField(max_length=20)
    held = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    source_file = models.ForeignKey("provenance.SourceFile", on_delete=models.PROTECT, related_name="+")
    source_sheet = models.CharField(max_length=60)
    source_row = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_as = models.CharField(max_length=40, blank=True, default="")
    settled_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "field", "other"], name="a_contradiction_is_listed_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_because="")),
                name="a_settled_contradiction_says_who_when_and_why",
            ),
        ]


@keep_history
class SafeContact(models.Model):
    """
    How a person may be reached without danger: never write to this address, ring only in school hours (hard stop 11).

    A rule without an address holds for every letter to the person.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contact_rules")
    never_write = models.BooleanField(default=False)
    address = models.TextField(blank=True, default="")
    words = models.TextField(help_text="The rule, as the person or the worker put it.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_safe_contact_rule_says_what_it_is"),
            happens_no_later_than("made_at", "ended_at", name="a_safe_contact_rule_ends_after_it_is_made"),
        ]


def _said_by_somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_by__isnull=False), name=name)


@keep_history
class Telephone(models.Model):
    """A number a person may be rung on, until somebody says that it is out of use."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="telephones")
    number = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True, default="", help_text="Whose it is, when to ring it.")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="a_telephone_has_a_number"),
            happens_no_later_than("said_at", "ended_at", name="a_telephone_is_out_of_use_after_it_is_said"),
            _said_by_somebody("a_telephone_is_put_out_of_use_by_somebody"),
        ]


@keep_history
class SpokenLanguage(models.Model):
    """A language a person speaks, and whether they need an interpreter to be understood by us."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=60)
    needs_interpreter = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(language=""), name="a_language_has_a_name"),
            happens_no_later_than("said_at", "ended_at", name="a_language_is_taken_back_after_it_is_said"),
            _said_by_somebody("a_language_is_taken_back_by_somebody"),
        ]


@keep_history
class Professional(models.Model):
    """Somebody from elsewhere who works with a child, as a worker wrote it down: who, what, and how to reach them."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="professionals")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True, default="", help_text="Health visitor, head of year.")
    agency = models.CharField(max_length=120, blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_professional_has_a_name"),
            happens_no_later_than("began_on", "ended_on", name="a_professional_leaves_after_they_begin"),
        ]
        indexes = [models.Index(fields=["child", "ended_on"])]
