"""Addresses of this slice. A remark is named by its random key: its row number would tell a blind round's pace."""

from django.urls import path

from consultation.comments import views

urlpatterns = [
    path("paragraaf/<int:section>/reageren/", views.post, name="comment-post"),
    path("paragraaf/<int:section>/bewaren/", views.save, name="comment-save"),
    path("paragraaf/<int:section>/oordeel/", views.review, name="section-review"),
    path("paragraaf/<int:section>/geopend/", views.opened, name="section-opened"),
    path("vraag/<int:question>/", views.answer, name="question-answer"),
    path("huisregels/", views.accept_rules, name="house-rules-accept"),
    path("ronde/<int:round>/concepten/", views.round_drafts, name="round-drafts"),
    path("ronde/<int:round>/niets-toe-te-voegen/", views.pass_round, name="round-pass"),
    path("niets-toe-te-voegen/<str:token>/", views.nothing_to_add, name="nothing-to-add"),
    path("gezamenlijk/<int:round>/", views.gathering.show, name="gathering"),
    path("gezamenlijk/<int:round>/indienen/", views.gathering.submit, name="gathering-submit"),
    path("gezamenlijk/<int:round>/collega/", views.gathering.ask, name="gathering-ask"),
    path("gezamenlijk/<int:round>/collega/<int:person>/weg/", views.gathering.part, name="gathering-part"),
    path("gezamenlijk/<int:round>/bijdrage/<uuid:key>/", views.gathering.choose, name="gathering-choose"),
    path("gezamenlijk/<int:round>/bijdrage/<uuid:key>/terug/", views.gathering.take_back, name="gathering-take-back"),
    path("gezamenlijk/<int:round>/reactie/<uuid:key>/", views.gathering.reword, name="gathering-reword"),
    path("<uuid:key>/wijzigen/", views.edit, name="comment-edit"),
    path("<uuid:key>/intrekken/", views.withdraw, name="comment-withdraw"),
    path("<uuid:key>/antwoorden/", views.reply, name="comment-reply"),
    path("<uuid:key>/steunen/", views.support, name="comment-support"),
    path("<uuid:key>/bezwaar/", views.object_to, name="comment-object"),
    path("<uuid:key>/melden/", views.report, name="comment-report"),
]
