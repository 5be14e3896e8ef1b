### Everything that a person reads from Buurvraag, in plain English.

## Welcome and help

welcome-private =
    Hello! I am Buurvraag, a bot (a computer program).

    Is your residents' group stuck with something? <b>Just type your question here.</b> I look for another group of residents who went through it, and show what helped them.

    You can also use me in a group: type /dilemma there, and then your question.
    With /sessions you see online sessions with other residents. What else I can do is in /help.
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

    /sessions – online sessions with other residents
    /follow – hear of new sessions about a theme
    /calendar – your sessions in your own calendar
    /saved – what you saved
    /contacts – your contacts with other groups{ $contact ->
        [yes] {"\u000A"}/collective – your collective: pause, details, stop
       *[no] {""}
    }{ $coordinator ->
        [yes] {"\u000A"}/schedule – plan or change a session{"\u000A"}/invite – send an invitation
       *[no] {""}
    }
    /language – choose your language
    /help – this explanation
help-staff =
    <b>How it works for staff</b>
    • Questions that no story fits yet arrive here. Each question has a card of its own.
    • Press “I take this”. Then reply to the card: that goes to the resident, without your name.
    • Whatever else you say stays among you.

    /open – questions that wait for an answer
    /case – search and edit stories
    /collective – collectives and their contact persons
    /experts – experts to ask
help-group =
    Type <b>/dilemma</b> and then your question. For example:
    <i>/dilemma who may have a key of our community centre?</i>

    Or reply with /dilemma to a message in the group. I then look for other residents who went through it.
    With <b>/sessions</b> you see the coming online sessions.
    Administrators choose with <b>/settings</b> which themes this group hears about.
    Rather not in the group? Ask me in private.
help-button-private = Ask in private
unknown-command = I do not know that command. Just type your question, or choose /help.
conversation-stopped = All right, we stopped. Nothing was sent.
conversation-edited = I did not take that change. Would you like to say something else? Then type it in a new message, or press /stop.
conversation-interrupted =
    You were still in the middle of { $kind ->
        [introduction] your request for contact with another group
        [introduction-answer] your yes to a question of another group
        [introduction-words] what you wanted to add about a conversation
        [staff-reply] your response to the staff
        [collective] the details of your collective
        [case-words] what you wanted to say about a story
        [case-review] what has to change in a story
        [broadcast] an invitation
        [plan] a session that you plan
        [plan-change] a session that you change
       *[other] something else
    }. I have kept that. You can go on with it later.
conversation-left =
    You were also in the middle of { $kind ->
        [introduction] your request for contact with another group
        [introduction-answer] your yes to a question of another group
        [introduction-words] what you wanted to add about a conversation
        [staff-reply] your response to the staff
        [collective] the details of your collective
        [case-words] what you wanted to say about a story
        [case-review] what has to change in a story
        [broadcast] an invitation
        [plan] a session that you plan
        [plan-change] a session that you change
       *[other] something else
    }. Would you like to go on with that?
conversation-again =
    Good, we go on with { $kind ->
        [introduction] your request for contact with another group
        [introduction-answer] your yes to a question of another group
        [introduction-words] what you wanted to add about a conversation
        [staff-reply] your response to the staff
        [collective] the details of your collective
        [case-words] what you wanted to say about a story
        [case-review] what has to change in a story
        [broadcast] an invitation
        [plan] a session that you plan
        [plan-change] a session that you change
       *[other] something else
    }.
conversation-gone-toast = I do not keep that any more. Feel free to begin anew.
button-conversation-again = Go on with that
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
forwarded = This message was forwarded. I cannot ask its writer whether that is fine. Tell it in your own words, without names.
lift-ask =
    Somebody in the group thinks that other residents went through this too. May I search with your message?
    Only the one who wrote the message can choose.
lift-yes = Yes, go ahead
lift-no = No, rather not
lift-declined = Fine, I will leave it.
link-outdated = I no longer keep this question. Feel free to ask a new one: type it here.
link-of-another = Only the one who asked this question can go on with it. Do you have a question yourself? Type it here.
none-for-neighbour = I found no other residents for this question yet.
slow-down = Easy now: you ask faster than I can answer well. Wait a minute, and then ask your most important question again. Buttons and commands work as usual.
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
    I have not heard this from other residents yet. You can try to say it differently, or I ask the staff.
none-left =
    Then I know of nobody yet who had this too. I can ask the staff.
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
detail-link = an @name or a link
detail-name = a name
detail-health = something about somebody's health

## Buttons

button-whole = Read all
button-short = Short
button-others = { $count } more
button-save = Save
button-not-mine = Not my question
button-none-of-these = { $count ->
        [one] No, this is not it
       *[other] None of these
    }
button-nearest = What comes close?
button-back = Back
button-no-staff = No, leave it
button-undo-staff = Do not ask after all
button-go-private = Go on in private
button-previous = ‹ Previous
button-next = Next ›
button-remove = Remove
button-field-title = Title
button-field-dilemma = The question
button-field-context = How it was
button-field-helped = What helped
button-field-pitfalls = Watch out
button-field-theme = Theme
button-field-collective = Collective
button-field-place = Place
button-field-year = Year
button-replace = Replace
button-append = Add to it
button-add-line = Add
button-other-theme = Another theme
button-details = ⚠️ Personal? ({ $count })
button-detail-strike = { $number }: take out
button-detail-keep = { $number }: may stay
button-publish = Put into the library
button-publish-anyway = Save all the same
button-save-edit = Save the change
button-drop = Throw away
button-drop-yes = Yes, throw away
button-ask-collective = Ask the collective
button-record-agreement = Note agreement
button-no-collective = No collective
button-open-case = Open the story
button-open-draft = Open the draft
button-edit-case = Change
button-checked = Checked today
button-found-cases = Back to what I found
button-history = History
button-retire = Take out
button-retire-yes = Yes, take it out
button-bring-back = Put back
button-consent-yes = Yes, like this
button-consent-change = Change this
button-consent-no = No, rather not
button-phrasing-yes = Learn these words
button-phrasing-other = Other words
button-phrasing-no = Do not learn
button-review-holds = Still right
button-review-adjust = Change
button-review-retire = Can go
button-review-retire-yes = Yes, it can go
button-read-story = Read the story

## Short notices at the top of the screen

toast-saved = Saved. You find it with me in private, with /saved.
toast-saved-before = You had saved this already.
toast-removed = Removed.
toast-asker-only = Only the one who asked can choose this. Ask your own question with /dilemma.
toast-author-only = Only the one who wrote the message can choose this.
toast-outdated = This button is too old. The menu shows what you can do.
toast-outdated-question = This button is too old. Ask your question again with /dilemma.
toast-outdated-session = This button is too old. See with /sessions what is coming.
toast-outdated-plan = This button is too old. Begin again with /plan.
toast-retired = This story is no longer there.
toast-staff-only = Only staff can do this, in the staff group.
toast-draft-closed = This draft is done or was thrown away.
toast-draft-changed = Somebody else just changed this draft. This is how it stands. Look at it and try again.
toast-draft-missing = Something is missing. A title and a question are needed.
toast-draft-details = First judge what looks like personal details.
toast-draft-agreement = First the agreement: ask the collective, or note how it agreed.
toast-draft-unreachable = Nobody of this collective can be reached on Telegram. Ask them yourself, and note how it agreed.
toast-draft-case-gone = The story in the library is no longer there.
toast-draft-case-moved = The story changed in the library meanwhile. Look at it. Save once more to keep your text.
toast-collective-asked = The collective was asked.
toast-case-retired = Taken out.
toast-case-back = Put back.
toast-case-checked = Noted: checked today.
toast-admins-only = Only an administrator of this group can do that.

## Saved

saved-heading = This is what you saved
saved-empty = You have not saved anything yet. Press “Save” under an answer, and you find it here.
saved-private = What you saved, I only show to you.

## Language

language-choose = In which language shall I write?
language-choose-group = In which language shall I write in this group? An administrator can choose.
language-chosen = Fine. I will write English from now on. You may ask me in any language.
button-language-other = Another language
language-other = I write Dutch and English only. Which language do you prefer to read? When an invitation has a text in that language, you get that text.
language-also-read = Fine. When an invitation has a text in this language, { $name }, you get that. Otherwise I write Dutch or English.

## Collectives: for contact persons

collective-none =
    You are not the contact person of a collective yet.

    Does your group want to help other residents with what you learned? Ask the staff of LSA or WijkWijzer for an invitation.
collective-several = Which collective do you want to see or change?
collective-you-are-contact = You are the contact person.
collective-you-are-deputy = You are the deputy.
collective-status-open = I may ask this collective questions.
collective-status-paused = Pause: I ask nothing, until you say that I may again.
collective-status-paused-until = Pause: I ask nothing until { $date }.
collective-cap = { $cap ->
        [0] I never ask to get acquainted.
        [one] I ask at most once a month whether you want to get acquainted.
       *[other] I ask at most { $cap } times a month whether you want to get acquainted.
    }
collective-other-contact = { $there ->
        [yes] There is a deputy.
       *[no] There is no deputy yet.
    }
collective-other-deputy = { $there ->
        [yes] There is a contact person.
       *[no] There is no contact person.
    }
collective-groups-count = { $count ->
        [0] No group is connected yet.
        [one] One group is connected.
       *[other] { $count } groups are connected.
    }
collective-cases-count = { $count ->
        [0] No story of this collective is in the library yet.
        [one] One story of this collective is in the library.
       *[other] { $count } stories of this collective are in the library.
    }

collective-invited-contact = Good that you are here! You are asked to be the contact person of <b>{ $name }</b>.
collective-invited-deputy = Good that you are here! You are asked to be the deputy at <b>{ $name }</b>.
collective-invited-new = Good that you are here! You can sign up your collective here, with you as its contact person.
collective-consent-contact =
    <b>What does it mean?</b>
    • Sometimes another group has a question that you have experience with. Then I ask you whether you want to talk about it. At most { $cap } times a month.
    • You may always say no. You need not say why.
    • I never pass on anything about you without your yes. I ask for it each time anew.

    <b>What do I keep?</b>
    That your Telegram account belongs to this collective, since when, and that you said yes. For this I do not keep your name and phone number.

    <b>Who sees that?</b>
    Staff see that there is a contact person, but not who. The administrator of the bot can see the number of your account.

    You can stop at any time, with /collectief. Will you join?
collective-consent-deputy =
    <b>What does it mean?</b>
    • Is the contact person not able to? Then I ask you whether you want to talk with another group. At most { $cap } times a month.
    • Does the contact person stop? Then I ask whether you want to take over.
    • You may always say no. I never pass on anything about you without your yes.

    <b>What do I keep?</b>
    That your Telegram account belongs to this collective, since when, and that you said yes. For this I do not keep your name and phone number.

    <b>Who sees that?</b>
    The contact person and staff see that there is a deputy, but not who. The administrator of the bot can see the number of your account.

    You can stop at any time, with /collectief. Will you join?
collective-agreed-contact = Thank you! You are now the contact person of <b>{ $name }</b>. With /collectief you can take a pause, change something or stop.
collective-agreed-deputy = Thank you! You are now the deputy at <b>{ $name }</b>. With /collectief you can change something or stop.
collective-declined = Fine, then we leave it. I kept nothing of you. The link does not work any more now.

collective-link-unknown = This link does not work any more. Ask who invited you for a new one.
collective-link-expired = This link was good for a short time only, and that is over. Ask who invited you for a new one. That is quickly done.
collective-link-used = This link has been used already. A link works for one person only. Ask who invited you for a new one.
collective-link-already-contact = You are the contact person of <b>{ $name }</b> already. With /collectief you see what you can change.
collective-link-already-deputy = You are the deputy at <b>{ $name }</b> already. With /collectief you see what you can change.

collective-ask-name = What is your collective called?
collective-ask-place = In which place or neighbourhood is it? For instance: Zwolle, or Lombok in Utrecht.
collective-ask-themes = What do you have experience with? Press what fits. Ready? Then press "Ready".
collective-ask-text = Type it here in an ordinary message. Do you want to stop? Choose /stop.
collective-registered = Thank you! <b>{ $name }</b> has been added, with you as its contact person. With /collectief you can take a pause, change something or stop.
collective-gone = This collective takes part no longer.

collective-refused-no-name = I see no letters or digits in that name. What is the collective called?
collective-refused-name-too-long = That name is too long for me. Can it be shorter, 120 characters at most?
collective-refused-place-too-long = That is too long for a place. Can it be shorter, 80 characters at most?
collective-refused-no-place = Without a place I cannot find you. In which place or neighbourhood is it?
collective-refused-too-many-themes = Those are too many themes. Choose 12 at most.
collective-refused-theme-too-long = One of those themes is too long. Use 64 characters at most.
collective-refused-known = There is a collective of that name here already. Is it yours? Then ask staff for a link to that one. Is it another one? Then add something, such as the neighbourhood.
collective-refused-cap = Choose a whole number from 0 to 100.
collective-refused-email = That does not look like an e-mail address. Type it again, or type a hyphen (-) to take it away.

collective-pause-question = For how long shall I leave <b>{ $name }</b> in peace?
collective-cap-question = How often a month may I ask <b>{ $name }</b> at most? Now: { $cap }.
collective-groups = { $count ->
        [0] No group belongs to <b>{ $name }</b> yet. You connect one in the group itself: type /collectief there. You have to be an administrator of it.
        [one] This group belongs to <b>{ $name }</b>. Another one? Type /collectief in that group.
       *[other] These groups belong to <b>{ $name }</b>. Another one? Type /collectief in that group.
    }
