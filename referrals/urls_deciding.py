"""Addresses of what those who assess decide, of clocks, reasons and the conference."""

from django.urls import URLPattern, path

from referrals.views import clock, conference, decide, reasons, turn_away

ONE = "referrals/<str:reference>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/accept", decide.accept, name="accept"),
    path(f"{ONE}/ask", decide.ask, name="ask"),
    path(f"{ONE}/redirect", turn_away.redirect_away, name="redirect"),
    path(f"{ONE}/reject", turn_away.reject, name="reject"),
    path(f"{ONE}/<str:verb>/preview", turn_away.look, name="turn_preview"),
    path(f"{ONE}/withdraw", decide.withdraw, name="withdraw"),
    path(f"{ONE}/words", decide.words, name="words"),
    path(f"{ONE}/wait", decide.wait, name="wait"),
    path(f"{ONE}/undo", decide.undo, name="undo"),
    path(f"{ONE}/pause", clock.pause, name="pause"),
    path(f"{ONE}/pause/<uuid:pk>/end", clock.end, name="end_pause"),
    path(f"{ONE}/pause/<uuid:pk>/undo", clock.take_back, name="take_back_pause"),
    path(f"{ONE}/priority", clock.priority, name="priority"),
    path(f"{ONE}/conference", conference.take_up, name="take_up"),
    path("conference", conference.overview, name="conferences"),
    path("conference/take-up", conference.take_up_many, name="take_up_many"),
    path("conference/<uuid:pk>", conference.show, name="conference"),
    path("conference/<uuid:pk>/print", conference.printed, name="conference_print"),
    path("conference/<uuid:pk>/end", conference.end, name="end_conference"),
    path("conference/points/<uuid:pk>", conference.point, name="point"),
    path("conference/points/<uuid:pk>/say", conference.say, name="contribute"),
    path("conference/points/<uuid:pk>/earlier", conference.earlier, name="earlier"),
    path("reasons", reasons.listing, name="reasons"),
    path("reasons/new", reasons.add, name="reason_new"),
    path("reasons/<uuid:pk>", reasons.change, name="reason"),
    path("reasons/<uuid:pk>/switch", reasons.switch, name="reason_switch"),
]
