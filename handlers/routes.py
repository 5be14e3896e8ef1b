"""Which update goes to which handler, in order: the first that fits takes it."""

import re
from typing import Any

from telegram import Chat, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.services.broadcasts.content import PREVIEW
from bot.services.dilemmas import Fitness, fitness
from bot.services.introductions.drafts import ANSWERING, ASKING
from handlers import basics, conversations, dilemmas, interruptions, presses, saved
from handlers.broadcasts import broadcasts, invitation_choice
from handlers.broadcasts import sending as broadcast_sending
from handlers.broadcasts import turns as broadcast_turns
from handlers.cases import cases, casework
from handlers.cases import contact as casework_contact
from handlers.cases import presses as casework_presses
from handlers.cases import reviews as case_reviews
from handlers.collectives import collectives
from handlers.collectives import joining as collective_joining
from handlers.collectives import staff as collectives_staff
from handlers.escalations import escalations, staffroom
from handlers.escalations import presses as staffroom_presses
from handlers.introductions import answers as introduction_answers
from handlers.introductions import introductions
from handlers.meetings import afterwards as session_afterwards
from handlers.meetings import (
    agenda,
    planned,
    planned_session,
    planning,
    planning_draft,
    planning_ready,
    rsvps,
    sessions,
)
from handlers.meetings import choice as session_choice
from handlers.meetings import guests as meeting_guests
from handlers.meetings import notes as session_notes
from handlers.meetings import proposals as session_proposals
from handlers.questions import is_command, is_person, is_private, question_in
from handlers.turn import Context, Services, message_of, record_failure

NEW = filters.UpdateType.MESSAGE
PRIVATE = NEW & filters.ChatType.PRIVATE
GROUPS = NEW & filters.ChatType.GROUPS
_ADMINS_PRESS = ("t:", "cg:", "bo:", "bt:", "bs:", "bg:", "po:")
_COLLECTIVE = re.compile(r"^/(collectief|collective)(@\w+)?(\s|$)", re.IGNORECASE)