collective-stop-question-contact = Do you want to stop as the contact person of <b>{ $name }</b>? Then I ask you no more questions. The deputy and staff are told.
collective-stop-question-deputy = Do you want to stop as the deputy at <b>{ $name }</b>? Then I ask you no more questions.
collective-stopped = Fine, you have stopped at <b>{ $name }</b>. Thank you for everything!
collective-drop-deputy-question = Shall I take the deputy of <b>{ $name }</b> away? They will be told.
collective-stays-deputy = Fine, you stay the deputy of <b>{ $name }</b>. Staff look for a contact person.
collective-deputy-link =
    Send this link to who wants to be the deputy of <b>{ $name }</b>:

    { $address }

    The link works once, for the first who opens it, until { $date }. An earlier link works no longer now.

collective-take-over-stopped = The contact person of <b>{ $name }</b> has stopped. Do you want to take over? Then I ask you the questions of other groups from now on.
collective-take-over-unreachable = I can no longer reach the contact person of <b>{ $name }</b>. Do you want to take over? Then I ask you the questions of other groups from now on.
collective-deputy-stopped = The deputy of <b>{ $name }</b> has stopped. With /collectief you can invite somebody else.
collective-deputy-new = <b>{ $name }</b> has a deputy now.
collective-replaced-contact = Somebody else is the contact person of <b>{ $name }</b> now. You get no more questions. Thank you for everything! Is this wrong? Ask staff.
collective-replaced-deputy = Somebody else is the deputy of <b>{ $name }</b> now. You get no more questions. Thank you for everything!
collective-removed-for-contact = <b>{ $name }</b> takes part in Buurvraag no longer. I ask you no more questions about it. Thank you for everything!
collective-dismissed = You are no contact for <b>{ $name }</b> any more. I ask you no more questions about it. Thank you for everything! Is this wrong? Ask staff.

## Collectives: in the group

collective-group-question = Which collective does this group belong to? Only a contact person who is an administrator here can choose.
collective-group-tied = This group belongs to <b>{ $name }</b>.
collective-group-untied = This group belongs to no collective any more.
collective-group-other = This group belongs to another collective already. Is that wrong? Ask the staff of LSA or WijkWijzer.
collective-group-not-you = With this a contact person connects this group with a collective. You can if you are a contact person, and an administrator of this group. In private you can see whether you are.

## Collectives: for staff

collective-list-heading = { $count ->
        [0] There are no collectives yet
        [one] One collective
       *[other] { $count } collectives
    }
collective-list-found = { $count ->
        [0] No collective found with "{ $wanted }"
        [one] One collective with "{ $wanted }"
       *[other] { $count } collectives with "{ $wanted }"
    }
collective-list-more = These are not all: search with more words.
collective-line =
    <b>{ $name }</b> · { $place } · { $there ->
        [contact] contact person
        [deputy] deputy only
       *[nobody] nobody on Telegram
    }
collective-line-paused =
    <b>{ $name }</b> · { $place } · { $there ->
        [contact] contact person
        [deputy] deputy only
       *[nobody] nobody on Telegram
    } · paused
collective-present-contact = Contact person: yes, since { $date }{ $reached ->
        [yes] .
       *[no] , but cannot be reached.
    }
collective-absent-contact = Contact person: no.
collective-present-deputy = Deputy: yes, since { $date }{ $reached ->
        [yes] .
       *[no] , but cannot be reached.
    }
collective-absent-deputy = Deputy: no.
collective-email = E-mail: { $email }
collective-edit-question = What do you want to change about <b>{ $name }</b>?
collective-new-question =
    Reply to this message with name, place and themes, with semicolons between them. For instance:
    <i>Buurthuis De Brug; Zwolle; gebouw en beheer, jeugd</i>
collective-new-known = Themes in the library: { $themes }
collective-type-name = Reply to this message with the new name of <b>{ $name }</b>.
collective-type-place = Reply to this message with the place of <b>{ $name }</b>.
collective-type-themes = Reply to this message with the themes of <b>{ $name }</b>, with commas between them.
collective-type-email = Reply to this message with the e-mail address of <b>{ $name }</b>, or with a hyphen (-) to take it away.
collective-type-case = Reply to this message with the code of a case, or with words from its title.
collective-experience-heading = { $count ->
        [0] No experience of { $name } yet
        [one] One experience of { $name }
       *[other] { $count } experiences of { $name }
    }
collective-cases-found = Which case is an experience of <b>{ $name }</b>?
collective-no-case-found = No case found. Try other words, or the code.
collective-contact-link =
    Invitation for the contact person of <b>{ $name }</b>. Pass this link on:

    { $address }

    The link works once, for the first who opens it, until { $date }. An earlier link works no longer now.
collective-new-link =
    With this link a contact person signs up a new collective. Pass it on:

    { $address }

    The link works once, for the first who opens it, until { $date }.
collective-remove-question = Shall I remove <b>{ $name }</b>? Its contact person, deputy and groups go as well. They will be told.
collective-removed = <b>{ $name }</b> has been removed.
collective-dismiss-question-contact = Shall I take the contact person of <b>{ $name }</b> away? They will be told. The deputy is asked to take over.
collective-dismiss-question-deputy = Shall I take the deputy of <b>{ $name }</b> away? They will be told.
collective-staff-registered = New collective, signed up with a link: <b>{ $name }</b> ({ $place }).
collective-staff-new-contact = <b>{ $name }</b> ({ $place }) has a contact person now.
collective-staff-new-deputy = <b>{ $name }</b> ({ $place }) has a deputy now.
collective-staff-stopped-asked = The contact person of <b>{ $name }</b> ({ $place }) has stopped. The deputy is asked to take over.
collective-staff-stopped-nobody = The contact person of <b>{ $name }</b> ({ $place }) has stopped, and nobody is there to take over. Will you invite somebody?
collective-staff-stopped-deputy = The deputy of <b>{ $name }</b> ({ $place }) has stopped. Nobody is left on Telegram now. Will you invite somebody?
collective-staff-unreachable-asked = The contact person of <b>{ $name }</b> ({ $place }) can no longer be reached: the bot is blocked. The deputy is asked to take over.
collective-staff-unreachable-nobody = The contact person of <b>{ $name }</b> ({ $place }) can no longer be reached: the bot is blocked. Nobody is there to take over. Will you invite somebody?
collective-staff-stays-deputy = The deputy of <b>{ $name }</b> ({ $place }) does not want to take over. Will you invite a contact person?

## Collectives: buttons and notices

button-collective-open = Look
button-collective-agree = Yes, I join
button-collective-decline = No, rather not
button-collective-pause = Pause
button-collective-resume = On again
button-collective-months = { $months ->
        [one] 1 month
       *[other] { $months } months
    }
button-collective-until-i-say = Until I say so
button-collective-cap = How often a month
button-collective-cap-default = As usual ({ $cap })
button-collective-themes = Themes
button-collective-ready = Ready
button-collective-invite-contact = Invite contact person
button-collective-invite-deputy = Invite deputy
button-collective-drop-deputy = Take deputy away
button-collective-drop-deputy-yes = Yes, take away
button-collective-groups = Groups
button-collective-untie = Disconnect
button-collective-untie-this = Disconnect group { $number } ({ $date })
button-collective-stop = I stop
button-collective-stop-yes = Yes, I stop
button-collective-take-over = Yes, I take over
button-collective-stay-deputy = No, I stay deputy
button-collective-new = New
button-collective-new-link = Link for a new collective
button-collective-edit = Change
button-collective-edit-name = Name
button-collective-edit-place = Place
button-collective-edit-themes = Themes
button-collective-edit-email = E-mail
button-collective-experience = Experience
button-collective-add-case = Add a case
button-collective-remove-case = Take { $number } away
button-collective-remove = Remove
button-collective-remove-yes = Yes, remove
button-collective-dismiss-contact = Take contact person away
button-collective-dismiss-deputy = Take deputy away
button-collective-dismiss-yes = Yes, take away
button-collective-list = All collectives
toast-collective-staff-only = Only staff can choose this.
toast-collective-not-yours = Only the contact person of this collective can do this.
toast-collective-admin-only = Only a contact person who is an administrator here can do that.
toast-collective-has-contact = There is a contact person again. You stay the deputy.
toast-collective-outdated = This button is too old. Choose again: /collectief.

## Command menu

command-dilemma = Ask other residents a question
command-saved = What you saved
command-language = Choose your language
command-help = How it works
command-collective = Your collective: pause, details, stopping
command-collectives = Collectives and their contact persons
command-cases = Search and edit the stories of the library

## The case workshop (staff)

draft-heading = 📝 <b>Draft { $number }</b>
draft-heading-edit = 📝 <b>Change { $number }</b>
draft-state-published = It is in the library.
draft-empty = (empty)
draft-moved = Draft { $number } goes on further down.
draft-dropped = Draft { $number } was thrown away. Its words are gone.
draft-published = ✅ The story <b>{ $title }</b> is in the library ({ $number }). It can be found now. Those who asked the same before will hear of it.
draft-saved = ✅ The change of <b>{ $title }</b> ({ $number }) is saved.
draft-agreement-none = The collective has not agreed yet.
draft-agreement-asked = ⏳ The collective was asked. If you change anything, you have to ask again.
draft-agreement-given = ✅ The collective agrees with this text.
draft-agreement-recorded = ✅ Noted: the collective agrees with this text.
draft-agreement-nobody = ✅ No collective is concerned.
draft-agreement-changes = ✏️ The collective wants something changed.
draft-agreement-refused = ⛔ The collective does not want this text. Take out what points to them, or throw the draft away.
draft-choose-theme =
    <b>Theme</b>
    Now: { $theme }. Choose another:
draft-details = { $count ->
        [one] <b>This looks like a personal detail.</b> May it stay?
       *[other] <b>These { $count } things look like personal details.</b> May they stay?
    }
draft-detail = <b>{ $number }.</b> { $kind } in “{ $where }”{ $around }
draft-details-done = ✅ All personal details have been judged.
draft-alike = { $count ->
        [one] <b>There is a story already that is much like this.</b> Is it the same?
       *[other] <b>There are stories already that are much like this.</b> Is it the same?
    }
draft-alike-one = { $number } · { $title }
draft-alike-note = ⚠️ This is much like a story that is there already: <b>{ $title }</b>
draft-drop-ask = Throw draft { $number } away? Its words will be gone.
draft-prompt = Draft { $number }: what should “{ $field }” be? Reply to this message.
draft-prompt-append = Draft { $number }: what should follow “{ $field }”? Reply to this message.
draft-prompt-lines = Draft { $number }: what should be added to “{ $field }”? Reply to this message. Each line becomes a point.
draft-prompt-line = Draft { $number }: what should this point of “{ $field }” be? Reply to this message.
draft-prompt-agreement = Draft { $number }: how and when did the collective agree? Reply to this message. For example: “by phone on 3 March”.
draft-prompt-empty = Type - to make it empty.
draft-prompt-placeholder = Type it here
draft-value-empty = There are no words in this. Reply to my question once more.
draft-value-too-long = That has { $length } characters. { $limit } fit. Make it shorter, and reply to my question once more.
draft-value-no-year = That is no year. Type four digits, such as 2024. Reply to my question once more.
draft-value-same = That is there already. Reply to my question once more.
draft-value-full = { $limit } points fit. Take one away first.
draft-maybe-cut = ⚠️ This message was as long as Telegram allows. Perhaps a part fell off. Look at the end. “Add to it” puts more behind it.
draft-needs-words = I need words here, no picture or sound. Reply to my question once more.
draft-closed = This draft is done or was thrown away. Nothing was changed.
draft-staff-only = Only staff can do this, under their own name.
draft-changed-meanwhile = ⚠️ <b>Somebody else just changed this.</b> Your text was not saved. This is how it stands:
draft-news-given = ✅ The collective agrees with draft { $number }: <b>{ $title }</b>
draft-news-refused = ⛔ The collective does not want draft { $number }: <b>{ $title }</b>
draft-news-changes = ✏️ The collective wants something else in draft { $number }: <b>{ $title }</b>
quoted-words = <blockquote>{ $words }</blockquote>

## A collective reads its own story

case-consent-ask =
    Other residents can learn from what you went through. Below is the story, exactly as they will read it.
    <b>May it be in the library like this?</b> Without your yes it will not be. You can change your mind later.
case-consent-given = Thank you! The story goes into the library. I will tell you when it is there. If you change your mind, tell the staff.
case-consent-refused = All right, it stays out. Thank you for reading.
case-consent-what = What should be different? Type it here in your own words. Staff will change it and ask you again. Rather not? Type /stop.
case-consent-words = Type in words what should be different. Rather not? Type /stop.
case-consent-changes = Thank you. Staff will change it. Then you get it to read again.
case-consent-over = This text was changed meanwhile, or has been answered. You need not do anything.
case-consent-published =
    The story of your group is in the library. Thank you!
    <b>{ $title }</b>

## The library (staff)

cases-overview =
    <b>The library: { $count } stories</b>
    Search with /case and then words or a number. For example: <i>/case key</i>
    { $drafts ->
        [0] There are no drafts.
       *[other] These are being worked on:
    }
