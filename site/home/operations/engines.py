"""Which module speaks to which database; each offers FILE, dump() and load()."""

from types import ModuleType

from home.operations import postgresql, sqlite
from home.operations.errors import OperationError

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine_of(vendor: str) -> ModuleType:
    """The module for Django's name of a database.

    Raises:
        OperationError: it is a database that we cannot write out whole; half a backup would only look like one.
    """
    try:
        return ENGINES[vendor]
    except KeyError as error:
        raise OperationError(f"There is no backup for a {vendor} database, only for PostgreSQL and SQLite.") from error
