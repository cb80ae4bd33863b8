"""Django's entry to this slice."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "consultation.delivery"

    def ready(self) -> None:
        from consultation.delivery.actions.queueing import SWEEP
        from consultation.delivery.sending import send_due
        from consultation.jobs import sweeps

        sweeps.register(SWEEP, send_due)
