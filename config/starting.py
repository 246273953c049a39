"""What each process of production asks before it starts: is anything unsafe? It says what, and does not start."""

from django.conf import settings
from django.core.management import call_command


def refuse_unsafe() -> None:
    """Raises SystemCheckError, with the words of agency/checks.py, in production only."""
    if settings.PRODUCTION:
        call_command("check", deploy=True, databases=["default"], fail_level="ERROR")