cases-found = <b>Found for “{ $words }”</b>
cases-none = Nothing found for “{ $words }”.
case-key = Story { $number }
case-retired = no longer found
case-owner-contact = the collective can be reached
case-retire-ask = Take <b>{ $title }</b> out of the library? Nobody will find it any more. You can put it back later.
case-history = <b>What changed in “{ $title }”</b>
case-history-none = Nothing was changed in the bot yet.
case-change-published = into the library
case-change-retired = taken out
case-change-back = put back
case-change-checked = checked
case-change-nobody = unknown
phrasing-offer =
    This is how the resident asked:
    <blockquote>{ $words }</blockquote>
    Shall I learn these words? Who asks it like this will then find <b>{ $title }</b>. Residents may get to see these words. Is there no name in them?
phrasing-ask = How would you ask the same without names or details? Reply to this message.
phrasing-added = ✅ Learned. Who asks it like this finds <b>{ $title }</b>.
phrasing-declined = All right, I do not learn these words.
phrasing-unknown = That question or that story is no longer there.
phrasing-details = There seem to be personal details in this. Say it in other words.
phrasing-too-long = That is too long to learn. Say it shorter.
phrasing-no-words = There are no words in this.
phrasing-duplicate = I knew these words already.
phrasing-full = This story has so many questions that no more fit.

## Is it still right?

review-contact =
    Nobody checked this story of your group for a year. <b>Is it still right?</b>
review-staff = 🗓 Nobody checked this story for a year ({ $number }). <b>Is it still right?</b>
review-holds = Thank you. I note that it was checked today.
review-what = What is no longer right? Type it here in your own words. Rather not? Type /stop.
review-thanks = Thank you. Staff will change it.
review-retired = All right, the story is gone. Nobody will find it.
review-retire-ask = Are you sure? Nobody will find the story any more.
review-over = This has been answered. You need not do anything.
review-news-adjust = ✏️ The collective says that <b>{ $title }</b> ({ $number }) is no longer right.
review-news-retired = The collective no longer wants <b>{ $title }</b> ({ $number }) in the library. It is out.

## News for those who asked before

case-news =
    You asked this before. Now there is a story of other residents that seems to fit:
    <b>{ $title }</b>
case-news-private =
    You asked a question in a group before. Now there is a story of other residents that seems to fit:
    <b>{ $title }</b>

## In touch with another group

introduction-text =
    <b>In touch with another group</b>
    { $collective ->
        [none] I ask residents who went through this whether they want to talk with you.
       *[other] I ask { $collective } whether they want to talk with you.
    } At first they only read a text. They do not see your name or your group yet.

    This is what I would let them read:
    <blockquote>{ $text }</blockquote>
introduction-summary =
    Or only the first sentence:
    <blockquote>{ $text }</blockquote>
introduction-details =
    <b>In touch with another group</b>
    { $collective ->
        [none] I ask residents who went through this whether they want to talk with you.
       *[other] I ask { $collective } whether they want to talk with you.
    } At first they only read a text.

    There seem to be personal details in your question ({ $what }). I do not let them read those. Write it once more, without those details.
introduction-typed-details = There seem to be personal details in this. I do not let them read those. Write it once more without.
introduction-write =
    What may they read? Type it below, in a few sentences.
    Without names, addresses and phone numbers.
introduction-too-short = That is very short. Tell in one or two sentences what it is about.
introduction-too-long = That is too long for a first message. Tell the heart of it in a few sentences.
introduction-collective =
    Which group or collective do you belong to?
    Choose, or type the name. The other only hears this once you both say yes.
introduction-no-name = I can read no name in that. Please try again.
introduction-reach =
    How may the other reach you?
    The other only hears this once you both say yes.
introduction-reach-peer =
    Great! How may the other reach you?
    You will see what I share first. Until then I share nothing.
introduction-phone = Type your phone number below.
introduction-phone-share = Or share the number of your Telegram, with the button at the bottom.
introduction-no-phone = That is no phone number that I know. Type it in digits, such as 06 12 34 56 78.
introduction-not-your-number = That is somebody else's number. Share or type your own number.
introduction-email = Type your e-mail address below.
introduction-no-email = That is no e-mail address. Please check it.
introduction-name = Which name may the other know? Your first name will do. Type it below.
introduction-noted = Noted.
introduction-no-number = Good, no phone number. Choose above how else.
introduction-type = Type it below, in words. Rather not? Press /stop.
introduction-press = Press one of the buttons above. Rather not? Press /stop.
introduction-stopped = All right, we stopped. Nothing was shared.
introduction-a-group = the other group
introduction-somebody = the other
introduction-no-group = no group
introduction-no-collective = no collective
introduction-staff-name = the staff of LSA and WijkWijzer
introduction-by-telegram = Telegram: press here
introduction-preview =
    <b>Is this right?</b>

    <b>{ $via ->
        [staff] For now the staff of LSA and WijkWijzer only read this:
       *[collective] For now { $collective } only reads this:
    }</b>
    <blockquote>{ $text }</blockquote>

    <b>{ $via ->
        [staff] Only when somebody wants to talk with you, they get this:
       *[collective] Only when you both say yes, they get this:
    }</b>
    • Name: { $name }
    • Group: { $group }
    • To be reached: { $reach }
introduction-note =
    Are they not able to? Then I let another group read your text, and ask you for a yes again. If I find nobody, the staff of LSA and WijkWijzer help to look. You can stop until you both said yes.
introduction-note-mail =
    { $collective } is not on Telegram. The staff of LSA and WijkWijzer read your text and mail it. If { $collective } says yes, they pass on your details. You can stop until you both said yes.
introduction-note-staff =
    I know of no group yet that is able to now. The staff of LSA and WijkWijzer read your text and look for somebody. If that one says yes, they pass on your details. You can stop until you both said yes.
introduction-note-wait =
    At the moment no group has room. As soon as one has, I tell you who it is, and ask you for a yes. You can stop until you both said yes.
introduction-under-way = I am busy with this already. With /contacts you see how it stands.
introduction-too-many = I am busy with three questions of yours already. Wait until one is done, or withdraw one with /contacts.
introduction-too-many-month = You asked for contact eight times in the last 30 days. Groups get only a few questions a month, so that it stays fun. Please try again later.
introduction-about = a question of residents
introduction-pointed-cannot = { $collective } cannot talk with you now. Tell the staff: press “Respond” under their answer. Then they look further.
introduction-pointed-gone = This collective is no longer there. Tell the staff: press “Respond” under their answer. Then they look further.
introduction-no-peer = I know of no group yet that can talk with you about this. You can read and save the story.
introduction-requested =
    <b>Asked.</b> Number { $reference }
    { $collective } is reading your text now. Mostly you hear something within a week. With /contacts you see how it stands.
introduction-requested-staff =
    <b>Asked.</b> Number { $reference }
    The staff of LSA and WijkWijzer are reading your text now, and look for somebody. With /contacts you see how it stands.
introduction-requested-waiting =
    <b>Noted.</b> Number { $reference }
    I am looking for a group that has room. You hear from me who it is. With /contacts you see how it stands.
introduction-not-through = It does not go through with { $collective }. That is not because of your question.
introduction-next =
    I am asking <b>{ $collective }</b> now. { $pointed ->
        [yes] The staff think that they may be able to help.
       *[no] They went through this: “{ $about }”
    }
    They only read your text. May they get your details if they say yes?
introduction-next-mail =
    Now there is <b>{ $collective }</b>. { $pointed ->
        [yes] The staff think that they may be able to help.
       *[no] They went through this: “{ $about }”
    } They are not on Telegram. The staff of LSA and WijkWijzer mail them your text.
    May the staff pass on your details if they say yes?
introduction-next-staff =
    I know of no other group that is able to now. The staff of LSA and WijkWijzer read your text and help to look.
    May they give your details to who says yes?
introduction-asker-reminder =
    I am still missing your answer. May { $collective } get your details, if they say yes as well?
introduction-no-room =
    It does not go through with { $collective }. That is not because of your question.
    No other group has room now. I keep looking. You hear from me as soon as it is possible.
introduction-nobody =
    I found nobody who can talk with you now. I am sorry. I did not share your details, and I no longer keep them. Feel free to ask your question again, in other words.
introduction-silent =
    I heard nothing from you about the other group. That is why I stopped looking. I did not share your details. Would you still like to get in touch? Then ask your question again.
introduction-agreed = Fine. As soon as the other says yes as well, you get each other's details.
introduction-refused = Fine, it does not go through with them. I keep looking. With /contacts you see how it stands.
introduction-refused-last = Fine, it does not go through with them. I know of nobody else now. I did not share your details.
introduction-withdrawn = Withdrawn. I did not share your details, and I no longer keep them.
introduction-made = You both said yes. The details are in my next message.
introduction-made-by-staff =
    <b>Somebody said yes!</b> Number { $reference }
    The staff of LSA and WijkWijzer give them your details. Mention this number if you want to ask something.
introduction-made-by-mail =
    <b>{ $collective } said yes!</b> Number { $reference }
    They are not on Telegram. The staff of LSA and WijkWijzer give them your details. Mention this number if you want to ask something.
introduction-over = This question is over. There is nothing left for you to do.
introduction-over-toast = This is no longer possible: it is settled or over.
introduction-old-toast = This button is of an earlier step. Look at the last message.
introduction-answered-toast = You told this already. Thank you!

introduction-ask =
    <b>Would { $collective } like to help?</b>
    A group of residents is stuck with something. { $pointed ->
        [yes] The staff of LSA and WijkWijzer think that you may be able to help.
       *[no] You went through something like it: “{ $about }”
    }

    They write:
    <blockquote>{ $text }</blockquote>

    One conversation is often enough. If you both say yes, you get each other's name and how to reach each other. Not before. You may always say no, without a reason.
introduction-ask-handed = The other contact person passed this question on to you.
introduction-ask-again = You asked me to come back to this.
introduction-reminder = A few days ago I asked whether you would like to help, about: “{ $about }” You may say no, too.
introduction-pause = For how long would you like to be left in peace?
introduction-paused = Fine. { $collective } gets no questions now. With /collective you turn that on again. I put this question to somebody else.
introduction-later = Fine, I will ask again on { $day }.
introduction-declined = Fine. I will ask somebody else. Thank you for answering.
introduction-handed-over = Fine. I will ask the other contact person of { $collective }.
introduction-no-other-toast = There is nobody else to ask now. You passed it on to each other already, or the other cannot be reached. You may always say no.
introduction-retracted = Fine, it does not go through. Nothing was shared.
introduction-waiting-for-asker =
    Thank you! Now I am waiting for a yes of the other to { $collective }. As soon as it is there, you get each other's details. Until then you can go back.
introduction-peer-preview =
    <b>Is this right?</b>
    This is what the other gets of you, as soon as you both said yes:
    • Name: { $name }
    • Group: { $collective }
    • To be reached: { $reach }

    You get the same of the other.
introduction-over-peer = The conversation that I asked you about (“{ $about }”) does not go through. There is nothing you need to do. Thank you for letting me ask.
introduction-away-peer = Thank you for wanting to help! The other cannot be reached any more, so the conversation does not go through. I did not share your details. There is nothing you have to do.
introduction-away-asker = Good to have you back! You had blocked me. That is why I stopped with your request for contact. I did not share your details. Would you like to try again? Then ask your question once more.
introduction-expired-peer = I am asking somebody else now about “{ $about }” There is nothing you need to do. No problem!

introduction-card =
    🤝 <b>You are in touch!</b> Number { $reference }

    You are talking with <b>{ $name }</b>
    Group: { $group }
    To be reached: { $reach }

    It is about:
    <blockquote>{ $text }</blockquote>

    <b>This is how you can begin</b>
    <i>{ $opening }</i>

    <b>A hint for the first talk.</b> Agree on half an hour. First tell what was tried already. Then ask: what would you do differently now?
introduction-opening-asker = Hello { $name }, Buurvraag brought us in touch (number { $reference }). Great that you would like to help! When does a talk of half an hour suit you?
introduction-opening-peer = Hello { $name }, Buurvraag brought us in touch (number { $reference }). I read your question and gladly tell how it went with us. When does a talk of half an hour suit you?
introduction-forgotten = The one I brought you in touch with about “{ $about }” (number { $reference }) had all their details removed here. You may keep what you got. Please treat it with care.

introduction-staff-mail =
    ✉️ <b>Ask this by mail.</b> Number { $reference }
    To: { $collective }, <code>{ $email }</code>
    It is about: “{ $about }”

    Text to mail:
    <blockquote>Dear people of { $collective },

    A group of residents is stuck with something. { $pointed ->
        [yes] We think that you may be able to help.
       *[no] You went through that, too.
    } They write:

    { $text }

    Would you like to talk about it with them once? If you say yes, we bring you in touch with each other. You may say no, too.</blockquote>
    Do they say yes? Press “Done”. Then you get the details to pass on.
introduction-staff-find =
    🔎 <b>Who can help?</b> Number { $reference }
    I found no other collective to ask. It is about: “{ $about }”

    The residents write:
    <blockquote>{ $text }</blockquote>
    Did you find somebody who says yes? Press “Done”. Then you get the details to pass on.
introduction-staff-waiting = ⏳ The other said yes. The one who asked still has to. As soon as that is there, you get the details.
introduction-staff-contact =
    ✅ <b>Both yes. Pass this on to { $collective }.</b> Number { $reference }
    Name: { $name }
    Collective: { $group }
    To be reached: { $reach }
introduction-staff-made = ✅ Number { $reference }: done, both yes. The details are in a message of their own.
introduction-staff-over = Number { $reference } is over. Nothing needs to be done any more.
introduction-staff-failed = Number { $reference }: it did not work. The one who asked will hear.
introduction-staff-gone = Number { $reference }: this collective was removed in the meantime, so I do not give the details of who asked. I ask another one, and who asked hears of it.
introduction-staff-away = Number { $reference }: who asked cannot be reached any more. So it does not go through, and nothing was shared. Would you let the collective know?
introduction-staff-reminder = ⏰ Number { $reference } still waits for you: “Done” or “Not possible”.

