"""`python -m bench`: builds a large world in a database of its own, measures, prints, and takes the database away.

    make bench                                     the usual size, on PostgreSQL
    python -m bench --agencies 10 --requests 200000 --rounds 30
    python -m bench --only clocks --clocks 2000000

Figures are ratios within one run: the machine's own speed falls out. Nothing here is a test; docs/figures.md says how
to read it.
"""

import argparse
import os
import sys

import django


def sizes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agencies", type=int, default=4)
    parser.add_argument("--clients", type=int, default=300, help="in each agency")
    parser.add_argument("--requests", type=int, default=20_000, help="in each agency; calls and meetings go with them")
    parser.add_argument("--interactions", type=int, default=1, help="in each request")
    parser.add_argument("--clocks", type=int, default=200_000, help="open clocks, of which 500 are due (PostgreSQL)")
    parser.add_argument("--only", choices=("pages", "clocks", "mail", "pdf"), help="one part alone")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--pdf-rounds", type=int, default=3)
    return parser.parse_args()


def main() -> None:
    wanted = sizes()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("RAPPORT_LOG_LEVEL", "ERROR")
    django.setup()

    from bench import run

    with run.database():
        run.everything(wanted)


if __name__ == "__main__":
    sys.exit(main())
