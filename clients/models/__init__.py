from .client import Client
from .goal import Goal
from .person import Contact, Person, PersonAddress, PortalInvitation
from .playbook import AgencyPlaybook
from .profile import Channel, DetailLevel, Involvement, PersonalityType, ProfileFields, Tone
from .scope import Deliverable, DeliverableUse, Exclusion, Favour, ScopeOfWork
from .task import Task

__all__ = [
    "AgencyPlaybook",
    "Channel",
    "Client",
    "Contact",
    "Deliverable",
    "DeliverableUse",
    "DetailLevel",
    "Exclusion",
    "Favour",
    "Goal",
    "Involvement",
    "Person",
    "PersonAddress",
    "PersonalityType",
    "PortalInvitation",
    "ProfileFields",
    "ScopeOfWork",
    "Task",
    "Tone",
]
