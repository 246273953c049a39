"""Reads Authentication-Results (RFC 8601): what the server that received a message found out about its sender.

Much of what stands in the header is the sender's own text (an envelope address may say `dmarc=pass`), so it is taken
apart into its pieces first, and whoever is to be vouched for is compared piece by piece.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ATOM = re.compile(r'[^\s;="()\\]+')
BLANK = re.compile(r"\s+")
KEYWORD = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


class _Broken(ValueError):
    """A quote or a comment that does not end, or signs where none may stand."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one method said: ('spf', 'pass', (('smtp.mailfrom', 'maria@client.example'),))."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...] = ()

    def domains(self, *names: str) -> list[str]:
        """The domains of the properties of these names, without the local part."""
        return [_wire(value.strip("<>").rpartition("@")[2]) for name, value in self.properties if name in names]


@dataclass(frozen=True, slots=True)
class Results:
    """`whole` says that every part of the header was understood; of one that was not, a pass is not believed."""

    found: tuple[Result, ...] = ()
    whole: bool = True

    def of(self, method: str) -> list[Result]:
        return [result for result in self.found if result.method == method]


def vouched(header: str, domain: str) -> bool | None:
    """Whether the server vouches for a From address at this domain: True, False if it says that the sender is false,
    None if it cannot say.

    DMARC decides where it has a verdict; else DKIM or SPF passed for this domain, one above it or one below it. A pass
    for any other domain proves nothing.
    """
    results, domain = read(header), _wire(domain)
    dmarc = results.of("dmarc")
    if any(result.value == "fail" for result in dmarc):
        return False
    if results.whole and domain and _proven(results, dmarc, domain):
        return True
    values = {result.value for result in (*results.of("dkim"), *results.of("spf"))}
    return False if "fail" in values and "pass" not in values else None


def _proven(results: Results, dmarc: list[Result], domain: str) -> bool:
    passed = [result for result in dmarc if result.value == "pass"]
    if passed and passed == dmarc:
        return all(_aligned(named, domain) for result in dmarc for named in result.domains("header.from"))
    if passed:
        return False
    signed = (_signer(result) for result in results.of("dkim") if result.value == "pass")
    sent = (result.domains("smtp.mailfrom") for result in results.of("spf") if result.value == "pass")
    return any(named and all(_aligned(one, domain) for one in named) for named in (*signed, *sent))


def _signer(result: Result) -> list[str]:
    return result.domains("header.d") or result.domains("header.i")


def _aligned(one: str, other: str) -> bool:
    """Equal, or one lies below the other; a top-level domain vouches for nobody."""
    shorter, longer = sorted((one, other), key=len)
    return "." in shorter.strip(".") and (shorter == longer or longer.endswith(f".{shorter}"))


def _wire(domain: str) -> str:
    """The domain in small letters as servers write it, without a dot at its end."""
    small = domain.strip().lower().removesuffix(".")
    try:
        return small.encode("idna").decode("ascii")
    except UnicodeError:
        return small


# --- taking it apart --------------------------------------------------------------------------------------------------
Piece = tuple[str, str, bool]
"""Kind (';', '=' or 'text'), the text itself, and whether a blank stands before it."""


def read(header: str) -> Results:
    """What the header says. Never raises: what cannot be taken apart at all says nothing."""
    try:
        pieces = list(_pieces(header))
    except _Broken:
        return Results(whole=False)
    parts = _parts(pieces)
    if not any(kind == "=" for kind, _text, _blank in parts[0]):
        parts = parts[1:]  # the name of the server; some leave it out
    found, whole = [], True
    for part in parts:
        if not part or [text.lower() for _kind, text, _blank in part] == ["none"]:
            continue
        try:
            found.append(_result(part))
        except _Broken:
            whole = False
    return Results(tuple(found), whole)


def _parts(pieces: list[Piece]) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece[0] == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _result(part: list[Piece]) -> Result:
    """`method=result`, then any number of `name=value`."""
    pairs = []
    rest = part
    while rest:
        name, value, rest = _pair(rest)
        pairs.append((name, value))
    (method, result), *properties = pairs
    if not KEYWORD.fullmatch(result.lower()):
        raise _Broken
    return Result(method.partition("/")[0], result.lower(), tuple(properties))


def _pair(pieces: list[Piece]) -> tuple[str, str, list[Piece]]:
    """A name, its value, and what comes after. A value reaches to the next blank and may hold further equals signs."""
    if len(pieces) < 2 or pieces[0][0] != "text" or pieces[1][0] != "=":
        raise _Broken
    name = pieces[0][1].lower()
    if not KEYWORD.fullmatch(name.replace("/", ".")):
        raise _Broken
    end = 3
    while end < len(pieces) and not pieces[end][2]:
        end += 1
    return name, "".join(text for _kind, text, _blank in pieces[2:end]), pieces[end:]


def _pieces(header: str) -> Iterator[Piece]:
    place, blank = 0, False
    while place < len(header):
        sign = header[place]
        if found := BLANK.match(header, place):
            place, blank = found.end(), True
            continue
        if sign == "(":
            place, blank = _behind_comment(header, place), True
            continue
        if sign in ";=":
            yield sign, sign, blank
            place += 1
        elif sign == '"':
            text, place = _quoted(header, place + 1)
            yield "text", text, blank
        elif found := ATOM.match(header, place):
            yield "text", found[0], blank
            place = found.end()
        else:
            raise _Broken
        blank = False


def _behind_comment(header: str, place: int) -> int:
    """Comments may stand within comments; a backslash takes the meaning from the sign after it.

    Half a quotation in it means that the sender's text, repeated there as it came, has ended the comment.
    """
    depth = quotes = 0
    while place < len(header):
        sign = header[place]
        depth += (sign == "(") - (sign == ")")
        quotes += sign == '"'
        place += 2 if sign == "\\" else 1
        if depth == 0:
            if quotes % 2:
                break
            return place
    raise _Broken


def _quoted(header: str, place: int) -> tuple[str, int]:
    """What stands in the quotes, and the place behind them."""
    text: list[str] = []
    while place < len(header):
        if header[place] == '"':
            return "".join(text), place + 1
        place += header[place] == "\\"
        text.append(header[place : place + 1])
        place += 1
    raise _Broken
