"""Where this installation keeps its data: for the scripts that copy all of it, from the environment alone."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import environment as env

DATABASE_NAMES = {"sqlite": "database.sqlite3", "postgres": "database.dump"}


@dataclass(frozen=True)
class Place:
    """The data folder, the stored files in it, and the database as Django's settings describe it."""

    folder: Path
    database: dict[str, Any]

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def kind(self) -> str:
        return "sqlite" if self.database["ENGINE"].endswith("sqlite3") else "postgres"

    def libpq(self) -> dict[str, str]:
        """The database's address and password as the variables that PostgreSQL's own programs read."""
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        found = {variable: str(self.database[name]) for variable, name in names.items() if self.database[name]}
        if "sslmode" in self.database["OPTIONS"]:
            found["PGSSLMODE"] = self.database["OPTIONS"]["sslmode"]
        return found


def place_of_data() -> Place:
    """As config/settings.py has it, except that the owner's address of the database goes before the application's."""
    folder = Path(env.text("RAPPORT_DATA_DIR") or Path(__file__).resolve().parent.parent / "var")
    url = os.environ.get("DATABASE_OWNER_URL") or env.text("DATABASE_URL") or f"sqlite://{folder / 'rapport.sqlite3'}"
    return Place(folder, env.database(url))
