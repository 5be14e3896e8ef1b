"""What a resident sees of a dilemma: a case in short or whole, a choice of titles, or "nobody yet".

Everything is derived from the dilemma and its candidates, so that any message about it can be drawn again, in
the group as well as in private.
"""

from collections.abc import Callable, Sequence
from datetime import date

from babel.dates import format_date

from bot.messages import Block, Button, Card, Html, Rows, pages, shorten
from bot.services.privacy.personal_details import details_in
from bot.texts import plain, say
from models import Candidate, Case, ChatKind, Dilemma, Escalation, Outcome

# Below this probability a case is not worth a resident's time, not even as a choice.
WORTH_SHOWING = 0.03
CHOICES = 3
OTHERS = 2
# Enough of each part to judge by on a phone without scrolling twice.
SHORT_DILEMMA = 300
SHORT_LESSON = 220
SHORT_LESSONS = 3
SHORT_PITFALLS = 1
WHY_SENTENCE = 160
TITLE = 200
BUTTON_TITLE = 60
CHOICE_WORDS = 600


def answer(dilemma: Dilemma, language: str) -> Card:
    """The answer as it stands: by how certain the match was and by what the resident refused or chose."""
    escalation = dilemma.escalation
    if escalation is not None and not escalation.is_closed:
        return staff_asked(escalation, language)
    if dilemma.staff_wished_at is not None and escalation is None:
        return _staff_noted(dilemma, language)
    chosen = _chosen(dilemma)
    if chosen is not None:
        return _short(dilemma, chosen, language, heading="chosen-heading")
    sure = _sure(dilemma)
    if sure is not None:
        return _short(dilemma, sure, language, heading="sure-heading")
    nobody = _nobody_key(dilemma)
    if nobody is not None:
        return _nobody(dilemma, language, nobody)
    heading = "next-heading" if _has_refused(dilemma) else "unsure-heading"
    return _choice(dilemma, _worth(_open(dilemma))[:CHOICES], language, heading)


def found_nobody(dilemma: Dilemma) -> bool:
    """Whether `answer` says that nobody is known who went through it; not once it is before staff."""
    escalation = dilemma.escalation
    is_asked = (escalation is not None and not escalation.is_closed) or (
        dilemma.staff_wished_at is not None and escalation is None
    )
    return not is_asked and shown(dilemma) is None and _nobody_key(dilemma) is not None


def _nobody_key(dilemma: Dilemma) -> str | None:
    """The text that says so, for a dilemma without a case that is shown; None when there is a choice."""
    if dilemma.outcome is Outcome.NONE and not _has_refused(dilemma):
        return "none-found"
    return None if _worth(_open(dilemma)) else "none-left"


def answer_for_group(dilemma: Dilemma, language: str, bot_name: str) -> Card:
    """The first answer where it was asked: in a group not a word on a question with personal details."""
    details = details_in(dilemma.text)
    if dilemma.chat.kind is ChatKind.PRIVATE or not details:
        return answer(dilemma, language)
    what = ", ".join(plain(language, f"detail-{kind}") for kind in details)
    link = Button(plain(language, "button-go-private"), url=private_link(dilemma, bot_name), style="primary")
    return Card(say(language, "private-first", what=what), [[link]])


def others(dilemma: Dilemma, language: str) -> Card:
    """The other cases that were found, to choose from."""
    current = shown(dilemma)
    rest = [candidate for candidate in _open(dilemma) if candidate is not current][:OTHERS]
    heading = _heading(language, "nearest-heading" if current is None else "others-heading")
    back = Button(plain(language, "button-back"), _data(dilemma, "s"))
    return Card(Html(f"{heading}\n\n{_list(rest, language)}"), [*_titles(dilemma, rest), [back]])


