"""The operator's way to a first agency where sign-up is closed, as it is in production."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agency.domain import agencies
from agency.domain.invitations import new_account, users_at
from agency.models import User


class Command(BaseCommand):
    help = "Founds an agency with its owner, who signs in by a code that is mailed to the address. No password is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="its name, as clients read it")
        parser.add_argument("email", help="the owner's address; an account that has it already becomes the owner")
        parser.add_argument("--name", default="", help="the owner's name")
        parser.add_argument("--slug", default="", help="the agency's word in addresses; default: made of its name")
        parser.add_argument("--zone", default="Europe/Berlin", help="default: %(default)s")
        parser.add_argument("--language", default="en", help="default: %(default)s")

    def handle(self, *args: Any, agency: str, email: str, slug: str, **options: Any) -> None:
        place = {"zone": options["zone"], "language": options["language"]}
        try:
            with transaction.atomic():
                owner = self._account(email.strip().lower(), options["name"], place)
                slug = slug or agencies.free_slug(agency)
                made = agencies.found(name=agency, slug=slug, by=owner, at=timezone.now(), **place)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{agency} stands at {settings.BASE_URL}/{made.agency.slug}/")
        self.stdout.write(f"{owner.email} signs in with a mailed code at {settings.BASE_URL}{reverse('account_login')}")

    def _account(self, email: str, name: str, place: dict[str, str]) -> User:
        """Whoever has the address, or somebody new: signing in by a code proves that they read its mail."""
        if known := users_at(email):
            return known[0]
        return new_account(email, name=name, **place)
