"""Who may act as staff or as coordinator: decided by Telegram's ids, anew at each action."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roles:
    """The ids of the settings: the staff chat, the people who are staff, and the coordinators."""

    staff_chat_id: int | None = None
    staff_ids: Collection[int] = ()
    coordinator_ids: Collection[int] = ()

    def is_staff(self, user_id: int) -> bool:
        """Whether somebody belongs to staff; what only staff may do also has to happen in the staff chat."""
        return user_id in self.staff_ids

    def is_staff_chat(self, chat_id: int) -> bool:
        """Whether this is the staff chat, by its present id on Telegram."""
        return self.staff_chat_id is not None and chat_id == self.staff_chat_id

    def acts_as_staff(self, user_id: int, chat_id: int) -> bool:
        """Whether somebody may act as staff here: the person and the place together."""
        return self.is_staff(user_id) and self.is_staff_chat(chat_id)

    def is_coordinator(self, user_id: int) -> bool:
        """Whether somebody may plan sessions and send invitations."""
        return user_id in self.coordinator_ids