introduction-list-heading = Your contacts
introduction-list-empty = There is nothing here yet. Press “Bring us in touch” under an answer, and I ask another group to help.
introduction-list-private = Your contacts I only show to you.
introduction-list-asked = What you asked
introduction-list-was-asked = What you were asked
introduction-list-line = { $number }. “{ $about }”: { $state }
introduction-state-looking = I am looking for a group with room
introduction-state-asking = asked { $collective }
introduction-state-yours = waits for your yes to { $collective }
introduction-state-made = you are in touch
introduction-state-withdrawn = withdrawn
introduction-state-ended = did not work out
introduction-state-your-answer = waits for your answer
introduction-state-their-answer = waits for the other

introduction-spoken =
    Two weeks ago I brought you in touch with { $other }, about: “{ $about }”
    <b>Did you speak with each other?</b>
introduction-helped = <b>Was it of use to you?</b>
introduction-helped-peer = <b>Was it a good talk?</b>
introduction-may-count =
    Great! May I add to the story that one more group was helped? Without a name, only as a number.
introduction-thanks = Thank you! The next residents will benefit from it.
introduction-words = Go ahead, in your own words. Rather not? Press /stop.
introduction-words-noted = Thank you, I have noted it.

case-helped = { $count ->
        [one] One group of residents was helped by this, after a talk.
       *[other] { $count } groups of residents were helped by this, after a talk.
    }

button-introduce = Bring us in touch
button-introduction-as-asked = Yes, this text
button-introduction-summary = Only the first sentence
button-introduction-write = Write it myself
button-introduction-no-group = I belong to none
button-introduction-phone = Phone
button-introduction-email = E-mail
button-introduction-kept = As before: { $reach }
button-introduction-share-number = Share my number
button-introduction-send = Yes, ask them
button-introduction-share = Yes, bring us in touch
button-introduction-change-text = Another text
button-introduction-change-name = Another name
button-introduction-change-group = Another group
button-introduction-change-reach = Another way
button-introduction-kept-off = ☐ Remember this for later
button-introduction-kept-on = ☑ Remember this for later
button-introduction-stop = Stop
button-introduction-yes = Yes, gladly
button-introduction-later = Later
button-introduction-no = No
button-introduction-pause = Pause
button-introduction-deputy = Ask our other contact person
button-introduction-see = See the question
button-introduction-pause-1 = 1 month
button-introduction-pause-3 = 3 months
button-introduction-pause-0 = Until I say so
button-introduction-retract = Rather not
button-introduction-agree = Yes, they may
button-introduction-other = Rather another
button-introduction-withdraw = Stop this
button-introduction-agree-number = { $number }: yes, they may
button-introduction-withdraw-number = { $number }: stop this
button-introduction-see-number = { $number }: see
button-introduction-copy = Copy the beginning
button-introduction-done = Done
button-introduction-failed = Not possible
button-introduction-spoken-yes = Yes
button-introduction-spoken-planned = Not yet, but planned
button-introduction-spoken-no = No
button-introduction-helped-yes = Yes, a lot
button-introduction-helped-somewhat = A little
button-introduction-helped-no = No
button-introduction-count-yes = Yes, you may
button-introduction-count-no = Rather not
button-introduction-words = Tell something more
command-contacts = Your contacts with other groups

## The question goes to staff: what the resident sees

staff-choice =
    This is what the staff of LSA and WijkWijzer will read:

    <blockquote>{ $words }</blockquote>

    They also see what I showed you. They do not see your name.
staff-choice-sure = May I ask it like this?
staff-choice-where = Where would you like the answer?
button-staff-send = Yes, ask them
button-staff-in-group = In the group
button-staff-private = Only to me
staff-asked-group =
    Your question is with the staff. You get an answer here in the group <b>before { $day }</b>.
staff-asked-private =
    Your question is with the staff. You get an answer from me in private <b>before { $day }</b>.
staff-over = Your question was with the staff, and is closed. Not solved yet? Then I will ask them again.
button-staff-again = Ask it again
staff-asked-toast = Your question is with the staff now
toast-staff-too-many = Ten of your questions are with the staff already. Please wait for an answer, or take one back.
staff-answer-heading = Answer from the staff
staff-question-heading = The staff have a question for you
staff-about = You asked: “{ $title }”
staff-question-how = Reply to this message, and I will pass it on.
staff-pointed =
    Maybe <b>{ $collective }</b>{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    } can help you. They are a group of residents, too.

    Would you like to talk with them? Choose “Introduce us”. Then you choose first what they may read. They know nothing of your question yet.
staff-legal = This is not legal advice.
button-staff-helped = This helped
button-staff-not-helped = This did not help
button-staff-respond = Respond
toast-staff-helped = Good, thank you! I will tell the staff.
toast-staff-not-helped = That is a pity. I will tell the staff. Would you like to say what is not right? Then reply to my message.
toast-staff-judged = I knew that already.
toast-staff-closed = This question is closed. Not solved yet? Ask it again.
toast-staff-respond-here = Reply to my message here in the group (hold it and choose “Reply”). Then I will pass it on.
staff-respond-private = Type or send your response now. I will pass the next message on to the staff. Changed your mind? Choose /stop.
staff-passed-on = Passed on to the staff.
staff-is-it-an-answer = Is this your answer to the staff, or a new question?
button-staff-is-answer = Pass it on
button-staff-is-new = It is a new question
staff-new-question = All right, I will look along.
staff-full = I have given the staff thirty messages from you this hour. I will not pass on this message and the next ones. In an hour it is possible again.
staff-closed = This question is closed, so I will not pass this on. Not solved yet? Then ask your question again.
staff-late = We have not managed to answer your question in time. Sorry! It is not forgotten: the staff have it on their list every day.
staff-closed-answered = The staff have closed your question. Not solved yet? Then ask your question again.
staff-closed-elsewhere = The staff have closed your question, because you are helped elsewhere. Is that not right? Then ask your question again.
staff-closed-double = The staff have closed this question, because they had your question already. Is that not right? Then ask it again.
staff-closed-not-ours = The staff cannot help with this, and have closed your question. Sorry that we cannot help you further.

## The question with staff: what they see

escalation-heading = { $sign } { $number } · { $theme }
escalation-no-theme = No theme
escalation-words = <blockquote>{ $words }</blockquote>
escalation-state-open = Nobody has this yet.
escalation-state-claimed = { $who } has this question.
escalation-state-asked-back = { $who ->
        [nobody] Something was asked back; nobody has this yet.
       *[other] { $who } asked something back; it is the resident’s turn.
    }
escalation-state-answered = { $who ->
        [nobody] Answered.
       *[other] Answered; { $who } has this question.
    }
escalation-state-closed = Closed.
escalation-wants-group = Answer <b>in the group</b>, before { $day }
escalation-wants-private = Answer <b>only to the resident</b>, before { $day }
escalation-language = Language: { $spoken }
escalation-language-unknown = unknown
escalation-understood = Language: { $spoken }. It most resembles “{ $title }” ({ $words })
escalation-shown = This is what I showed:
escalation-shown-none = I showed no stories.
escalation-shown-refused = • { $title } – <i>not the question</i>
escalation-shown-read = • { $title }
escalation-collective = Collective: { $names }
escalation-session = Proposed for a session.
escalation-unreachable = The resident cannot be reached: the bot is blocked, or out of the group.
escalation-legal = ⚖️ This seems a legal question. The answer will say “this is not legal advice”. Consider an expert:
escalation-how = Reply to this message: that is for the resident. Everything else stays among us, and so does a reply that begins with //.
button-escalation-claim = I take this
button-escalation-hand-over = Give to …
button-escalation-release = Release
button-escalation-ask-back = Ask back
button-escalation-search = Find a story
button-escalation-point = Point to a collective
button-escalation-session = Propose session
button-escalation-session-undo = No session after all
button-escalation-case = Make it a case
button-escalation-close = Close
button-escalation-reopen = Open again
button-escalation-attach = Send to the resident
button-escalation-send-answer = Send as an answer
button-escalation-send-question = Send as a question
button-escalation-keep = A note after all
button-escalation-retract = Take back
button-reason-answered = Answered
button-reason-elsewhere = Helped elsewhere
button-reason-double = Double
button-reason-not-ours = Not for us
escalation-resident-writes = { $number } · the resident writes
escalation-reworded = { $number }: the resident changed the question. The card shows the new words.
escalation-withdrawn = { $number }: the resident took the question back.
escalation-asked-again = { $number }: the resident asks us this question again.
escalation-helped = { $number }: the resident says that it helped.
escalation-not-helped = { $number }: the resident says that it did not help.
escalation-call-again =
    { $number } has waited for a working day. Who takes it?
    <b>{ $title }</b>
escalation-returned = { $number } has been silent for three working days, and is with all of us again.
escalation-not-delivered = { $number }: this answer did not arrive. Try again, or close it.
escalation-blocked = { $number }: the answer did not arrive, because the resident blocked the bot or the bot is out of the group. When that is mended, send it again.
escalation-preview = This goes to the resident. Is it right?
escalation-sent-answer-group = Sent: the resident reads it in the group.
escalation-sent-answer-private = Sent: the resident reads it in private.
escalation-sent-question-group = Asked: the resident reads it in the group.
escalation-sent-question-private = Asked: the resident reads it in private.
escalation-kept = This remains a note, among us.
escalation-retracted = Taken back. The resident does not see it any more.
escalation-ask-prompt = { $number }: what would you like to ask the resident? Reply to this message.
escalation-search-heading = { $number }: these stories resemble it most
escalation-search-none = I found no story that resembles this. Reply to this message with other words, and I will search on.
escalation-search-how = Looking for something else? Reply to this message with other words.
escalation-point-heading = { $number }: which collective can help?
escalation-point-none = { $number }: I found no collective with these words.
escalation-point-how = Looking for another one? Reply to this message with a name, a place or a theme.
escalation-point-more = There are more. Search with more words.
escalation-point-line =
    <b>{ $name }</b>{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }{ $cases ->
        [0] {""}
        [one] {" "}· 1 story about this theme
       *[other] {" "}· { $cases } stories about this theme
    }
escalation-point-telegram = The bot asks their contact person on Telegram.
escalation-point-mail = Nobody on Telegram: you ask them by mail.
escalation-point-paused = Is pausing now, and gets no questions.
escalation-point-nobody = Nobody can be reached: there is no contact person and no mail address.
escalation-point-what = The resident reads the name of this collective, and chooses whether to get in touch. The collective hears nothing yet.
escalation-pointed-asked = { $number }: the resident would like to talk with { $collective }. They have the question now, without a name.
escalation-pointed-made = { $number }: the resident and { $collective } both said yes. They have each other's details.
escalation-pointed-over = { $number }: it does not go through with { $collective }.
escalation-hint-internal = This stays among us: the resident does not read it. Would you like to answer? Then reply to the card, or to a message of the resident. (I say this only once.)
escalation-hint-wrong = This does not go to the resident: you replied to a message of mine that is not meant for that. Reply to the card, or to a message of the resident.
escalation-hint-anonymous = I cannot see who you are, so this does not go to the resident. Write as yourself, not as an anonymous administrator or a channel.
escalation-hint-forwarded = I do not pass forwarded messages on to the resident. Type it yourself, or copy it.
escalation-hint-not-staff = You are not among the staff in my settings yet, so this does not go to the resident. The administrator can add your id: { $id }.
escalation-hint-closed = { $number } is closed, so this does not go to the resident. Open the question again first.
toast-escalation-claimed = Yours. Thank you!
toast-escalation-taken = { $who } has this question already.
toast-escalation-handed = Given to { $who }.
toast-escalation-released = With all of us again.
toast-escalation-closed = Closed.
toast-escalation-reopened = Open again.
toast-escalation-session = Noted. It stands in the list of /open; planning is not possible yet.
toast-escalation-session-undo = Taken off.
toast-escalation-too-late = A message can be taken back for two days after it was sent.
toast-escalation-done = That has been done.
toast-escalation-not-yours = A colleague wrote this: only they can send it.
toast-escalation-nobody = I do not know other staff yet: they have to say or press something here first.
escalations-open = { $count ->
        [one] One question waits for us
       *[other] { $count } questions wait for us
    }
escalations-none-open = Nothing waits for us.
escalations-more = … and { $count } more.
escalations-line = { $sign } { $number } <b>{ $title }</b>
escalations-since = { $days ->
        [0] Since today.
        [one] For one working day.
       *[other] For { $days } working days.
    }
escalations-late = <b>Late.</b>

## Experts

experts-heading = Experts whom we can ask
experts-none = There are no experts on the list yet.
experts-how = Add one in one line: /experts name; field; telephone or e-mail
experts-unreadable = Write it like this: /experts name; field; telephone or e-mail. With semicolons in between, and not too long.
experts-full = The list is full. Take one off first.
expert-line = • { $name } ({ $field }): { $contact }
button-expert-remove = Take off: { $name }
command-open = What waits for us
command-experts = Experts whom we can ask

## Invitations

