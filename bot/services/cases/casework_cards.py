"""What staff see of a draft: all of it with its buttons, one field, the lines of a list, the findings.

Everything is drawn from the draft, so that any message about it can be drawn again. Callback data name the
draft and the version that was in view: `kd:DRAFT:VERSION:VERB:NUMBER:NUMBER`.
"""

import zlib
from collections.abc import Sequence
from html import escape

from bot.matching.similar import Pair
from bot.messages import Block, Button, Card, Html, Rows, pages, shorten
from bot.services import answers
from bot.services.cases import casework
from bot.services.cases import details as casework_details
from bot.services.cases.fields import FIELDS, Field, Kind
from bot.services.cases.publish import as_text
from bot.services.collectives.cards import theme_words
from bot.texts import plain, say
from models import Agreement, Case, CaseDraft, DraftState

FIELD_TEXTS = {
    "title": "button-field-title",
    "dilemma": "button-field-dilemma",
    "context": "button-field-context",
    "what_helped": "button-field-helped",
    "pitfalls": "button-field-pitfalls",
    "theme": "button-field-theme",
    "collective": "button-field-collective",
    "place": "button-field-place",
    "year": "button-field-year",
}
AGREEMENT_TEXTS = {
    Agreement.NONE: "draft-agreement-none",
    Agreement.GIVEN: "draft-agreement-given",
    Agreement.RECORDED: "draft-agreement-recorded",
    Agreement.NOBODY: "draft-agreement-nobody",
    Agreement.CHANGES: "draft-agreement-changes",
    Agreement.REFUSED: "draft-agreement-refused",
}
# Fields of a few words, for which a heading would be a waste of a phone's screen.
SHORT = ("theme", "collective", "place", "year")
# Of a card: heading, state and page number stand around the page.
ROOM = 3200
ITEMS_A_PAGE = 5
ITEM_SHOWN = 500
NOW_SHOWN = 1_200
FINDINGS_A_PAGE = 5
MOST_THEMES = 12
MOST_ALIKE = 3


def editor(draft: CaseDraft, language: str, page: int = 1, *, notice: Html | None = None) -> Card:
    """The draft as a whole with every button that works on it; a page that is not there shows the nearest."""
    blocks = _field_blocks(draft, language)
    sheets = pages(blocks, room=ROOM)
    page = min(max(page, 1), len(sheets))
    parts = [_heading(draft, language), *([notice] if notice else []), sheets[page - 1]]
    if len(sheets) > 1:
        parts.append(Html(f"<i>{say(language, 'page-number', page=page, count=len(sheets))}</i>"))
    turn = answers.page_buttons(language, page, len(sheets), lambda to: _data(draft, "v", to))
    rows = [turn, *_editing(draft, language)] if draft.state.is_open else [turn]
    return Card(Html("\n\n".join(parts)), rows)


def moved_on(draft: CaseDraft, language: str) -> Card:
    """What is left of a card when the draft goes on in a newer message."""
    return Card(say(language, "draft-moved", number=draft.id))


def ended(draft: CaseDraft, language: str, case: Case | None) -> Card:
    """The end of a draft: in the library, or thrown away."""
    if case is None:
        return Card(say(language, "draft-dropped", number=draft.id))
    key = "draft-saved" if draft.is_edit else "draft-published"
    opened = Button(plain(language, "button-open-case"), f"kc:{case.id}:o:1")
    return Card(say(language, key, title=case.title, number=case.key), [[opened]])


def field(draft: CaseDraft, field: Field, language: str, page: int = 1) -> Card:
    """One field by itself: its text in full with what can be done to it, or the lines of a list."""
    if field.kind is Kind.ITEMS:
        return _items(draft, field, language, page)
    number = FIELDS.index(field)
    label = plain(language, FIELD_TEXTS[field.name])
    text = casework_details.marked(as_text(getattr(draft, field.name)), draft.kept)
    sheets = pages([Block(text or plain(language, "draft-empty"), heading=label)], room=ROOM)
    page = min(max(page, 1), len(sheets))
    turn = answers.page_buttons(language, page, len(sheets), lambda to: _data(draft, "f", number, to))
    change = [Button(plain(language, "button-replace"), _data(draft, "r", number), style="primary")]
    if field.kind is Kind.TEXT and text:
        change.append(Button(plain(language, "button-append"), _data(draft, "a", number)))
    return Card(sheets[page - 1], [turn, change, [_back(draft, language)]])


