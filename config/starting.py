"""How each process of production begins: it asks whether anything is unsafe, and settles down to serve."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.management import call_command

NEW_OBJECTS_UNTIL_A_LOOK = 50_000


def refuse_unsafe() -> None:
    """Raises SystemCheckError, with the words of agency/checks.py, in production only."""
    if settings.PRODUCTION:
        call_command("check", deploy=True, databases=["default"], fail_level="ERROR")


def settle() -> None:
    """What is loaded now stays as long as a web process lives, so that Python need not look through it for garbage, and
    for new garbage it looks less often. Otherwise that takes a fifth of the time of a page (docs/figures.md).
    """
    import_module(settings.ROOT_URLCONF)  # and with it the views, which else the first visitor waits for
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_UNTIL_A_LOOK, 20, 50)
