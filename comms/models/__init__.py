from .answer import Answer
from .call import ActionItem, Topic
from .decision import Decision, ScopeFlag
from .inbound import InboundMessage
from .interaction import Attachment, Draft, DraftFile, Interaction, Participant
from .mailbox import Mailbox
from .mention import Follower, Mention
from .outbox import AccountMail, OutboxMessage, Outgoing
from .request import Episode, Notice, Request, StageFired
from .summary import Correction, SignedLink, Summary, SummaryCopy, SummaryLine
from .template import Purpose, Template

__all__ = [
    "AccountMail",
    "ActionItem",
    "Answer",
    "Attachment",
    "Correction",
    "Decision",
    "Draft",
    "DraftFile",
    "Episode",
    "Follower",
    "InboundMessage",
    "Interaction",
    "Mailbox",
    "Mention",
    "Notice",
    "OutboxMessage",
    "Outgoing",
    "Participant",
    "Purpose",
    "Request",
    "ScopeFlag",
    "SignedLink",
    "StageFired",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "Template",
    "Topic",
]
