"""What other slices call to tell people something, and what they may take back. One file for each task."""

from consultation.delivery.actions.addresses import lift_suppression, record_event, suppress_address, trust_again
from consultation.delivery.actions.choosing import mark_read, mark_seen, save_preferences, set_pace, set_rhythm
from consultation.delivery.actions.following import Follower, News, collect, follow
from consultation.delivery.actions.holding import Held, held_summary, release, resend, stop, withdraw_topic
from consultation.delivery.actions.pausing import leave_uncertain, pause_topic, resend_uncertain, resume_topic
from consultation.delivery.actions.personal import erase_of, export_of
from consultation.delivery.actions.queueing import CalendarObject, queue_email
from consultation.delivery.actions.queueing_many import Receiver, queue_many
from consultation.delivery.actions.retaining import Forget, forget_events, forget_mails, forget_notices, forget_texts
from consultation.delivery.actions.rewording import reword, reword_waiting
from consultation.delivery.actions.telling import tell
from consultation.delivery.actions.testing import preview_mail, send_test

__all__ = [
    "CalendarObject",
    "Follower",
    "Forget",
    "Held",
    "News",
    "Receiver",
    "collect",
    "erase_of",
    "export_of",
    "follow",
    "forget_events",
    "forget_mails",
    "forget_notices",
    "forget_texts",
    "held_summary",
    "leave_uncertain",
    "lift_suppression",
    "mark_read",
    "mark_seen",
    "pause_topic",
    "preview_mail",
    "queue_email",
    "queue_many",
    "record_event",
    "release",
    "resend",
    "resend_uncertain",
    "resume_topic",
    "reword",
    "reword_waiting",
    "save_preferences",
    "send_test",
    "set_pace",
    "set_rhythm",
    "stop",
    "suppress_address",
    "tell",
    "trust_again",
    "withdraw_topic",
]
