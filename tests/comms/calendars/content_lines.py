"""RFC 5545 to the letter, written from the RFC alone: lines, folding, names, and what each component must hold."""

import re

QUOTED, BARE = r'"[^"\x00-\x1f\x7f]*"', r'[^";:,\x00-\x1f\x7f]*'
VALUES = f"(?:{QUOTED}|{BARE})(?:,(?:{QUOTED}|{BARE}))*"
LINE = re.compile(rf"[A-Z0-9-]+(?:;[A-Z0-9-]+={VALUES})*:.*")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "URL", "STATUS", "SEQUENCE", "ORGANIZER", *TEXTS}
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


def check(data: bytes) -> list[str]:
    """The unfolded lines of a calendar that holds to the RFC. Raises AssertionError where it does not."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode("utf-8")  # no character is broken in two
    lines = data.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    open_parts: list[tuple[str, list[str]]] = []
    for line in lines:
        assert LINE.fullmatch(line), line
        assert not CONTROL.search(line), line
        name, value = re.split("[;:]", line, maxsplit=1)[0], line.partition(":")[2]
        if name == "BEGIN":
            open_parts.append((value, []))
        elif name == "END":
            part, names = open_parts.pop()
            assert part == value
            assert NEEDED[part] <= set(names), (part, names)
            assert all(names.count(once) <= 1 for once in ONCE), names
        else:
            open_parts[-1][1].append(name)
            assert name not in TEXTS or ESCAPED.fullmatch(value), line
    assert not open_parts
    return lines
