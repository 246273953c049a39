"""The demo world: two agencies with believable people and half a year of history up to this moment."""

import gc
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agency.demo import links, loading
from agency.models import Agency


class Command(BaseCommand):
    help = "Loads the demo world, or prints how to sign in to it. Never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--if-empty", action="store_true", help="load it if there is no agency yet")
        choice.add_argument("--reset", action="store_true", help="WIPE this database and load the demo world afresh")
        choice.add_argument("--links", action="store_true", help="print one sign-in link for each person")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo world is not for production: its people sign in without a password.")
        if options["links"]:
            self._print_links()
        elif options["reset"]:
            self.stdout.write("Wiping the database ...")
            loading.wipe()
            self._load()
        elif settings.DEMO and not Agency.objects.exists():
            self._load()

    def _load(self) -> None:
        now = timezone.now()
        gc.freeze()  # what is loaded by now stays: looking through it for garbage takes a tenth of the time
        gc.set_threshold(50_000, 20, 20)
        self.stdout.write("Making the demo world; this takes about a minute.")
        loading.load(now, self._tell)
        took = (timezone.now() - now).total_seconds()
        self.stdout.write(self.style.SUCCESS(f"The demo world stands, after {took:.0f} seconds."))

    def _tell(self, agency: str, done: int, of: int) -> None:
        """A line that is written over on a screen; a line for each quarter where it is kept."""
        if sys.stdout.isatty():
            self.stdout.write(f"\r{agency}: {done} of {of} ", ending="" if done < of else "\n")
            self.stdout.flush()
        elif done == of or done % max(of // 4, 1) == 0:
            self.stdout.write(f"{agency}: {done} of {of}")

    def _print_links(self) -> None:
        """Who, what they are and where, and the address that signs them in; outside the demo there is none."""
        if not settings.DEMO:
            self.stdout.write("RAPPORT_DEMO is off: people sign in with their address.")
            return
        rows = links.links()
        if not rows:
            self.stdout.write("Nobody is here to sign in. `manage.py demo --if-empty` loads the demo world.")
            return
        names, abouts = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
        self.stdout.write("Sign in as (links work for thirty days):\n")
        for name, about, link in rows:
            self.stdout.write(f"  {name:<{names}}  {about:<{abouts}}  {link}")
