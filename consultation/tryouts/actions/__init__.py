"""The only code that changes the state of this slice."""

from consultation.tryouts.actions.announcing import announce_tryouts
from consultation.tryouts.actions.concluding import (
    Concluded,
    finish_walk,
    keep_conclusions,
    reopen_walk,
)
from consultation.tryouts.actions.retaining import forget_unfinished
from consultation.tryouts.actions.sticking import tell_stuck
from consultation.tryouts.actions.walking import Given, answer_step, begin_walk, keep_answer, keep_draft

__all__ = [
    "Concluded",
    "Given",
    "announce_tryouts",
    "answer_step",
    "begin_walk",
    "finish_walk",
    "forget_unfinished",
    "keep_answer",
    "keep_conclusions",
    "keep_draft",
    "reopen_walk",
    "tell_stuck",
]
