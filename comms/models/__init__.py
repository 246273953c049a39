from .answer import Answer
from .attempt import DeliveryAttempt, TrackingReport
from .call import ActionItem, Topic
from .decision import Decision, ScopeFlag
from .inbound import InboundMessage
from .interaction import Attachment, Draft, Interaction, Participant
from .mailbox import Mailbox
from .notice_choice import NoticeChoice, Pace
from .outbox import AccountMail, OutboxMessage, Outgoing
from .request import Episode, Notice, Request, StageFired
from .sending import DomainCheck, SendingAccount
from .summary import Correction, SignedLink, Summary, SummaryCopy, SummaryLine

__all__ = [
    "AccountMail",
    "ActionItem",
    "Answer",
    "Attachment",
    "Correction",
    "Decision",
    "DeliveryAttempt",
    "DomainCheck",
    "Draft",
    "Episode",
    "InboundMessage",
    "Interaction",
    "Mailbox",
    "Notice",
    "NoticeChoice",
    "OutboxMessage",
    "Outgoing",
    "Pace",
    "Participant",
    "Request",
    "ScopeFlag",
    "SendingAccount",
    "SignedLink",
    "StageFired",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "Topic",
    "TrackingReport",
]
