"""The only code that changes the state of this slice, by noun: requests, subscriptions, their end, issues."""

from consultation.newsletter.actions.changing import change_details, move_address
from consultation.newsletter.actions.leaving import (
    end_subscription,
    erase_subscription,
    forget_ended,
    forget_proofs,
    forget_unconfirmed,
)
from consultation.newsletter.actions.looking_up import look_up
from consultation.newsletter.actions.planning import begin_due, plan_issue, send_issue, take_back, try_issue
from consultation.newsletter.actions.subscribing import answer_requests, ask, confirm
from consultation.newsletter.links import subscription_to_confirm

__all__ = [
    "answer_requests",
    "ask",
    "begin_due",
    "change_details",
    "confirm",
    "end_subscription",
    "erase_subscription",
    "forget_ended",
    "forget_proofs",
    "forget_unconfirmed",
    "look_up",
    "move_address",
    "plan_issue",
    "send_issue",
    "subscription_to_confirm",
    "take_back",
    "try_issue",
]
