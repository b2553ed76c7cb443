"""What a person is called, as plain values."""

from collections.abc import Iterable

from lintel.foundation.people.codes import NameKind


def called(names: Iterable[tuple[str, str, str]], *, la_child_id: str) -> str:
    """
    The legal name, or any other that is known; for a child known only by a number, the number.

    :param names: (kind, given, family), in the order they were recorded.
    """
    for _, given, family in sorted(names, key=lambda name: name[0] != NameKind.LEGAL):
        if whole := f"{given} {family}".strip():
            return whole
    return f"Child {la_child_id}" if la_child_id else "Name not known"