def register(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Add every handler."""
    add = application.add_handler
    add(ChatMemberHandler(basics.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    # Before anything else that a message can be: it tells where the chat lives.
    add(MessageHandler(NEW & filters.StatusUpdate.MIGRATE, basics.on_migration))

    add(CommandHandler("start", basics.on_start, NEW))
    add(CommandHandler("help", basics.on_help, NEW))
    add(CommandHandler(("taal", "language"), basics.on_language, NEW))
    add(CommandHandler(("bewaard", "saved"), saved.on_saved, NEW))
    add(CommandHandler(("dilemma", "vraag", "question"), dilemmas.on_dilemma, NEW))
    add(
        MessageHandler(
            NEW & filters.CaptionRegex(r"(?i)^/(dilemma|vraag|question)(@\w+)?(\s|$)"), dilemmas.on_dilemma
        )
    )
    add(CommandHandler(("collectief", "collective"), collectives.on_collective, NEW))
    add(CommandHandler(("casus", "case"), cases.on_cases, NEW))
    add(CommandHandler(("contacten", "contacts"), introduction_answers.on_contacts, NEW))
    add(CommandHandler("open", staffroom.on_open, NEW))
    add(CommandHandler(("experts", "deskundigen"), staffroom.on_experts, NEW))
    add(CommandHandler(("uitnodiging", "invite"), broadcasts.on_command, NEW))
    add(CommandHandler(("sessies", "sessions"), sessions.on_sessions, NEW))
    add(CommandHandler(("volg", "follow"), sessions.on_following, PRIVATE))
    add(CommandHandler(("agenda", "calendar"), agenda.on_agenda, NEW))
    add(CommandHandler(("plan", "schedule"), planning.on_command, NEW))
    add(CommandHandler(("instellingen", "settings"), invitation_choice.on_settings, NEW))
    add(CommandHandler("stop", conversations.on_cancel, PRIVATE))
    add(MessageHandler(PRIVATE & filters.COMMAND, basics.on_unknown_command))

    # An edited command can pose a dilemma, too.
    add(MessageHandler(filters.UpdateType.EDITED_MESSAGE, escalations.on_edited))
    add(MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, conversations.on_private))
    replies = GROUPS & filters.REPLY & ~filters.COMMAND
    add(MessageHandler(replies & (filters.TEXT | filters.CAPTION), conversations.on_group_reply))
    add(MessageHandler(replies & ~filters.StatusUpdate.ALL, conversations.on_group_reply_without_words))
    add(MessageHandler(GROUPS & ~filters.COMMAND & ~filters.StatusUpdate.ALL, conversations.on_group_words))

    add(CallbackQueryHandler(presses.on_press, r"^d:"))
    add(CallbackQueryHandler(presses.on_linked_press, r"^n:"))
    add(CallbackQueryHandler(presses.on_lift, r"^l:"))
    add(CallbackQueryHandler(saved.on_press, r"^(s|sl|sr):"))
    add(CallbackQueryHandler(basics.on_language_press, r"^t:"))

    add(CallbackQueryHandler(introductions.on_press, r"^ic:"))
    add(CallbackQueryHandler(introduction_answers.on_peer, r"^ip:"))
    add(CallbackQueryHandler(introduction_answers.on_asker, r"^ia:"))
    add(CallbackQueryHandler(introduction_answers.on_staff, r"^is:"))
    add(CallbackQueryHandler(introduction_answers.on_afterwards, r"^if:"))
    conversations.STEPS[ASKING] = introductions.on_typed
    conversations.STEPS[ANSWERING] = introductions.on_typed
    conversations.STEPS[introduction_answers.WORDS] = introduction_answers.on_words

    add(CallbackQueryHandler(interruptions.on_go_back, r"^v:"))
    interruptions.AGAIN[ASKING] = introductions.again
    interruptions.AGAIN[ANSWERING] = introductions.again
    # In a group of its own, so that it comes after whichever of those above took the update.
    add(TypeHandler(Update, interruptions.on_any), group=1)

    add(CallbackQueryHandler(collectives.on_press, r"^c:"))
    add(CallbackQueryHandler(collectives.on_group_press, r"^cg:"))
    add(CallbackQueryHandler(collective_joining.on_invited, r"^ci:"))
    add(CallbackQueryHandler(collective_joining.on_theme, r"^ct:"))
    add(CallbackQueryHandler(collectives_staff.on_press, r"^cs:"))
    conversations.STEPS[collective_joining.KIND] = collective_joining.on_step
    conversations.GROUP_STEPS[collectives_staff.KIND] = collectives_staff.on_reply

    add(CallbackQueryHandler(casework_presses.on_press, r"^kd:"))
    add(CallbackQueryHandler(casework_contact.on_press, r"^kq:"))
    add(CallbackQueryHandler(cases.on_press, r"^kc:"))
    add(CallbackQueryHandler(cases.on_phrasing, r"^kp:"))
    add(CallbackQueryHandler(case_reviews.on_press, r"^ky:"))
    conversations.STEPS[casework_contact.KIND] = casework_contact.on_words
    conversations.STEPS[case_reviews.KIND] = case_reviews.on_words
    conversations.TAKERS[:] = [casework.on_reply, cases.on_reply, staffroom.on_reply, escalations.on_reply]

    add(CallbackQueryHandler(staffroom_presses.on_press, r"^e:"))
    add(CallbackQueryHandler(staffroom_presses.on_draft, r"^er:"))
    add(CallbackQueryHandler(staffroom.on_expert_press, r"^ee:"))
    add(CallbackQueryHandler(escalations.on_press, r"^eb:"))
    add(CallbackQueryHandler(escalations.on_which, r"^ep:"))
    conversations.STEPS[escalations.KIND] = escalations.on_step

    add(CallbackQueryHandler(broadcast_turns.on_press, r"^b:"))
    add(CallbackQueryHandler(broadcast_sending.on_approval, r"^ba:"))
    add(CallbackQueryHandler(broadcasts.on_preview, rf"^{PREVIEW}$"))
    add(CallbackQueryHandler(invitation_choice.on_stop, r"^bo:"))
    add(CallbackQueryHandler(invitation_choice.on_theme, r"^bt:"))
    add(CallbackQueryHandler(invitation_choice.on_setting, r"^bs:"))
    add(CallbackQueryHandler(invitation_choice.on_group_themes, r"^bg:"))
    add(CallbackQueryHandler(session_choice.on_press, r"^po:"))
    conversations.STEPS[broadcasts.KIND] = broadcast_turns.on_step

    add(CallbackQueryHandler(planning.on_press, r"^p:"))
    add(CallbackQueryHandler(planning_ready.on_expert, r"^px:"))
    add(CallbackQueryHandler(planned.on_press, r"^pe:"))
    conversations.STEPS[planning_draft.KIND] = planning.on_step
    interruptions.AGAIN[planning_draft.KIND] = planning.again
    conversations.STEPS[planned_session.KIND] = planned.on_step
    interruptions.AGAIN[planned_session.KIND] = planned.again

    add(CallbackQueryHandler(rsvps.on_press, r"^pr:"))
    add(CallbackQueryHandler(sessions.on_press, r"^pl:"))
    add(CallbackQueryHandler(sessions.on_follow, r"^pf:"))
    conversations.STEPS[meeting_guests.KIND] = meeting_guests.on_step

    add(CallbackQueryHandler(agenda.on_press, r"^pc:"))

    add(CallbackQueryHandler(session_afterwards.on_press, r"^pa:"))
    conversations.STEPS[session_afterwards.COUNTING] = session_afterwards.on_number
    conversations.STEPS[session_notes.KIND] = session_notes.on_words
    add(CallbackQueryHandler(session_proposals.on_leave, r"^pp:\d+:x$"))
    add(CallbackQueryHandler(session_proposals.on_press, r"^pp:"))

    application.add_error_handler(record_failure)


async def warm_up(update: Update, services: Services) -> bool:
    """Before the transaction: find the cases for a question, so that inside it they are at hand.

    Also asks whether somebody in a group is an administrator, where that decides; the result.
    """
    message = message_of(update)
    if (
        message is not None
        and message.from_user is not None
        and is_person(message)
        and (is_command(message) or _is_addressed(message, services))
        and not services.patience.is_spent(message.from_user.id, at=services.clock.now())
    ):
        text = question_in(message).text
        if fitness(text) is Fitness.FIT:
            await services.index.match(text)
    return await _by_admin(update, services)


def _is_addressed(message: Any, services: Services) -> bool:
    replied = message.reply_to_message
    return is_private(message) or (
        replied is not None and replied.from_user is not None and replied.from_user.id == services.bot.id
    )


async def _by_admin(update: Update, services: Services) -> bool:
    where, user = _where_rights_count(update)
    if where is None or user is None:
        return False
    if where.type == ChatType.PRIVATE:
        return True
    try:
        member = await services.bot.get_chat_member(where.id, user.id)
    except TelegramError:
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


def _where_rights_count(update: Update) -> tuple[Chat | None, User | None]:
    """Where and for whom it matters whether they are an administrator: language, invitations, whose group."""
    query, message = update.callback_query, update.message
    if query is not None and query.message is not None and (query.data or "").startswith(_ADMINS_PRESS):
        return query.message.chat, query.from_user
    if message is not None and not is_private(message) and _COLLECTIVE.match(message.text or ""):
        return (message.chat, message.from_user) if is_person(message) else (None, None)
    return None, None
