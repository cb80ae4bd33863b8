"""Django's entry to this slice."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "consultation.publishing"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.publishing import notices, work  # noqa: F401  (work registers its job)
        from consultation.publishing.imports.uploads import forget_uploads
        from consultation.publishing.imports.work import run_import  # noqa: F401  (registers its job)

        notices.register_kinds()
        sweeps.register("publishing.forget_uploads", forget_uploads)