def whole(dilemma: Dilemma, candidate: Candidate, page: int, language: str) -> Card:
    """A page of everything that is known of a case; a page that does not exist shows the nearest."""
    sheets = case_pages(candidate.case, language)
    page = min(max(page, 1), len(sheets))
    turn = page_buttons(language, page, len(sheets), lambda to: _data(dilemma, "w", candidate.case_id, to))
    rows = [
        turn,
        [
            Button(plain(language, "button-short"), _data(dilemma, "s")),
            Button(plain(language, "button-save"), _data(dilemma, "k", candidate.case_id)),
        ],
        [_introduce(dilemma, candidate.case_id, language)],
    ]
    return Card(sheets[page - 1], rows)


def shown(dilemma: Dilemma) -> Candidate | None:
    """The case that `answer` shows in short; None when it shows a choice or none."""
    return _chosen(dilemma) or _sure(dilemma)


def on_offer(dilemma: Dilemma) -> set[int]:
    """The ids of the cases that "geen van deze" refuses."""
    return {candidate.case_id for candidate in _worth(_open(dilemma))[:CHOICES]}


def proposal(dilemma: Dilemma, language: str) -> Card:
    """The question to the writer of a message that somebody else lifted."""
    return Card(
        say(language, "lift-ask"),
        [
            [
                Button(plain(language, "lift-yes"), f"l:{dilemma.id}:y", style="primary"),
                Button(plain(language, "lift-no"), f"l:{dilemma.id}:n"),
            ]
        ],
    )


def private_link(dilemma: Dilemma, bot_name: str) -> str:
    """The address that opens this dilemma in private."""
    return f"https://t.me/{bot_name}?start=d-{dilemma.token}"


def case_pages(case: Case, language: str) -> list[Html]:
    """A whole case on as many pages as it needs; at least one."""
    lessons = [Block(text, bullet=True) for text in case.what_helped]
    pitfalls = [Block(text, bullet=True) for text in case.pitfalls]
    blocks = [Block("", heading=case.title), Block(case.dilemma, heading=plain(language, "section-question"))]
    if case.context:
        blocks.append(Block(case.context, heading=plain(language, "section-context")))
    blocks += _section(lessons, plain(language, "section-helped"))
    blocks += _section(pitfalls, plain(language, "section-pitfalls"))
    blocks.append(Block(source_line(case, language)))
    blocks += _helped(case, language)
    sheets = pages(blocks)
    if len(sheets) == 1:
        return sheets
    return [
        Html(f"{sheet}\n\n<i>{say(language, 'page-number', page=number, count=len(sheets))}</i>")
        for number, sheet in enumerate(sheets, start=1)
    ]


def page_buttons(language: str, page: int, count: int, data: Callable[[int], str]) -> list[Button]:
    """Previous and next, as far as there are such pages."""
    buttons = []
    if page > 1:
        buttons.append(Button(plain(language, "button-previous"), data(page - 1)))
    if page < count:
        buttons.append(Button(plain(language, "button-next"), data(page + 1)))
    return buttons


def source_line(case: Case, language: str) -> str:
    """Who, where, when, and whether somebody checked it."""
    checked = (
        plain(language, "source-checked", date=format_date(case.checked_on, "long", locale=language))
        if case.checked_on is not None
        else plain(language, "source-unchecked")
    )
    year = str(case.year) if case.year is not None else ""
    return " · ".join(part for part in (case.collective, case.place, year, checked) if part)


def short_text(case: Case, language: str) -> str:
    """A case in short, as HTML: the question, what helped, what to watch out for, and the source."""
    blocks = [Block(shorten(case.dilemma, SHORT_DILEMMA), heading=shorten(case.title, TITLE))]
    lessons = [Block(shorten(text, SHORT_LESSON), bullet=True) for text in case.what_helped[:SHORT_LESSONS]]
    pitfalls = [Block(shorten(text, SHORT_LESSON), bullet=True) for text in case.pitfalls[:SHORT_PITFALLS]]
    blocks += _section(lessons, plain(language, "section-helped"))
    blocks += _section(pitfalls, plain(language, "section-pitfalls"))
    blocks.append(Block(shorten(source_line(case, language), SHORT_DILEMMA)))
    blocks += _helped(case, language)
    return pages(blocks)[0]


