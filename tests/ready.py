"""`python -m tests.ready pytest …` migrates one empty database, then runs the command, whose processes copy it, as a
template of PostgreSQL or a file of SQLite, instead of migrating one each.
"""

import os
import sys
from pathlib import Path

from tests.journeys.databases import TEMPLATE, Stock


def main() -> None:
    os.environ[TEMPLATE] = Stock(Path(os.environ["RAPPORT_DATA_DIR"])).template
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
