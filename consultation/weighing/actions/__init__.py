"""The only code that changes the state of this slice."""

from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.grouping import (
    add_to_group,
    confirm_group,
    decide_group,
    join_groups,
    make_group,
    propose_groups,
    take_out,
)
from consultation.weighing.actions.taking_over import take_over
from consultation.weighing.actions.triage import assign, write_note

__all__ = [
    "add_to_group",
    "assign",
    "confirm_group",
    "decide",
    "decide_group",
    "join_groups",
    "make_group",
    "propose_groups",
    "take_out",
    "take_over",
    "write_note",
]
