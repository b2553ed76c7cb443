"""Receipt numbers that can be read out over a telephone."""

import hashlib

# Without letters and digits that are mistaken for one another, or that make words.
ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"


def reference_for(key: str) -> str:
    """
    A receipt number such as "K7QX-3MPD" for a contact's key.

    It follows from the key (which names the delivery), so a contact handed in twice is told the same number; and it
    says nothing of how many contacts there are.
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    letters = []
    for _ in range(8):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
