"""Lists that somebody wants to see again. They hold no word about any person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from referrals.models import SavedView

# More than that nobody finds their way in.
MOST = 30


@transaction.atomic
def save_view(
    *, name: str, filters: Mapping[str, str], is_shared: bool, by: User, at: datetime
) -> SavedView:
    """Keep a list under a name. Pressed twice, it is one."""
    if by.unit is None:
        raise Refused(_("Bara den som arbetar på enheten sparar vyer."))
    # Two presses at once wait for each other here.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    own = list(SavedView.objects.filter(owner=by))
    known = {view.name: view for view in own}
    if name in known:
        if known[name].filters == filters:
            return known[name]
        raise Refused(_("Du har redan en vy med det namnet. Välj ett annat."))
    if len(known) >= MOST:
        raise Refused(_("Du har trettio sparade vyer. Ta bort någon först."))
    view = SavedView.objects.create(
        owner=by,
        unit=by.unit,
        name=name,
        filters=dict(filters),
        is_shared=is_shared,
        position=max((view.position for view in own), default=-1) + 1,
        saved_at=at,
    )
    audit.record(
        kind="saved_view.saved",
        subject=view,
        by=by,
        at=at,
        details={"shared": is_shared},
    )
    return view


@transaction.atomic
def change_view(
    view: SavedView, *, name: str, is_shared: bool, by: User, at: datetime
) -> SavedView:
    """Give it another name, or share it with the unit."""
    view = _own(view, by)
    others = SavedView.objects.filter(owner=by, name=name).exclude(pk=view.pk)
    if others.exists():
        raise Refused(_("Du har redan en vy med det namnet. Välj ett annat."))
    view.name, view.is_shared = name, is_shared
    view.save(update_fields=["name", "is_shared"])
    audit.record(
        kind="saved_view.changed",
        subject=view,
        by=by,
        at=at,
        details={"shared": is_shared},
    )
    return view


@transaction.atomic
def move_view(view: SavedView, *, up: bool, by: User, at: datetime) -> None:
    """Let it change places with its neighbour among one's own."""
    views = list(SavedView.objects.select_for_update(of=("self",)).filter(owner=by))
    place = next((n for n, one in enumerate(views) if one.pk == view.pk), None)
    if place is None:
        raise Refused(_("Bara den som har sparat vyn kan ändra den."))
    to = place - 1 if up else place + 1
    if not 0 <= to < len(views):
        return
    views.insert(to, views.pop(place))
    for position, one in enumerate(views):
        one.position = position
    SavedView.objects.bulk_update(views, ["position"])
    audit.record(kind="saved_view.moved", subject=view, by=by, at=at)


@transaction.atomic
def delete_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Forget the list. What it showed is untouched."""
    view = _own(view, by)
    audit.record(kind="saved_view.deleted", subject=view, by=by, at=at)
    view.delete()


def _own(view: SavedView, by: User) -> SavedView:
    """Lock it, if it is the person's own."""
    own = SavedView.objects.select_for_update(of=("self",))
    found = own.filter(pk=view.pk, owner=by).first()
    if found is None:
        raise Refused(_("Bara den som har sparat vyn kan ändra den."))
    return found
