"""What can be done from anywhere by its name: each room registers its own, the palette offers them.

What can be found is said in agency/search/kinds.py; the places of the navigation are offered by themselves.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something that one can do from anywhere, by its name. `of_client`: the address takes a client's key, and the
    command is offered where one is open. `posts`: its address is written to. `also` are other words for it.
    `does` is what the page's script does instead ('theme'): without one it is not offered.
    """

    label: Any
    icon: str
    url_name: str = ""
    verb: str = "member.self"
    also: Any = ""
    of_client: bool = False
    posts: bool = False
    in_agency: bool = True
    does: str = ""


commands: list[Command] = []
