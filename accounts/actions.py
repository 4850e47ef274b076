"""Everything that can be done to users and care units. One action, one event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import api_keys
from accounts.models import ApiKey, CareUnit, Municipality, User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit


class MunicipalityRow(Protocol):
    """A municipality as the reference data gives it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lat(self) -> Any: ...
    @property
    def lon(self) -> Any: ...
    @property
    def population(self) -> int: ...


@transaction.atomic
def add_unit(*, by: User, at: datetime, **fields: Any) -> CareUnit:
    """Add a care unit that may refer, or that runs the care."""
    unit = CareUnit.objects.create(**fields)
    audit.record(kind="unit.added", subject=unit, by=by, at=at)
    return unit


@transaction.atomic
def change_unit(unit: CareUnit, *, by: User, at: datetime, **fields: Any) -> CareUnit:
    """Change what is known of a care unit, or put it out of use."""
    unit = CareUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(fields))
    audit.record(
        kind="unit.changed",
        subject=unit,
        by=by,
        at=at,
        details={"fields": sorted(fields)},
    )
    return unit


@transaction.atomic
def import_units(
    rows: Iterable[dict[str, Any]], *, by: User, at: datetime
) -> tuple[int, int]:
    """Add or change units by HSA-id, all or none. Returns (added, changed)."""
    added = changed = 0
    for row in rows:
        known = CareUnit.objects.filter(hsa_id=row["hsa_id"]).first()
        if known:
            change_unit(known, by=by, at=at, **row)
            changed += 1
        else:
            add_unit(by=by, at=at, **row)
            added += 1
    return added, changed


@transaction.atomic
def add_user(*, password: str | None, by: User, at: datetime, **fields: Any) -> User:
    """Give a person a log-in."""
    user = User(created_at=at, **fields)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(
        kind="user.added", subject=user, by=by, at=at, details={"role": user.role}
    )
    return user


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


@transaction.atomic
def change_user(user: User, *, by: User, at: datetime, **fields: Any) -> User:
    """Change name, role, unit or language, or close the log-in."""
    user = _locked(user)
    if user.pk == by.pk and fields.get("is_active") is False:
        raise Refused(_("Du kan inte stänga ditt eget konto."))
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    audit.record(
        kind="user.changed",
        subject=user,
        by=by,
        at=at,
        details={"fields": sorted(fields), "role": user.role},
    )
    return user


@transaction.atomic
def recover(user: User, *, password: str, by: User, at: datetime) -> User:
    """Let a person who lost the password or the phone in again.

    The password is temporary and every second factor goes, so that both are set
    anew at the next log-in. A changed password ends all sessions.
    """
    user = _locked(user)
    user.set_password(password)
    user.has_temporary_password = True
    user.save(update_fields=["password", "has_temporary_password"])
    Authenticator.objects.filter(user=user).delete()
    audit.record(kind="user.recovered", subject=user, by=by, at=at)
    return user


@transaction.atomic
def choose_password(user: User, *, password: str, by: User, at: datetime) -> User:
    """Set the password that the person chose."""
    user.set_password(password)
    user.has_temporary_password = False
    user.save(update_fields=["password", "has_temporary_password"])
    audit.record(kind="user.password_chosen", subject=user, by=by, at=at)
    return user


def load_municipalities(rows: Iterable[MunicipalityRow]) -> None:
    """Keep the municipalities as the reference data says (`rows` of jurisdictions)."""
    for row in rows:
        Municipality.objects.update_or_create(
            code=row.code,
            defaults={
                "name": row.name,
                "latitude": row.lat,
                "longitude": row.lon,
                "population": row.population,
            },
        )


@transaction.atomic
def make_api_key(
    *, user: User, name: str, secret: str, by: User, at: datetime
) -> ApiKey:
    """Let a clinic's own system send referrals as `user`. The secret is not kept."""
    if not user.may(Permission.REFER):
        raise Refused(_("Välj någon som skickar remisser från en vårdcentral."))
    key = ApiKey.objects.create(
        user=user, name=name, key_hash=api_keys.hash_of(secret), made_at=at, made_by=by
    )
    audit.record(
        kind="api_key.made", subject=key, by=by, at=at, details={"user": str(user.pk)}
    )
    return key


@transaction.atomic
def revoke_api_key(key: ApiKey, *, by: User, at: datetime) -> ApiKey:
    """From now on the key opens nothing. A second press changes nothing."""
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.revoked_at:
        return key
    key.revoked_at, key.revoked_by = at, by
    key.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(kind="api_key.revoked", subject=key, by=by, at=at)
    return key
