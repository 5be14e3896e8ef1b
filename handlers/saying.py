"""What a message says, free of python-telegram-bot, for passing it on."""

from telegram import Message

from bot.messages import Html
from bot.services.escalations.relay_forms import Said


def said_of(message: Message) -> Said:
    """A message as it can be passed on."""
    with_caption = (
        message.photo
        or message.video
        or message.document
        or message.audio
        or message.voice
        or message.animation
    )
    is_text = message.text is not None
    html = (message.text_html if is_text else message.caption_html) or ""
    return Said(
        chat=message.chat.id,
        message=message.message_id,
        words=(message.text or message.caption or "").strip(),
        html=Html(html),
        is_text=is_text,
        takes_caption=bool(with_caption),
        album=message.media_group_id,
    )
