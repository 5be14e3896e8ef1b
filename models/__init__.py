"""The tables, one module for each aggregate."""

from models.audit import AuditEntry
from models.base import Base
from models.case import Case, CasePhrasing, LibraryRevision, PhrasingSource, TextVector
from models.casework import (
    Agreement,
    CaseChange,
    CaseDraft,
    CaseDraftEdit,
    CaseNews,
    CaseReview,
    DraftState,
    ReviewAnswer,
)
from models.chat import Chat, ChatKind, FormerAddress, Person
from models.collective import (
    Collective,
    CollectiveContact,
    CollectiveGroup,
    ContactRole,
    Experience,
    ExperienceSource,
    Invitation,
)
from models.consent import Consent
from models.conversation import Conversation
from models.dilemma import (
    Candidate,
    Dilemma,
    DilemmaState,
    Outcome,
    SavedCase,
)
from models.inbox import InboxState, InboxUpdate
from models.introduction import (
    Approach,
    ApproachState,
    ContactDetail,
    FollowUp,
    Helped,
    Introduction,
    IntroductionState,
    Reach,
    Side,
    Spoken,
    Told,
    Via,
)
from models.outbox import MessageClass, OutboxMessage, OutboxState, SendPause

__all__ = [
    "Agreement",
    "Approach",
    "ApproachState",
    "AuditEntry",
    "Base",
    "Candidate",
    "Case",
    "CaseChange",
    "CaseDraft",
    "CaseDraftEdit",
    "CaseNews",
    "CasePhrasing",
    "CaseReview",
    "Chat",
    "ChatKind",
    "Collective",
    "CollectiveContact",
    "CollectiveGroup",
    "Consent",
    "ContactDetail",
    "ContactRole",
    "Conversation",
    "Dilemma",
    "DilemmaState",
    "DraftState",
    "Experience",
    "ExperienceSource",
    "FollowUp",
    "FormerAddress",
    "Helped",
    "InboxState",
    "InboxUpdate",
    "Introduction",
    "IntroductionState",
    "Invitation",
    "LibraryRevision",
    "MessageClass",
    "OutboxMessage",
    "OutboxState",
    "Outcome",
    "Person",
    "PhrasingSource",
    "Reach",
    "ReviewAnswer",
    "SavedCase",
    "SendPause",
    "Side",
    "Spoken",
    "TextVector",
    "Told",
    "Via",
]
