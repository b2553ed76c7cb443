"""Giving and revoking keys, letting them in, and keeping what each delivery was answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from lintel.foundation.access.channels.actions import channel_account
from lintel.foundation.access.permissions import require
from lintel.foundation.api_keys import rules
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import ApiKey, Delivery
from lintel.foundation.api_keys.permissions import MANAGE_API_KEYS
from lintel.foundation.audit_log.actions import note

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency

# That a key is in use is worth knowing to the hour, and not a write for each request.
LAST_USED_TO_THE = timedelta(hours=1)
# A key that is good for ever is one that somebody forgets.
LONGEST = timedelta(days=731)


class NotAKey(Exception):
    """This is not a key of ours."""


class KeyExpired(Exception):
    """This key has expired. Ask the council’s system administrator for another."""


class KeyRevoked(Exception):
    """This key was revoked. Ask the council’s system administrator for another."""


class NothingToOpen(Exception):
    """A key is given a name and at least one thing it is good for."""


class TooLong(Exception):
    """A key expires in the future, and within two years."""


class AlreadyRevoked(Exception):
    """The key was revoked already."""


class NoReasonGiven(Exception):
    """A key is revoked for a reason."""


class AnotherBody(Exception):
    """This idempotency key came before, with something else in the body or at another address."""


@dataclass(frozen=True)
class Made:
    """A new key and its secret, which is shown once and kept nowhere."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_key(
    *, name: str, agency: Agency, scopes: Sequence[KeyScope], expires_at: datetime, by: User, at: datetime
) -> Made:
    """
    Give an agency a key; what is done with it is done by the agency's own account, which nobody signs in to.

    :raises NotAllowed: if this person may not give keys.
    :raises NothingToOpen: if it has no name, or is good for nothing.
    :raises TooLong: if it has expired already or would last longer than two years.
    """
    require(by, MANAGE_API_KEYS)
    if not name.strip() or not scopes:
        raise NothingToOpen
    if not at < expires_at <= at + LONGEST:
        raise TooLong
    made = rules.new_key()
    key = ApiKey.objects.create(
        name=name.strip()[:120], agency=agency, account=channel_account(f"API, {agency.key}", at=at),
        scopes=sorted(set(scopes)), prefix=made.prefix, sha256=rules.hash_of(made.whole), made_at=at, made_by=by,
        expires_at=expires_at,
    )  # fmt: skip
    note("API key given", by=by, at=at, subject=key, agency=agency.key, scopes=list(key.scopes))
    return Made(key, made.whole)


@transaction.atomic
def revoke_key(key: ApiKey, *, because: str, by: User, at: datetime) -> ApiKey:
    """
    Revoke a key; it opens nothing from this moment on.

    :raises NotAllowed: if this person may not revoke keys.
    :raises NoReasonGiven: if no reason is given.
    :raises AlreadyRevoked: if it was revoked already.
    """
    require(by, MANAGE_API_KEYS)
    if not because.strip():
        raise NoReasonGiven
    key = ApiKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is not None:
        raise AlreadyRevoked
    key.revoked_at, key.revoked_by, key.revoked_because = at, by, because.strip()[:300]
    key.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    note("API key revoked", by=by, at=at, subject=key)
    return key


@transaction.atomic
def use_key(text: str, *, at: datetime) -> ApiKey:
    """
    Let a key in that is shown to us.

    :raises NotAKey: if it is none of ours.
    :raises KeyExpired: if its time is over.
    :raises KeyRevoked: if it was revoked.
    """
    shown = rules.read_key(text)
    key = ApiKey.objects.select_related("account", "agency").filter(prefix=shown.prefix).first() if shown else None
    # Compared even where there is none, so that how long it takes does not say whether the first part was right.
    is_right = rules.is_the_same(key.sha256 if key else "0" * 64, shown.whole if shown else text)
    if key is None or not is_right:
        raise NotAKey
    if key.revoked_at is not None:
        raise KeyRevoked
    if key.expires_at <= at or not key.account.is_active:
        raise KeyExpired
    if key.last_used_at is None or at - key.last_used_at >= LAST_USED_TO_THE:
        key.last_used_at = at
        key.save(update_fields=["last_used_at"])
    return key


@transaction.atomic
def deliver(
    key: ApiKey, name: str, *, path: str, body: bytes, take: Callable[[], tuple[int, Any]], at: datetime
) -> tuple[int, Any]:
    """
    Do once what a delivery asks for, however often it is sent, and answer it the same each time.

    A delivery that is refused leaves nothing, so it can be mended and sent again under the same name.

    :param name: what the sender calls it (Idempotency-Key).
    :param take: does it, and says what to answer.
    :raises AnotherBody: if the name came before with something else.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"delivery/{key.account_id}/{name}"])
    digest = hashlib.sha256(body).hexdigest()
    if held := Delivery.objects.filter(account=key.account_id, name=name).first():
        if (held.path, held.sha256) != (path, digest):
            raise AnotherBody
        note("API delivery sent again", by=key.account, at=at, subject=held)
        return held.status, held.answer
    status, answer = take()
    made = Delivery.objects.create(
        account=key.account, key=key, name=name, path=path, sha256=digest, status=status, answer=answer, received_at=at
    )
    note("API delivery taken in", by=key.account, at=at, subject=made, key=key.prefix, path=path)
    return status, answer
