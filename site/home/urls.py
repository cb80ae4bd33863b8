"""Addresses that belong to no slice."""

from django.urls import path

from home import views, views_overview

urlpatterns = [
    path("mijn/", views_overview.my_overview, name="my-overview"),
    path("hoe-werkt-het/", views.standing_page, {"slug": "hoe-werkt-het"}, name="how-it-works"),
    path("over-de-methode/", views.standing_page, {"slug": "over-de-methode"}, name="about-the-method"),
    path("huisregels/", views.standing_page, {"slug": "huisregels"}, name="house-rules"),
    path("voorwaarden/", views.standing_page, {"slug": "voorwaarden"}, name="terms"),
    path("privacy/", views.standing_page, {"slug": "privacy"}, name="privacy"),
    path("toegankelijkheid/", views.standing_page, {"slug": "toegankelijkheid"}, name="accessibility"),
    path(".well-known/security.txt", views.security_text, name="security-txt"),
]
