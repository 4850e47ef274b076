"""One form at a time, in however many tabs and on however many phones it is open."""

import uuid

from django.db import connection


def one_at_a_time(form_key: uuid.UUID) -> None:
    """Until the transaction ends, nobody else adds to the form, keeps it or sends it.

    Two tabs that add at once must not both get the last room, and what comes while the
    form is sent must not be left behind.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [form_key.int >> 65])