command-broadcast = Send an invitation
command-settings = Settings of this group
broadcast-only-coordinators = Only a coordinator can send an invitation, in a private chat with me.
broadcast-ask-text = What do you want to send? Send me your invitation, exactly as it should look. Bold, italics and links stay. One photo or document can come with it. Nothing is sent yet. Leave with /stop.
broadcast-kept = You were writing an invitation. I kept it. It looks like this:
broadcast-refused-empty = I cannot send this. Send a text, a photo or a document.
broadcast-refused-too-long = That is too long. A text can have 4096 characters, a text with a photo or document 1024.
broadcast-refused-no-url = There is no link in it that I can open. Send it like this: Sign up https://example.org
broadcast-draft = <b>Your invitation, not sent yet</b>
broadcast-draft-how = Send a new message to replace the text, or choose what you want to do.
broadcast-audience = For: { $who }. { $number ->
        [one] That is 1 group
       *[other] Those are { $number } groups
    } now.
broadcast-to-all = all groups
broadcast-to-theme = groups with the theme { $value }
broadcast-to-place = groups in { $value }
broadcast-to-collective = groups of { $value }
broadcast-to-language = groups that read { $value }
broadcast-audience-how = For whom is this invitation? For groups, or for people in their private chat.
broadcast-audience-none = There are no groups yet of which I know that. A group belongs to a collective when its contact person says so, with /collective in the group.
broadcast-which-theme = Which theme?
broadcast-which-place = Which place?
broadcast-which-collective = Which collective?
broadcast-which-language = Which language?
broadcast-caution-no-link = ⚠️ There is no link in it. Do people know what they can do?
broadcast-caution-long = ⚠️ The text is longer than 500 characters. Short messages are read more often.
broadcast-caution-capitals = ⚠️ The text is nearly all in capitals. That reads like shouting.
broadcast-caution-details = ⚠️ It holds a phone number, an address or another personal detail. Everybody in the groups can read that.
broadcast-caution-names = ⚠️ It holds somebody's name. Do they agree?
broadcast-caution-repeated = ⚠️ This text was sent already in the last week.
broadcast-caution-no-day = ⚠️ Your text does not say that the session is on { $day }. Do people know when to come?
broadcast-ask-link = Send the text of the button and the link. For example: Sign up https://example.org
broadcast-looks-like-this = <b>Above you see how it will arrive.</b> Check it well.
broadcast-changed = <b>Something has changed.</b> Nothing was sent yet. This is how it is now:
broadcast-nobody = There is no group now to send this to. Choose other groups.
broadcast-second = It goes to { $number } groups. That is why somebody else looks at it first, or you type the number.
broadcast-type-number = Type the number of groups that this goes to. Then I send it. Leave with /stop.
broadcast-wrong-number = That is not the number of groups. Nothing was sent. Look again:
broadcast-colleague-asked = I asked your colleagues. As soon as one says yes, I send it.
broadcast-approval = <b>A colleague asks you to look along.</b> Above you see the invitation. I send it only when you say yes.
broadcast-approval-given = Thank you. The invitation is on its way to { $number } groups.
broadcast-approval-too-late = Thank you. The time that your colleague chose is past, so I send nothing now. I tell your colleague.
broadcast-approval-refused = Thank you. I do not send it.
broadcast-approved-by-colleague = A colleague said yes. The invitation is on its way.
broadcast-approved-too-late = A colleague said yes, but the time that you chose is past. Nothing was sent. Choose another time: /invite.
broadcast-refused-by-colleague = A colleague thinks that your invitation cannot go like this. Talk about it. Your invitation is kept: /invite.
broadcast-dropped = Your invitation was thrown away. Nothing was sent.
broadcast-sent-elsewhere = Below you see how far it is.
broadcast-list = <b>This is where it goes</b>
broadcast-list-line = • { $name } ({ $place }): { $number ->
        [one] 1 group
       *[other] { $number } groups
    }
broadcast-list-without = • Without a collective: { $number ->
        [one] 1 group
       *[other] { $number } groups
    }
broadcast-state-sending = <b>The invitation is on its way</b>
broadcast-state-paused = <b>The invitation waits for you</b>
broadcast-state-stopped = <b>The invitation is stopping</b>
broadcast-count-delivered = Delivered: { $number }
broadcast-count-not = Not delivered: { $number }
broadcast-count-unknown = Unknown: { $number }
broadcast-count-waiting = Still waiting: { $number }
broadcast-minutes = { $number ->
        [one] About 1 minute to go.
       *[other] About { $number } minutes to go.
    }
broadcast-rests = 🌙 These are quiet hours. I go on in the morning.
broadcast-will-rest = 🌙 These are quiet hours. When you say yes, I send it in the morning.
broadcast-stop-sure = Do you really want to stop? { $number ->
        [one] One group does
       *[other] { $number } groups do
    } not get the invitation then. What has arrived stays.
broadcast-report = <b>The invitation was sent</b>
broadcast-report-stopped = <b>The invitation was stopped</b>
broadcast-report-delivered = Delivered in { $number } of { $total } groups.
broadcast-outcome-unknown = Unknown: { $number }. Telegram gave no answer, so it may have arrived. If I send it again, it may be there twice.
broadcast-outcome-left = I am no longer in { $number ->
        [one] 1 group
       *[other] { $number } groups
    }. Ask the contact person whether I may come back.
broadcast-outcome-blocked = Blocked: { $number }. There is nothing I can do about that.
broadcast-outcome-muted = I may not write in { $number ->
        [one] 1 group
       *[other] { $number } groups
    }. An administrator of the group can change that.
broadcast-outcome-unwanted = Wanted no more invitations in the meantime: { $number }.
broadcast-outcome-missed = Never had their turn: { $number }. I am no longer there, or they want no more invitations.
broadcast-outcome-expired = Too late to send: { $number }. Is your invitation still in time? Then you can send it there after all.
broadcast-outcome-stopped = Not sent because you stopped: { $number }.
broadcast-outcome-failed = Refused by Telegram: { $number }. The administrator of the bot finds the reason in the log.
broadcast-undoing = <b>I am taking the invitation back</b>
broadcast-undone = <b>The invitation was taken back</b>
broadcast-undo-count = Taken back in { $number } of { $total } groups.
broadcast-undo-failed = Not possible: { $number }. I may not delete it there, or it is too long ago.
broadcast-undo-unknown = Of { $number } I do not know whether it arrived. There I can delete nothing.
broadcast-undo-sure = Do you want to take the invitation back everywhere? { $number ->
        [one] It goes from 1 group
       *[other] It goes from { $number } groups
    }. Who has read it remembers it.
button-broadcast-undo = Take back everywhere
button-broadcast-undo-yes = { $number ->
        [one] Yes, take back in 1 group
       *[other] Yes, take back in { $number } groups
    }
toast-broadcast-too-old = Taking back is possible until two days after sending.
invitations-stopped = I send no more invitations here. Changed your mind? You always can, also with /settings.
invitations-on = Invitations of the coordinators arrive here, for a session for instance.
invitations-off = No invitations arrive here.
invitations-partly = Invitations arrive here, but for those about: { $themes }.
invitations-theme-stopped = I send no more invitations about { $theme } here. Others do come. Change it with /settings.
button-no-invitations = No more invitations
button-invitations-on = Invitations again, please
button-invitations-off = No more invitations
button-invitations-theme = Only none about { $theme }
button-broadcast-ask = Ask your question
button-broadcast-ask-on = + Button ‘Ask your question’
button-broadcast-ask-off = − Button ‘Ask your question’
button-broadcast-audience = For whom?
button-broadcast-link-on = + Button with a link
button-broadcast-link-off = − Button with a link
button-broadcast-check = Check and send
button-broadcast-drop = Throw away
button-broadcast-back = Back
button-broadcast-all = All groups
button-broadcast-theme = By theme
button-broadcast-place = By place
button-broadcast-collective = Of one collective
button-broadcast-language = By language
button-broadcast-send = { $number ->
        [one] Send to 1 group
       *[other] Send to { $number } groups
    }
button-broadcast-list = Which groups?
button-broadcast-colleague = Ask a colleague
button-broadcast-type = I type the number
button-broadcast-refuse = No, not like this
button-broadcast-pause = Pause
button-broadcast-go-on = Go on
button-broadcast-stop = Stop
button-broadcast-stop-yes = Yes, stop
button-broadcast-send-late = { $number ->
        [one] Send that one after all
       *[other] Send those { $number } after all
    }
button-broadcast-resend = { $number ->
        [one] Send the unknown one again
       *[other] Send the { $number } unknown again
    }
toast-broadcast-outdated = This button is too old. Choose again: /invite.
toast-broadcast-coordinators = Only a coordinator can do that.
toast-broadcast-preview-failed = The preview has not arrived yet. Does Telegram refuse it? Then change the text or the button.
toast-broadcast-preview = This is a preview. In the groups this button works.
toast-broadcast-changed = The number has changed in the meantime.

## Invitations: to people, at a time, in more languages, corrected

broadcast-refused-only-text = Send only text here. A photo or document goes with the main text, in all languages.
broadcast-refused-same-file = I can no longer change a photo or document. Send only the new text.
broadcast-moment = { $day } at { $time }
broadcast-audience-people = For: { $who }. { $number ->
        [one] That is 1 person
       *[other] Those are { $number } people
    } now.
broadcast-to-signed = people who come to { $value }
broadcast-to-came = people who were at { $value }
broadcast-to-follows = people who follow the theme { $value }
broadcast-which-signed = Of which session? The people who signed up get your message in their private chat.
broadcast-which-came = Of which session? The people who were there get your message in their private chat.
broadcast-which-follows = Which theme? Whoever follows it gets your message in the private chat.
button-broadcast-signed = Who comes to a session
button-broadcast-came = Who was at a session
button-broadcast-follows = Who follows a theme
broadcast-nobody-people = There is nobody now to send this to. Choose other people.
broadcast-second-people = It goes to { $number } people. That is why somebody else looks at it first, or you type the number.
broadcast-type-number-people = Type the number of people that this goes to. Then I send it. Leave with /stop.
broadcast-wrong-number-people = That is not the number of people. Nothing was sent. Look again:
broadcast-approval-given-people = Thank you. The invitation is on its way to { $number } people.
broadcast-approval-given-planned = Thank you. The invitation is ready for { $number } groups.
broadcast-approval-given-planned-people = Thank you. The invitation is ready for { $number } people.
broadcast-approval-given-corrected = Thank you. The correction is on its way to { $number } groups.
broadcast-approval-given-corrected-people = Thank you. The correction is on its way to { $number } people.
broadcast-approved-by-colleague-planned = A colleague said yes. The invitation is ready for its time.
broadcast-approved-by-colleague-corrected = A colleague said yes. The correction is on its way.
broadcast-list-people = <b>So many people get it</b>
broadcast-list-language = • { $name }: { $number }
broadcast-list-unreachable = • Cannot be reached: { $number }. They never wrote to me, or have no Telegram.
broadcast-list-unwilling = • Want no invitations: { $number }
broadcast-stop-sure-people = Do you really want to stop? { $number ->
        [one] One person does
       *[other] { $number } people do
    } not get the invitation then. What has arrived stays.
broadcast-report-delivered-people = Delivered to { $number } of { $total } people.
broadcast-undo-count-people = Taken back from { $number } of { $total } people.
broadcast-undo-sure-people = Do you want to take the invitation back everywhere? { $number ->
        [one] It goes from 1 person
       *[other] It goes from { $number } people
    }. Who has read it remembers it.
button-broadcast-undo-yes-people = { $number ->
        [one] Yes, take back from 1 person
       *[other] Yes, take back from { $number } people
    }
button-broadcast-send-people = { $number ->
        [one] Send to 1 person
       *[other] Send to { $number } people
    }
button-broadcast-list-people = Which people?
broadcast-when-now = When: as soon as you send it.
broadcast-when-at = When: { $moment }.
broadcast-when-spread = Spread over { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }.
broadcast-ask-when = When should the invitation leave? Type it as you say it, for example: tomorrow at 10:00, or Thursday 9 am.
broadcast-when-unclear = I do not understand that. Type a day and a time, for example: Thursday 9:00.
broadcast-when-no-time = At what time? Type only the time, for example: 10 am.
broadcast-when-which = That can mean several things. Which one? Choose, or type it exactly.
broadcast-when-past = That is past already. Type a time that is still to come.
broadcast-when-too-far = That is too far away. Choose a time within half a year.
broadcast-spread-how = Over how many hours may it be spread? The groups then get it one by one, with the same time in between. So not all reactions come at once.
broadcast-will-rest-then = 🌙 Those are quiet hours. I begin on { $moment } then.
broadcast-languages = In which language do you want a text of its own? Who reads that language gets it. All others get the main text. Behind each language you see how many groups or people read it.
broadcast-ask-language = Send me the text for who reads { $name }. Only text: buttons and photo stay the same.
broadcast-has-languages = Also in: { $names }.
broadcast-caution-language = ⚠️ There is no text for who reads { $name }. Those are { $number }. They get the main text.
broadcast-which-meeting = For which session can people sign up?
broadcast-no-meetings = No session is coming now. Make one first, with /plan.
broadcast-has-meeting = Buttons to sign up for the session of { $meeting }
button-broadcast-when = When?
button-broadcast-now = At once
button-broadcast-spread = Spread
button-broadcast-hours = { $hours ->
        [0] All at once
        [one] 1 hour
       *[other] { $hours } hours
    }
button-broadcast-languages = Other languages
button-broadcast-text-in = { $sign } { $name } ({ $number })
button-broadcast-text-drop = − Text for { $name }
button-broadcast-meeting-on = + Session buttons
button-broadcast-meeting-off = − Session buttons
button-broadcast-plan = { $number ->
        [one] Schedule for 1 group
       *[other] Schedule for { $number } groups
    }
button-broadcast-plan-people = { $number ->
        [one] Schedule for 1 person
       *[other] Schedule for { $number } people
    }
