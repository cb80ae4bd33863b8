"""Asks a name server for the few kinds of record that mail needs; the one place that touches the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.resolver

from home.operations.errors import OperationError

PATIENCE_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Records:
    """A resolver with a short patience: the system's own name servers, or the one that is given."""

    resolver: dns.resolver.Resolver = field(default_factory=dns.resolver.Resolver)

    @classmethod
    def of(cls, nameserver: str = "", port: int = 53) -> Records:
        """With the name server at an address, or without one the system's.

        Raises:
            OperationError: the system names no server, or ``nameserver`` is not an address.
        """
        try:
            resolver = dns.resolver.Resolver(configure=not nameserver)
            if nameserver:
                resolver.nameservers, resolver.port = [nameserver], port
        except (dns.exception.DNSException, ValueError) as error:
            raise OperationError(f"There is no name server to ask: {error}. Give --nameserver.") from error
        resolver.lifetime, resolver.timeout = PATIENCE_SECONDS, PATIENCE_SECONDS / 2
        return cls(resolver)

    def text(self, name: str) -> list[str] | None:
        """The TXT records of a name, each joined from its pieces; None when the name does not exist at all.

        Raises:
            OperationError: no name server gave an answer, so nothing can be said.
        """
        answer = self._ask(name, "TXT")
        return None if answer is None else [b"".join(record.strings).decode("utf-8", "replace") for record in answer]

    def mail_hosts(self, name: str) -> list[str] | None:
        """The hosts of the MX records, best first, without the closing dot; the null MX (RFC 7505) is an empty name."""
        answer = self._ask(name, "MX")
        if answer is None:
            return None
        hosts = sorted(answer, key=lambda record: record.preference)
        return [record.exchange.to_text(omit_final_dot=True).strip(".") for record in hosts]

    def has_address(self, name: str) -> bool:
        return any(self._ask(name, kind) for kind in ("A", "AAAA"))

    def _ask(self, name: str, kind: str) -> list[Any] | None:
        try:
            return list(self.resolver.resolve(name, kind, raise_on_no_answer=False, search=False))
        except dns.resolver.NXDOMAIN:
            return None
        except (dns.exception.DNSException, UnicodeError) as error:
            raise OperationError(f"No name server answers about {name} ({kind}): {error}") from error
