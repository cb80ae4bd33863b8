"""The periods of this slice, and of the floors below it that do not know the registry."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultation.delivery import actions as delivery
from consultation.people import actions
from consultation.people.actions.own_data import COPY_KEPT
from consultation.people.actions.retaining import WARN_DAYS
from consultation.people.retention import Period, Reduce, cut, register


def set_days(name: str) -> int:
    """The number of days that the settings give."""
    return int(settings.KEPT_DAYS[name])


def register_periods() -> None:
    """Called when the app is ready."""
    _set("idle_accounts", _("Your account, after you last signed in."), actions.retire_idle, WARN_DAYS)
    _set("applications", _("Your application for the sounding board, after the decision."), actions.forget_decided)
    _set("invitations", _("An invitation, after it could be accepted."), actions.forget_invitations)
    _set("notices", _("The messages in your inbox on the site."), _delivery(delivery.forget_notices, "notices"))
    _set("mail_texts", _("The text of a mail that went, or could not go."), _delivery(delivery.forget_texts, "mail_texts"))
    _set(
        "mails",
        _("That there was a mail to your address. Without the address we only count."),
        _delivery(delivery.forget_mails, "mails"),
    )
    _set(
        "delivery_events", _("What mail servers told about a mail to you."), _delivery(delivery.forget_events, "delivery_events")
    )
    _set("consents", _("The proof that you agreed to the terms, after you withdrew that."), actions.forget_withdrawn)
    _set("audit_trail", _("The audit trail: who did what, and when."), actions.forget_trail)
    _fixed(
        "unconfirmed_applications",
        _("An application of which the address was not confirmed."),
        actions.CONFIRM_DAYS,
        actions.forget_unconfirmed,
    )
    _fixed(
        "sessions",
        _("That you are signed in on a device, after you were last there."),
        settings.SESSION_COOKIE_AGE // (24 * 3600),
        actions.forget_sessions,
    )
    _fixed("copies", _("The file with a copy of your data that you asked for."), COPY_KEPT.days, actions.forget_copies)


def _set(name: str, what: str, reduce: Reduce, announce_days: tuple[int, ...] = ()) -> None:
    register(Period(name, what, partial(set_days, name), reduce, announce_days))


def _fixed(name: str, what: str, days: int, reduce: Reduce) -> None:
    register(Period(name, what, lambda: days, reduce))


def _delivery(forget: delivery.Forget, name: str) -> Reduce:
    """Delivery knows no registry: it is told before which instant."""

    def reduce(*, at: object) -> int:
        return forget(before=cut(name, at=at))  # type: ignore[arg-type]

    return reduce
