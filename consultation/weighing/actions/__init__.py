"""The only code that changes the state of this slice."""

from consultation.weighing.actions.agenda import make_agenda
from consultation.weighing.actions.concluding import Seen, conclude_remark, conclude_step, put_off
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
from consultation.weighing.actions.minuting import write_minutes
from consultation.weighing.actions.positions import Stance, confirm_position, give_position, open_positions, record_position
from consultation.weighing.actions.taking_over import take_over
from consultation.weighing.actions.triage import assign, write_note

__all__ = [
    "Seen",
    "Stance",
    "add_to_group",
    "assign",
    "conclude_remark",
    "conclude_step",
    "confirm_group",
    "confirm_position",
    "decide",
    "decide_group",
    "give_position",
    "join_groups",
    "make_agenda",
    "make_group",
    "open_positions",
    "propose_groups",
    "put_off",
    "record_position",
    "take_out",
    "take_over",
    "write_minutes",
    "write_note",
]
