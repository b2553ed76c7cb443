"""What a person is called, read off their record."""

from lintel.foundation.people.models import Person
from lintel.foundation.people.rules import called


def name_of(person: Person) -> str:
    """What a person is called, or "Name not known"."""
    names = [(name.kind, name.given, name.family) for name in person.names.all()]
    return called(names, la_child_id=person.la_child_id or "")
