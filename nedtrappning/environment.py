"""Settings from the environment; a missing one fails with a sentence."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class MissingSetting(Exception):
    """A setting that this mode cannot do without is not in the environment."""


def text(name: str, hint: str, default: str | None = None) -> str:
    """Return the setting `name`, or say in a sentence what it is for."""
    value = os.environ.get(name, default)
    if value is None or value == "":
        raise MissingSetting(f"{name} is not set. {hint}")
    return value


def optional(name: str, default: str | None = None) -> str:
    """Return a setting that may be left out."""
    return os.environ.get(name) or default or ""


def listed(name: str, hint: str, default: str | None = None) -> list[str]:
    """Return a comma-separated setting as a list."""
    return [part.strip() for part in text(name, hint, default).split(",")]


def whole_number(name: str, hint: str, default: int, *, least: int, most: int) -> int:
    """Return a setting that must lie between `least` and `most`."""
    value = text(name, hint, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise MissingSetting(f"{name} must be {least} to {most}. {hint}")
    return int(value)


def origins(url: str) -> list[str]:
    """Return where an address lives, as the content security policy names it."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def database(url: str) -> dict[str, Any]:
    """Turn `postgres://user:word@host:port/name?host=/socket` into Django's form."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise MissingSetting("DATABASE_URL must begin with postgres://.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **query},
    }


def scanner(url: str) -> str:
    """Check that the address is `tcp://host:port` or `unix:///path/to/socket`."""
    parts = urlsplit(url)
    is_whole = bool(parts.path) if parts.scheme == "unix" else _has_port(url)
    if parts.scheme not in {"tcp", "unix"} or not is_whole:
        raise MissingSetting(
            "CLAMD_URL must be tcp://host:3310 or unix:///path/to/clamd.sock."
        )
    return url


def _has_port(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return bool(parts.hostname and parts.port)
    except ValueError:
        return False


def mail(url: str) -> dict[str, Any]:
    """Turn `smtp://user:word@host:port?tls=1` into Django's mail settings."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": query.get("tls") == ["1"],
        "EMAIL_TIMEOUT": 10,
    }
