from .absence import Absence
from .agency import LONGEST_SILENCE, RESERVED_SLUGS, SHARE_OF_TARGET, SHORTEST_SILENCE, SILENCE_DAYS, Agency
from .api_token import ApiToken
from .closed_day import ClosedDay
from .event import Event
from .invitation import Invitation
from .membership import Membership, Notices, Role
from .search_entry import SearchEntry
from .user import User
from .worked_day import WorkedDay

__all__ = [
    "LONGEST_SILENCE",
    "RESERVED_SLUGS",
    "SHARE_OF_TARGET",
    "SHORTEST_SILENCE",
    "SILENCE_DAYS",
    "Absence",
    "Agency",
    "ApiToken",
    "ClosedDay",
    "Event",
    "Invitation",
    "Membership",
    "Notices",
    "Role",
    "SearchEntry",
    "User",
    "WorkedDay",
]
