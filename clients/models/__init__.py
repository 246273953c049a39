from .client import Client
from .goal import Goal
from .person import Contact, Person, PersonAddress, PortalInvitation
from .profile import Channel, DetailLevel, Involvement, PersonalityType, ProfileFields, Tone
from .right import DecisionRight
from .scope import Deliverable, DeliverableUse, Exclusion, Favour, ScopeOfWork
from .task import Task

__all__ = [
    "Channel",
    "Client",
    "Contact",
    "DecisionRight",
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
