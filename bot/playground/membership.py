"""Groups: making them, who is in them with which rights, topics, and becoming a supergroup."""

from collections.abc import Iterable, Sequence

from bot.playground import render
from bot.playground.acting import Acting
from bot.playground.errors import NotAllowedError, WrongRequestError
from bot.playground.render import chat_json, member_json, person_json, user_json
from bot.playground.rights import PERMISSIONS, rights_for
from bot.playground.state import (
    GENERAL_TOPIC,
    Author,
    Chat,
    Member,
    Message,
    Person,
    Status,
    Topic,
)

# The colours that Telegram allows for the icon of a topic.
TOPIC_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


class Membership(Acting):
    """The people's side: everything that a person can do to a chat."""

    def person(
        self,
        name: str,
        *,
        person_id: int | None = None,
        username: str | None = None,
        language: str = "nl",
        role: str = "person",
        about: str = "",
        hides_forwards: bool = False,
        started: bool = False,
    ) -> Person:
        """Somebody new. `started` lets them have opened the private chat with the bot before, unseen."""
        first, _, last = name.partition(" ")
        person = Person(
            person_id or self.new_person_id(),
            first,
            last or None,
            username,
            language,
            role,
            about,
            hides_forwards,
        )
        self.add_person(person)
        self.chats[person.id].started = started
        return person

    def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        bot: bool | str = True,
        forum: bool = False,
        supergroup: bool = False,
        topics: Sequence[str] = (),
        owner: Person | None = None,
        chat_id: int | None = None,
        username: str | None = None,
        quiet: bool = False,
    ) -> Chat:
        """A new group, a supergroup with `supergroup` or `forum`; the first member owns it, or `owner`.

        `bot` adds the bot as a member, or as what it says ("administrator"). With `quiet` the bot hears
        nothing of it, as if it had all happened long ago.
        """
        people = list(members)
        creator = owner or (people[0] if people else None)
        if creator is None:
            raise WrongRequestError("A group needs somebody in it")
        chat_type = "supergroup" if supergroup or forum or username else "group"
        chat = Chat(chat_id or self.new_chat_id(chat_type), chat_type, title, username, forum)
        chat.members[creator.id] = Member(creator.id, Status.CREATOR)
        for person in people:
            chat.members.setdefault(person.id, Member(person.id))
        self.add_chat(chat)
        for name in topics:
            self._create_topic(chat, name, creator.id, announce=not quiet)
        if bot and quiet:
            self._set_bot_quietly(chat, Status.MEMBER if bot is True else Status(bot))
        elif bot:
            status = Status.MEMBER if bot is True else Status(bot)
            if chat_type == "group":
                self._begin_with_bot(creator, chat, status)
            else:
                self.set_member(creator, chat, self.bot.id, status)
        self.emit_chat(chat)
        return chat

    def _begin_with_bot(self, creator: Person, chat: Chat, status: Status) -> None:
        """A basic group that is made with the bot in it announces itself, not the bot."""
        before = member_json(self, chat, chat.member(self.bot.id))
        self._set_bot_quietly(chat, status)
        self._tell_member(creator, chat, before, chat.members[self.bot.id])
        self.post_service(chat, Author(creator.id), "group_chat_created", value=True)

    def _set_bot_quietly(self, chat: Chat, status: Status) -> None:
        rights = self._all_rights(chat) if status is Status.ADMINISTRATOR else {}
        chat.members[self.bot.id] = Member(self.bot.id, status, rights)
        chat.bot_sees_all = not self.bot.privacy

    def channel(self, title: str, owner: Person, *, linked: Chat | None = None, bot: bool = False) -> Chat:
        """A new channel; its posts are forwarded to the `linked` supergroup."""
        chat = Chat(self.new_chat_id("channel"), "channel", title)
        chat.members[owner.id] = Member(owner.id, Status.CREATOR)
        if linked is not None:
            if linked.type != "supergroup":
                raise WrongRequestError("Only a supergroup can be linked to a channel")
            chat.linked_chat_id, linked.linked_chat_id = linked.id, chat.id
        self.add_chat(chat)
        if bot:
            self.set_member(owner, chat, self.bot.id, Status.ADMINISTRATOR)
        self.emit_chat(chat)
        return chat

    def set_member(
        self,
        by: Person,
        chat: Chat,
        user_id: int,
        status: Status,
        *,
        rights: dict[str, bool] | None = None,
        anonymous: bool = False,
        custom_title: str | None = None,
    ) -> Member:
        """Add, remove, promote or restrict a person or the bot; the bot hears what Telegram would tell it."""
        self._check_may_manage(by, chat, user_id, status)
        old = chat.member(user_id)
        new = Member(user_id, status, self._rights(chat, status, rights), anonymous, custom_title)
        before = member_json(self, chat, old)
        joins, leaves = not old.is_present and new.is_present, old.is_present and not new.is_present
        if leaves:
            # The service message still reaches a bot that is being removed from a basic group.
            self._tell_left(by, chat, user_id)
        chat.members[user_id] = new
        if user_id == self.bot.id and joins:
            chat.bot_sees_all = not self.bot.privacy
        self._tell_member(by, chat, before, new)
        if joins and chat.is_group:
            users = [user_json(self, user_id)]
            self.post_service(chat, Author(by.id), "new_chat_members", users)
        self.emit_chat(chat)
        return new

    def _check_may_manage(self, by: Person, chat: Chat, user_id: int, status: Status) -> None:
        if chat.is_private:
            raise WrongRequestError("Nobody is added to a private chat: block or unblock the bot there")
        actor = chat.member(by.id)
        leaving = by.id == user_id and status is Status.LEFT
        if not actor.is_present:
            raise NotAllowedError(f"{by.name} is not in this chat")
        if user_id == self.bot.id and status is not Status.LEFT and not self.bot.can_join_groups:
            raise NotAllowedError("This bot cannot be added to groups")
        adding = status is Status.MEMBER and not chat.member(user_id).is_present
        may_add = adding and chat.permissions.get("can_invite_users", False)
        if not (actor.is_admin or leaving or may_add):
            raise NotAllowedError(f"{by.name} is not an administrator here")

    def _rights(self, chat: Chat, status: Status, given: dict[str, bool] | None) -> dict[str, bool]:
        if status is Status.ADMINISTRATOR:
            known = rights_for(chat.type, is_forum=chat.is_forum)
            return (
                self._all_rights(chat)
                if given is None
                else _checked(given, known) | {"can_manage_chat": True}
            )
        if status is Status.RESTRICTED:
            return _checked(given or {}, PERMISSIONS)
        return {}

    def _all_rights(self, chat: Chat) -> dict[str, bool]:
        return dict.fromkeys(rights_for(chat.type, is_forum=chat.is_forum), True)

    def _tell_left(self, by: Person, chat: Chat, user_id: int) -> None:
        if chat.is_group:
            self.post_service(chat, Author(by.id), "left_chat_member", user_json(self, user_id))

    def _tell_member(self, by: Person | None, chat: Chat, before: dict[str, object], new: Member) -> None:
        actor = person_json(by) if by is not None else user_json(self, self.bot.id)
        payload = {
            "chat": chat_json(chat),
            "from": actor,
            "date": self.now(),
            "old_chat_member": before,
            "new_chat_member": member_json(self, chat, new),
        }
        if new.user_id == self.bot.id:
            self.push("my_chat_member", payload, key=chat.id)
        elif chat.member(self.bot.id).is_admin:
            self.push("chat_member", payload, key=chat.id)

    def add(self, by: Person, chat: Chat, person: Person) -> Member:
        """Add somebody to a group."""
        return self.set_member(by, chat, person.id, Status.MEMBER)

    def add_bot(self, by: Person, chat: Chat, status: Status | str = Status.MEMBER) -> Member:
        """Add the bot to a group."""
        return self.set_member(by, chat, self.bot.id, Status(status))

    def remove_bot(self, by: Person, chat: Chat) -> Member:
        """Remove the bot from a group, so that it cannot come back by itself."""
        return self.set_member(by, chat, self.bot.id, Status.KICKED)

    def promote_bot(self, by: Person, chat: Chat, rights: dict[str, bool] | None = None) -> Member:
        """Make the bot an administrator, with all rights unless some are named."""
        return self.set_member(by, chat, self.bot.id, Status.ADMINISTRATOR, rights=rights)

    def bot_leaves(self, chat: Chat) -> None:
        """What `leaveChat` does."""
        before = member_json(self, chat, chat.member(self.bot.id))
        if chat.is_group:
            self.post_service(chat, Author(self.bot.id), "left_chat_member", user_json(self, self.bot.id))
        new = Member(self.bot.id, Status.LEFT)
        chat.members[self.bot.id] = new
        self._tell_member(None, chat, before, new)
        self.emit_chat(chat)

    def change_chat(
        self,
        by: Person,
        chat: Chat,
        *,
        title: str | None = None,
        is_forum: bool | None = None,
        permissions: dict[str, bool] | None = None,
    ) -> Chat:
        """Rename a chat, turn topics on or off, or change what members may do."""
        if not chat.member(by.id).is_admin:
            raise NotAllowedError(f"{by.name} is not an administrator here")
        if permissions is not None:
            _checked(permissions, PERMISSIONS)
            chat.permissions |= permissions
        if is_forum is not None:
            if chat.type != "supergroup":
                raise NotAllowedError("Only a supergroup can have topics")
            chat.is_forum = is_forum
            self.add_chat(chat)
        if title is not None and title != chat.title:
            chat.title = title
            self.post_service(chat, Author(by.id), "new_chat_title", title)
        self.emit_chat(chat)
        return chat

    def rename_as_bot(self, chat: Chat, title: str) -> None:
        """What `setChatTitle` does."""
        chat.title = title
        self.post_service(chat, Author(self.bot.id), "new_chat_title", title)
        self.emit_chat(chat)

    def migrate(self, chat: Chat, by: Person | None = None, *, order: str = "to_first") -> Chat:
        """Make a supergroup of a group.

        Two service messages tell of it, one in each chat; `order` says which the bot gets first: `to_first`
        or `from_first`.
        """
        if chat.type != "group" or chat.migrated_to is not None:
            raise NotAllowedError("Only a group can become a supergroup, and only once")
        actor = by.id if by is not None else self._owner(chat)
        new = Chat(self.new_chat_id("supergroup"), "supergroup", chat.title)
        new.permissions = dict(chat.permissions)
        new.members = {member.user_id: member for member in chat.members.values()}
        new.bot_sees_all = chat.bot_sees_all
        new.migrated_from = chat.id
        self.add_chat(new)
        tell_to = (chat, "migrate_to_chat_id", new.id)
        tell_from = (new, "migrate_from_chat_id", chat.id)
        steps = [tell_to, tell_from] if order == "to_first" else [tell_from, tell_to]
        for where, kind, value in steps:
            self.post_service(where, Author(actor), kind, value)
        chat.migrated_to = new.id
        self.emit_chat(chat)
        self.emit_chat(new)
        return new

    def _owner(self, chat: Chat) -> int:
        owners = (member.user_id for member in chat.members.values() if member.status is Status.CREATOR)
        return next(owners, self.bot.id)

    def pin(self, by: int, message: Message, *, pinned: bool = True) -> None:
        """Pin or unpin a message in the name of a user id."""
        chat = message.chat
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        if pinned:
            chat.pinned.append(message.id)
            shown = render.message_json(self, message, with_reply=False)
            self.post_service(chat, Author(by), "pinned_message", shown, thread_id=message.thread_id)
        self.emit_message("edited", message)
        self.emit_chat(chat)

    def topic(self, chat: Chat, name: str, by: Person, *, icon_color: int = TOPIC_COLORS[0]) -> Topic:
        """Make a topic in a forum."""
        if not chat.is_forum:
            raise NotAllowedError("This chat has no topics")
        member = chat.member(by.id)
        if not (member.is_admin or chat.permissions.get("can_manage_topics", False)):
            raise NotAllowedError(f"{by.name} may not make topics here")
        return self._create_topic(chat, name, by.id, icon_color=icon_color)

    def _create_topic(
        self,
        chat: Chat,
        name: str,
        user_id: int,
        *,
        icon_color: int = TOPIC_COLORS[0],
        icon: str | None = None,
        announce: bool = True,
    ) -> Topic:
        topic = Topic(chat.last_message_id + 1, name, icon_color, icon, creator_id=user_id)
        chat.topics[topic.thread_id] = topic
        created: dict[str, object] = {"name": name, "icon_color": icon_color}
        if icon:
            created["icon_custom_emoji_id"] = icon
        if announce:
            self.post_service(
                chat, Author(user_id), "forum_topic_created", created, thread_id=topic.thread_id
            )
        else:
            message = Message(
                chat,
                chat.next_message_id(),
                self.now(),
                Author(user_id),
                "forum_topic_created",
                {"forum_topic_created": created},
                topic.thread_id,
                service=True,
            )
            chat.messages[message.id] = message
        self.emit_topic(chat, topic)
        return topic

    def create_topic_as_bot(self, chat: Chat, name: str, icon_color: int, icon: str | None) -> Topic:
        """What `createForumTopic` does."""
        return self._create_topic(chat, name, self.bot.id, icon_color=icon_color, icon=icon)

    def act_on_topic(
        self,
        user_id: int,
        chat: Chat,
        topic: Topic,
        action: str,
        name: str | None = None,
        icon: str | None = None,
    ) -> Topic:
        """Close, reopen, delete, rename, hide or unhide a topic, in the name of a user id."""
        author = Author(user_id)
        thread_id = topic.thread_id
        if action == "rename":
            edited = {"name": name} if name is not None else {}
            topic.name = name if name is not None else topic.name
            if icon is not None:
                topic.icon_custom_emoji_id = icon or None
                edited["icon_custom_emoji_id"] = icon
            self.post_service(chat, author, "forum_topic_edited", edited, thread_id=thread_id)
        elif action in {"close", "reopen"}:
            topic.closed = action == "close"
            kind = "forum_topic_closed" if topic.closed else "forum_topic_reopened"
            self.post_service(chat, author, kind, {}, thread_id=thread_id)
        elif action in {"hide", "unhide"} and thread_id == GENERAL_TOPIC:
            topic.hidden = action == "hide"
            # Hiding the General topic closes it as well.
            topic.closed = topic.closed or topic.hidden
            kind = "general_forum_topic_hidden" if topic.hidden else "general_forum_topic_unhidden"
            self.post_service(chat, author, kind, {}, thread_id=thread_id)
        elif action == "delete" and thread_id != GENERAL_TOPIC:
            topic.deleted_at = self.now()
            inside = [one.id for one in chat.messages.values() if one.thread_id == thread_id]
            self.remove_messages(chat, inside)
        else:
            raise WrongRequestError(f"A topic cannot be {action!r}: or not this one")
        self.emit_topic(chat, topic)
        return topic


def _checked(given: dict[str, bool], known: Sequence[str]) -> dict[str, bool]:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise WrongRequestError(f"There is no right {unknown[0]!r} in this chat")
    return {name: given.get(name, False) for name in known}
