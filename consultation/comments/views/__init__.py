"""The addresses under /reacties/. Each looks a remark or section up among what this person may see, so the rest is a 404."""

from consultation.comments.views import gathering
from consultation.comments.views.drafts import round_drafts
from consultation.comments.views.passing import nothing_to_add, pass_round
from consultation.comments.views.reacting import object_to, report, support, withdraw
from consultation.comments.views.sections import accept_rules, opened, review
from consultation.comments.views.writing import answer, edit, post, reply, save

__all__ = [
    "accept_rules",
    "answer",
    "edit",
    "gathering",
    "nothing_to_add",
    "object_to",
    "opened",
    "pass_round",
    "post",
    "reply",
    "report",
    "review",
    "round_drafts",
    "save",
    "support",
    "withdraw",
]