broadcast-scheduled = <b>This is scheduled:</b> { $words }
broadcast-scheduled-for = For: { $who }. When you said yes { $number ->
        [one] that was 1 group
       *[other] those were { $number } groups
    }.
broadcast-scheduled-for-people = For: { $who }. When you said yes { $number ->
        [one] that was 1 person
       *[other] those were { $number } people
    }.
broadcast-planned-elsewhere = Below you see what is scheduled.
broadcast-scheduled-how = At that time I count again. When the number is very different, I ask you first.
button-broadcast-give-back = Change it after all
button-broadcast-call-off = Do not send this
button-broadcast-call-off-yes = Yes, do not send
button-broadcast-look-again = Look again
broadcast-call-off-sure = Shall I never send this? { $words }
broadcast-called-off = <b>This invitation was called off.</b> Nothing was sent.
broadcast-overview = <b>On its way or scheduled</b>
broadcast-overview-now = • On its way now: { $words }
broadcast-overview-due = • { $moment }: { $words }
broadcast-unfit-number = <b>Your invitation was not sent:</b> { $words }

    When you said yes it went to { $agreed }. Now that would be { $number }. See whether that is right, and send it again then.
broadcast-unfit-nobody = <b>Your invitation was not sent:</b> { $words }

    There is nobody left to send it to. When you said yes there were { $agreed }.
broadcast-unfit-late = <b>Your invitation was not sent:</b> { $words }

    The time that you chose is more than two days ago. I was not running then. See whether your invitation is still right.
broadcast-held-up = <b>Your invitation is held up:</b> { $words }

    The session that the buttons are for is cancelled, or over. Who did not have it yet does not get it now. Correct the invitation, or stop it.
broadcast-unfit-meeting = <b>Your invitation was not sent:</b> { $words }

    The session that the buttons are for is cancelled, or over. See whether your invitation is still right.
broadcast-unfit-author = <b>An invitation was not sent:</b> { $words }

    Whoever scheduled it is no longer a coordinator. Should it go all the same? Make a new one with /invite.
broadcast-hours = { $number ->
        [one] About 1 hour to go.
       *[other] About { $number } hours to go.
    }
broadcast-ask-correction = Send the new text, or change a button. Nothing changes in the groups yet. It looks like this now:
broadcast-correction = <b>Your correction, not done yet</b>
broadcast-correction-number = I change the invitation in { $number ->
        [one] 1 group
       *[other] { $number } groups
    }. Nobody gets it twice, and it makes no sound.
broadcast-correction-number-people = I change the invitation for { $number ->
        [one] 1 person
       *[other] { $number } people
    }. Nobody gets it twice, and it makes no sound.
broadcast-correction-waiting = { $number ->
        [one] One waits still, and gets the new text at once.
       *[other] { $number } wait still, and get the new text at once.
    }
broadcast-correction-sending = <b>The correction is on its way</b>
broadcast-correction-paused = <b>The correction waits for you</b>
broadcast-correction-stopped = <b>The correction is stopping</b>
broadcast-count-corrected = Corrected: { $number }
broadcast-corrected = <b>The invitation was corrected</b>
broadcast-corrected-stopped = <b>The correction was stopped</b>
broadcast-corrected-count = Corrected in { $number } of { $total } groups.
broadcast-corrected-count-people = Corrected for { $number } of { $total } people.
broadcast-corrected-not = Not corrected: { $number }. There the message is gone, or I can no longer reach it.
button-broadcast-correct = Correct
button-broadcast-correct-yes = { $number ->
        [0] Correct what is to come
        [one] Correct in 1 group
       *[other] Correct in { $number } groups
    }
button-broadcast-correct-yes-people = { $number ->
        [0] Correct what is to come
        [one] Correct for 1 person
       *[other] Correct for { $number } people
    }
broadcast-came-of-it = Because of this { $coming } come to the session. Maybe: { $maybe }.
broadcast-replies = Replies to the invitation: { $number }.
button-broadcast-refresh = Count again
broadcast-price = <b>Sending faster costs money</b>

    For free it takes about { $free ->
        [one] 1 minute
       *[other] { $free } minutes
    }. Paid { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }. That costs about { $stars } Telegram Stars for { $number } messages, and never more than { $most }. Telegram takes them from the bot's balance. You pay only when you send the invitation.
broadcast-has-price = ⭐ Faster, paid: about { $stars } Stars.
button-broadcast-paid = Faster, paid
button-broadcast-unpaid = Send for free after all
button-broadcast-pay = Yes, pay about { $stars } Stars
toast-broadcast-no-session = The session that the buttons are for is cancelled, or over. Correct the invitation first.
toast-broadcast-author = Only whoever wrote this invitation can do that.
settings-topic-general = Announcements of invitations and sessions come in the general topic.
settings-topic-here = Announcements of invitations and sessions come in this topic.
settings-topic-elsewhere = Announcements of invitations and sessions come in another topic of this group.
settings-collective = This group belongs to <b>{ $name }</b>.
settings-themes = This group hears about: { $themes }.
settings-no-themes = This group has not chosen themes yet. Choose them to hear about sessions and invitations on them.
settings-themes-how = Which themes does this group want to hear about? Press a theme to choose it. Press again to take it away.
settings-themes-none = There are no themes to choose from yet.
button-settings-themes = Choose themes
button-settings-back = Done
button-settings-topic-here = Announcements in this topic
button-settings-topic-general = Announcements in general

## Sessions

meeting-date = 📅 <b>{ $when }</b>
meeting-cancelled-head = 🚫 <b>Cancelled:</b> { $when }
meeting-title = <b>{ $title }</b>
meeting-online = Online
meeting-part = part { $number } of a series
meeting-theme = about { $theme }
meeting-host = with { $host }
meeting-is-over = over
meeting-goes-on = going on now
meeting-tomorrow = tomorrow
meeting-counts = { $yes ->
    [0] Nobody has signed up yet
   *[other] { $yes } { $yes ->
        [one] resident comes
       *[other] residents come
    }
  }{ $maybe ->
    [0] {""}
   *[other] , { $maybe } perhaps
  }.
meeting-places-left = { $free ->
    [one] 1 place left.
   *[other] { $free } places left.
  }
meeting-full = { $places ->
    [one] The only place is taken.
   *[other] All { $places } places are taken.
  }{ $waiting ->
    [0] {""}
   *[other] {" "}On the waiting list: { $waiting }.
  }
meeting-full-how = Press “I am coming” to be on the waiting list.
meeting-in-now = in a moment
meeting-in-minutes = in { $number ->
    [one] 1 minute
   *[other] { $number } minutes
  }
meeting-in-hours = in { $number } hours
meeting-in-days = in { $number } days
meeting-in-weeks = in { $number } weeks
button-rsvp-yes = I am coming
button-rsvp-maybe = Maybe
button-rsvp-no = I cannot come
button-rsvp-series = The whole series
button-meeting-calendar = Add to my calendar
button-no-meetings = No more sessions
button-no-meetings-group = No sessions in this group

## Calendar and pages

calendar-file-name = session
calendar-online = Online
calendar-join = Join
calendar-theme = Theme: { $theme }
calendar-host = With { $host }
calendar-link = Join: { $link }
calendar-page = More about this session: { $link }
calendar-cancelled = This session is cancelled.
agenda-own =
    📅 <b>Your sessions in your calendar</b>
    With this address the sessions that you signed up for are in your calendar by themselves, with the link to join. When a session changes, your calendar changes too.

    <code>{ $link }</code>

    This address is yours alone. Share it with nobody. I show it only once.
agenda-own-known =
    📅 You have an address for your calendar already, since { $date }.

    I cannot show it again: I keep it so that nobody can read it. Did you lose it, or does somebody else know it? Then take a new address. The old one stops working.
agenda-stopped = The address of your calendar no longer works. Remove it from your calendar too, so that it stops looking for it.
agenda-file = 📅 { $count ->
        [one] The session that you signed up for.
       *[other] The { $count } sessions that you signed up for.
    } Open this file to put them in your calendar. When something changes, you get a new file.
agenda-no-web = 📅 Would you like a session in your calendar? Press “Add to my calendar” at the session. You then get a file in private to open. With /sessions you see the sessions that are coming up.
agenda-group = 📅 These pages have the sessions about your themes. There you can also put them in your calendar, so that new ones appear by themselves.
agenda-group-no-theme = 📅 This page has the sessions that are coming up. Choose a theme there to have them in your calendar by themselves.
button-agenda-open = Add to my calendar
button-agenda-copy = Copy the address
button-agenda-renew = New address
button-agenda-stop = Stop
button-agenda-all = All sessions
command-agenda = Sessions in your own calendar
site-name = Buurvraag
site-locale = en_GB
site-home = Buurvraag: all sessions
site-languages = Choose a language
site-skip = To the content
site-about = Online sessions in which residents learn from each other. Buurvraag brings residents’ collectives with the same question together.
site-picture = Buurvraag: residents help residents
site-missing-title = This page is not here
site-missing = Perhaps the address is not quite right, or the session was removed. The first page has all sessions that are coming up.
site-meeting = Online session
site-zone = Times in { $zone }
site-when = When
site-where = Where
site-online = Online. You take part with your phone or computer.
site-theme = Theme
site-host = With
site-places = Places
site-sign-up = Sign up with Telegram
site-sign-up-note = You get the link to join in Telegram, once you have signed up.
site-print-sign-up = Sign up: { $link }
site-calendar = Add to your calendar
site-calendar-update = Remove from your calendar
site-mail = Mail this on
site-mail-text =
    { $title }
    { $when } (online)

    Read more and sign up: { $link }
site-over = This session is over.
site-going-on = This session is on now.
site-series = Series
site-part-of-series = Part { $number } of the series { $title }
site-series-about = A series of { $count } online sessions. The first: { $first }.
site-calendar-series = Add the whole series to your calendar
site-theme-title = Sessions about { $theme }
site-theme-nothing = No session about this theme is coming up now. Subscribe below, and you will see a new one by itself.
site-coming-title = Sessions coming up
site-coming-nothing = No sessions are planned now.
site-themes = Sessions by theme
site-subscribe-title = In your own calendar, always up to date
site-subscribe = Add to my calendar
site-subscribe-other = Does the button not work? Copy this address. In your calendar choose to add a calendar “from a URL”, and paste it there.
site-own-title = Your sessions in your calendar
site-own = This button puts the sessions that you signed up for in your own calendar, with the link to join. When something changes, your calendar changes too.
site-own-secret = This address is yours alone. Share it with nobody. Do you want a new address, or to stop? Then send /calendar to Buurvraag in Telegram.
site-calendar-of-theme = Sessions about { $theme }
site-calendar-own = My sessions

## Sessions: announcing and changing

meetings-list-head = 📅 <b>Coming sessions</b>
meetings-list-line = <b>{ $title }</b>
    { $when }
meetings-list-cancelled = <s>{ $title }</s> is cancelled
meetings-list-over = <b>{ $title }</b> is over
meetings-list-how = Press a session to sign up or to read more.
meetings-list-more = { $number ->
    [one] And there is 1 more session. Look with /sessions.
   *[other] And there are { $number } more sessions. Look with /sessions.
  }
meetings-changed-head = 🔁 Something has changed:
meeting-was-moved = 🔁 <b>{ $title }</b> has been moved.
    New time: { $when } (online).
    It was: { $former }.
meeting-has-other-length = 🔁 <b>{ $title }</b> now lasts from { $begin } until { $until }.
    It is on { $day }.
meeting-was-renamed = 🔁 The session “{ $former }” is now called <b>{ $title }</b>.
meeting-was-cancelled = 🚫 <b>{ $title }</b> is cancelled.
    It would have been on { $when }.
meeting-has-new-link = 🔗 The link of <b>{ $title }</b> is new: { $link }
meeting-lost-link = 🔗 The link of <b>{ $title }</b> no longer works. You will get a new one.
meeting-change-answer = Can't you come then? Tell us with a button below.
meeting-change-calendar = The file with this message puts your calendar right.
meeting-change-guests = ☎️ { $number ->
    [one] Somebody without Telegram is signed up. Will you let them know? I cannot write to them.
   *[other] { $number } people without Telegram are signed up. Will you let them know? I cannot write to them.
  }
meetings-missed = The bot could not be reached for a while. So it was too late to send anything more about:
meetings-missed-line = • <b>{ $title }</b> ({ $when }): { $number ->
    [one] 1 group or person
   *[other] { $number } groups and persons
  }
meetings-missed-end = You can still let those who signed up know something yourself.
meetings-stopped-group = No more sessions and invitations will come in this group.
meetings-stopped-private = You will get no more sessions and invitations. Did you sign up for one? You will still hear about that.
meetings-theme-stopped = You will hear nothing more here about { $theme }. About other themes you will.
button-meetings-stop-theme = Only not about { $theme }
button-meetings-again = Start them again
meetings-again = Fine. Sessions and invitations will come here again.

## Sessions: answering, places, links, following

