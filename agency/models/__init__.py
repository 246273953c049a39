from .absence import Absence
from .agency import RESERVED_SLUGS, Agency
from .api_token import ApiToken
from .closed_day import ClosedDay
from .event import Event
from .invitation import Invitation
from .membership import Membership, Notices, Role
from .user import User

__all__ = [
    "RESERVED_SLUGS",
    "Absence",
    "Agency",
    "ApiToken",
    "ClosedDay",
    "Event",
    "Invitation",
    "Membership",
    "Notices",
    "Role",
    "User",
]
