"""What a restored database must not do again: send the mails that waited, and let old sessions in.

Between the backup and now the waiting mails may have gone, and a rehearsal on another machine would mail real people.
So they become "uncertain", which an editor may still send. Sessions that people ended since then would come to life, so
everybody signs in anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.sessions.models import Session

from consultation.delivery.models import Email

REASON = "It waited when the backup was made that has been restored, and may have been sent since."
WAITING = f"state IN ('{Email.State.QUEUED}', '{Email.State.SENDING}')"

Quote = Callable[[str], str]


def statements(*, tables: Iterable[str], quote: Quote) -> list[str]:
    """The SQL, without parameters, for those of our tables that the backup has; ``quote`` writes a table's name."""
    uncertain = f"SET state = '{Email.State.UNCERTAIN}', reason = '{REASON}' WHERE {WAITING}"
    wanted = {
        Email._meta.db_table: f"UPDATE {quote(Email._meta.db_table)} {uncertain}",
        Session._meta.db_table: f"DELETE FROM {quote(Session._meta.db_table)}",  # noqa: S608
    }
    return [sql for table, sql in wanted.items() if table in set(tables)]


def count_waiting(*, quote: Quote) -> str:
    """The SQL that counts the mails that have not gone yet."""
    return f"SELECT count(*) FROM {quote(Email._meta.db_table)} WHERE {WAITING}"  # noqa: S608
