"""One run: database, world, cases, table."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.urls import clear_url_caches
from django.utils import timezone

from bench import cases, clocks, mail, world
from bench.measure import Case, measure, table
from config.starting import settle


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, made by the owner's role and used by the application's, as the tests do it."""
    on_postgres = connection.vendor == "postgresql"
    if on_postgres:
        connection.settings_dict["USER"] = "rapport_owner"
    name = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if on_postgres:
        connection.close()
        connection.settings_dict["USER"] = "rapport_app"
    try:
        yield
    finally:
        connection.close()
        if on_postgres:
            connection.settings_dict["USER"] = "rapport_owner"
        connection.creation.destroy_test_db(name, verbosity=0)


def analyse() -> None:
    """Plans are made from statistics, and only a table's owner may gather them."""
    serving = connection.settings_dict["USER"]
    connection.close()
    if connection.vendor == "postgresql":
        connection.settings_dict["USER"] = "rapport_owner"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    connection.settings_dict["USER"] = serving


def everything(wanted: argparse.Namespace) -> None:
    now, began = timezone.now(), time.perf_counter()
    size = world.Size(wanted.agencies, wanted.clients, wanted.requests, wanted.interactions)
    built = world.build(size, now)
    analyse()
    print(f"{connection.vendor}: {size}, built in {time.perf_counter() - began:.0f} s\n")
    parts = {"pages": pages, "mail": mail_rates, "pdf": papers, "clocks": many_clocks}
    for name in [wanted.only] if wanted.only else parts:
        parts[name](built, wanted)


def pages(built: world.Built, wanted: argparse.Namespace) -> None:
    """As a web process serves them."""
    with override_settings(ROOT_URLCONF="bench.urls"):
        clear_url_caches()
        settle()
        report("Pages", cases.pages(built), wanted.rounds)


def mail_rates(built: world.Built, wanted: argparse.Namespace) -> None:
    report(f"Mail in, {mail.MANY} at a time", mail.coming(built), wanted.rounds)
    with mail.provider() as server:
        mail.queueing(built)()
        report(f"Mail out, {mail.MANY} at a time", mail.leaving(built, server), wanted.rounds)


def papers(built: world.Built, wanted: argparse.Namespace) -> None:
    report("PDF", cases.pdf(built), wanted.pdf_rounds)


def many_clocks(built: world.Built, wanted: argparse.Namespace) -> None:
    """Last, since what it adds would weigh on the others."""
    if connection.vendor != "postgresql":
        print("Sweep: on PostgreSQL only, which copies rows by the million\n")
        return
    began = time.perf_counter()
    clocks.build(built, wanted.clocks, timezone.now())
    analyse()
    print(f"{wanted.clocks} clocks, built in {time.perf_counter() - began:.0f} s")
    report("Sweep", clocks.sweep(timezone.now()), wanted.rounds * 4)


def report(heading: str, found: list[Case], rounds: int) -> None:
    measure(found, rounds)
    print(f"{heading}\n{table(found)}\n", flush=True)
