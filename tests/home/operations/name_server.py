"""A small name server on the loopback address, with records as in a zone file."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Zone = Mapping[str, Sequence[str]]


@contextmanager
def name_server(zone: Zone) -> Iterator[int]:
    """Answers for ``zone``: {"name": ["MX 10 mail.x.example.", 'TXT "v=spf1 -all"']}. Gives the port; every other name
    does not exist, and the names above one that exists do (RFC 8020)."""
    records = {dns.name.from_text(name): lines for name, lines in zone.items()}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(server, records), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.sendto(b"", server.getsockname())
            thread.join(timeout=5)


def _serve(server: socket.socket, records: Mapping[dns.name.Name, Sequence[str]]) -> None:
    while True:
        data, address = server.recvfrom(4096)
        if not data:
            return
        server.sendto(_answer(dns.message.from_wire(data), records).to_wire(), address)


def _answer(query: dns.message.Message, records: Mapping[dns.name.Name, Sequence[str]]) -> dns.message.Message:
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    question = query.question[0]
    kind = dns.rdatatype.to_text(question.rdtype)
    found = [line.partition(" ")[2] for line in records.get(question.name, []) if line.partition(" ")[0] == kind]
    if found:
        response.answer.append(dns.rrset.from_text_list(question.name, 60, dns.rdataclass.IN, question.rdtype, found))
    elif not any(name.is_subdomain(question.name) for name in records):
        response.set_rcode(dns.rcode.NXDOMAIN)
    return response
