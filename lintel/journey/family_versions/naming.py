"""What a family calls a child, read off the record."""

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of


def called_by_family(child: Person) -> str:
    """What a family calls a child: the first name; an unborn child is the baby."""
    if child.birth_date_certainty == BirthDateCertainty.EXPECTED:
        return "your baby"
    given = [name.given for name in child.names.all() if name.given]
    return given[0] if given else name_of(child)
