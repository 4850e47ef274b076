"""What the app's database role may do, and nothing more."""

from django.apps import apps
from django.db import connection
from psycopg2 import sql

# Rows that may be removed: nothing clinical and no event stands here.
DELETABLE = {
    "account_emailaddress",
    "account_emailconfirmation",
    "django_session",
    "mfa_authenticator",
    "referrals_attachment",
    "referrals_attachmentcontent",
    "referrals_clinicdraft",
    "referrals_draft",
    "referrals_followcode",
    "referrals_keptdraft",
    "referrals_returncode",
    "referrals_savedview",
    "tapering_equivalencerow",
    "tapering_prescribing",
}
# Rows that may not even be changed.
ONLY_APPENDED = {"audit_event", "referrals_referralversion", "visits_visitlog"}


def tables() -> list[str]:
    """Every table of the project and its libraries."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models})


def grant_app_role(role: str) -> None:
    """Give `role` what it needs to serve: no DDL, no TRUNCATE, DELETE by the list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            cursor.execute(_statement("CREATE ROLE {} NOLOGIN", role))
        cursor.execute(_statement("GRANT USAGE ON SCHEMA public TO {}", role))
        cursor.execute(
            _statement("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", role)
        )
        for table in tables():
            cursor.execute(_statement("REVOKE ALL ON {1} FROM {0}", role, table))
            cursor.execute(_grant(table, role))


def _statement(text: str, *names: str) -> sql.Composed:
    """Put quoted names into a statement."""
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))


def _grant(table: str, role: str) -> sql.Composed:
    """What the role may do with one table."""
    rights = "SELECT, INSERT"
    if table not in ONLY_APPENDED:
        rights += ", UPDATE"
    if table in DELETABLE:
        rights += ", DELETE"
    return _statement(f"GRANT {rights} ON {{1}} TO {{0}}", role, table)
