from .answer import Answer
from .call import ActionItem, Topic
from .decision import Decision, ScopeFlag
from .inbound import InboundMessage
from .interaction import Attachment, Draft, Interaction, Participant
from .mail_hook import MailHook
from .mailbox import Mailbox
from .outbox import AccountMail, OutboxMessage, Outgoing
from .request import Episode, Notice, Request, StageFired
from .sent_folder import SentFolder
from .summary import Correction, SignedLink, Summary, SummaryCopy, SummaryLine
from .token_sign_in import TokenSignIn

__all__ = [
    "AccountMail",
    "ActionItem",
    "Answer",
    "Attachment",
    "Correction",
    "Decision",
    "Draft",
    "Episode",
    "InboundMessage",
    "Interaction",
    "MailHook",
    "Mailbox",
    "Notice",
    "OutboxMessage",
    "Outgoing",
    "Participant",
    "Request",
    "ScopeFlag",
    "SentFolder",
    "SignedLink",
    "StageFired",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "TokenSignIn",
    "Topic",
]
