""".env.example lists every variable that is read, and nothing else; docker-compose.yml hands all of them over."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'(?:env\.(?:text|flag|words)|environ(?:\.get|\.setdefault)?)[\[(]\s*"([A-Z_]+)"')
ROOMS = ("agency", "clients", "comms", "reports", "portal", "api", "config")
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def read_by_code() -> set[str]:
    sources = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    found = {name for source in sources for name in READ.findall(source.read_text())}
    return found - NOT_OURS


def listed() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def used_by_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def test_every_variable_that_is_read_is_explained() -> None:
    assert read_by_code() - listed() == set()


def test_nothing_is_explained_that_nobody_reads() -> None:
    assert listed() - read_by_code() - used_by_compose() - {"COMPOSE_PROFILES"} == set()


def test_containers_are_given_every_variable() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    image = (ROOT / "Dockerfile").read_text()
    forgotten = {name for name in read_by_code() if f"{name}:" not in compose and f"{name}=" not in image}
    assert forgotten == {"RAPPORT_DEBUG", "RAPPORT_DEMO"}, "both are refused in production"
