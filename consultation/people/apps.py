"""Django's entry to this slice."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "consultation.people"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from consultation.jobs import sweeps
        from consultation.people import actions, notices, obstacles, periods, personal_data, work  # noqa: F401  (registers the jobs)
        from consultation.people.actions.groups import ensure_groups_after_migrate
        from consultation.people.adapters import trust_confirmed_address

        notices.register()
        personal_data.register_places()
        obstacles.register()
        periods.register_periods()
        sweeps.register("people.remind-editors", actions.remind_editors)
        sweeps.register("people.apply-retention", actions.apply_nightly, slow=True)
        email_confirmed.connect(trust_confirmed_address, dispatch_uid="people.trust")
        post_migrate.connect(ensure_groups_after_migrate, sender=self)
