"""The only code that changes remarks and what belongs to them, split by noun."""

from consultation.comments.actions.answering import answer_question, section_of, standing_answer
from consultation.comments.actions.drafts import SavedDraft, discard_draft, save_draft
from consultation.comments.actions.moderating import (
    admit_late,
    keep_comment,
    remove_comment,
    report_comment,
    restore_comment,
)
from consultation.comments.actions.placing import PLACE_JOB, confirm_placement, place_comments
from consultation.comments.actions.posting import post_comment
from consultation.comments.actions.reviews import clear_review, note_opening, set_review, toggle_review
from consultation.comments.actions.revising import edit_comment, withdraw_comment
from consultation.comments.actions.rules import HOUSE_RULES_VERSION, accept_house_rules
from consultation.comments.actions.submitters import submitter_of
from consultation.comments.actions.support import clear_support, set_support, toggle_support
from consultation.comments.actions.wording import Confirmation, Place, Wording, offset_of

__all__ = [
    "HOUSE_RULES_VERSION",
    "PLACE_JOB",
    "Confirmation",
    "Place",
    "SavedDraft",
    "Wording",
    "accept_house_rules",
    "admit_late",
    "answer_question",
    "clear_review",
    "clear_support",
    "confirm_placement",
    "discard_draft",
    "edit_comment",
    "keep_comment",
    "note_opening",
    "offset_of",
    "place_comments",
    "post_comment",
    "remove_comment",
    "report_comment",
    "restore_comment",
    "save_draft",
    "section_of",
    "set_review",
    "set_support",
    "standing_answer",
    "submitter_of",
    "toggle_review",
    "toggle_support",
    "withdraw_comment",
]
