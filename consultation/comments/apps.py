"""Django's entry to this slice."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "consultation.comments"
