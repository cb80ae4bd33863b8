"""Why something about the newsletter is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class NewsletterRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person."""

    message = _("This cannot be done with the newsletter.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class LinkGone(NewsletterRefused):
    message = _("This link no longer works. Ask for a new one with the form.")


class NotSubscribed(NewsletterRefused):
    message = _("This address gets no newsletter.")


class NothingToSend(NewsletterRefused):
    message = _("Write a subject and a text first, and save them.")


class NotSendable(NewsletterRefused):
    message = _("This newsletter was sent already, or its sending is planned. Take the plan back first.")


class SendingBegan(NewsletterRefused):
    message = _("Sending has begun, so the plan cannot be taken back. Pause the sending instead.")


class NotPlanned(NewsletterRefused):
    message = _("No sending of this newsletter is planned.")


class InThePast(NewsletterRefused):
    message = _("Choose a moment that is still to come, or send now.")
