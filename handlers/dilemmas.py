"""Posing a dilemma: by command, by reply, in private by just typing; and editing it."""

from telegram import Message, Update

from bot.delivery import outbox
from bot.messages import Button, Card, Html
from bot.services import answers, conversations, dilemmas, people
from bot.services.dilemmas import Asked, Fitness
from bot.services.escalations import escalations
from bot.texts import plain, say
from handlers.introductions import edits as introduction_edits
from handlers.meetings import offer as session_offer
from handlers.questions import Question, Source, is_command, is_person, is_private, question_in, text_of
from handlers.turn import Context, Party, message_of
from models import Dilemma, DilemmaState, Person

# A reply to one of the bot's messages in a group is a question only if it looks like one: "thanks" does not.
REPLY_WORDS = 4
ASK_KEY = "ask:"


async def on_dilemma(update: Update, context: Context) -> None:
    """`/dilemma`, with words, as a reply, or alone; also under a picture."""
    party = await context.party(update)
    message = _message(update)
    if party.person is None or not is_person(message):
        await _send_to_person(context, party, message)
        return
    if not await _has_patience(context, party, party.person, message):
        return
    question = question_in(message)
    match question.source:
        case Source.OWN:
            await _pose(context, party, party.person, question)
        case Source.LIFTED:
            await _propose(context, party, party.person, question, message)
        case Source.NOWHERE:
            await _ask(context, party, message)
        case Source.NOT_A_PERSON:
            await context.say(party, "lift-only-people", to=message.message_id)
        case Source.NO_TEXT:
            await context.say(party, "lift-no-text", to=message.message_id)
        case Source.FORWARDED:
            await _ask_for_words(context, party, say(party.language, "forwarded"), message.message_id)


async def on_text(update: Update, context: Context) -> None:
    """Words in private, or a reply to the bot in a group."""
    party = await context.party(update)
    message = _message(update)
    if party.person is None or not is_person(message):
        if is_private(message):
            return
        await _send_to_person(context, party, message)
        return
    if not (party.is_private or await _answers_the_bot(context, message)):
        return
    if not await _has_patience(context, party, party.person, message):
        return
    question = question_in(message)
    if question.source is Source.FORWARDED:
        await _ask_for_words(context, party, say(party.language, "forwarded"), message.message_id)
    else:
        await _pose(context, party, party.person, question)


async def on_not_text(update: Update, context: Context) -> None:
    """A voice message, a picture, a sticker in private, or as an answer to the bot's question in a group."""
    party = await context.party(update)
    message = _message(update)
    if not (party.is_private or await _answers_a_question(context, message)):
        return
    if party.person is None or await _has_patience(context, party, party.person, message):
        await _ask_for_words(context, party, say(party.language, "not-text"), message.message_id)


async def on_edited(update: Update, context: Context) -> None:
    """An edited message: the answer to it changes; what was no dilemma before may have become one."""
    message = _message(update)
    if not is_person(message):
        return
    dilemma = await dilemmas.of_message(context.session, message.chat.id, message.message_id)
    if dilemma is None:
        if is_command(message):
            await on_dilemma(update, context)
        elif is_private(message) and text_of(message) and not text_of(message).startswith("/"):
            await _edited_in_private(update, context, message)
        return
    text = question_in(message).text
    if dilemma.state is DilemmaState.PROPOSED:
        # What its writer took back before saying yes is not used: a yes is for the words that stand there.
        dilemma.text = text
        return
    if dilemma.state is not DilemmaState.OPEN or text == dilemma.text:
        return
    await _revise(context, await context.party(update), dilemma, text, message)


async def _edited_in_private(update: Update, context: Context, message: Message) -> None:
    """What was too short before may be a question now; what was a step of a conversation is none."""
    party = await context.party(update)
    if party.person is None or not await conversations.was_step(
        context.session, party.person, message.message_id
    ):
        await on_text(update, context)
        return
    conversation = await conversations.current(context.session, party.person, at=context.now)
    if conversation is not None and not await introduction_edits.on_edited(
        context, party, conversation, message
    ):
        # It was taken as it stood; what it is part of may have gone on since.
        await context.say(party, "conversation-edited", to=message.message_id)


async def _revise(context: Context, party: Party, dilemma: Dilemma, text: str, message: Message) -> None:
    if not text:
        await _ask(context, party, message)
        return
    problem = dilemmas.fitness(text)
    if problem is not Fitness.FIT:
        await _explain(context, party, problem, text, message.message_id)
        return
    found = await context.index.match(text)
    dilemma = await dilemmas.revise(context.session, dilemma, text, found, at=context.now)
    # Before staff it stays, in the new words: those they read are what the resident means.
    await escalations.reworded(context.session, context.turn.services.desk, dilemma, at=context.now)
    card = await session_offer.answer_for_group(context, dilemma, party.language)
    await context.revise(party.chat.id, card, target_key=dilemma.answer_key)
    await introduction_edits.on_reworded(context, party, dilemma)


