"""The only code that changes the state of this slice, and what upper slices ask of it."""

from consultation.weighing.actions.agenda import make_agenda
from consultation.weighing.actions.concluding import Seen, conclude_remark, conclude_step, put_off
from consultation.weighing.actions.contesting import contest_answer
from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.gates import explain_change, pass_gate, pass_partners
from consultation.weighing.actions.go_aheads import Verdict, ask_partners, confirm_go_ahead, give_go_ahead, record_go_ahead
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
from consultation.weighing.actions.partners import choose_partners
from consultation.weighing.actions.positions import Stance, confirm_position, give_position, open_positions, record_position
from consultation.weighing.actions.sending import Sent, send_batch
from consultation.weighing.actions.taking_over import take_over
from consultation.weighing.actions.together import Together, agree_with_many, decide_many
from consultation.weighing.actions.triage import assign, write_note
from consultation.weighing.batches import BatchPlan
from consultation.weighing.effect_words import EffectKind, effect_sentence
from consultation.weighing.effects import Effect, effect_at, effects_for, effects_in, version_after, versions_after
from consultation.weighing.gates import Gate, gate_of, trace_since
from consultation.weighing.go_aheads import GoAheads, asks_partners, go_aheads_for, waiting_for
from consultation.weighing.lines import Left, waiting_to_be_weighed

__all__ = [
    "BatchPlan",
    "Effect",
    "EffectKind",
    "Gate",
    "GoAheads",
    "Left",
    "Seen",
    "Sent",
    "Stance",
    "Together",
    "Verdict",
    "add_to_group",
    "agree_with_many",
    "ask_partners",
    "asks_partners",
    "assign",
    "choose_partners",
    "conclude_remark",
    "conclude_step",
    "confirm_go_ahead",
    "confirm_group",
    "confirm_position",
    "contest_answer",
    "decide",
    "decide_group",
    "decide_many",
    "effect_at",
    "effect_sentence",
    "effects_for",
    "effects_in",
    "explain_change",
    "gate_of",
    "give_go_ahead",
    "give_position",
    "go_aheads_for",
    "join_groups",
    "make_agenda",
    "make_group",
    "open_positions",
    "pass_gate",
    "pass_partners",
    "propose_groups",
    "put_off",
    "record_go_ahead",
    "record_position",
    "send_batch",
    "take_out",
    "take_over",
    "trace_since",
    "version_after",
    "versions_after",
    "waiting_for",
    "waiting_to_be_weighed",
    "write_minutes",
    "write_note",
]
