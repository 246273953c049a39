from .briefing import BriefingAnswer, BriefingQuestion, ClientService, Service
from .client import Client
from .glossary import GlossaryTerm
from .goal import Goal
from .person import Contact, Person, PersonAddress, PortalInvitation
from .playbook import AgencyPlaybook
from .profile import Channel, DetailLevel, Involvement, PersonalityType, ProfileFields, Tone
from .right import DecisionRight
from .scope import Deliverable, DeliverableUse, Exclusion, Favour, ScopeOfWork
from .task import Task

__all__ = [
    "AgencyPlaybook",
    "BriefingAnswer",
    "BriefingQuestion",
    "Channel",
    "Client",
    "ClientService",
    "Contact",
    "DecisionRight",
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
    "Service",
    "Task",
    "Tone",
]
