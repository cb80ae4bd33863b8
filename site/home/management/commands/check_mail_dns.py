"""Tell what the mail domain's records say."""

from __future__ import annotations

from argparse import ArgumentParser
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.operations.dns_records import Records
from home.operations.errors import OperationError
from home.operations.mail_dns import Level, check


class Command(BaseCommand):
    help = (
        "Looks up MX, SPF, DKIM and DMARC of the domain that mail is sent from (DEFAULT_FROM_EMAIL) and tells in sentences "
        "what is good, what could be better and what is wrong. Exit code 0: no fault; 1: at least one. It asks the "
        "system's name servers and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--domain", help="Another domain than that of DEFAULT_FROM_EMAIL.")
        parser.add_argument(
            "--selector",
            action="append",
            default=[],
            metavar="NAME",
            help="A DKIM selector that the mail server signs with; may be given more than once.",
        )
        parser.add_argument("--nameserver", default="", metavar="ADDRESS", help="Ask this name server instead of the system's.")
        parser.add_argument("--nameserver-port", type=int, default=53, metavar="N", help="Its port, when that is not 53.")

    def handle(self, *args: Any, **options: Any) -> None:
        domain = (options["domain"] or parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]).strip(".").lower()
        if not domain:
            raise CommandError("DEFAULT_FROM_EMAIL holds no address, so there is no domain to look at.")
        try:
            records = Records.of(options["nameserver"], options["nameserver_port"])
        except OperationError as error:
            raise CommandError(str(error)) from error
        findings = check(domain=domain, selectors=options["selector"], records=records)
        styles = {Level.GOOD: self.style.SUCCESS, Level.ADVICE: self.style.WARNING, Level.FAULT: self.style.ERROR}
        for finding in findings:
            self.stdout.write(f"{finding.subject:5}  {styles[finding.level](f'{finding.level:6}')}  {finding.sentence}")
        faults = sum(finding.level == Level.FAULT for finding in findings)
        if faults:
            raise CommandError(f"{domain}: {faults} {'fault' if faults == 1 else 'faults'}.")
        self.stdout.write(f"{domain}: no faults.")
