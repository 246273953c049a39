"""What receivers see of the domain that account mail and return paths of this installation are at."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comms import dns_hints, dns_lookup, dns_words


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Look RAPPORT_MAIL_DOMAIN up in DNS and say what is missing for its mail to be believed. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--selector", default="", help="the DKIM selector that your mail server signs with")

    def handle(self, *args: Any, selector: str, **options: Any) -> None:
        domain = settings.MAIL_DOMAIN
        way = dns_hints.Sending(way="smtp", host=settings.SMTP["host"], return_domain=domain)
        try:
            findings = dns_hints.findings(dns_lookup.records_of(domain, selector), way)
        except dns_lookup.NoAnswer as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{domain}\n")
        for told in dns_words.told(findings):
            self.stdout.write(f"\n{told['title']}: {told['sign']}\n  {told['text']}")
            for more in filter(None, (told["add"], told["value"])):
                self.stdout.write(f"    {more}")
