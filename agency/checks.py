"""Says in words what is unsafe or missing, before anything starts. Production does not start with an error here."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register(Tags.security)
def production_is_safe(**_: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    problems = _problems()
    return [Error(words, hint=hint or None, id=ident) for wrong, ident, words, hint in problems if wrong]


def _problems() -> list[tuple[Any, str, str, str]]:
    """(whether it is wrong, id, what is wrong, what to do) of each setting that production needs safe."""
    return [
        (settings.DEBUG, "rapport.E001", "RAPPORT_DEBUG is on in production.", "Set RAPPORT_DEBUG=0."),
        (
            settings.DEMO,
            "rapport.E002",
            "RAPPORT_DEMO is on in production: anyone could sign in.",
            "Set RAPPORT_DEMO=0.",
        ),
        (
            len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith("development"),
            "rapport.E003",
            "RAPPORT_SECRET_KEY is missing or short.",
            "Set at least 50 random characters.",
        ),
        (
            not _fernet(settings.FIELD_KEY),
            "rapport.E004",
            "RAPPORT_FIELD_KEY is missing or no Fernet key.",
            "See .env.example.",
        ),
        (
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "rapport.E005",
            "RAPPORT_ALLOWED_HOSTS is empty or '*'.",
            "",
        ),
        (
            not settings.BASE_URL.startswith("https://"),
            "rapport.E006",
            "RAPPORT_BASE_URL does not begin with https://.",
            "Links in mails are made from it.",
        ),
        (
            connection.vendor != "postgresql",
            "rapport.E007",
            "DATABASE_URL is not PostgreSQL.",
            "Row-level security, a wall between agencies, needs it.",
        ),
        (
            not settings.REDIS_URL,
            "rapport.E008",
            "REDIS_URL is missing.",
            "Several processes need a shared broker and cache.",
        ),
        (settings.MAIL_DOMAIN.endswith(".example"), "rapport.E009", "RAPPORT_MAIL_DOMAIN is not set.", ""),
    ]


def _fernet(key: str) -> bool:
    from cryptography.fernet import Fernet

    try:
        Fernet(key)
    except (ValueError, TypeError):
        return False
    return not key.startswith("ZGV2ZWxvcG1lbnQt")


@register(Tags.database)
def role_cannot_bypass(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Superusers and BYPASSRLS roles pass silently through row-level security; Docker's POSTGRES_USER is one."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        bypasses = cursor.fetchone()[0]
    if not bypasses:
        return []
    return [
        Error(
            "The database role bypasses row-level security.",
            hint="Use rapport_app; see docs/operating.md.",
            id="rapport.E010",
        )
    ]
