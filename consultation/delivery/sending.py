"""Sends what is due: claim, hand over outside any transaction, record. The only code that speaks to a mail server."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from consultation.delivery import claiming, kinds, slowing
from consultation.delivery.actions.addresses import WHY, note_no_mailbox
from consultation.delivery.actions.queueing import CHOSE_NEVER, SWEEP
from consultation.delivery.emptying import is_forgotten
from consultation.delivery.failures import Class, Failure, classify, is_hopeless, is_no_mailbox, pause_after
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.messages import message_of
from consultation.delivery.models import Email, Preference, Suppression
from consultation.delivery.wire import Wire
from consultation.jobs import stopping
from consultation.jobs.actions import nudge

logger = logging.getLogger(__name__)
BUDGET = timedelta(seconds=20)
"""After this long the sweep ends between two batches and asks to be called again, so that a worker which is told to stop
is never far from an end (guarantees G22)."""
SERVER_PAUSE = timedelta(minutes=1)
"""How long a batch waits when the mail server is away; that is not counted as an attempt."""


def send_due(*, at: datetime) -> int:
    """The sweep: sends every mail that is due and returns how many went.

    Safe to run twice and beside itself: a claim is made under a lock, and a result is recorded only by the worker
    that holds the row. Memory does not grow with the number of mails.
    """
    began = time.monotonic()
    claiming.take_back_lost(at=at)
    sent = 0
    while (passed := timedelta(seconds=time.monotonic() - began)) < BUDGET and not stopping.asked():
        token, rows = claiming.claim(at=at + passed)
        if not rows:
            break
        batch = Batch(token=token, at=at + passed)
        sent += batch.send(rows)
        if batch.server_is_away:
            break
    else:
        nudge(SWEEP)
    return sent


class Batch:
    """One claimed batch over one connection.

    Between two mails there is one statement, which records the end of the one before and the beginning of the next.
    So after a crash exactly one mail is in doubt, and all others surely went or surely did not.
    """

    def __init__(self, *, token: uuid.UUID, at: datetime) -> None:
        self._token = token
        self._at = at
        self._began = time.monotonic()
        self._renew_at = at + claiming.LEASE / 3
        self._unwritten: claiming.Sent | None = None
        self._wire = Wire()
        self._told: dict[tuple[str, str], str] = {}
        self._slowed: set[str] = set()
        self._shut: set[str] = set()
        self._suppressed: dict[str, str] = {}
        self.server_is_away = False

    def now(self) -> datetime:
        """The instant of the claim plus what has passed since: nothing here reads the clock on the wall."""
        return self._at + timedelta(seconds=time.monotonic() - self._began)

    def send(self, rows: list[Email]) -> int:
        """Sends the rows that may still go; returns how many went. What was not begun is given back, come what may."""
        self._slowed = slowing.slowed(row.domain for row in rows if row.domain)
        try:
            return sum(self._send_one(email) for email in self._still_wanted(rows))
        finally:
            self._write()
            self._wire.close()
            claiming.give_back(token=self._token)

    def _still_wanted(self, rows: list[Email]) -> Iterator[Email]:
        """Asks once more, just before each goes: does the receiver still want it, and is it still true?"""
        users = {row.user_id for row in rows if row.user_id}
        chosen = Preference.objects.filter(user__in=users, pace=Preference.Pace.NEVER)
        never = set(chosen.values_list("user_id", "kind"))
        self._suppressed = _suppressed(rows)
        for row in rows:
            if self.server_is_away or stopping.asked():
                return
            if row.domain in self._shut:
                continue
            try:
                reason = self._why_not(row, is_off=(row.user_id, row.kind) in never)
            except Exception as error:  # a mistake in one kind must not hold up the mails behind it
                logger.exception("whether mail %s (%s) is still due could not be told", row.pk, row.kind)
                self._later(row, Failure(Class.TEMPORARY, f"{type(error).__name__}: {error}"[:300]), attempts=1)
                continue
            if reason:
                self._end(row, state=Email.State.WITHDRAWN, reason=reason[:300], withdrawn_at=self.now())
            else:
                yield row

    def _why_not(self, email: Email, *, is_off: bool) -> str:
        """Why a due mail must not go after all, empty when it may. ``is_off``: the receiver chose never to get its kind."""
        kind = kinds.find(email.kind)
        if is_off and not (kind and kind.transactional):
            return CHOSE_NEVER
        if not (kind and kind.transactional) and (cause := self._suppressed.get(fingerprint(email.to_address))):
            return WHY[cause]
        if kind is None or kind.still_due is None:
            return ""
        if not kind.same_for_topic:
            return str(kind.still_due(email) or "")
        key = (email.kind, email.topic)
        if key not in self._told:
            self._told[key] = str(kind.still_due(email) or "")
        return self._told[key]

    def _send_one(self, email: Email) -> int:
        try:
            self._wire.open()
        except Exception as error:
            self._server_away(classify(error))
            return 0
        if not self._begin(email):
            return 0
        try:
            self._wire.send(message_of(email))
        except Exception as error:
            self._failed(email, classify(error))
            return 0
        self._unwritten = claiming.Sent(email, self.now())
        if email.domain in self._slowed:
            self._slowed.discard(email.domain)
            slowing.ease(domain=email.domain, at=self.now())
        return 1

    def _begin(self, email: Email) -> bool:
        if self.now() >= self._renew_at:
            claiming.renew(token=self._token, at=self.now())
            self._renew_at = self.now() + claiming.LEASE / 3
        mine = claiming.begin(email=email, token=self._token, at=self.now(), after=self._unwritten)
        self._unwritten = None
        return mine

    def _write(self) -> None:
        """Records what was sent last. A database that is away now raises, and the lease will tell."""
        if self._unwritten is not None:
            claiming.record_sent(sent=self._unwritten, token=self._token)
            self._unwritten = None

    def _end(self, email: Email, **fields: object) -> None:
        claiming.end(email=email, token=self._token, **fields)

    def _failed(self, email: Email, failure: Failure) -> None:
        attempts = email.attempts + 1
        logger.warning("mail %s (%s) did not go at attempt %s: %s", email.pk, email.kind, attempts, failure.reason)
        if failure.kind in {Class.CONNECTION, Class.SLOW}:
            self._wire.close()
        if failure.kind == Class.CONNECTION and self._wire.data_began:
            self._in_doubt(email, failure, attempts=attempts)
        elif is_hopeless(kind=failure.kind, attempts=attempts):
            self._end(email, state=Email.State.FAILED, reason=failure.reason)
            if is_no_mailbox(failure) and not is_forgotten(email.kind):
                note_no_mailbox(address=email.to_address, words=failure.reason, at=self.now())
        elif failure.kind == Class.SLOW and email.domain:
            self._domain_shut(email, failure)
        else:
            self._later(email, failure, attempts=attempts)

    def _in_doubt(self, email: Email, failure: Failure, *, attempts: int) -> None:
        """The connection broke after the text: as with a worker that was lost, nobody knows whether the mail went."""
        losses = email.losses + 1
        if email.bulk or losses >= claiming.MOST_LOSSES:
            self._end(email, state=Email.State.UNCERTAIN, reason=failure.reason, losses=losses)
        else:
            self._later(email, failure, attempts=attempts, losses=losses)

    def _later(self, email: Email, failure: Failure, *, attempts: int, **fields: object) -> None:
        again = self.now() + pause_after(kind=failure.kind, attempts=attempts, seed=email.message_id)
        self._end(email, state=Email.State.QUEUED, reason=failure.reason, begun_at=None, next_try_at=again, **fields)

    def _domain_shut(self, email: Email, failure: Failure) -> None:
        """The receiving domain wants less of us: the rest that goes there is given back, and costs no attempt."""
        until = slowing.shut(domain=email.domain, reason=failure.reason, at=self.now())
        self._end(email, state=Email.State.QUEUED, reason=failure.reason, begun_at=None, next_try_at=until)
        claiming.give_back(token=self._token, domain=email.domain)
        self._shut.add(email.domain)

    def _server_away(self, failure: Failure) -> None:
        """Nothing went and nothing is wrong with the mails: the whole batch waits a minute."""
        logger.warning("the mail server is away: %s", failure.reason)
        self.server_is_away = True
        self._write()
        claiming.give_back(token=self._token, reason=failure.reason, next_try_at=self.now() + SERVER_PAUSE)


def _suppressed(rows: list[Email]) -> dict[str, str]:
    """Of the receivers of these mails those that get only answers to themselves: the cause by fingerprint."""
    marks = {fingerprint(row.to_address) for row in rows}
    return dict(Suppression.objects.filter(fingerprint__in=marks).values_list("fingerprint", "cause"))
