"""What the domain that we send from says about mail: MX, SPF, DKIM and DMARC, told in sentences.

The receivers are mostly municipalities; a domain that does not align lands in quarantine (Forum Standaardisatie's list
asks for SPF, DKIM and DMARC with a policy). Rules: RFC 7208 (SPF), 6376 and 8301 (DKIM), 7489 (DMARC), 7505 (null MX).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from home.operations.dns_records import Records
from home.operations.errors import OperationError

SPF_LOOKUP_LIMIT = 10
SPF_LOOKUPS = {"include", "a", "mx", "ptr", "exists", "redirect"}
SHORTEST_RSA_BITS, GOOD_RSA_BITS = 1024, 2048


class Level(StrEnum):
    """How a finding weighs; only a fault makes the check fail."""

    GOOD = "good"
    ADVICE = "advice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one of the four subjects."""

    subject: str
    level: Level
    sentence: str


def check(*, domain: str, selectors: Sequence[str], records: Records) -> list[Finding]:
    """Look at the domain's four kinds of record.

    Args:
        domain: what stands after the @ of the sender.
        selectors: the DKIM selectors that the mail server signs with.
        records: whom to ask.
    """
    subjects = {
        "MX": mail_hosts(domain, records),
        "SPF": spf(domain, records),
        "DKIM": dkim(domain, selectors, records),
        "DMARC": dmarc(domain, records),
    }
    return [Finding(subject, *finding) for subject, findings in subjects.items() for finding in _asked(findings)]


def _asked(findings: Iterator[tuple[Level, str]]) -> Iterator[tuple[Level, str]]:
    """The findings; a name server that is silent is a fault of its own and ends the subject, not the check."""
    try:
        yield from findings
    except OperationError as error:
        yield Level.FAULT, str(error)


def mail_hosts(domain: str, records: Records) -> Iterator[tuple[Level, str]]:
    """Answers and bounces must reach us."""
    hosts = records.mail_hosts(domain)
    if hosts is None:
        yield Level.FAULT, f"The domain {domain} does not exist."
    elif hosts == [""]:
        yield Level.FAULT, f"{domain} says that it receives no mail (null MX), so answers and bounces are lost."
    elif hosts:
        lost = [host for host in hosts if not records.has_address(host)]
        for host in lost:
            yield Level.FAULT, f"The mail host {host} has no address."
        if len(lost) < len(hosts):
            yield Level.GOOD, f"Mail to {domain} goes to {', '.join(host for host in hosts if host not in lost)}."
    elif records.has_address(domain):
        yield Level.ADVICE, f"{domain} has no MX record; mail goes to its own address. Name the mail host explicitly."
    else:
        yield Level.FAULT, f"{domain} has no MX record and no address, so answers and bounces are lost."


def spf(domain: str, records: Records) -> Iterator[tuple[Level, str]]:
    """One policy that ends in a refusal and can be evaluated in ten look-ups."""
    found = _spf_of(domain, records)
    if not found:
        yield Level.FAULT, f"{domain} has no SPF record; publish one that names your mail server and ends in -all."
        return
    if len(found) > 1:
        yield Level.FAULT, f"{domain} has {len(found)} SPF records, which counts as none; join them into one."
        return
    terms = found[0].lower().split()[1:]
    last = next((term for term in terms if term.lstrip("+-~?") == "all"), "")
    if last in {"-all", "~all"}:
        yield Level.GOOD, f"SPF is published and ends in {last}: {found[0]}"
    elif last:
        yield Level.FAULT, f"SPF ends in {last}, which lets everybody send as {domain}; make it -all."
    elif not any(term.startswith("redirect=") for term in terms):
        yield Level.FAULT, "SPF says nothing about other senders; end it in -all."
    lookups = sum(1 for _term in _lookups(domain, records, seen=set()))
    if lookups > SPF_LOOKUP_LIMIT:
        yield Level.FAULT, f"SPF needs {lookups} look-ups and receivers stop at {SPF_LOOKUP_LIMIT}; take out what you do not use."


