"""The log-in form: our labels, no placeholders, no mail that resets a password."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc]
    """Recovery goes through an administrator, so no link promises another way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["login"].error_messages["required"] = _("Skriv ditt användarnamn.")
        self.fields["password"].error_messages["required"] = _("Skriv ditt lösenord.")
        self.use_required_attribute = False
