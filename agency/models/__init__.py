from .absence import Absence
from .agency import RESERVED_SLUGS, SHARE_OF_TARGET, Agency
from .api_token import ApiToken
from .closed_day import ClosedDay
from .event import Event
from .invitation import Invitation
from .membership import Membership, Notices, Role
from .search_entry import SearchEntry
from .user import User
from .worked_day import WorkedDay

__all__ = [
    "RESERVED_SLUGS",
    "SHARE_OF_TARGET",
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
