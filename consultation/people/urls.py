"""Addresses of this slice under /klankbordgroep/: joining it."""

from django.urls import path

from consultation.people.views import joining

urlpatterns = [
    path("aanmelden/", joining.apply, name="apply"),
    path("aanmelden/verzonden/", joining.sent, name="application-sent"),
    path("aanmelden/bevestigen/<str:token>/", joining.confirm, name="confirm-application"),
    path("uitnodiging/<str:token>/", joining.accept, name="accept-invitation"),
]
