"""What constraints of several apps say in the same words."""

from django.db.models import Q


def whole(moment: str, person: str) -> Q:
    """Both when and by whom are there, or neither."""
    neither = Q(**{moment: None, person: None})
    return neither | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})
