"""Addresses of the weighing board."""

from django.urls import path

from consultation.weighing.views import (
    agenda,
    board,
    gates,
    go_aheads,
    groups,
    one,
    partners,
    point,
    positions,
    sending,
    together,
)

urlpatterns = [
    path("", board.newest, name="weighing-newest"),
    path("reactie/<uuid:key>/", one.one, name="weigh"),
    path("reactie/<uuid:key>/overnemen/", one.take_over_words, name="weigh-take-over"),
    path("reactie/<uuid:key>/notitie/", one.note, name="weigh-note"),
    path("reactie/<uuid:key>/behandelaar/", one.hand_over, name="weigh-hand-over"),
    path("reactie/<uuid:key>/standpunt/", positions.give, name="weigh-position"),
    path("reactie/<uuid:key>/standpunt/partner/", positions.record, name="weigh-record-position"),
    path("reactie/<uuid:key>/standpunt/<int:pk>/bevestigen/", positions.confirm, name="weigh-confirm-position"),
    path("groep/<int:pk>/", groups.group, name="weigh-group"),
    path("<slug:slug>/<str:label>/", board.board, name="weighing"),
    path("<slug:slug>/<str:label>/in-consultatie/", go_aheads.go_ahead, name="go-ahead"),
    path("<slug:slug>/<str:label>/in-consultatie/partner/", go_aheads.record, name="record-go-ahead"),
    path("<slug:slug>/<str:label>/in-consultatie/<int:pk>/bevestigen/", go_aheads.confirm, name="confirm-go-ahead"),
    path("<slug:slug>/<str:label>/poort/", gates.gate, name="gate"),
    path("<slug:slug>/<str:label>/poort/<uuid:key>/", gates.explain, name="gate-explain"),
    path("<slug:slug>/<str:label>/samen/", board.act_on_many, name="weigh-many"),
    path("<slug:slug>/<str:label>/beantwoorden/", together.answer, name="weigh-together"),
    path("<slug:slug>/<str:label>/instemmen/", together.agree, name="weigh-agree"),
    path("<slug:slug>/<str:label>/versturen/", sending.send, name="weigh-send"),
    path("<slug:slug>/<str:label>/standpunten/", positions.end_first_round, name="weigh-open-positions"),
    path("<slug:slug>/<str:label>/partners/", partners.partners, name="weigh-partners"),
    path("<slug:slug>/<str:label>/overleg/", agenda.agenda, name="weigh-agenda"),
    path("<slug:slug>/<str:label>/overleg/<int:meeting>/", agenda.meeting, name="weigh-meeting"),
    path("<slug:slug>/<str:label>/overleg/<int:meeting>/verslag/", agenda.minutes, name="weigh-minutes"),
    path("<slug:slug>/<str:label>/overleg/<int:meeting>/<int:number>/", point.point, name="weigh-point"),
    path("<slug:slug>/<str:label>/bestand/", board.make_file, name="weigh-file"),
    path("<slug:slug>/<str:label>/gelijk/", board.look_for_alike, name="weigh-alike"),
]
