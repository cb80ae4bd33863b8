"""The only code that changes the state of this slice. Each action that concerns a meeting as a whole holds its row."""

from consultation.meetings.actions.answering import answer_invitation, forget_answers, take_back_answer
from consultation.meetings.actions.contents import (
    AgendaLine,
    PointLine,
    add_paper,
    add_to_record,
    publish_record,
    remove_paper,
    save_agenda,
    save_record,
)
from consultation.meetings.actions.feeds import make_feed, stop_feed
from consultation.meetings.actions.inviting import count_invited, invite, keep_up
from consultation.meetings.actions.planning import MeetingPlan, cancel_meeting, change_meeting, discard_meeting, make_meeting
from consultation.meetings.actions.reminding import remind_due
from consultation.meetings.subjects import Source, Subject, register_source, subjects_of, tell_counts

__all__ = [
    "AgendaLine",
    "MeetingPlan",
    "PointLine",
    "Source",
    "Subject",
    "add_paper",
    "add_to_record",
    "answer_invitation",
    "cancel_meeting",
    "change_meeting",
    "count_invited",
    "discard_meeting",
    "forget_answers",
    "invite",
    "keep_up",
    "make_feed",
    "make_meeting",
    "publish_record",
    "register_source",
    "remind_due",
    "remove_paper",
    "save_agenda",
    "save_record",
    "stop_feed",
    "subjects_of",
    "take_back_answer",
    "tell_counts",
]
