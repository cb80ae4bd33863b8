"""Django's entry to this slice."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WeighingConfig(AppConfig):
    name = "consultation.weighing"

    def ready(self) -> None:
        from consultation.comments.actions import Quotations, register_quotations
        from consultation.jobs import sweeps
        from consultation.weighing import notices, personal_data, quotations, subjects, work  # noqa: F401  (registers its job)
        from consultation.weighing.lines import draw_up_marked
        from consultation.weighing.marking import install_marks

        post_migrate.connect(install_marks, sender=self)
        notices.register_kinds()
        personal_data.register_places()
        subjects.register()
        sweeps.register("weighing.draw-up", draw_up_marked)
        register_quotations("weighing", Quotations(quotations.texts_about, quotations.topics_about))