def _helped(case: Case, language: str) -> list[Block]:
    """How many groups of residents were helped by talking with who went through it; not a word when none."""
    return [Block(plain(language, "case-helped", count=case.helped_count))] if case.helped_count else []


def _section(bullets: Sequence[Block], heading: str) -> list[Block]:
    if not bullets:
        return []
    return [Block(bullets[0].text, heading=heading, bullet=True), *bullets[1:]]


def _short(dilemma: Dilemma, candidate: Candidate, language: str, *, heading: str) -> Card:
    case = candidate.case
    text = f"{_heading(language, heading)}\n{_why(candidate, language)}\n\n{short_text(case, language)}"
    rest = sum(1 for other in _open(dilemma) if other is not candidate)
    first = [Button(plain(language, "button-whole"), _data(dilemma, "w", case.id, 1), style="primary")]
    if rest:
        label = plain(language, "button-others", count=min(rest, OTHERS))
        first.append(Button(label, _data(dilemma, "o")))
    second = [
        Button(plain(language, "button-save"), _data(dilemma, "k", case.id)),
        Button(plain(language, "button-not-mine"), _data(dilemma, "n", case.id)),
    ]
    return Card(Html(text), [first, [_introduce(dilemma, case.id, language)], second])


def _introduce(dilemma: Dilemma, case_id: int, language: str) -> Button:
    """Asks those who went through a case whether they want to talk."""
    return Button(plain(language, "button-introduce"), _data(dilemma, "i", case_id))


def _why(candidate: Candidate, language: str) -> str:
    """What made the match, in words of the case itself."""
    if candidate.why_words:
        return f"<i>{say(language, 'why-words', words=', '.join(candidate.why_words))}</i>"
    if candidate.why_sentence == candidate.case.title:
        return f"<i>{say(language, 'why-title')}</i>"
    if candidate.why_sentence:
        sentence = shorten(candidate.why_sentence, WHY_SENTENCE)
        return f"<i>{say(language, 'why-sentence', sentence=sentence)}</i>"
    return ""


def _choice(dilemma: Dilemma, choices: Sequence[Candidate], language: str, heading: str) -> Card:
    count = len(choices)
    head = Html(f"<b>{say(language, heading, count=count)}</b>\n{say(language, 'unsure-intro', count=count)}")
    label = plain(language, "button-none-of-these", count=count)
    none = [Button(label, _data(dilemma, "z", choices[0].case_id))]
    return Card(Html(f"{head}\n\n{_list(choices, language)}"), [*_titles(dilemma, choices), none])


def _list(choices: Sequence[Candidate], language: str) -> str:
    """The titles in full with why each is there: on a phone a button shows only the first words."""
    lines = []
    for number, candidate in enumerate(choices, start=1):
        title = say(language, "choice-title", number=number, title=shorten(candidate.case.title, TITLE))
        lines.append(f"{title}\n{_why(candidate, language)}".rstrip())
    return "\n\n".join(lines)


def _titles(dilemma: Dilemma, choices: Sequence[Candidate]) -> Rows:
    return [
        [Button(shorten(candidate.case.title, BUTTON_TITLE), _data(dilemma, "c", candidate.case_id))]
        for candidate in choices
    ]


def _nobody(dilemma: Dilemma, language: str, key: str) -> Card:
    # What staff would read stands here at once: the yes to it is one press, and knows what it is for.
    choice = staff_choice(dilemma, language)
    rows = [*choice.rows]
    if _open(dilemma):
        rows.append([Button(plain(language, "button-nearest"), _data(dilemma, "o"))])
    return Card(Html(f"{say(language, key)}\n\n{choice.text}"), rows)


def _staff_noted(dilemma: Dilemma, language: str) -> Card:
    undo = Button(plain(language, "button-undo-staff"), _data(dilemma, "u"))
    return Card(say(language, "staff-noted"), [[undo]])


