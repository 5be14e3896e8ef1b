"""Rights of administrators and permissions of members, by Telegram's names, and who may send what."""

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_ADMIN_RIGHTS = ("can_pin_messages", "can_manage_tags")
SUPERGROUP_ADMIN_RIGHTS = ("can_manage_topics",)
CHANNEL_ADMIN_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)

DEFAULT_PERMISSIONS = {
    **dict.fromkeys(PERMISSIONS, True),
    "can_change_info": False,
    "can_pin_messages": False,
    "can_manage_topics": False,
}

# For each kind of message: the permission it needs, and how Telegram names the things in its refusal.
SENDING = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "audio": ("can_send_audios", "music"),
    "video": ("can_send_videos", "videos"),
    "video_note": ("can_send_video_notes", "video notes"),
    "animation": ("can_send_other_messages", "animations"),
    "sticker": ("can_send_other_messages", "stickers"),
    "dice": ("can_send_other_messages", "dice"),
    "poll": ("can_send_polls", "polls"),
    "location": ("can_send_messages", "locations"),
    "contact": ("can_send_messages", "contacts"),
    "venue": ("can_send_messages", "venues"),
}


def rights_for(chat_type: str, *, is_forum: bool) -> tuple[str, ...]:
    """The rights that an administrator of such a chat can have."""
    if chat_type == "channel":
        return ADMIN_RIGHTS + CHANNEL_ADMIN_RIGHTS
    topics = SUPERGROUP_ADMIN_RIGHTS if is_forum or chat_type == "supergroup" else ()
    return ADMIN_RIGHTS + GROUP_ADMIN_RIGHTS + topics
