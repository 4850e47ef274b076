"""The role that serves can neither delete nor empty what is clinical."""

import pytest
from django.db import DatabaseError, connection, transaction

from nedtrappning import database
from tests.factories import patients as make
from tests.factories import referrals


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(set(database.tables()) - database.DELETABLE))
def test_the_app_role_deletes_nothing_outside_the_list(as_app, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, %s, 'DELETE'),"
            " has_table_privilege(current_user, %s, 'TRUNCATE')",
            [table, table],
        )

        assert cursor.fetchone() == (False, False)


@pytest.mark.django_db
def test_an_event_cannot_be_changed_by_anybody(nurse):
    make.case(nurse)

    for statement in (
        "UPDATE audit_event SET actor_name = 'Någon annan'",
        "DELETE FROM audit_event",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_the_app_role_cannot_change_an_event(nurse, as_app):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_event SET actor_name = 'Någon annan'")


@pytest.mark.django_db
def test_what_was_sent_cannot_be_written_over(as_app):
    """Each version of a referral stays as it was (rules REF-04)."""
    referral = referrals.from_clinic()

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE referrals_referralversion SET content = '{}'")

    assert referral.versions.count() == 1


@pytest.mark.django_db
def test_the_app_role_serves_a_whole_write(nurse, as_app):
    case = make.case(nurse)

    assert case.phase == "assessment"


def test_every_deletable_table_exists():
    assert set(database.tables()) >= database.DELETABLE