my-rsvp-seat = ✅ <b>You are coming.</b> You get the link from me in private, the day before and again 15 minutes before the start.
my-rsvp-seat-soon = ✅ <b>You are coming.</b> The link is not there yet. I send it as soon as it is.
my-rsvp-seat-link = ✅ <b>You are coming.</b> Join here: { $link }
my-rsvp-waiting = ⏳ <b>You are on the waiting list</b>, number { $number }. I tell you when a place comes free.
my-rsvp-offered = 🎉 <b>There is a place for you.</b> Do you want it? Press “I am coming” before { $until }.
my-rsvp-maybe = <b>Maybe</b> you come. Only those who press “I am coming” get the link.
my-rsvp-no = You are not coming. If you can after all, press “I am coming”.
my-rsvp-lapsed = The place that was kept for you went to the next one in line. Do you want to come after all? Press “I am coming”.
toast-rsvp-yes = ✅ You are coming! You get the link from me in private, the day before and again 15 minutes before the start.
toast-rsvp-yes-link = ✅ You are coming! The link is in your private chat with me.
toast-rsvp-waiting = ⏳ All places are taken. You are on the waiting list, number { $number }. I tell you in private when a place comes free.
toast-rsvp-maybe = Noted: maybe. Only those who press “I am coming” get the link.
toast-rsvp-no = Noted: you are not coming. You can always change that.
toast-rsvp-series = { $waiting ->
    [0] { $count ->
        [one] ✅ You are coming to the session that is left of this series.
       *[other] ✅ You are coming to all { $count } sessions that are left of this series. In private you can choose separately.
    }
   *[other] ✅ Done. Of the { $count } sessions { $waiting } are full: there you are on the waiting list. In private you see all of it.
  }
toast-meeting-cancelled = This session is cancelled.
toast-meeting-over = This session is over.
toast-series-over = There are no sessions to come in this series.
calendar-open-file = { $number ->
    [one] Open this file, and the session is in your calendar.
   *[other] Open this file, and the { $number } sessions are in your calendar.
  }
toast-calendar-sent = I sent you the calendar file in private.
rsvp-place-offered = 🎉 <b>There is a place for you</b> at:
rsvp-place-offered-until = Do you want it? Press “Yes, I am coming” before <b>{ $until }</b>. After that the place goes to the next one in line.
rsvp-place-lapsed = The place that was kept for you went to the next one in line, because we heard nothing. Never mind!
    Do you want to come after all? Press “I am coming”: you have a place if there is one, or else a place on the waiting list.
rsvp-place-seated = 🎉 <b>You have a place</b> at:
rsvp-place-open = 🏃 <b>A place came free.</b> Whoever is first to press “I am coming” has it.
rsvp-place-guest = 🎉 There was a place for <b>{ $name }</b>, whom you signed up. Will you tell them?
button-rsvp-take = Yes, I am coming
button-rsvp-decline = No, thank you
link-day = 🔔 <b>A reminder:</b> you are coming to:
link-soon = 🔔 <b>It starts soon!</b> You are coming to:
link-join = Join here: { $link }
link-cannot = Can't you make it? Say so with the button, then somebody else can have your place.
link-missing = ⚠️ Of this session there is no link yet, and it starts { $away }. { $count ->
    [one] 1 resident has
   *[other] { $count } residents have
  } signed up. Add the link, then I send it on.
button-rsvp-cannot = I cannot come after all
rsvp-series-head = 📚 <b>{ $title }</b>
rsvp-series-when = <b>{ $when }</b>
rsvp-series-subject = · { $title }
rsvp-series-how = Press a date to say whether you are coming there.
rsvp-series-none = There are no sessions to come in this series.
rsvp-series-seat = ✅ you are coming
rsvp-series-waiting = ⏳ waiting list, number { $number }
rsvp-series-offered = 🎉 a place for you: confirm it
rsvp-series-maybe = maybe
rsvp-series-no = not coming
rsvp-series-open = not answered yet
button-series-all = I come to all { $count }
button-series-none = I come to none
button-series-calendar = All in my calendar
button-series-one = Back to the session
sessions-head = 📅 <b>Coming sessions</b>
sessions-head-theme = 📅 <b>Coming sessions about { $theme }</b>
sessions-line = { $number }. <b>{ $when }</b>
    { $title } · { $away }
sessions-press = Press a session to read more and to sign up.
sessions-empty = 📅 There are no sessions planned at the moment.
    Follow a theme, and I tell you as soon as there is one.
sessions-empty-theme = 📅 There are no sessions about { $theme } at the moment.
    Follow this theme, and I tell you as soon as there is one.
sessions-empty-group = 📅 There are no sessions planned at the moment. As soon as there is one, you can find it here.
sessions-themes = Which theme is it about?
sessions-following = 🔔 <b>You follow { $count ->
    [one] 1 theme
   *[other] { $count } themes
  }.</b> In private I tell you of every new session about these. Press a theme to stop following it.
sessions-following-none = 🔔 You follow no themes yet. Follow one, and I tell you in private of every new session about it.
button-sessions-all = All sessions
button-sessions-theme = Choose a theme
button-sessions-following = What I follow
button-sessions-private = See mine in private
button-follow-theme = Follow this theme
button-unfollow-theme = Stop following theme
button-follow-more = Follow a theme
button-session-page = Page to share
toast-followed = 🔔 You follow this theme now. I tell you in private of every new session about it.
toast-followed-before = You follow this theme already. You can stop in private, with /sessions.
toast-unfollowed = You no longer follow this theme.
followed = 🔔 You follow <b>{ $theme }</b> now. I tell you here of every new session about it. Stop with /sessions.
none-session = 📅 A session that is about this is coming: <b>{ $title }</b>, { $when }.
button-none-session = See the session
session-link-outdated = I cannot find this session any more. See what is coming with /sessions.
command-follow = Hear of new sessions about a theme
command-sessions = See the coming sessions and sign up
guests-head = 👥 <b>{ $title }</b>, { $when }
guests-count = { $yes ->
    [one] 1 resident comes
   *[other] { $yes } residents come
  }, { $maybe } maybe. On the waiting list: { $waiting }.
guests-places = Places: { $places }.
guests-why = Of people on Telegram nobody sees a name, only how many there are. For somebody without Telegram you can reserve a place here.
guests-list = <b>Signed up by a coordinator:</b>
guests-line = { $number }. { $name }
guests-line-waiting = { $number }. { $name } (waiting list)
guests-none = Nobody without Telegram was signed up yet.
guests-ask-name = Who is it? Send me the name. Only coordinators see it, and a month after the session it is gone. Stop with /stop.
guests-bad-name = I cannot make a name of that. Send only the name, of at most 60 characters.
guests-sure = Did <b>{ $name }</b> say that you may sign them up, and that their name is kept here until a month after the session?
guests-added = <b>{ $name }</b> has a place. You pass on the time and the link, as I cannot write to them.
guests-added-waiting = All places are taken. <b>{ $name }</b> is on the waiting list. I tell you when there is a place.
guests-too-many = There are as many names here as fit. Remove one first.
guests-stopped = Good, nobody was added.
button-guest-add = Add somebody
button-guest-remove = ✕ { $name }
button-guest-agreed = Yes, they said so
button-guest-back = No, do not add
button-guest-manage = Who comes
toast-guest-removed = Removed from the list.
toast-coordinators-only = Only coordinators can do this.

## Sessions: proposals

proposal-head = 💡 <b>An idea for a session</b>

    In the last two months { $number } groups have asked questions that look alike.
proposal-head-staff = 💡 <b>An idea for a session</b>

    Staff think that a session would help with a question that they were asked.
proposal-theme = Theme: { $theme }.
proposal-asked = They asked:
proposal-question = • “{ $text }”
proposal-hidden = { $number ->
    [one] I do not show one question: it was asked in private, or may hold a name or a place.
   *[other] I do not show { $number } questions: they were asked in private, or may hold a name or a place.
  }
proposal-cases = Cases that look like it:
proposal-item = • { $text }
proposal-draft = My proposal: a session “{ $title }”, on { $day } at { $clock }. You can still change that.
proposal-moment = A good moment is { $day } at { $clock }. You can still change that.
proposal-invites = { $number ->
    [one] Those who asked are invited in private once you announce the session. I can reach 1 resident.
   *[other] Those who asked are invited in private once you announce the session. I can reach { $number } residents.
  }
proposal-some-question = a question of several groups
proposal-accepted-mine = ✅ You are making a session about { $about }. Your draft is below. Nothing is sent before you say so.
proposal-accepted-colleague = ✅ A colleague is making a session about { $about }. You need not do anything.
proposal-later = 🕓 No session about { $about } now. In a month I will see whether people still ask for it.
proposal-never = I will not propose a session about { $about } again.
proposal-lapsed = This proposal about { $about } no longer holds: too few people ask for it now.
proposal-description = Several groups have a question about this. We talk about what worked for others, and what did not.
proposal-invitation = 🙋 Earlier you asked something that more groups struggle with. Now there is a session about it. You are among the first to be invited.
proposal-left = All right. Your questions no longer count when I propose a session.
button-proposal-accept = Make a session of this
button-proposal-later = Not now
button-proposal-never = Never about this
button-proposal-undo = On second thoughts, yes
button-proposal-leave-me = Leave my questions out of this
toast-proposal-colleague = A colleague has taken this up already.
toast-proposal-decided = This has been decided already.

## Sessions: afterwards

after-head = 📋 <b>How was the session?</b>
    { $title }, { $when }
after-signed-up = { $number ->
    [0] Nobody had signed up.
    [one] 1 resident had signed up{ $guests ->
        [0] {""}
       *[other] , without Telegram
      }.
   *[other] { $number } residents had signed up{ $guests ->
        [0] {""}
       *[other] , { $guests } of them without Telegram
      }.
  }
after-said = They say so themselves. There: { $yes }. Not there: { $no }.
after-guests-came = Guests without Telegram who came: { $number }.
after-how-many = How many came?
after-counted = { $number ->
    [one] 1 resident came.
   *[other] { $number } residents came.
  }
after-help = Did it help? Yes: { $yes }. Somewhat: { $somewhat }. No: { $no }.
after-help-few = Only a few people said whether it helped. From three answers on I show what they said. Otherwise you would know who said what.
after-notes-sent = { $number ->
    [0] 📝 The notes have been sent.
    [one] 📝 The notes went to 1 resident.
   *[other] 📝 The notes went to { $number } residents.
  }
after-case-asked = 📚 Staff are looking at whether it becomes a case.
after-guests = Which of the guests of <b>{ $title }</b> came? Tap a name. Tap again to take the tick away.
after-ask-number = How many people were there? Send me a number. You can stop with /stop.
after-no-number = I cannot read that as a number. Send only a number, such as 12.
after-number-kept = Thank you. I wrote down that { $number ->
    [one] 1 resident came.
   *[other] { $number } residents came.
  }
after-not-yours = This is no longer your session, or you are no longer a coordinator.
after-were-you-there = 👋 You had signed up for <b>{ $title }</b>. Were you there?
after-was-there = Good that you were at <b>{ $title }</b>. Thank you.
after-was-not-there = A pity that you could not be at <b>{ $title }</b>. Perhaps another time.
after-helped-short = Did the session help you? Nobody sees what you answer, only how many people said what.
after-did-it-help = You were at <b>{ $title }</b>. Did it help you? Nobody sees what you answer, only how many people said what.
after-help-thanks = Thank you. This is how we know what a session is worth.
after-summary = 📊 <b>Looking back on { $title }</b>
after-case-for-staff = A coordinator proposes to make a case of the session “{ $title }”. Will you look at it?
notes-heading = 📝 Notes of { $title } ({ $when })
notes-ask = Send me the notes of <b>{ $title }</b>: a text, a picture or a file. You see first what it looks like. You can stop with /stop.
notes-ask-correction = Send me the new text of the notes of <b>{ $title }</b>. I change the messages that have been sent. There will be no new message. You can stop with /stop.
notes-sure = { $number ->
    [0] This is what it looks like. I cannot reach anybody who signed up.
    [one] This is what it looks like. It goes in private to 1 resident who signed up. Not right? Send it again.
   *[other] This is what it looks like. It goes in private to { $number } residents who signed up. Not right? Send it again.
  }
notes-correct-sure = This is what the notes become. I change them for those who have them. Not right? Send it again.
notes-others = { $number ->
    [one] 1 resident I cannot reach. Please give them the notes yourself.
   *[other] { $number } residents I cannot reach. Please give them the notes yourself.
  }
notes-on-their-way = ✅ The notes are on their way.
notes-wait-for-morning = ✅ These are quiet hours. The notes leave in the morning.
notes-dropped = Thrown away. Nothing was sent.
notes-refused-empty = I can only send a text, a picture or a file.
notes-refused-long = That is too long for one message. Make it shorter, or send it as a file.
notes-refused-file = Of what was sent I can only change the text. Send me only text.
notes-refused-busy = The former version is still on its way. Try again in a minute.
notes-refused-late = This was sent more than two days ago. I no longer change it.
button-after-all = All who signed up came
button-after-number = I give a number
button-after-other-number = Another number
button-after-guests = Guests without Telegram
button-after-notes = Send notes
button-after-notes-correct = Correct the notes
button-after-case = Make a case of this
button-after-back = Back
button-after-there = Yes, I was there
button-after-not-there = No, I was not
button-after-help-again = Give another answer
button-meeting-helped-yes = Yes
button-meeting-helped-somewhat = Somewhat
button-meeting-helped-no = No
button-notes-send = Send
button-notes-correct = Change them
button-notes-drop = Throw away
toast-after-no-staff = There is no group of staff yet.
toast-after-case-asked = Staff have this already.
toast-after-case-begun = Staff will look at it.
toast-notes-changed = These are no longer the last notes, or they have been sent.

numbers-head = 📊 <b>How the sessions went</b>
    { $number ->
        [0] There was no session in the last { $days } days.
        [one] There was 1 session in the last { $days } days.
       *[other] There were { $number } sessions in the last { $days } days.
    }
numbers-line = <b>{ $title }</b>, { $when }
    { $what }
