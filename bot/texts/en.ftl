### Everything that a person reads from Buurvraag, in plain English.

## Welcome and help

welcome-private =
    Hello! I am Buurvraag, a bot (a computer program).

    Is your residents' group stuck with something? <b>Just type your question here.</b> I look for another group of residents who went through it, and show what helped them.

    You can also use me in a group: type /dilemma there, and then your question.
welcome-group =
    Hello! I am Buurvraag, a bot (a computer program).
    Is your group stuck with something? Type <b>/dilemma</b> and then your question.
    I look for other residents who went through it, and show what helped them.
    I only read what is addressed to me. I do not see the rest of your conversation.
welcome-group-admin =
    Hello! I am Buurvraag, a bot (a computer program).
    Is your group stuck with something? Type <b>/dilemma</b> and then your question.
    I look for other residents who went through it, and show what helped them.
    You made me an administrator. There is no need: as a plain member I only see what is addressed to me.
help-private =
    <b>How it works</b>
    • Type your question, in your own words. Mistakes do not matter.
    • I show what helped other residents.
    • Does it not fit? Press “Not my question”.

    /saved – what you saved
    /language – choose your language
    /help – this explanation
help-group =
    Type <b>/dilemma</b> and then your question. For example:
    <i>/dilemma who may have a key of our community centre?</i>

    Or reply with /dilemma to a message in the group. I then look for other residents who went through it.
    Rather not in the group? Ask me in private.
help-button-private = Ask in private
unknown-command = I do not know that command. Just type your question, or choose /help.
conversation-stopped = All right, we stopped. Nothing was sent.
conversation-none = We were not in the middle of anything. Just ask your question.

## Posing a dilemma

ask-dilemma = What is your question? Tell it in your own words. One or two sentences will do.
ask-reply = Reply to this message, or I will not see it.
ask-dilemma-private = What is your question? Type it below, in your own words. One or two sentences will do.
ask-dilemma-placeholder = Type your question
too-short = That is very short. Tell me in one sentence what you are stuck with, then I look further.
small-talk = Glad to help. Do you have a question of your residents' group? Then type it, in your own words. I will help to look.
only-emoji = I can only read words. Tell me in one sentence what you are stuck with.
too-long =
    That is a long story: { $length } characters. I can handle { $limit }. What is the heart of it?
    Tell it in a few sentences, then I look further. Your message simply stays here.
not-text = I cannot read or listen to this. Type your question in one or two sentences.
write-as-person = I help people, not channels or anonymous administrators. Write as yourself, and I will look. Rather not with your name in the group? Ask me in private.
lift-only-people = That message is not from a person in this group. Type your question yourself: /dilemma and then the question.
lift-too-long = That message is too long for me. Type yourself what it is about: /dilemma and then the question.
lift-no-text = I can read no question in that message. Type your question yourself: /dilemma and then the question.
lift-ask =
    Somebody in the group thinks that other residents went through this too. May I search with your message?
    Only the one who wrote the message can choose.
lift-yes = Yes, go ahead
lift-no = No, rather not
lift-declined = Fine, I will leave it.
link-outdated = I no longer keep this question. Feel free to ask a new one: type it here.
link-of-another = Only the one who asked this question can go on with it. Do you have a question yourself? Type it here.
none-for-neighbour = I found no other residents for this question yet.
went-wrong = Something went wrong on my side. It is not your fault. Your message is kept, and the administrator sees it. Please try again later.

repeat-mark = (You may have had this before. Number { $number })

## The answer

sure-heading = Other residents had this too
chosen-heading = This is what other residents went through
unsure-heading = { $count ->
        [one] Do you mean this?
       *[other] Is it one of these questions?
    }
unsure-intro = { $count ->
        [one] I am not certain. Is this like your question? Then press it.
       *[other] I am not certain. Choose what is most like your question.
    }
others-heading = These are like it too
choice-title = { $number }. <b>{ $title }</b>
nearest-heading = This comes closest
next-heading = { $count ->
        [one] Then perhaps this one?
       *[other] Then perhaps one of these?
    }
why-words = Found on these words: { $words }
why-title = The title is like your question.
why-sentence = This is like your question: “{ $sentence }”
section-question = The question
section-context = How it was
section-helped = What helped
section-pitfalls = Watch out
source-checked = checked on { $date }
source-unchecked = not checked yet
page-number = Page { $page } of { $count }
none-found =
    I have not heard this from other residents yet.
    Shall I ask the staff of LSA and WijkWijzer? They will then read your question. You can also try to say it differently.
none-left =
    Then I know of nobody yet who had this too.
    Shall I ask the staff of LSA and WijkWijzer? They will then read your question.
staff-noted =
    Noted. Your question is ready for the staff, in your own words.
staff-declined = Fine, I will not ask. You can always ask a new question with /dilemma.
staff-noted-toast = Noted for the staff
private-first =
    There seem to be personal details in your question ({ $what }). That is why I do not answer in the group.
    Press the button and we go on in private. Do you want nobody to read it? Then delete your message.
detail-phone = a phone number
detail-email = an e-mail address
detail-address = an address
detail-bsn = a citizen service number
detail-iban = a bank account number

## Buttons

button-whole = Read all
button-short = Short
button-others = Others ({ $count })
button-save = Save
button-not-mine = Not my question
button-none-of-these = { $count ->
        [one] No, this is not it
       *[other] None of these
    }
button-nearest = What comes close?
button-back = Back
button-ask-staff = Yes, ask them
button-no-staff = No, leave it
button-undo-staff = Do not ask after all
button-go-private = Go on in private
button-previous = ‹ Previous
button-next = Next ›
button-remove = Remove

## Short notices at the top of the screen

toast-saved = Saved. You find it with me in private, with /saved.
toast-saved-before = You had saved this already.
toast-removed = Removed.
toast-asker-only = Only the one who asked can choose this. Ask your own question with /dilemma.
toast-author-only = Only the one who wrote the message can choose this.
toast-outdated = This button is too old. Ask your question again with /dilemma.
toast-retired = This story is no longer there.
toast-admins-only = Only an administrator of this group can choose the language.

## Saved

saved-heading = This is what you saved
saved-empty = You have not saved anything yet. Press “Save” under an answer, and you find it here.
saved-private = What you saved, I only show to you.

## Language

language-choose = In which language shall I write?
language-choose-group = In which language shall I write in this group? An administrator can choose.
language-chosen = Fine. I will write English from now on. You may ask me in any language.

## Command menu

command-dilemma = Ask other residents a question
command-saved = What you saved
command-language = Choose your language
command-help = How it works
