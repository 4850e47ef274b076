"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from overview.views import (
    cases,
    day,
    eid,
    home,
    log,
    mine,
    own_pages,
    person,
    places,
    public,
    search,
)

app_name = "overview"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("today", day.today, name="today"),
    path("tasks/<uuid:pk>/done", day.task_done, name="task_done"),
    path("tasks/<uuid:pk>/move", day.task_move, name="task_move"),
    path("tasks/<uuid:pk>/take", day.task_take, name="task_take"),
    path("patients", cases.patients, name="patients"),
    path("patients/<uuid:pk>", cases.case, name="case"),
    path("patients/<uuid:pk>/timeline", cases.timeline, name="timeline"),
    path("patients/<uuid:pk>/protection", cases.protection, name="protection"),
    path("patients/<uuid:pk>/reveal", cases.reveal, name="reveal"),
    path("patients/<uuid:pk>/team", cases.team_add, name="team_add"),
    path("patients/<uuid:pk>/consents", cases.consents, name="consents"),
    path("patients/<uuid:pk>/own-pages", own_pages.own_pages, name="own_pages"),
    path("patients/<uuid:pk>/access", log.access, name="access"),
    path("patients/<uuid:pk>/number", person.link_number, name="link_number"),
    path("patients/<uuid:pk>/same", person.same, name="same"),
    path("patients/<uuid:pk>/merge/<uuid:other>", person.merge, name="merge"),
    path("patients/<uuid:pk>/merges", person.merges, name="merges"),
    path(
        "patients/<uuid:pk>/merges/<uuid:merge>/undo",
        person.merge_undo,
        name="merge_undo",
    ),
    path("patients/<uuid:pk>/open", search.open_with_reason, name="open"),
    path("search", search.search, name="search"),
    path("log", log.log, name="log"),
    path("places", places.place_list, name="places"),
    path("places/new", places.place_add, name="place_add"),
]
public_urlpatterns: list[URLPattern] = [
    path("", public.start, name="start"),
    path(_("sa-gar-det-till/"), public.how_it_works, name="how_it_works"),
    path(_("vardpersonal/"), public.professionals, name="professionals"),
    path(_("min/mer/"), mine.more, name="more"),
    path(_("min/kvar/"), eid.stay, name="stay"),
    path(_("legitimera/"), eid.start, name="eid"),
    path(_("legitimera/nej/"), eid.refused, name="eid_refused"),
    path(_("legitimera/behovs/"), eid.needed, name="eid_needed"),
    path(
        _("egenremiss/legitimera/"), eid.start_self_referral, name="eid_self_referral"
    ),
    path(
        _("egenremiss/utan-legitimation/"),
        eid.drop_self_referral,
        name="eid_drop",
    ),
    path(_("akut/"), public.crisis, name="crisis"),
    path(_("integritet/"), public.privacy, name="privacy"),
    path(_("tillganglighet/"), public.accessibility, name="accessibility"),
]
# The provider knows this address, which is the same in every language. It lies under
# the sign-in pages because signing in writes, there as here.
account_urlpatterns: list[URLPattern] = [
    path("e-id/callback/", eid.callback, name="eid_callback"),
]