def themes(draft: CaseDraft, known: Sequence[str], language: str) -> Card:
    """The themes there are, to choose from, and the way to another."""
    number = next(place for place, one in enumerate(FIELDS) if one.name == "theme")
    chosen = [
        Button(shorten(theme_words(theme), 40), _data(draft, "h", theme_number(theme)))
        for theme in known[:MOST_THEMES]
    ]
    rows = [chosen[place : place + 2] for place in range(0, len(chosen), 2)]
    other = Button(plain(language, "button-other-theme"), _data(draft, "r", number))
    now = theme_words(draft.theme) or plain(language, "draft-empty")
    return Card(say(language, "draft-choose-theme", theme=now), [*rows, [other, _back(draft, language)]])


def theme_number(theme: str) -> int:
    """What names a theme in callback data, which are too short for the words."""
    return zlib.crc32(theme.encode("utf-8", "surrogatepass"))


def details(draft: CaseDraft, language: str) -> Card:
    """What looks like personal details, each with its two buttons; the first few of them."""
    found = casework_details.findings(draft)
    if not found:
        return editor(draft, language, notice=say(language, "draft-details-done"))
    lines, rows = [], []
    for number, one in enumerate(found[:FINDINGS_A_PAGE]):
        where = plain(language, FIELD_TEXTS[one.field.name])
        kind = plain(language, f"detail-{one.kind}")
        lines.append(
            say(
                language,
                "draft-detail",
                number=number + 1,
                kind=kind,
                where=where,
                around=Html(f"<blockquote>{escape(shorten(one.around, 300), quote=False)}</blockquote>"),
            )
        )
        rows.append(
            [
                Button(
                    plain(language, "button-detail-strike", number=number + 1),
                    _data(draft, "w", number),
                    style="danger",
                ),
                Button(plain(language, "button-detail-keep", number=number + 1), _data(draft, "b", number)),
            ]
        )
    head = say(language, "draft-details", count=len(found))
    return Card(Html("\n\n".join([head, *lines])), [*rows, [_back(draft, language)]])


def alike(draft: CaseDraft, found: Sequence[tuple[Pair, Case]], language: str) -> Card:
    """The cases that the draft is much like, and whether to publish it all the same."""
    lines = [
        say(language, "draft-alike-one", number=case.key, title=shorten(case.title, 150))
        for _, case in found[:MOST_ALIKE]
    ]
    head = say(language, "draft-alike", count=len(found))
    rows = [
        *([Button(shorten(case.title, 50), f"kc:{case.id}:o:1")] for _, case in found[:MOST_ALIKE]),
        [
            Button(plain(language, "button-publish-anyway"), _data(draft, "y"), style="primary"),
            _back(draft, language),
        ],
    ]
    return Card(Html("\n\n".join([head, *lines])), rows)


def ask_to_drop(draft: CaseDraft, language: str) -> Card:
    """Whether it is really to be thrown away."""
    rows = [
        [
            Button(plain(language, "button-drop-yes"), _data(draft, "t"), style="danger"),
            _back(draft, language),
        ]
    ]
    return Card(say(language, "draft-drop-ask", number=draft.id), rows)


def preview_pages(draft: CaseDraft, language: str) -> list[Html]:
    """The text exactly as residents will read it."""
    return answers.case_pages(casework.as_case(draft), language)


def prompt_text(draft: CaseDraft, field: Field, now: str, language: str, key: str) -> Html:
    """The question for a value, with what stands there now."""
    label = plain(language, FIELD_TEXTS[field.name])
    parts = [say(language, key, number=draft.id, field=label)]
    if now:
        shown = escape(
            shorten(now, NOW_SHOWN) if field.kind is not Kind.TEXT else now[:NOW_SHOWN], quote=False
        )
        parts.append(Html(f"<blockquote>{shown}</blockquote>"))
    if not field.needed and field.kind is not Kind.ITEMS:
        parts.append(say(language, "draft-prompt-empty"))
    return Html("\n".join(parts))


