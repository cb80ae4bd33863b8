"""Addresses under /conferentie/."""

from django.urls import path

from consultation.conference.views import door, public

urlpatterns = [
    path("<slug:slug>/", public.conference_page, name="conference"),
    path("<slug:slug>/aanmelden/", public.sign_up_page, name="conference-sign-up"),
    path("<slug:slug>/deur/", door.door, name="door"),
    path("<slug:slug>/deur/<str:secret>/", door.open_door, name="open-door"),
]
