from .answer import Answer
from .call import ActionItem, Topic
from .decision import Decision, ScopeFlag
from .inbound import InboundMessage
from .inbox import Batch, SavedFilter
from .interaction import Attachment, Draft, Interaction, Participant
from .mailbox import Mailbox
from .outbox import AccountMail, OutboxMessage, Outgoing
from .request import Episode, Notice, Request, StageFired
from .summary import Correction, SignedLink, Summary, SummaryCopy, SummaryLine

__all__ = [
    "AccountMail",
    "ActionItem",
    "Answer",
    "Attachment",
    "Batch",
    "Correction",
    "Decision",
    "Draft",
    "Episode",
    "InboundMessage",
    "Interaction",
    "Mailbox",
    "Notice",
    "OutboxMessage",
    "Outgoing",
    "Participant",
    "Request",
    "SavedFilter",
    "ScopeFlag",
    "SignedLink",
    "StageFired",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "Topic",
]
