"""The mail domain's records, asked of a name server on this machine."""

from __future__ import annotations

import base64
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import CommandError, call_command

from home.operations.dns_records import Records
from home.operations.mail_dns import Level, check
from tests.home.operations.name_server import name_server


def dkim_key(bits: int) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    text = base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    pieces = [f"v=DKIM1; k=rsa; p={text[:150]}", text[150:300], text[300:]]
    return "TXT " + " ".join(f'"{piece}"' for piece in pieces if piece)


GOOD = {
    "ingrado.example": ["MX 10 mail.ingrado.example.", 'TXT "v=spf1 mx include:spf.host.example -all"', 'TXT "something else"'],
    "mail.ingrado.example": ["A 192.0.2.25"],
    "spf.host.example": ['TXT "v=spf1 ip4:192.0.2.0/24 -all"'],
    "2026._domainkey.ingrado.example": [dkim_key(2048)],
    "_dmarc.ingrado.example": ['TXT "v=DMARC1; p=reject; rua=mailto:dmarc@ingrado.example"'],
}


def findings(zone, *, selectors=("2026",), domain="ingrado.example"):
    with name_server(zone) as port:
        return check(domain=domain, selectors=selectors, records=Records.of("127.0.0.1", port))


def faults(zone, **options) -> dict[str, str]:
    return {finding.subject: finding.sentence for finding in findings(zone, **options) if finding.level == Level.FAULT}


def test_a_domain_in_order_has_a_good_word_for_each_subject():
    found = findings(GOOD)
    assert [(finding.subject, finding.level) for finding in found] == [
        ("MX", Level.GOOD),
        ("SPF", Level.GOOD),
        ("DKIM", Level.GOOD),
        ("DMARC", Level.GOOD),
    ]
    assert "RSA of 2048 bits" in found[2].sentence


@pytest.mark.parametrize(
    ("name", "lines", "subject", "words"),
    [
        ("ingrado.example", ["MX 0 .", 'TXT "v=spf1 -all"'], "MX", "receives no mail"),
        ("ingrado.example", ['TXT "v=spf1 -all"'], "MX", "no MX record and no address"),
        ("mail.ingrado.example", [], "MX", "mail.ingrado.example has no address"),
        ("ingrado.example", ["MX 10 mail.ingrado.example."], "SPF", "no SPF record"),
        ("ingrado.example", ["MX 10 mail.ingrado.example.", 'TXT "v=spf1 mx +all"'], "SPF", "lets everybody send"),
        ("ingrado.example", ["MX 10 mail.ingrado.example.", 'TXT "v=spf1 mx"'], "SPF", "end it in -all"),
        (
            "ingrado.example",
            ["MX 10 mail.ingrado.example.", 'TXT "v=spf1 -all"', 'TXT "v=spf1 mx -all"'],
            "SPF",
            "2 SPF records",
        ),
        ("spf.host.example", ['TXT "v=spf1 a a:b a:c a:d a:e a:f a:g a:h a:i -all"'], "SPF", "needs 11 look-ups"),
        ("2026._domainkey.ingrado.example", [], "DKIM", "no DKIM key at 2026._domainkey.ingrado.example"),
        ("2026._domainkey.ingrado.example", ['TXT "v=DKIM1; p="'], "DKIM", "revoked"),
        ("2026._domainkey.ingrado.example", ['TXT "v=DKIM1; p=notakey!"'], "DKIM", "cannot be read"),
        ("_dmarc.ingrado.example", [], "DMARC", "no DMARC record"),
        ("_dmarc.ingrado.example", ['TXT "v=DMARC1; p=none; rua=mailto:a@x.example"'], "DMARC", "only watches"),
        ("_dmarc.ingrado.example", ['TXT "v=DMARC1; rua=mailto:a@x.example"'], "DMARC", "no policy"),
    ],
)
def test_each_fault_is_told_in_its_own_sentence(name, lines, subject, words):
    found = faults({**GOOD, name: lines})
    assert list(found) == [subject]
    assert words in found[subject]


def test_a_key_of_another_time_is_advice_and_an_ancient_one_a_fault():
    advised = findings({**GOOD, "2026._domainkey.ingrado.example": [dkim_key(1024)]})
    assert [finding.level for finding in advised if finding.subject == "DKIM"] == [Level.ADVICE]
    modulus = "9af3e5" + "c1" * 61  # 512 bits, which no library makes any more
    der = bytes.fromhex(f"305c300d06092a864886f70d0101010500034b003048024100{modulus}0203010001")
    ancient = f'TXT "v=DKIM1; p={base64.b64encode(der).decode()}"'
    assert "has 512 bits" in faults({**GOOD, "2026._domainkey.ingrado.example": [ancient]})["DKIM"]


def test_without_a_selector_only_a_domain_without_any_key_is_a_fault():
    assert faults(GOOD, selectors=()) == {}
    without = {name: lines for name, lines in GOOD.items() if "_domainkey" not in name}
    assert "no DKIM key at all" in faults(without, selectors=())["DKIM"]


def test_a_subdomain_inherits_the_policy_for_subdomains():
    zone = {
        "post.ingrado.example": GOOD["ingrado.example"],
        "2026._domainkey.post.ingrado.example": GOOD["2026._domainkey.ingrado.example"],
        **GOOD,
        "_dmarc.ingrado.example": ['TXT "v=DMARC1; p=reject; sp=none; rua=mailto:a@x.example"'],
    }
    assert "only watches" in faults(zone, domain="post.ingrado.example")["DMARC"]
    assert faults(zone) == {}


def test_records_that_include_each_other_end():
    zone = {**GOOD, "spf.host.example": ['TXT "v=spf1 include:ingrado.example include:spf.host.example -all"']}
    assert faults(zone) == {}


def test_a_silent_name_server_is_a_fault_of_every_subject():
    with name_server({}) as port:
        pass
    records = Records.of("127.0.0.1", port)
    records.resolver.lifetime = records.resolver.timeout = 0.2
    found = check(domain="ingrado.example", selectors=["2026"], records=records)
    assert {finding.subject for finding in found if finding.level == Level.FAULT} == {"MX", "SPF", "DKIM", "DMARC"}


def test_the_command_ends_in_zero_or_in_the_number_of_faults(settings):
    settings.DEFAULT_FROM_EMAIL = "Klankbord <klankbord@Ingrado.example>"
    told = StringIO()
    with name_server(GOOD) as port:
        options = {"selector": ["2026"], "nameserver": "127.0.0.1", "nameserver_port": port, "stdout": told}
        call_command("check_mail_dns", **options)
        assert told.getvalue().strip().endswith("ingrado.example: no faults.")
        with pytest.raises(CommandError, match=r"ingrado\.example: 1 fault\."):
            call_command("check_mail_dns", **options | {"selector": ["2025"]})
