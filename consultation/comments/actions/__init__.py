"""The only code that changes remarks and what belongs to them, split by noun."""

from consultation.comments.actions.answering import answer_question, section_of, standing_answer
from consultation.comments.actions.attending import answer_as_attendee, end_release, may_read, release_sections
from consultation.comments.actions.carrying import carry_over
from consultation.comments.actions.drafts import SavedDraft, discard_draft, save_draft
from consultation.comments.actions.elsewhere import leave_in_place, texts_looked_into
from consultation.comments.actions.entering import Source, enter_comment
from consultation.comments.actions.forgetting import DRAFTS, forget_drafts
from consultation.comments.actions.gathering import (
    begin_gathering,
    dissolve,
    leave_out,
    put_back,
    remarks_ready,
    reword,
    submit_gathering,
    take_over,
)
from consultation.comments.actions.messaging import preview_message, send_message, stop_message, try_message
from consultation.comments.actions.moderating import (
    admit_late,
    keep_comment,
    remove_comment,
    report_comment,
    restore_comment,
)
from consultation.comments.actions.passing import has_nothing_to_add, say_nothing_to_add, take_back_pass
from consultation.comments.actions.placing import PLACE_JOB, confirm_placement, place_comments
from consultation.comments.actions.posting import post_comment
from consultation.comments.actions.posting_drafts import ChosenDraft, KeptDraft, post_drafts
from consultation.comments.actions.quotations import Quotations, Text, register_quotations, remarks_with, texts_about
from consultation.comments.actions.redacting import (
    Rewording,
    forget_redacted,
    preview_redaction,
    redact_comment,
    redactions_elsewhere,
    refuse_redacted,
    undo_redaction,
)
from consultation.comments.actions.reminding import remind_due
from consultation.comments.actions.reviews import clear_review, note_opening, set_review, toggle_review
from consultation.comments.actions.revising import edit_comment, withdraw_comment
from consultation.comments.actions.rules import HOUSE_RULES_VERSION, accept_house_rules
from consultation.comments.actions.sharing import (
    ask_colleague,
    gathering_for,
    part_from_colleague,
    share_draft,
    take_back,
)
from consultation.comments.actions.submitters import collective_submitter, submitter_of
from consultation.comments.actions.support import clear_support, set_support, toggle_support
from consultation.comments.actions.taking_in import TakenIn, take_in
from consultation.comments.actions.wording import Confirmation, Place, Wording, ask_guard, offset_of
from consultation.comments.behind import people_behind_each, readers_among
from consultation.comments.notices import people_behind, remark_url
from consultation.comments.work_left import WorkLeft, unposted, work_left

__all__ = [
    "DRAFTS",
    "HOUSE_RULES_VERSION",
    "PLACE_JOB",
    "ChosenDraft",
    "Confirmation",
    "KeptDraft",
    "Place",
    "Quotations",
    "Rewording",
    "SavedDraft",
    "Source",
    "TakenIn",
    "Text",
    "Wording",
    "WorkLeft",
    "accept_house_rules",
    "admit_late",
    "answer_as_attendee",
    "answer_question",
    "ask_colleague",
    "ask_guard",
    "begin_gathering",
    "carry_over",
    "clear_review",
    "clear_support",
    "collective_submitter",
    "confirm_placement",
    "discard_draft",
    "dissolve",
    "edit_comment",
    "end_release",
    "enter_comment",
    "forget_drafts",
    "forget_redacted",
    "gathering_for",
    "has_nothing_to_add",
    "keep_comment",
    "leave_in_place",
    "leave_out",
    "may_read",
    "note_opening",
    "offset_of",
    "part_from_colleague",
    "people_behind",
    "people_behind_each",
    "place_comments",
    "post_comment",
    "post_drafts",
    "preview_message",
    "preview_redaction",
    "put_back",
    "readers_among",
    "redact_comment",
    "redactions_elsewhere",
    "refuse_redacted",
    "register_quotations",
    "release_sections",
    "remark_url",
    "remarks_ready",
    "remarks_with",
    "remind_due",
    "remove_comment",
    "report_comment",
    "restore_comment",
    "reword",
    "save_draft",
    "say_nothing_to_add",
    "section_of",
    "send_message",
    "set_review",
    "set_support",
    "share_draft",
    "standing_answer",
    "stop_message",
    "submit_gathering",
    "submitter_of",
    "take_back",
    "take_back_pass",
    "take_in",
    "take_over",
    "texts_about",
    "texts_looked_into",
    "toggle_review",
    "toggle_support",
    "try_message",
    "undo_redaction",
    "unposted",
    "withdraw_comment",
    "work_left",
]
