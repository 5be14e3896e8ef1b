"""What a resident reads of staff fits in a message, however much they wrote."""

import pytest

from bot.messages import MAX_TEXT, Html, utf16_length
from bot.services.escalations import relay_forms
from bot.services.escalations.relay_forms import Said
from models import AnswerPlace, Chat, ChatKind, Dilemma, Escalation, Relayed, RelayKind


@pytest.mark.parametrize(
    ("length", "fits"), [(10, True), (MAX_TEXT - 120, True), (MAX_TEXT - 60, False), (MAX_TEXT, False)]
)
def test_which_question_it_is_about_is_said_only_where_it_fits(length: int, fits: bool) -> None:
    group = Chat(kind=ChatKind.SUPERGROUP)
    escalation = Escalation(
        language="nl",
        title="T" * 60,
        wants=AnswerPlace.PRIVATE,
        is_legal=False,
        dilemma=Dilemma(chat=group),
    )
    words = "w" * length
    said = Said(1, 1, words, Html(words), is_text=True, takes_caption=False)

    _, payload = relay_forms.to_resident(escalation, Relayed(kind=RelayKind.ANSWER), said, said.html)

    shown = payload["text"].replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
    assert words in shown
    assert utf16_length(shown) <= MAX_TEXT
    assert ("Je vroeg" in shown) is fits
