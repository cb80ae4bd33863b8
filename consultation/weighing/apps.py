"""Django's entry to this slice."""

from django.apps import AppConfig


class WeighingConfig(AppConfig):
    name = "consultation.weighing"

    def ready(self) -> None:
        from consultation.comments.actions import Quotations, register_quotations
        from consultation.weighing import notices, personal_data, quotations, subjects, work  # noqa: F401  (registers its job)

        notices.register_kinds()
        personal_data.register_places()
        subjects.register()
        register_quotations("weighing", Quotations(quotations.texts_about, quotations.topics_about))
