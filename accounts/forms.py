"""Questions about users and units."""

from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit, Municipality, User
from accounts.roles import Role
from jurisdictions import postcodes
from ui.forms import Form, Group, Layout, Row

# No role is preselected: a wrong one opens what it opens.
ROLES = [
    ("", _("Välj roll")),
    *((role.value, role.label) for role in Role if role != Role.SYSTEM),
]


ADDRESS = ("street", "postcode", "town")


class UserForm(Form):
    """Who the person is and what the person does here."""

    name = forms.CharField(label=_("Namn"), max_length=200)
    username = forms.CharField(
        label=_("Användarnamn"),
        max_length=60,
        help_text=_("Det som skrivs vid inloggning. Inga mellanslag."),
    )
    role = forms.ChoiceField(label=_("Roll"), choices=ROLES)
    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=CareUnit.objects.filter(is_active=True),
        empty_label=_("Välj enhet"),
        required=False,
        help_text=_("Behövs för alla utom patienter."),
    )
    title = forms.CharField(label=_("Titel"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-post"), required=False)
    language = forms.ChoiceField(label=_("Språk"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(label=_("Kan logga in"), required=False)

    def __init__(self, *args: object, person: User | None = None, **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.person = person

    def clean_username(self) -> str:
        """One log-in name, one person; letters, digits, dot and hyphen."""
        name = str(self.cleaned_data["username"]).strip()
        if any(sign.isspace() for sign in name):
            raise forms.ValidationError(_("Skriv användarnamnet utan mellanslag."))
        others = User.objects.filter(username__iexact=name)
        if self.person:
            others = others.exclude(pk=self.person.pk)
        if others.exists():
            raise forms.ValidationError(
                _("Användarnamnet är upptaget. Välj ett annat.")
            )
        return name

    def clean(self) -> dict[str, object]:
        """Everybody but patients works somewhere."""
        data = super().clean() or {}
        if data.get("role") != Role.PATIENT and not data.get("unit"):
            self.add_error("unit", _("Välj den enhet där personen arbetar."))
        return data


class UnitForm(Form):
    """A care unit."""

    name = forms.CharField(label=_("Namn"), max_length=200)
    kind = forms.ChoiceField(label=_("Slag"), choices=CareUnit.Kind.choices)
    hsa_id = forms.RegexField(
        label=_("HSA-id"),
        regex=r"^SE[0-9]{10,12}-[A-Za-z0-9]+$",
        max_length=64,
        error_messages={
            "invalid": _(
                "Skriv HSA-id som SE, tio siffror, bindestreck och enhetens del."
            )
        },
    )
    municipality = forms.ModelChoiceField(
        label=_("Kommun"), queryset=Municipality.objects.all()
    )
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-post"), required=False)
    street = forms.CharField(label=_("Gata eller box"), max_length=100, required=False)
    postcode = forms.CharField(
        label=_("Postnummer"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "b-6", "inputmode": "numeric"}),
    )
    town = forms.CharField(label=_("Postort"), max_length=60, required=False)
    is_active = forms.BooleanField(label=_("Används"), required=False, initial=True)

    layout = Layout(
        "name",
        "kind",
        "hsa_id",
        "municipality",
        "phone",
        "email",
        Group(
            _("Postadress"),
            "street",
            Row("postcode", "town"),
            hint=_("Brev till enheten går hit. Lämna tomt om ni inte vet."),
        ),
        "is_active",
    )

    def __init__(
        self, *args: object, unit: CareUnit | None = None, **kw: object
    ) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.unit = unit

    def _is_taken(self, **value: str) -> bool:
        others = CareUnit.objects.filter(**value)
        return (others.exclude(pk=self.unit.pk) if self.unit else others).exists()

    def clean_name(self) -> str:
        """One name, one unit."""
        name = str(self.cleaned_data["name"])
        if self._is_taken(name=name):
            raise forms.ValidationError(_("Det finns redan en enhet med det namnet."))
        return name

    def clean_hsa_id(self) -> str:
        """One HSA-id, one unit."""
        hsa_id = str(self.cleaned_data["hsa_id"])
        if self._is_taken(hsa_id=hsa_id):
            raise forms.ValidationError(_("Det finns redan en enhet med det HSA-id:t."))
        return hsa_id

    def clean_postcode(self) -> str:
        """As it is written on an envelope."""
        typed = str(self.cleaned_data["postcode"])
        try:
            return postcodes.tidy(typed) if typed else ""
        except postcodes.NotAPostcode as fault:
            raise forms.ValidationError(fault.translated(gettext)) from fault

    def clean(self) -> dict[str, object]:
        """Half an address reaches nobody."""
        data = super().clean() or {}
        lacking = [
            name for name in ADDRESS if not data.get(name) and name not in self.errors
        ]
        if len(lacking) < len(ADDRESS):
            for name in lacking:
                self.add_error(name, _("Skriv hela adressen, eller ingen."))
        return data


class UnitsFile(Form):
    """A CSV file of health centres, as a file or as pasted rows."""

    file = forms.FileField(label=_("CSV-fil"), required=False)
    rows = forms.CharField(
        label=_("Eller klistra in raderna"), widget=forms.Textarea, required=False
    )

    def content(self) -> bytes:
        """Return what was uploaded or pasted."""
        upload = self.cleaned_data.get("file")
        if upload:
            return bytes(upload.read())
        return str(self.cleaned_data["rows"]).encode()

    def clean(self) -> dict[str, object]:
        """One of the two is needed."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("rows"):
            raise forms.ValidationError(_("Välj en fil eller klistra in rader."))
        return data


class LanguageForm(Form):
    """The language of the staff pages."""

    language = forms.ChoiceField(
        label=_("Språk"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class ApiKeyForm(Form):
    """A key for a clinic's own system."""

    name = forms.CharField(
        label=_("Vilket system"),
        max_length=100,
        help_text=_("Till exempel journalsystemets namn."),
    )
    user = forms.ModelChoiceField(
        label=_("Skickar som"),
        queryset=User.objects.filter(role=Role.REFERRER, is_active=True).select_related(
            "unit"
        ),
        empty_label=_("Välj konto"),
        help_text=_(
            "Systemet ser och skickar det som kontots vårdcentral ser och skickar."
        ),
    )

    def __init__(self, *args: object, **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        field = cast("forms.ModelChoiceField[User]", self.fields["user"])
        field.label_from_instance = _with_unit  # type: ignore[method-assign,assignment]


def _with_unit(user: User) -> str:
    return f"{user.name}, {user.unit.name if user.unit else ''}"


class KeysForm(Form):
    """Whether letters are shortcuts in lists."""

    has_keys = forms.BooleanField(
        label=_("Bokstäver är genvägar i listor"),
        help_text=_("Slå av om du styr datorn med rösten."),
        required=False,
    )
