"""Writes the index of the search anew: after an upgrade, or when somebody doubts it. What is served meanwhile is served
as before, and what is written meanwhile is indexed by its own event.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agency.models import Agency
from agency.search import indexing
from agency.search.kinds import kinds
from agency.tenancy.scope import within


class Command(BaseCommand):
    help = "Writes the index of the search anew, for one agency or for all. Says for each kind how much there is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", nargs="?", default="", help="its slug; all agencies without it")
        parser.add_argument("--missing", action="store_true", help="only agencies that have no entry at all")

    def handle(self, *args: Any, agency: str, missing: bool, **options: Any) -> None:
        agencies = list(Agency.objects.filter(slug=agency) if agency else Agency.objects.order_by("pk"))
        if not agencies:
            if agency:
                raise CommandError(f"there is no agency {agency}")
            return
        for one in agencies:
            self._reindex(one, missing)

    def _reindex(self, agency: Agency, missing: bool) -> None:
        with within(agency):
            if missing and indexing.any_entry():
                return
        told = []
        for kind in kinds.values():
            with within(agency):
                told.append(f"{indexing.rebuild(kind)} {kind.name}")
        self.stdout.write(f"{agency.slug}: {', '.join(told)}")
