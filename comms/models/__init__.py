from .answer import Answer
from .attempt import DeliveryAttempt, TrackingReport
from .calendar import Announcement, CalendarFeed
from .call import ActionItem, Topic
from .chat import ChatChannel, ChatPost
from .citation import Citation
from .decision import Decision, ScopeFlag
from .desk import OurParticipant, RunningCall, Transcript
from .expert import Expert, ExpertSubject, Subject
from .inbound import InboundMessage
from .inbox import Batch, SavedFilter
from .insight import Insight, InsightLink
from .interaction import Attachment, Draft, DraftFile, Interaction, Participant
from .knowledge import KnowledgeEntry, KnowledgeStem, KnowledgeUse, KnowledgeVersion
from .mail_hook import MailHook
from .mailbox import Mailbox
from .meeting import AgendaItem, Attendee, Meeting
from .mention import Follower, Mention
from .notice_choice import NoticeChoice, Pace
from .outbox import AccountMail, OutboxMessage, Outgoing
from .question import ExpertAnswer, ExpertLink, Question
from .request import Episode, Notice, Request, StageFired
from .sending import DomainCheck, SendingAccount
from .sent_folder import SentFolder
from .summary import Correction, LineUnlocked, SignedLink, Summary, SummaryCopy, SummaryLine
from .template import Purpose, Template
from .token_sign_in import TokenSignIn

__all__ = [
    "AccountMail",
    "ActionItem",
    "AgendaItem",
    "Announcement",
    "Answer",
    "Attachment",
    "Attendee",
    "Batch",
    "CalendarFeed",
    "ChatChannel",
    "ChatPost",
    "Citation",
    "Correction",
    "Decision",
    "DeliveryAttempt",
    "DomainCheck",
    "Draft",
    "DraftFile",
    "Episode",
    "Expert",
    "ExpertAnswer",
    "ExpertLink",
    "ExpertSubject",
    "Follower",
    "InboundMessage",
    "Insight",
    "InsightLink",
    "Interaction",
    "KnowledgeEntry",
    "KnowledgeStem",
    "KnowledgeUse",
    "KnowledgeVersion",
    "LineUnlocked",
    "MailHook",
    "Mailbox",
    "Meeting",
    "Mention",
    "Notice",
    "NoticeChoice",
    "OurParticipant",
    "OutboxMessage",
    "Outgoing",
    "Pace",
    "Participant",
    "Purpose",
    "Question",
    "Request",
    "RunningCall",
    "SavedFilter",
    "ScopeFlag",
    "SendingAccount",
    "SentFolder",
    "SignedLink",
    "StageFired",
    "Subject",
    "Summary",
    "SummaryCopy",
    "SummaryLine",
    "Template",
    "TokenSignIn",
    "Topic",
    "TrackingReport",
    "Transcript",
]
