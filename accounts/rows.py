"""Holding a row while it is changed."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def held(rows: "models.QuerySet[Row]", key: object, *related: str) -> Row:
    """The row as it is now, held until the transaction ends, and what it points at.

    Asked in two questions: what is joined to a row that had to be waited for is as
    old as the question, and a patient or a case that came meanwhile would be missing.
    """
    free = rows.order_by().select_for_update(no_key=True)
    free.values_list("pk", flat=True).get(pk=key)
    return rows.select_related(*related).get(pk=key)
