"""Wagtail's app of users, with our people in the place of its pages; named in INSTALLED_APPS."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "consultation.people.views.admin_people.PeopleViewSet"
