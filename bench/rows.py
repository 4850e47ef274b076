"""Many rows, fast: one row made by the actions, then copies of it made by SQL.

What differs from copy to copy is said in SQL, with `n` as the copy's number. All
constraints and triggers of the real tables hold for every copy.
"""

from collections.abc import Mapping

from django.db import connection, models

Sql = Mapping[str, str]


def key_of(kind: str, number: str = "n") -> str:
    """The primary key of copy `n` of a kind of row, so that others can point at it."""
    return f"md5('{kind}' || ({number}))::uuid"


def one_of(*words: str, by: str = "n") -> str:
    """One of the words, by the number."""
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"(array[{listed}])[1 + (({by}) %% {len(words)})::int]"


def copy(
    row: models.Model, numbers: range, *, where: str = "true", **different: str
) -> int:
    """Copy `row` once for every number for which `where` holds."""
    fields = [field for field in row._meta.concrete_fields if _is_copied(field, row)]
    columns = [f'"{field.column}"' for field in fields]
    values = [different.get(field.name, f'r."{field.column}"') for field in fields]
    unknown = set(different) - {field.name for field in fields}
    assert not unknown, f"{row._meta.label} has no {unknown}"
    table, key = row._meta.db_table, row._meta.pk.column
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of ours
        f"SELECT {', '.join(values)} FROM {table} r, generate_series(%s, %s) n "
        f"WHERE r.{key} = %s AND ({where})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [numbers.start, numbers.stop - 1, row.pk])
        return int(cursor.rowcount)


def _is_copied(field: models.Field, row: models.Model) -> bool:
    """Leave out what the database fills by itself."""
    counted = field.primary_key and isinstance(field, models.AutoField)
    return not (counted or field.generated)


def settle() -> None:
    """What autovacuum has done on a database that has been in use for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