def dkim(domain: str, selectors: Sequence[str], records: Records) -> Iterator[tuple[Level, str]]:
    """A key for every selector, alive and long enough."""
    if not selectors:
        if records.text(f"_domainkey.{domain}") is None:
            yield Level.FAULT, f"{domain} has no DKIM key at all; let your mail server sign, and publish its key."
        else:
            yield (
                Level.ADVICE,
                "There seem to be DKIM keys; give --selector (the mail server's administrator knows it) to look at one.",
            )
    for selector in selectors:
        name = f"{selector}._domainkey.{domain}"
        keys = [text for text in records.text(name) or [] if "p=" in text.replace(" ", "")]
        if not keys:
            yield Level.FAULT, f"There is no DKIM key at {name}."
        elif len(keys) > 1:
            yield Level.FAULT, f"There are {len(keys)} DKIM keys at {name}, and receivers choose one by chance."
        else:
            yield _key(name, _tags(keys[0]))


def dmarc(domain: str, records: Records) -> Iterator[tuple[Level, str]]:
    """A policy on the domain or on one above it, that asks receivers to act."""
    holder, found = _dmarc_of(domain, records)
    if not found:
        yield Level.FAULT, f"{domain} has no DMARC record; publish one at _dmarc.{domain} with p=quarantine or p=reject."
        return
    if len(found) > 1:
        yield Level.FAULT, f"_dmarc.{holder} has {len(found)} DMARC records, which counts as none."
        return
    tags = _tags(found[0])
    policy = (tags.get("sp") if holder != domain else None) or tags.get("p", "")
    if policy in {"quarantine", "reject"}:
        yield Level.GOOD, f"DMARC asks receivers to {policy} what is not ours: {found[0]}"
    elif policy == "none":
        yield Level.FAULT, f"DMARC at _dmarc.{holder} only watches (p=none); make it p=quarantine or p=reject."
    else:
        yield Level.FAULT, f"DMARC at _dmarc.{holder} has no policy that receivers know: {found[0]}"
    if tags.get("pct", "100") != "100":
        yield Level.ADVICE, f"DMARC holds for {tags['pct']} % of the mail only (pct)."
    if not tags.get("rua"):
        yield Level.ADVICE, "DMARC names no address for reports (rua), so nobody notices what fails."


def _key(name: str, tags: dict[str, str]) -> tuple[Level, str]:
    if not tags["p"]:
        return Level.FAULT, f"The DKIM key at {name} is revoked (p= is empty)."
    if tags.get("k", "rsa") == "ed25519":
        return Level.ADVICE, f"The DKIM key at {name} is Ed25519, which many receivers do not know; sign with RSA as well."
    try:
        key = load_der_public_key(base64.b64decode(tags["p"], validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return Level.FAULT, f"The DKIM key at {name} cannot be read; publish it again as your mail server gives it."
    bits = key.key_size if isinstance(key, RSAPublicKey) else 0
    if bits < SHORTEST_RSA_BITS:
        return Level.FAULT, f"The DKIM key at {name} has {bits} bits, and receivers refuse it; make one of {GOOD_RSA_BITS}."
    if bits < GOOD_RSA_BITS:
        return Level.ADVICE, f"The DKIM key at {name} has {bits} bits; make one of {GOOD_RSA_BITS}."
    return Level.GOOD, f"DKIM key {name} is published, RSA of {bits} bits."


def _spf_of(domain: str, records: Records) -> list[str]:
    return [text for text in records.text(domain) or [] if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]


def _lookups(domain: str, records: Records, *, seen: set[str]) -> Iterator[str]:
    """Every term that costs a receiver a look-up, also in what is included."""
    seen.add(domain)
    for text in _spf_of(domain, records)[:1]:
        for term in text.lower().split()[1:]:
            bare = term.lstrip("+-~?")
            word = bare.replace("=", ":").replace("/", ":").partition(":")[0]
            if word not in SPF_LOOKUPS:
                continue
            yield term
            target = bare.replace("=", ":", 1).partition(":")[2]
            if word in {"include", "redirect"} and target and target not in seen and len(seen) <= 2 * SPF_LOOKUP_LIMIT:
                yield from _lookups(target, records, seen=seen)


def _dmarc_of(domain: str, records: Records) -> tuple[str, list[str]]:
    """The DMARC records and the domain that holds them: this one, or the nearest above it but for the top level."""
    holder = domain
    while "." in holder:
        found = [text for text in records.text(f"_dmarc.{holder}") or [] if text.lower().replace(" ", "").startswith("v=dmarc1")]
        if found:
            return holder, found
        holder = holder.partition(".")[2]
    return domain, []


def _tags(record: str) -> dict[str, str]:
    """The `name=value` pairs of a DKIM or DMARC record; white space inside a value does not count."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _equals, value in pairs if name.strip()}
