"""Addresses of this slice, under /nieuwsbrief/."""

from django.urls import path

from consultation.newsletter.views import archive, own, signing_up

urlpatterns = [
    path("", signing_up.newsletter, name="newsletter"),
    path("aangevraagd/", signing_up.asked, name="newsletter-asked"),
    path("bevestigen/<str:token>/", signing_up.confirm, name="newsletter-confirm"),
    path("afmelden/<str:token>/", own.unsubscribe, name="newsletter-unsubscribe"),
    path("gegevens/<str:token>/", own.manage, name="newsletter-manage"),
    path("nieuw-adres/<str:token>/", own.new_address, name="newsletter-new-address"),
    path("archief/", archive.archive, name="newsletter-archive"),
    path("archief/<slug:slug>/", archive.issue, name="newsletter-issue"),
    path("beeld/<str:token>/", archive.image, name="newsletter-image"),
]
