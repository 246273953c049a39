"""The words of an entry as PostgreSQL keeps them: lexemes with their places, made by us and by no parser."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class LexemesField(models.Field):
    """A tsvector. SQLite keeps words in a table of its own (FTS5), and nothing here."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"