async def _pose(context: Context, party: Party, person: Person, question: Question) -> None:
    if party.is_private and dilemmas.is_piece_of_long_text(person, at=context.now):
        return
    problem = dilemmas.fitness(question.text)
    if problem is not Fitness.FIT:
        if problem is Fitness.TOO_LONG and party.is_private:
            person.too_long_at = context.now
        await _explain(context, party, problem, question.text, question.message_id)
        return
    asked = _asked(party, person, question)
    found = await context.index.match(question.text)
    dilemma, is_new = await dilemmas.pose(context.session, asked, found, at=context.now)
    if dilemma.state is DilemmaState.OPEN:
        await answer(context, party, dilemma, first=is_new)


async def pose(context: Context, party: Party, person: Person, text: str, message_id: int) -> None:
    """Take words for a dilemma that were said before, in the message with this id."""
    if not text:
        await _ask_for_words(context, party, say(party.language, "not-text"), message_id)
        return
    await _pose(context, party, person, Question(Source.OWN, text, None, message_id))


async def answer(context: Context, party: Party, dilemma: Dilemma, *, first: bool = True) -> None:
    """Answer a dilemma where it was asked, in reply to the message it came from."""
    card = await session_offer.answer_for_group(context, dilemma, party.language)
    if first:
        await context.post(party, card, key=dilemma.answer_key, to=dilemma.message_id)
    else:
        await context.reply(party, card, to=dilemma.message_id)


async def _propose(
    context: Context, party: Party, proposer: Person, question: Question, message: Message
) -> None:
    problem = dilemmas.fitness(question.text)
    if problem is not Fitness.FIT:
        # To whoever gave the command: the writer asked nothing, and need not hear that it was not enough.
        key = "lift-too-long" if problem is Fitness.TOO_LONG else "lift-no-text"
        await context.say(party, key, to=message.message_id)
        return
    if question.author is None:
        return
    writer = await people.meet(context.session, question.author.id, at=context.now)
    asked = _asked(party, writer, question)
    dilemma = await dilemmas.propose(context.session, asked, proposer, at=context.now)
    if dilemma is not None:
        await context.reply(party, answers.proposal(dilemma, party.language), to=question.message_id)
        return
    known = await dilemmas.of_message(context.session, asked.message_chat, asked.message_id)
    if known is not None and known.state is DilemmaState.OPEN:
        await answer(context, party, known, first=False)
    elif known is not None and known.state is DilemmaState.WITHDRAWN:
        await context.say(party, "lift-declined", to=message.message_id)


async def _has_patience(context: Context, party: Party, person: Person, message: Message) -> bool:
    """Whether one more of this person is answered now; that it is not is said once a minute."""
    if context.turn.services.patience.take(person.telegram_id, at=context.now):
        return True
    minute = int(context.now.timestamp()) // 60
    key = f"slow-down:{person.id}:{minute}"
    await context.post(party, Card(say(party.language, "slow-down")), key=key, to=message.message_id)
    return False


async def _ask(context: Context, party: Party, message: Message) -> None:
    if party.is_private:
        await context.say(party, "ask-dilemma-private")
        return
    await _ask_for_words(context, party, say(party.language, "ask-dilemma"), message.message_id)


async def _ask_for_words(context: Context, party: Party, text: Html, message_id: int) -> None:
    """Ask for words. In a group with an open reply to it: the bot sees nothing else that is typed there."""
    if party.is_private:
        await context.reply(party, Card(text), to=message_id)
        return
    markup = {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": plain(party.language, "ask-dilemma-placeholder"),
    }
    key = f"{ASK_KEY}{context.turn.inbox_id}"
    asked = Html(f"{text} {say(party.language, 'ask-reply')}")
    await context.post(party, Card(asked), key=key, to=message_id, reply_markup=markup)


async def _answers_the_bot(context: Context, message: Message) -> bool:
    """Whether a message in a group replies to the bot, and is a question and not just a thank-you."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != context.turn.services.bot.id:
        return False
    text = text_of(message)
    if len(text.split()) >= REPLY_WORDS and dilemmas.fitness(text) in (Fitness.FIT, Fitness.TOO_LONG):
        return True
    # To the bot's own "wat is je dilemma?" a single word is an answer too.
    return await _answers_a_question(context, message)


async def _answers_a_question(context: Context, message: Message) -> bool:
    """Whether a message replies to one in which the bot asked for words."""
    replied = message.reply_to_message
    if replied is None:
        return False
    sent = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )
    return sent is not None and sent.startswith(ASK_KEY)


async def _send_to_person(context: Context, party: Party, message: Message) -> None:
    """Ask an anonymous administrator or a channel to write as a person."""
    link = Button(
        plain(party.language, "help-button-private"), url=f"https://t.me/{context.bot_name}?start=ask"
    )
    card = Card(say(party.language, "write-as-person"), [[link]])
    await context.reply(party, card, to=message.message_id)


async def _explain(context: Context, party: Party, problem: Fitness, text: str, message_id: int) -> None:
    sentence = say(party.language, problem, length=len(text), limit=dilemmas.MAX_LENGTH)
    await _ask_for_words(context, party, sentence, message_id)


def _asked(party: Party, person: Person, question: Question) -> Asked:
    return Asked(
        person=person,
        chat=party.chat,
        thread_id=party.thread_id,
        message_chat=party.chat.telegram_id,
        message_id=question.message_id,
        text=question.text,
    )


def _message(update: Update) -> Message:
    message = message_of(update)
    if message is None:
        raise LookupError("an update without a message reached a message handler")
    return message
