"""Addresses that belong to no slice."""

from django.urls import path

from home import demo_signin, health, mailbox, views, views_overview

urlpatterns = [
    path("mijn/", views_overview.my_overview, name="my-overview"),
    path("hoe-werkt-het/", views.standing_page, {"slug": "hoe-werkt-het"}, name="how-it-works"),
    path("over-de-methode/", views.standing_page, {"slug": "over-de-methode"}, name="about-the-method"),
    path("huisregels/", views.standing_page, {"slug": "huisregels"}, name="house-rules"),
    path("voorwaarden/", views.standing_page, {"slug": "voorwaarden"}, name="terms"),
    path("privacy/", views.standing_page, {"slug": "privacy"}, name="privacy"),
    path("toegankelijkheid/", views.standing_page, {"slug": "toegankelijkheid"}, name="accessibility"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("demo/aanmelden/", demo_signin.demo_sign_in, name="demo-sign-in"),
    path("demo/postvak/", mailbox.mailbox, name="demo-mailbox"),
    path("demo/postvak/<int:pk>/", mailbox.mailbox_mail, name="demo-mailbox-mail"),
    path("demo/postvak/<int:pk>/opmaak/", mailbox.mailbox_html, name="demo-mailbox-html"),
    path("demo/postvak/<int:pk>/agenda.ics", mailbox.mailbox_calendar, name="demo-mailbox-calendar"),
    path(".well-known/security.txt", views.security_text, name="security-txt"),
]
