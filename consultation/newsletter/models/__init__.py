"""The newsletter: who asked for it, the proof of that, the issues and their sending. One file for each noun."""

from consultation.newsletter.models.consents import SubscriptionConsent
from consultation.newsletter.models.issues import ArchivePage, IssuePage
from consultation.newsletter.models.mailings import Mailing
from consultation.newsletter.models.subscriptions import Subscription, SubscriptionRequest

__all__ = ["ArchivePage", "IssuePage", "Mailing", "Subscription", "SubscriptionConsent", "SubscriptionRequest"]
