from .answer import Answer
from .call import ActionItem, Topic
from .chat import ChatChannel, ChatPost
from .decision import Decision, ScopeFlag
from .expert import Expert, ExpertSubject, Subject
from .inbound import InboundMessage
from .interaction import Attachment, Draft, Interaction, Participant
from .knowledge import KnowledgeEntry, KnowledgeStem, KnowledgeUse, KnowledgeVersion
from .mailbox import Mailbox
from .outbox import AccountMail, OutboxMessage, Outgoing
from .question import ExpertAnswer, ExpertLink, Question
from .request import Episode, Notice, Request, StageFired
from .summary import Correction, SignedLink, Summary, SummaryCopy, SummaryLine

__all__ = [
    "AccountMail",
    "ActionItem",
    "Answer",
    "Attachment",
    "ChatChannel",
    "ChatPost",
    "Correction",
    "Decision",
    "Draft",
    "Episode",
    "Expert",
    "ExpertAnswer",
    "ExpertLink",
    "ExpertSubject",
    "InboundMessage",
    "Interaction",
    "KnowledgeEntry",
    "KnowledgeStem",
    "KnowledgeUse",
    "KnowledgeVersion",
    "Mailbox",
    "Notice",
    "OutboxMessage",
    "Outgoing",
    "Participant",
    "Question",
    "Request",
    "ScopeFlag",
    "SignedLink",
    "StageFired",
    "Subject",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "Topic",
]