def _heading(draft: CaseDraft, language: str) -> Html:
    key = "draft-heading-edit" if draft.is_edit else "draft-heading"
    lines = [say(language, key, number=draft.id)]
    if draft.state is DraftState.PUBLISHED:
        lines.append(say(language, "draft-state-published"))
    elif draft.state is DraftState.DROPPED:
        lines.append(say(language, "draft-dropped", number=draft.id))
    elif not draft.is_edit:
        waiting = draft.state is DraftState.WAITING
        state = "draft-agreement-asked" if waiting else AGREEMENT_TEXTS[draft.agreement]
        lines.append(say(language, state))
        if draft.agreed_how:
            lines.append(Html(f"<i>{escape(draft.agreed_how, quote=False)}</i>"))
    return Html("\n".join(lines))


def _field_blocks(draft: CaseDraft, language: str) -> list[Block]:
    """What a draft says: the long fields each under a heading, the short ones together, a line each."""
    blocks, lines = [], []
    for one in FIELDS:
        label = plain(language, FIELD_TEXTS[one.name])
        text = casework_details.marked(as_text(getattr(draft, one.name)), draft.kept)
        if one.name == "theme":
            text = theme_words(text)
        text = text or plain(language, "draft-empty")
        if one.name in SHORT:
            lines.append(f"{label}: {text}")
        else:
            blocks.append(Block(text, heading=label))
    return [*blocks, Block("\n".join(lines))]


def _editing(draft: CaseDraft, language: str) -> Rows:
    buttons = [
        Button(plain(language, FIELD_TEXTS[field.name]), _data(draft, "f", number))
        for number, field in enumerate(FIELDS)
    ]
    rows = [buttons[place : place + 3] for place in range(0, len(buttons), 3)]
    found = len(casework_details.findings(draft))
    if found:
        label = plain(language, "button-details", count=found)
        rows.append([Button(label, _data(draft, "g"), style="danger")])
    if not draft.is_edit and not draft.agreement.allows:
        rows.append(_agreeing(draft, language))
    save = "button-save-edit" if draft.is_edit else "button-publish"
    rows.append([Button(plain(language, save), _data(draft, "z"), style="success")])
    rows.append([Button(plain(language, "button-drop"), _data(draft, "d"))])
    return rows


def _agreeing(draft: CaseDraft, language: str) -> list[Button]:
    if not draft.collective:
        return [
            Button(plain(language, "button-no-collective"), _data(draft, "o")),
            Button(plain(language, "button-record-agreement"), _data(draft, "n")),
        ]
    buttons = [Button(plain(language, "button-record-agreement"), _data(draft, "n"))]
    if draft.collective_id is not None:
        buttons.insert(0, Button(plain(language, "button-ask-collective"), _data(draft, "q")))
    return buttons


def _items(draft: CaseDraft, field: Field, language: str, page: int) -> Card:
    number = FIELDS.index(field)
    items: list[str] = getattr(draft, field.name)
    count = max(1, -(-len(items) // ITEMS_A_PAGE))
    page = min(max(page, 1), count)
    first = (page - 1) * ITEMS_A_PAGE
    shown = list(enumerate(items))[first : first + ITEMS_A_PAGE]
    label = escape(plain(language, FIELD_TEXTS[field.name]), quote=False)
    lines = [Html(f"<b>{label}</b>")]
    lines += [
        Html(f"{place + 1}. {escape(_item_shown(draft, item), quote=False)}") for place, item in shown
    ] or [say(language, "draft-empty")]
    rows = [
        [
            Button(f"✏️ {place + 1}", _data(draft, "e", number, place)),
            Button(f"🗑 {place + 1}", _data(draft, "x", number, place)),
        ]
        for place, _ in shown
    ]
    turn = answers.page_buttons(language, page, count, lambda to: _data(draft, "f", number, to))
    add = Button(plain(language, "button-add-line"), _data(draft, "a", number), style="primary")
    return Card(Html("\n\n".join(lines)), [*rows, turn, [add, _back(draft, language)]])


def _item_shown(draft: CaseDraft, item: str) -> str:
    return shorten(casework_details.marked(item, draft.kept), ITEM_SHOWN)


def _back(draft: CaseDraft, language: str) -> Button:
    return Button(plain(language, "button-back"), _data(draft, "v", 1))


def _data(draft: CaseDraft, verb: str, *numbers: int) -> str:
    return ":".join(["kd", str(draft.id), str(draft.version), verb, *map(str, numbers)])
