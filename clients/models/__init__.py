from .client import Client
from .glossary import GlossaryTerm
from .goal import Goal
from .person import Contact, Person, PersonAddress, PortalInvitation
from .profile import Channel, DetailLevel, Involvement, PersonalityType, ProfileFields, Tone
from .scope import Deliverable, DeliverableUse, Exclusion, Favour, ScopeOfWork
from .task import Task

__all__ = [
    "Channel",
    "Client",
    "Contact",
    "Deliverable",
    "DeliverableUse",
    "DetailLevel",
    "Exclusion",
    "Favour",
    "GlossaryTerm",
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
