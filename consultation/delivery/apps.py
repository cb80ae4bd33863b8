"""Django's entry to this slice."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "consultation.delivery"

    def ready(self) -> None:
        from anymail.signals import tracking

        from consultation.delivery import notices
        from consultation.delivery.actions.queueing import SWEEP
        from consultation.delivery.digesting import DIGEST_SWEEP, send_digests
        from consultation.delivery.sending import send_due
        from consultation.delivery.tracking import hear
        from consultation.jobs import sweeps

        notices.register_kinds()
        sweeps.register(DIGEST_SWEEP, send_digests)
        sweeps.register(SWEEP, send_due)
        tracking.connect(hear, dispatch_uid="delivery.hear")
