"""People who sign in, the units they work at, and the municipalities around them."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.roles import GRANTS, STAFF, Permission, Role

# Fixed, so that scheduled work has a name from the first migration on.
SYSTEM_USER_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Municipality(models.Model):
    """A municipality of the region. Facts, loaded from jurisdictions."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    longitude = models.DecimalField(max_digits=7, decimal_places=4)
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CareUnit(models.Model):
    """The unit itself, or a health centre that refers to it [Organization]."""

    class Kind(models.TextChoices):
        """Whether this provider or another one."""

        UNIT = "unit", _("nedtrappningsenhet")
        HEALTH_CENTRE = "health_centre", _("vårdcentral")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200, unique=True)
    hsa_id = models.CharField(max_length=64, unique=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="care_unit_address_is_whole",
                condition=Q(street="", postcode="", town="")
                | ~Q(street="") & ~Q(postcode="") & ~Q(town=""),
            ),
            models.CheckConstraint(
                name="care_unit_kind_is_known",
                condition=Q(kind__in=["unit", "health_centre"]),
            ),
            models.CheckConstraint(
                name="care_unit_hsa_id_has_its_form",
                condition=Q(hsa_id__regex=r"^SE[0-9]{10,12}-[A-Za-z0-9]+$"),
                violation_error_message=_(
                    "Skriv HSA-id som SE, tio siffror, bindestreck och enhetens del."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """As it stands on an envelope, under the name; empty when nobody wrote it."""
        rows = (self.street, f"{self.postcode} {self.town}".strip())
        return "\n".join(row for row in rows if row)


class UserManager(BaseUserManager["User"]):
    """Django's doors to users; accounts.actions is where they are made."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by log-in name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in, or the system itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=30, choices=Role.choices)
    unit = models.ForeignKey(
        CareUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="sv")
    # Single letters as shortcuts in lists; some people's tools type letters themselves.
    has_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    # Set by an administrator's recovery: the person must choose an own password.
    has_temporary_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="user_role_is_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="user_of_the_unit_or_a_clinic_has_a_unit",
                condition=Q(role__in=[Role.PATIENT, Role.SYSTEM])
                | Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="user_language_is_known",
                condition=Q(language__in=["sv", "nb", "en"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Tell whether the role grants `permission`."""
        return self.is_active and permission in GRANTS[Role(self.role)]

    @property
    def may_see_protected(self) -> bool:
        """Tell whether protected details may be shown to the person, and logged."""
        return self.may(Permission.SEE_PROTECTED)

    @property
    def is_staff_of_unit(self) -> bool:
        """Tell whether the person works in the unit's own pages."""
        return self.role in STAFF

    @property
    def initials(self) -> str:
        """Two letters for the badge: "SN" for Sara Nyberg."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    def get_full_name(self) -> str:
        """Return the name, as libraries ask for it."""
        return self.name


class ApiKey(models.Model):
    """A clinic's own system may send referrals as one of its users, until revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    # The key itself is shown once; this only recognises it.
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(name="api_key_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="api_key_is_revoked_by_somebody",
                condition=whole("revoked_at", "revoked_by"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def system_user() -> User:
    """The named user as whom scheduled work runs (made by a migration)."""
    return User.objects.get(pk=SYSTEM_USER_ID)