numbers-signed-up = signed up: { $number }
numbers-came = came: { $number }
numbers-came-of = came: { $number } (counted at { $counted ->
    [one] 1 session
   *[other] { $counted } sessions
  })
numbers-came-unknown = came: not counted
numbers-helped = did it help? yes: { $yes }, somewhat: { $somewhat }, no: { $no }
numbers-more = { $number ->
    [one] And 1 more session before these.
   *[other] And { $number } more sessions before these.
  }
numbers-themes = <b>All together, by theme</b>
numbers-theme = • { $theme } ({ $number ->
    [one] 1 session
   *[other] { $number } sessions
  }): { $what }
numbers-no-theme = without a theme

## Sessions: planning

command-plan = Plan or change a session
plan-only-coordinators = Only a coordinator can plan sessions, in a private chat with me. What you made here before is kept.
plan-only-words = I cannot use a picture or a voice message here. Please type it.
plan-gone = That session was announced or thrown away already. Start a new one with /plan.
plan-say-what = I do not know what to change with this. Press a button, or name it: <i>title: Eating together</i>, <i>max 30</i>, <i>Thursday 20:00</i>.
plan-untitled = without a title
plan-home = 📅 <b>Plan a session</b>

    Put everything in one message, in any order. For example:

    <i>A say in the budget, { $day } 19:30, 90 min, theme budget, https://example.org/session, max 40</i>

    I ask for what is missing. Nothing leaves before you have seen it.
plan-home-coming = <b>These sessions are coming.</b> Press one to look at it or change it:
plan-ask-title = What is the session called? A short name from which residents see what it is about.
plan-ask-when = When is it?
plan-when-example = For example: <i>Thursday next week half past seven</i>, <i>in 3 weeks Tuesday evening at 8</i> or <i>every Tuesday 20:00, 5 times</i>.
plan-ask-repeat = Is it once, or a series? You can also type other days: <i>12, 19 and 26 January</i>.
plan-ask-theme = Which theme is it about? Groups and followers of that theme will hear of it.
plan-unknown-theme = I do not know the theme “{ $theme }”. Which of these fits best?
plan-ask-link = Where is it online? Send the link. Only those who come get to see it.
plan-ask-places = How many people can take part? Press a number, or type it.
plan-ask-minutes = How long does it take? For example: <i>90 min</i> or <i>1.5 hours</i>.
plan-ask-host = Who hosts the session? This name will be in the announcement.
plan-ask-description = What is it about? A few sentences for the announcement.
plan-ask-expert = Do you want an expert there, such as a lawyer? Then I ask staff.
plan-ask-audience = Who is the session for?
plan-ask-where = In which places? Choose one or more.
plan-ask-whose = For which collectives? Choose one or more.
plan-ask-moments = When shall I announce the session? Press to turn on or off, or type it.
plan-moments-example = For example: <i>at once, a week before and 2 hours before</i>, or <i>Monday 10:00</i>.
plan-ask-subjects = Does each session have a subject of its own? Send them in one message, each on a line of its own, in order.
plan-day-is = { $day }.
plan-doubt-not-understood = I find no day and time in that. When is it? For example: <i>Thursday next week half past seven</i>.
plan-doubt-no-such-day = That day does not exist. Which day do you mean?
plan-doubt-no-day = On which day?
plan-doubt-weekday-differs = That day of the week and that date do not belong together. What do you mean?
plan-doubt-which-day = Which day do you mean?
plan-doubt-no-such-time = I do not know that time. At what time does it begin?
plan-doubt-no-time = At what time does it begin? For example: <i>half past seven in the evening</i> or <i>19:30</i>.
plan-doubt-which-time = What time do you mean exactly?
plan-doubt-skipped = In that night the clock goes forward, and that time does not exist. Do you mean this?
plan-doubt-past = That is past already. When is it?
plan-doubt-too-far = That is more than two years ahead. Nearer is possible. When is it?
plan-doubt-how-often = How often? Press a number, or type until when: <i>until 20 January</i>.
plan-doubt-too-many = A series has at least 1 and at most 52 sessions. How often, or until when?
plan-doubt-left-over = I do not understand “{ $rest }”. Do you mean this moment? Or type it differently.
plan-fault-empty = There is nothing in that. Please try again.
plan-fault-too-long = That is too long: { $most } characters fit.
plan-fault-no-link = I see no link in that. A link begins with https://.
plan-fault-no-number = That is no number of people. Type a number from 1, or <i>none</i> for no limit.
plan-fault-no-length = I cannot make a length of that. A session takes 5 minutes to 12 hours.
plan-fault-no-moment = I do not understand that moment, or it is not before the session begins.
plan-fault-too-many = Those are too many: at most { $most }.
plan-fault-no-theme = I do not know that theme. Choose one with a button.
plan-fault-no-audience = I do not know that place or collective. Choose with a button.
plan-moment-at-once = at once
plan-moment-days = { $number ->
    [one] 1 day before
   *[other] { $number } days before
  }
plan-moment-hours = { $number ->
    [one] 1 hour before
   *[other] { $number } hours before
  }
plan-moment-minutes = { $number ->
    [one] 1 minute before
   *[other] { $number } minutes before
  }
plan-moments-none = not at all
plan-looks-like-this = ⬆️ <b>This is how the announcement looks.</b> Nothing was sent yet.
plan-date = 📅 { $when } – <b>{ $away }</b>
plan-series = 📅 A series of { $number } sessions. The first is <b>{ $away }</b>:
plan-series-line = { $number }. { $when }
plan-series-subject = { $number }. { $when }: { $subject }
plan-series-more = … and { $number } more, the last on { $last }
plan-link = 🔗 { $link }
plan-no-link = 🔗 No link yet. You can add it later.
plan-places = 👥 { $places ->
    [0] No limit
    [one] A place for 1 resident
   *[other] Places for { $places } residents
  }
plan-expert = 🎓 Wanted: { $expert }. I will ask staff.
plan-for-theme = groups and followers of the theme { $value }
plan-for-all = all groups and followers
plan-for-place = groups and followers in { $value }
plan-for-collectives = { $value }
plan-audience = 📣 For { $who }: { $number ->
    [one] <b>1 chat</b>
   *[other] <b>{ $number } chats</b>
  }
plan-moments = 🕐 Announced: { $moments }
plan-note-after-noon = ℹ️ You named no morning or evening. I read it as afternoon or evening.
plan-note-twice = ℹ️ In that night the clock goes back, and that time comes twice. I take the first.
plan-note-soon = ⚠️ Mind: it begins { $away }. Not everybody will see that in time.
plan-note-nobody = ⚠️ There is no chat that this goes to at the moment. Choose another theme, or everybody.
plan-note-holiday = ℹ️ This is a public holiday: { $days }.
plan-note-fault-places = ⚠️ I did not understand the number of places. It is now without a limit.
plan-note-fault-minutes = ⚠️ I did not understand how long it takes. It is now 90 minutes.
plan-note-fault-link = ⚠️ I did not understand the link. It is not there yet.
plan-note-fault-title = ⚠️ The title was too long or empty.
plan-note-fault-host = ⚠️ The name of the host was too long.
plan-note-fault-description = ⚠️ The description was too long. 2000 characters fit.
plan-note-fault-expert = ⚠️ The words for the expert were too long.
plan-kept = Kept. Go on with /plan.
plan-dropped = Thrown away. Nothing was sent.
plan-drop-sure = Do you want to throw <b>{ $title }</b> away?
plan-announced = ✅ <b>{ $title }</b> is planned: { $when }. { $number ->
    [0] At the moment no chat will hear of it.
    [one] 1 chat hears of it.
   *[other] { $number } chats hear of it.
  }
plan-announced-series = ✅ The series of { $sessions } sessions is planned. The first is <b>{ $title }</b>, { $when }. { $number ->
    [0] At the moment no chat will hear of it.
    [one] 1 chat hears of it.
   *[other] { $number } chats hear of it.
  }
plan-expert-call = 🎓 <b>Wanted for a session: { $expert }</b>

    { $title }
    { $when } (online)

    Do you know somebody? Arrange it, and then press the button. I tell the coordinator.
plan-expert-call-done = ✅ <b>Arranged: { $expert }</b>

    { $title }
    { $when } (online)
plan-expert-call-off = 🚫 <b>No longer needed: { $expert }</b>

    { $title } is cancelled ({ $when }).
plan-expert-found = 🎓 Good news: for <b>{ $title }</b> ({ $when }) staff arranged an expert: { $expert }.
button-plan-steps = Step by step
button-plan-numbers = 📊 How it went
button-plan-go-on = ✏️ Go on with: { $title }
button-plan-repeat-once = Once
button-plan-repeat-w1 = Every week
button-plan-repeat-w2 = Every two weeks
button-plan-repeat-m1 = Every month
button-plan-no-theme = No theme
button-plan-no-limit = No limit
button-plan-number-minutes = { $number } min
button-plan-times = { $number } times
button-plan-for-theme = Theme { $theme }
button-plan-for-all = Everybody
button-plan-for-place = Certain places
button-plan-for-collectives = Certain collectives
button-plan-ready = Ready
button-plan-skip = Skip
button-plan-clear = Take away
button-plan-look = Show how it will be
button-plan-back = Back
button-plan-announce = Yes, announce it
button-plan-announce-series = { $number ->
    [one] Yes, announce it
   *[other] Yes, announce all { $number }
  }
button-plan-title = Title
button-plan-when = When
button-plan-theme = Theme
button-plan-link = Link
button-plan-places = Places
button-plan-minutes = Length
button-plan-host = Host
button-plan-description = Description
button-plan-expert = Expert
button-plan-audience = For whom
button-plan-moments = Announce
button-plan-subjects = Subjects
button-plan-repeat = Repeat
button-plan-keep = Keep
button-plan-drop = Throw away
button-plan-drop-yes = Yes, throw away
button-plan-drop-no = No, keep it
button-plan-manage = Look or change
button-plan-expert-arranged = Arranged
toast-plan-coordinators = Only a coordinator can do that. What you made is kept.
toast-plan-gone = That session was announced or thrown away already.
toast-plan-changed = Something changed in the meantime. Please look again.
toast-plan-preview = This is an example. The button will work later.
toast-plan-unfinished = Something is still missing.
toast-plan-expert-off = That session is cancelled, or needs no expert any more.
planned-ask-when = When will it be instead? For example: <i>Thursday next week half past seven</i>.
planned-one-moment = Choose one moment. When will this session be instead?
planned-numbers = 👥 Yes: { $yes } · Maybe: { $maybe } · Waiting list: { $waiting } · Announced in { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
  }
planned-changed = ✅ <b>Changed.</b>
planned-cancelled = 🚫 <b>This session is cancelled.</b>
planned-others = { $number ->
    [one] And 1 more session of this series.
   *[other] And { $number } more sessions of this series.
  }
planned-whom = { $chats ->
    [0] { $people ->
        [0] nobody, for nobody knew of it yet
        [one] 1 resident
       *[other] { $people } residents
      }
    [one] 1 chat{ $people ->
        [0] {""}
        [one] {" "}and 1 resident
       *[other] {" "}and { $people } residents
      }
   *[other] { $chats } chats{ $people ->
        [0] {""}
        [one] {" "}and 1 resident
       *[other] {" "}and { $people } residents
      }
  }
planned-told = { $when ->
    [now] I tell { $whom } now, as the session is about to begin.
    [morning] These are quiet hours. I tell { $whom } at { $clock }. For 5 minutes you can undo it.
   *[later] In 5 minutes I tell { $whom }. Until then you can undo it.
  }
planned-newcomers = { $chats ->
    [one] This adds 1 chat.
   *[other] This adds { $chats } chats.
  } { $when ->
    [now] The announcement goes there now, as the session is about to begin.
    [morning] These are quiet hours. The announcement goes there at { $clock }. For 5 minutes you can undo it.
   *[later] In 5 minutes I send the announcement there. Until then you can undo it.
  }
planned-told-stay = This adds no chats. The announcements that are there stay.
planned-choose-how = Where the session was announced already, that message stays. Those chats also hear of it when something changes. Chats that are new to it get the announcement after all.
planned-told-cards = The announcements that are there change in 5 minutes. Nobody gets a message about it.
planned-told-nobody = Nobody knew of it yet. Nobody gets a message about it.
planned-other-first = A colleague just changed this session. This is how it is now. Do you still want to change it? Then do it once more.
planned-is-cancelled = This session is cancelled, or over.
planned-undone = { $number ->
    [one] ↩️ <b>Undone.</b> Nobody noticed anything of it.
   *[other] ↩️ <b>Undone, for { $number } sessions.</b> Nobody noticed anything of it.
  }
planned-series-changed = { $number ->
    [one] ✅ <b>Changed for 1 other session of this series, too.</b>
   *[other] ✅ <b>Changed for { $number } other sessions of this series, too.</b>
  }
planned-cancel-sure = Do you want to cancel <b>{ $title }</b> ({ $when })? Then I tell { $whom }.
planned-cancel-series = Or do you want to cancel all { $number } sessions that are left of this series? Then I tell { $whom }.
button-planned-undo = ↩️ Undo
button-planned-series = Also for the other { $number }
button-planned-cancel = Cancel this session
button-planned-cancel-yes = Yes, cancel it
button-planned-cancel-series = Cancel all { $number }
button-planned-cancel-no = No, it goes on as planned
button-planned-list = ‹ All sessions
button-planned-leave = Leave it as it is
toast-planned-choose = Choose one first.
toast-planned-no-undo = That is no longer possible: people were told, or something else was changed since.
