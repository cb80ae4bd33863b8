"""The only code that changes the state of this slice. Each action that gives or frees a place holds the conference's row."""

from consultation.conference.actions.door import check_in, renew_door_link, undo_check_in
from consultation.conference.actions.editing import call_off, let_read, save_conference
from consultation.conference.actions.leaving import forget, leave, remove
from consultation.conference.actions.offering import accept_offer, end_offers
from consultation.conference.actions.reducing import reduce_past
from consultation.conference.actions.reminding import remind
from consultation.conference.actions.repeats import let_go_repeats
from consultation.conference.actions.signing_up import enter_registration, sign_up
from consultation.conference.actions.workshops import choose_workshop

__all__ = [
    "accept_offer",
    "call_off",
    "check_in",
    "choose_workshop",
    "end_offers",
    "enter_registration",
    "forget",
    "leave",
    "let_go_repeats",
    "let_read",
    "reduce_past",
    "remind",
    "remove",
    "renew_door_link",
    "save_conference",
    "sign_up",
    "undo_check_in",
]
