"""Who heard of a meeting otherwise than by its announcement: by a coordinator's invitation to it."""

from collections.abc import Collection

from sqlalchemy import Select, select

from models import Broadcast, BroadcastContent, OutboxMessage, OutboxState

# The message is there, or may be.
ARRIVED = (OutboxState.SENT, OutboxState.SENDING, OutboxState.PARKED)


def by_invitation(meeting_ids: Collection[int]) -> Select[int]:
    """The ids of the chats that have an invitation with buttons for one of these meetings."""
    return (
        select(OutboxMessage.chat_id)
        .join(BroadcastContent, BroadcastContent.content_id == OutboxMessage.content_id)
        .join(Broadcast, Broadcast.id == BroadcastContent.broadcast_id)
        .where(
            Broadcast.meeting_id.in_(meeting_ids),
            # Where it was taken back nobody reads it any more.
            Broadcast.undo_content_id.is_(None),
            OutboxMessage.target_key.is_(None),
            OutboxMessage.state.in_(ARRIVED),
        )
    )
