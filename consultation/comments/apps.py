"""Django's entry to this slice."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "consultation.comments"

    def ready(self) -> None:
        from consultation.comments import (  # noqa: F401  (registers the jobs)
            actions,
            left_in_place,
            mentions,
            notices,
            personal_data,
            reminders,
            support_notices,
            work,
        )
        from consultation.comments.news import collect_news
        from consultation.comments.word.uploads import forget_word_files
        from consultation.delivery import feeds
        from consultation.jobs import sweeps

        notices.register_kinds()
        mentions.register_kind()
        reminders.register_kind()
        support_notices.register_kind()
        personal_data.register_places()
        personal_data.register_periods()
        left_in_place.register_left()
        feeds.register(notices.NEW_REMARKS, collect_news)
        sweeps.register("comments.remind", actions.remind_due)
        sweeps.register("comments.forget-redacted", actions.forget_redacted)
        sweeps.register("comments.forget-word-files", forget_word_files)
