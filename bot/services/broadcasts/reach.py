"""Whether a broadcast went to a chat: the numbers in buttons can be guessed, and tell others nothing."""

from sqlalchemy import ColumnElement, exists

from models import Broadcast, BroadcastContent, Chat, OutboxMessage


def went_to(chat: Chat) -> ColumnElement[bool]:
    """For a row of Broadcast, whether a copy of it is, or was to be, in this chat."""
    return exists().where(
        BroadcastContent.broadcast_id == Broadcast.id,
        OutboxMessage.content_id == BroadcastContent.content_id,
        OutboxMessage.chat_id == chat.id,
    )