def staff_choice(dilemma: Dilemma, language: str) -> Card:
    """What staff would read, and the choice where their answer should go."""
    from_group = dilemma.chat.kind is not ChatKind.PRIVATE
    words = shorten(dilemma.text, CHOICE_WORDS)
    question = say(language, "staff-choice-where" if from_group else "staff-choice-sure")
    text = Html(f"{say(language, 'staff-choice', words=words)}\n\n{question}")
    no = Button(plain(language, "button-no-staff"), _data(dilemma, "x"))
    if not from_group:
        return Card(
            text, [[Button(plain(language, "button-staff-send"), _data(dilemma, "p"), style="primary"), no]]
        )
    rows = [
        [
            Button(plain(language, "button-staff-in-group"), _data(dilemma, "g")),
            Button(plain(language, "button-staff-private"), _data(dilemma, "p")),
        ],
        [no],
    ]
    return Card(text, rows)


def staff_asked(escalation: Escalation, language: str) -> Card:
    """That a question is before staff, where the answer comes, and before which day."""
    day = day_text(escalation.answer_before, language)
    undo = Button(plain(language, "button-undo-staff"), f"d:{escalation.dilemma_id}:u")
    return Card(say(language, f"staff-asked-{escalation.wants}", day=day), [[undo]])


def staff_over(escalation: Escalation, language: str) -> Card:
    """That a question was before staff and was closed, with the way to ask it once more."""
    again = Button(plain(language, "button-staff-again"), f"d:{escalation.dilemma_id}:a")
    return Card(say(language, "staff-over"), [[again]])


def day_text(day: date, language: str) -> str:
    """A day of these weeks as people say it: vrijdag 27 november."""
    pattern = "EEEE d MMMM" if language == "nl" else "EEEE, MMMM d"
    return format_date(day, pattern, locale=language)


def for_neighbour(dilemma: Dilemma, language: str, page: int = 1) -> Card:
    """What somebody else than the asker sees in private: a page of the case that was found, not the question.

    The whole case, because that is what neighbours pressed for. Nothing of a question with personal details:
    even what was found for it tells about somebody.
    """
    if details_in(dilemma.text):
        return Card(say(language, "link-of-another"))
    best = shown(dilemma) or next(iter(_worth(_open(dilemma))), None)
    if best is None:
        return Card(say(language, "none-for-neighbour"))
    # By the token of the link, not by a number that can be guessed: it shows that the link was opened.
    save = f"n:{dilemma.token}:{best.case_id}"
    sheets = case_pages(best.case, language)
    page = min(max(page, 1), len(sheets))
    turn = page_buttons(language, page, len(sheets), lambda to: f"{save}:{to}")
    return Card(sheets[page - 1], [turn, [Button(plain(language, "button-save"), save)]])


def declined(language: str) -> Card:
    """The end of a proposal that the writer would rather not have."""
    return Card(say(language, "lift-declined"))


def declined_staff(language: str) -> Card:
    """The end of a question that nobody could answer and that need not go to staff."""
    return Card(say(language, "staff-declined"))


def _heading(language: str, key: str) -> Html:
    return Html(f"<b>{say(language, key)}</b>")


def _open(dilemma: Dilemma) -> list[Candidate]:
    return [
        candidate
        for candidate in dilemma.candidates
        if candidate.refused_at is None and candidate.case.retired_at is None
    ]


def _chosen(dilemma: Dilemma) -> Candidate | None:
    chosen = [candidate for candidate in _open(dilemma) if candidate.chosen_at is not None]
    return max(chosen, key=lambda candidate: candidate.chosen_at or dilemma.asked_at, default=None)


def _sure(dilemma: Dilemma) -> Candidate | None:
    """The case that the matcher was sure of, for as long as it is there and nothing was refused."""
    if dilemma.outcome is not Outcome.SURE or _has_refused(dilemma) or not dilemma.candidates:
        return None
    best = dilemma.candidates[0]
    return best if best.case.retired_at is None else None


def _has_refused(dilemma: Dilemma) -> bool:
    return any(candidate.refused_at is not None for candidate in dilemma.candidates)


def _worth(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.confidence >= WORTH_SHOWING]


def _data(dilemma: Dilemma, verb: str, *arguments: int) -> str:
    return ":".join(["d", str(dilemma.id), verb, *map(str, arguments)])
