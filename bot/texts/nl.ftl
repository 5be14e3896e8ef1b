### Alles wat iemand van Buurvraag te lezen krijgt, in eenvoudig Nederlands.
### Korte zinnen, gewone woorden, "je". HTML-opmaak (<b>, <i>) mag in berichten, niet in knoppen en toasts.

## Welkom en hulp

welcome-private =
    Hallo! Ik ben Buurvraag, een bot (een computerprogramma).

    Loopt je bewonersgroep ergens tegenaan? <b>Typ hier gewoon je vraag.</b> Ik zoek een andere groep bewoners die dat ook meemaakte, en laat zien wat daar hielp.

    Je kunt mij ook in de groep gebruiken: typ daar /dilemma en dan je vraag.
welcome-group =
    Hallo! Ik ben Buurvraag, een bot (een computerprogramma).
    Loopt jullie groep ergens tegenaan? Typ <b>/dilemma</b> en dan je vraag.
    Ik zoek andere bewoners die dat ook meemaakten, en laat zien wat daar hielp.
    Ik lees alleen wat aan mij gericht is. De rest van jullie gesprek zie ik niet.
welcome-group-admin =
    Hallo! Ik ben Buurvraag, een bot (een computerprogramma).
    Loopt jullie groep ergens tegenaan? Typ <b>/dilemma</b> en dan je vraag.
    Ik zoek andere bewoners die dat ook meemaakten, en laat zien wat daar hielp.
    Jullie maakten mij beheerder. Dat hoeft niet: als gewoon lid zie ik alleen wat aan mij gericht is.
help-private =
    <b>Zo werkt het</b>
    • Typ je vraag, in je eigen woorden. Fouten zijn niet erg.
    • Ik laat zien wat andere bewoners hielp.
    • Past het niet? Druk op „Niet mijn vraag”.

    /bewaard – wat je bewaarde
    /taal – kies je taal
    /help – deze uitleg
help-group =
    Typ <b>/dilemma</b> en dan je vraag. Bijvoorbeeld:
    <i>/dilemma wie mag een sleutel van ons buurthuis hebben?</i>

    Of antwoord met /dilemma op een bericht in de groep. Ik zoek dan andere bewoners die dat ook meemaakten.
    Liever niet in de groep? Vraag het mij privé.
help-button-private = Vraag het privé
unknown-command = Die opdracht ken ik niet. Typ gewoon je vraag, of kies /help.
conversation-stopped = Goed, we zijn gestopt. Er is niets verstuurd.
conversation-none = We waren nergens mee bezig. Stel gerust je vraag.

## Een dilemma stellen

ask-dilemma = Wat is jullie vraag? Vertel het in je eigen woorden. Eén of twee zinnen is genoeg.
ask-reply = Antwoord op dit bericht, anders zie ik het niet.
ask-dilemma-private = Wat is je vraag? Typ hem hieronder, in je eigen woorden. Eén of twee zinnen is genoeg.
ask-dilemma-placeholder = Typ je vraag
too-short = Dat is erg kort. Vertel in één zin waar jullie tegenaan lopen, dan zoek ik verder.
small-talk = Ik help graag. Heb je een vraag van je bewonersgroep? Typ hem dan, in je eigen woorden. Dan zoek ik mee.
only-emoji = Ik kan alleen woorden lezen. Vertel in één zin waar jullie tegenaan lopen.
too-long =
    Dat is een lang verhaal: { $length } tekens. Ik kan er { $limit } aan. Wat is de kern?
    Vertel het in een paar zinnen, dan zoek ik verder. Je bericht blijft hier gewoon staan.
not-text = Dit kan ik niet lezen of beluisteren. Typ je vraag in één of twee zinnen.
write-as-person = Ik help mensen, geen kanalen of anonieme beheerders. Schrijf als jezelf, dan zoek ik mee. Liever niet met je naam in de groep? Vraag het mij privé.
lift-only-people = Dat bericht is niet van een persoon in deze groep. Typ zelf je vraag: /dilemma en dan de vraag.
lift-too-long = Dat bericht is te lang voor mij. Typ zelf waar het om gaat: /dilemma en dan de vraag.
lift-no-text = In dat bericht kan ik geen vraag lezen. Typ zelf je vraag: /dilemma en dan de vraag.
lift-ask =
    Iemand in de groep denkt dat andere bewoners dit ook meemaakten. Mag ik met jouw bericht zoeken?
    Alleen wie het bericht schreef, kan kiezen.
lift-yes = Ja, zoek maar
lift-no = Nee, liever niet
lift-declined = Goed, ik laat het rusten.
link-outdated = Deze vraag bewaar ik niet meer. Stel gerust een nieuwe: typ hem hier.
link-of-another = Alleen wie deze vraag stelde, kan hier verder. Heb je zelf een vraag? Typ hem hier.
none-for-neighbour = Bij deze vraag vond ik nog geen andere bewoners.
went-wrong = Er ging bij mij iets mis. Dat ligt niet aan jou. Je bericht is bewaard, en de beheerder ziet het. Probeer het straks nog eens.

repeat-mark = (Misschien kreeg je dit al. Nummer { $number })

## Het antwoord

sure-heading = Andere bewoners hadden dit ook
chosen-heading = Dit maakten andere bewoners mee
unsure-heading = { $count ->
        [one] Bedoel je dit?
       *[other] Is het één van deze vragen?
    }
unsure-intro = { $count ->
        [one] Ik weet het niet zeker. Lijkt dit op jouw vraag? Druk er dan op.
       *[other] Ik weet het niet zeker. Kies wat het meest op jouw vraag lijkt.
    }
others-heading = Deze lijken er ook op
choice-title = { $number }. <b>{ $title }</b>
nearest-heading = Dit komt nog het meest in de buurt
next-heading = { $count ->
        [one] Dan misschien deze?
       *[other] Dan misschien één van deze?
    }
why-words = Gevonden op deze woorden: { $words }
why-title = De titel lijkt op jouw vraag.
why-sentence = Dit lijkt op jouw vraag: „{ $sentence }”
section-question = De vraag
section-context = Hoe het zat
section-helped = Wat hielp
section-pitfalls = Let op
source-checked = nagekeken op { $date }
source-unchecked = nog niet nagekeken
page-number = Bladzijde { $page } van { $count }
none-found =
    Dit heb ik nog niet van andere bewoners gehoord.
    Zal ik het aan de medewerkers van LSA en WijkWijzer vragen? Zij krijgen dan je vraag te lezen. Je kunt het ook anders proberen te zeggen.
none-left =
    Dan ken ik nog niemand die dit ook had.
    Zal ik het aan de medewerkers van LSA en WijkWijzer vragen? Zij krijgen dan je vraag te lezen.
staff-noted =
    Genoteerd. Je vraag staat klaar voor de medewerkers, in je eigen woorden.
staff-declined = Goed, ik vraag het niet. Je kunt altijd een nieuwe vraag stellen met /dilemma.
staff-noted-toast = Genoteerd voor de medewerkers
private-first =
    In je vraag lijken persoonlijke gegevens te staan ({ $what }). Daarom antwoord ik niet in de groep.
    Druk op de knop, dan gaan we privé verder. Wil je dat niemand het leest? Haal je bericht dan weg.
detail-phone = een telefoonnummer
detail-email = een e-mailadres
detail-address = een adres
detail-bsn = een burgerservicenummer
detail-iban = een rekeningnummer

## Knoppen

button-whole = Lees alles
button-short = Kort
button-others = Andere ({ $count })
button-save = Bewaar
button-not-mine = Niet mijn vraag
button-none-of-these = { $count ->
        [one] Nee, dit is het niet
       *[other] Geen van deze
    }
button-nearest = Wat komt in de buurt?
button-back = Terug
button-ask-staff = Ja, vraag het
button-no-staff = Nee, laat maar
button-undo-staff = Toch niet vragen
button-go-private = Ga privé verder
button-previous = ‹ Vorige
button-next = Volgende ›
button-remove = Haal weg

## Korte meldingen boven in beeld

toast-saved = Bewaard. Je vindt het privé bij mij, met /bewaard.
toast-saved-before = Dit had je al bewaard.
toast-removed = Weggehaald.
toast-asker-only = Alleen wie de vraag stelde, kan dit kiezen. Stel je eigen vraag met /dilemma.
toast-author-only = Alleen wie het bericht schreef, kan dit kiezen.
toast-outdated = Deze knop is te oud. Stel je vraag opnieuw met /dilemma.
toast-retired = Dit verhaal is er niet meer.
toast-admins-only = Alleen een beheerder van deze groep kan de taal kiezen.

## Bewaard

saved-heading = Dit bewaarde je
saved-empty = Je hebt nog niets bewaard. Druk onder een antwoord op „Bewaar”, dan vind je het hier terug.
saved-private = Wat je bewaarde, laat ik alleen aan jou zien.

## Taal

language-choose = In welke taal zal ik schrijven?
language-choose-group = In welke taal zal ik in deze groep schrijven? Een beheerder kan kiezen.
language-chosen = Goed. Ik schrijf voortaan Nederlands. Je mag mij in elke taal iets vragen.

## Collectieven: voor contactpersonen

collective-none =
    Je bent nog geen contactpersoon van een collectief.

    Wil jouw groep andere bewoners helpen met jullie ervaring? Vraag de medewerkers van LSA of WijkWijzer om een uitnodiging.
collective-several = Van welk collectief wil je iets zien of veranderen?
collective-you-are-contact = Jij bent de contactpersoon.
collective-you-are-deputy = Jij bent de plaatsvervanger.
collective-status-open = Ik mag vragen stellen aan dit collectief.
collective-status-paused = Pauze: ik stel geen vragen, tot je zegt dat het weer mag.
collective-status-paused-until = Pauze: ik stel geen vragen tot { $date }.
collective-cap = { $cap ->
        [0] Ik vraag nooit om kennis te maken.
        [one] Ik vraag hooguit één keer per maand of jullie willen kennismaken.
       *[other] Ik vraag hooguit { $cap } keer per maand of jullie willen kennismaken.
    }
collective-other-contact = { $there ->
        [yes] Er is een plaatsvervanger.
       *[no] Er is nog geen plaatsvervanger.
    }
collective-other-deputy = { $there ->
        [yes] Er is een contactpersoon.
       *[no] Er is geen contactpersoon.
    }
collective-groups-count = { $count ->
        [0] Er is nog geen groep gekoppeld.
        [one] Er is één groep gekoppeld.
       *[other] Er zijn { $count } groepen gekoppeld.
    }
collective-cases-count = { $count ->
        [0] Er staat nog geen verhaal van dit collectief in de bibliotheek.
        [one] Er staat één verhaal van dit collectief in de bibliotheek.
       *[other] Er staan { $count } verhalen van dit collectief in de bibliotheek.
    }

collective-invited-contact = Fijn dat je er bent! Je bent gevraagd als contactpersoon van <b>{ $name }</b>.
collective-invited-deputy = Fijn dat je er bent! Je bent gevraagd als plaatsvervanger bij <b>{ $name }</b>.
collective-invited-new = Fijn dat je er bent! Je kunt hier je collectief aanmelden, met jou als contactpersoon.
collective-consent-contact =
    <b>Wat houdt het in?</b>
    • Soms heeft een andere groep een vraag waar jullie ervaring mee hebben. Dan vraag ik jou of je daarover wilt praten. Hooguit { $cap } keer per maand.
    • Je mag altijd nee zeggen. Je hoeft niet te zeggen waarom.
    • Ik geef nooit iets over jou door zonder jouw ja. Ik vraag dat elke keer opnieuw.

    <b>Wat bewaar ik?</b>
    Dat jouw Telegram-account bij dit collectief hoort, sinds wanneer, en dat je ja zei. Je naam en telefoonnummer bewaar ik niet.

    <b>Wie ziet dat?</b>
    De medewerkers zien dat er een contactpersoon is, maar niet wie. De beheerder van de bot kan het nummer van je account zien.

    Stoppen kan altijd, met /collectief. Doe je mee?
collective-consent-deputy =
    <b>Wat houdt het in?</b>
    • Kan de contactpersoon niet? Dan vraag ik jou of je met een andere groep wilt praten. Hooguit { $cap } keer per maand.
    • Stopt de contactpersoon? Dan vraag ik of jij het wilt overnemen.
    • Je mag altijd nee zeggen. Ik geef nooit iets over jou door zonder jouw ja.

    <b>Wat bewaar ik?</b>
    Dat jouw Telegram-account bij dit collectief hoort, sinds wanneer, en dat je ja zei. Je naam en telefoonnummer bewaar ik niet.

    <b>Wie ziet dat?</b>
    De contactpersoon en de medewerkers zien dat er een plaatsvervanger is, maar niet wie. De beheerder van de bot kan het nummer van je account zien.

    Stoppen kan altijd, met /collectief. Doe je mee?
collective-agreed-contact = Dank je wel! Je bent nu de contactpersoon van <b>{ $name }</b>. Met /collectief kun je pauze nemen, iets veranderen of stoppen.
collective-agreed-deputy = Dank je wel! Je bent nu de plaatsvervanger bij <b>{ $name }</b>. Met /collectief kun je iets veranderen of stoppen.
collective-declined = Goed, dan doen we het niet. Ik heb niets van je bewaard. De link werkt nu niet meer.

collective-link-unknown = Deze link werkt niet meer. Vraag wie je uitnodigde om een nieuwe.
collective-link-expired = Deze link was maar kort geldig, en die tijd is voorbij. Vraag wie je uitnodigde om een nieuwe. Dat is zo gebeurd.
collective-link-used = Deze link is al gebruikt. Een link werkt maar voor één persoon. Vraag wie je uitnodigde om een nieuwe.
collective-link-already-contact = Je bent al de contactpersoon van <b>{ $name }</b>. Met /collectief zie je wat je kunt veranderen.
collective-link-already-deputy = Je bent al de plaatsvervanger bij <b>{ $name }</b>. Met /collectief zie je wat je kunt veranderen.

collective-ask-name = Hoe heet jullie collectief?
collective-ask-place = In welke plaats of wijk is dat? Bijvoorbeeld: Zwolle, of Lombok in Utrecht.
collective-ask-themes = Waar hebben jullie ervaring mee? Druk op wat past. Klaar? Druk dan op „Klaar”.
collective-ask-text = Typ het hier in een gewoon bericht. Wil je stoppen? Kies /stop.
collective-registered = Dank je wel! <b>{ $name }</b> staat erbij, met jou als contactpersoon. Met /collectief kun je pauze nemen, iets veranderen of stoppen.
collective-gone = Dit collectief doet niet meer mee.

collective-refused-no-name = In die naam zie ik geen letters of cijfers. Hoe heet het collectief?
collective-refused-name-too-long = Die naam is te lang voor mij. Kan het korter, in hooguit 120 tekens?
collective-refused-place-too-long = Dat is te lang voor een plaats. Kan het korter, in hooguit 80 tekens?
collective-refused-no-place = Zonder plaats kan ik jullie niet vinden. In welke plaats of wijk is het?
collective-refused-too-many-themes = Dat zijn te veel thema's. Kies er hooguit 12.
collective-refused-theme-too-long = Eén van die thema's is te lang. Gebruik er hooguit 64 tekens voor.
collective-refused-known = Er is hier al een collectief met die naam. Is dat jullie collectief? Vraag de medewerkers dan om een link daarvoor. Is het een ander? Zet er dan iets bij, zoals de wijk.
collective-refused-cap = Kies een heel getal van 0 tot en met 100.
collective-refused-email = Dat lijkt geen e-mailadres. Typ het nog eens, of typ een streepje (-) om het weg te halen.

collective-pause-question = Hoe lang zal ik <b>{ $name }</b> met rust laten?
collective-cap-question = Hoe vaak per maand mag ik <b>{ $name }</b> hooguit vragen? Nu: { $cap }.
collective-groups = { $count ->
        [0] Er hoort nog geen groep bij <b>{ $name }</b>. Koppelen doe je in de groep zelf: typ daar /collectief. Je moet er wel beheerder zijn.
        [one] Deze groep hoort bij <b>{ $name }</b>. Nog een groep koppelen? Typ /collectief in die groep.
       *[other] Deze groepen horen bij <b>{ $name }</b>. Nog een groep koppelen? Typ /collectief in die groep.
    }
collective-stop-question-contact = Wil je stoppen als contactpersoon van <b>{ $name }</b>? Dan stel ik je geen vragen meer. De plaatsvervanger en de medewerkers horen het.
collective-stop-question-deputy = Wil je stoppen als plaatsvervanger bij <b>{ $name }</b>? Dan stel ik je geen vragen meer.
collective-stopped = Goed, je bent gestopt bij <b>{ $name }</b>. Dank je wel voor alles!
collective-drop-deputy-question = Zal ik de plaatsvervanger van <b>{ $name }</b> weghalen? Die krijgt daar bericht van.
collective-stays-deputy = Goed, je blijft plaatsvervanger van <b>{ $name }</b>. De medewerkers zoeken een contactpersoon.
collective-deputy-link =
    Stuur deze link aan wie plaatsvervanger wil worden van <b>{ $name }</b>:

    { $address }

    De link werkt één keer, voor de eerste die hem opent, tot { $date }. Een eerdere link werkt nu niet meer.

collective-take-over-stopped = De contactpersoon van <b>{ $name }</b> is gestopt. Wil jij het overnemen? Dan stel ik vragen van andere groepen voortaan aan jou.
collective-take-over-unreachable = De contactpersoon van <b>{ $name }</b> kan ik niet meer bereiken. Wil jij het overnemen? Dan stel ik vragen van andere groepen voortaan aan jou.
collective-deputy-stopped = De plaatsvervanger van <b>{ $name }</b> is gestopt. Met /collectief kun je iemand anders uitnodigen.
collective-deputy-new = <b>{ $name }</b> heeft nu een plaatsvervanger.
collective-replaced-contact = Iemand anders is nu de contactpersoon van <b>{ $name }</b>. Jij krijgt geen vragen meer. Dank je wel voor alles! Klopt dit niet? Vraag het de medewerkers.
collective-replaced-deputy = Iemand anders is nu de plaatsvervanger van <b>{ $name }</b>. Jij krijgt geen vragen meer. Dank je wel voor alles!
collective-removed-for-contact = <b>{ $name }</b> doet niet meer mee met Buurvraag. Ik stel je daarover geen vragen meer. Dank je wel voor alles!
collective-dismissed = Je bent geen contact meer voor <b>{ $name }</b>. Ik stel je daarover geen vragen meer. Dank je wel voor alles! Klopt dit niet? Vraag het de medewerkers.

## Collectieven: in de groep

collective-group-question = Bij welk collectief hoort deze groep? Alleen een contactpersoon die hier beheerder is, kan kiezen.
collective-group-tied = Deze groep hoort bij <b>{ $name }</b>.
collective-group-untied = Deze groep hoort niet meer bij een collectief.
collective-group-other = Deze groep hoort al bij een ander collectief. Klopt dat niet? Vraag het de medewerkers van LSA of WijkWijzer.
collective-group-not-you = Hiermee koppelt een contactpersoon deze groep aan een collectief. Dat kan als je contactpersoon bent, en beheerder van deze groep. Privé kun je zien of je dat bent.

## Collectieven: voor medewerkers

collective-list-heading = { $count ->
        [0] Er zijn nog geen collectieven
        [one] Eén collectief
       *[other] { $count } collectieven
    }
collective-list-found = { $count ->
        [0] Geen collectief gevonden met „{ $wanted }”
        [one] Eén collectief met „{ $wanted }”
       *[other] { $count } collectieven met „{ $wanted }”
    }
collective-list-more = Dit zijn niet alle: zoek met meer woorden.
collective-line =
    <b>{ $name }</b> · { $place } · { $there ->
        [contact] contactpersoon
        [deputy] alleen plaatsvervanger
       *[nobody] niemand op Telegram
    }
collective-line-paused =
    <b>{ $name }</b> · { $place } · { $there ->
        [contact] contactpersoon
        [deputy] alleen plaatsvervanger
       *[nobody] niemand op Telegram
    } · pauze
collective-present-contact = Contactpersoon: ja, sinds { $date }{ $reached ->
        [yes] .
       *[no] , maar niet te bereiken.
    }
collective-absent-contact = Contactpersoon: nee.
collective-present-deputy = Plaatsvervanger: ja, sinds { $date }{ $reached ->
        [yes] .
       *[no] , maar niet te bereiken.
    }
collective-absent-deputy = Plaatsvervanger: nee.
collective-email = E-mail: { $email }
collective-edit-question = Wat wil je wijzigen aan <b>{ $name }</b>?
collective-new-question =
    Antwoord op dit bericht met naam, plaats en thema's, met puntkomma's ertussen. Bijvoorbeeld:
    <i>Buurthuis De Brug; Zwolle; gebouw en beheer, jeugd</i>
collective-new-known = Thema's in de bibliotheek: { $themes }
collective-type-name = Antwoord op dit bericht met de nieuwe naam van <b>{ $name }</b>.
collective-type-place = Antwoord op dit bericht met de plaats van <b>{ $name }</b>.
collective-type-themes = Antwoord op dit bericht met de thema's van <b>{ $name }</b>, met komma's ertussen.
collective-type-email = Antwoord op dit bericht met het e-mailadres van <b>{ $name }</b>, of met een streepje (-) om het weg te halen.
collective-type-case = Antwoord op dit bericht met de code van een casus, of met woorden uit de titel.
collective-experience-heading = { $count ->
        [0] Nog geen ervaring van { $name }
        [one] Eén ervaring van { $name }
       *[other] { $count } ervaringen van { $name }
    }
collective-cases-found = Welke casus is een ervaring van <b>{ $name }</b>?
collective-no-case-found = Geen casus gevonden. Probeer andere woorden, of de code.
collective-contact-link =
    Uitnodiging voor de contactpersoon van <b>{ $name }</b>. Stuur deze link door:

    { $address }

    De link werkt één keer, voor de eerste die hem opent, tot { $date }. Een eerdere link werkt nu niet meer.
collective-new-link =
    Met deze link meldt een contactpersoon zelf een nieuw collectief aan. Stuur hem door:

    { $address }

    De link werkt één keer, voor de eerste die hem opent, tot { $date }.
collective-remove-question = Zal ik <b>{ $name }</b> verwijderen? Contactpersoon, plaatsvervanger en groepen gaan dan ook weg. Zij krijgen bericht.
collective-removed = <b>{ $name }</b> is verwijderd.
collective-dismiss-question-contact = Zal ik de contactpersoon van <b>{ $name }</b> weghalen? Die krijgt bericht. De plaatsvervanger wordt gevraagd het over te nemen.
collective-dismiss-question-deputy = Zal ik de plaatsvervanger van <b>{ $name }</b> weghalen? Die krijgt bericht.
collective-staff-registered = Nieuw collectief, aangemeld met een link: <b>{ $name }</b> ({ $place }).
collective-staff-new-contact = <b>{ $name }</b> ({ $place }) heeft nu een contactpersoon.
collective-staff-new-deputy = <b>{ $name }</b> ({ $place }) heeft nu een plaatsvervanger.
collective-staff-stopped-asked = De contactpersoon van <b>{ $name }</b> ({ $place }) is gestopt. De plaatsvervanger is gevraagd het over te nemen.
collective-staff-stopped-nobody = De contactpersoon van <b>{ $name }</b> ({ $place }) is gestopt, en er is niemand die het kan overnemen. Nodig jij iemand uit?
collective-staff-stopped-deputy = De plaatsvervanger van <b>{ $name }</b> ({ $place }) is gestopt. Nu is er niemand meer op Telegram. Nodig jij iemand uit?
collective-staff-unreachable-asked = De contactpersoon van <b>{ $name }</b> ({ $place }) is niet meer te bereiken: de bot is geblokkeerd. De plaatsvervanger is gevraagd het over te nemen.
collective-staff-unreachable-nobody = De contactpersoon van <b>{ $name }</b> ({ $place }) is niet meer te bereiken: de bot is geblokkeerd. Er is niemand die het kan overnemen. Nodig jij iemand uit?
collective-staff-stays-deputy = De plaatsvervanger van <b>{ $name }</b> ({ $place }) wil het niet overnemen. Nodig jij een contactpersoon uit?

## Collectieven: knoppen en meldingen

button-collective-open = Bekijk
button-collective-agree = Ja, ik doe mee
button-collective-decline = Nee, liever niet
button-collective-pause = Pauze
button-collective-resume = Weer aan
button-collective-months = { $months ->
        [one] 1 maand
       *[other] { $months } maanden
    }
button-collective-until-i-say = Tot ik zeg dat het weer mag
button-collective-cap = Hoe vaak per maand
button-collective-cap-default = Gewoon ({ $cap })
button-collective-themes = Thema's
button-collective-ready = Klaar
button-collective-invite-contact = Contactpersoon uitnodigen
button-collective-invite-deputy = Plaatsvervanger uitnodigen
button-collective-drop-deputy = Plaatsvervanger weghalen
button-collective-drop-deputy-yes = Ja, haal weg
button-collective-groups = Groepen
button-collective-untie = Koppel los
button-collective-untie-this = Groep { $number } ({ $date }) loskoppelen
button-collective-stop = Ik stop ermee
button-collective-stop-yes = Ja, ik stop
button-collective-take-over = Ja, ik neem het over
button-collective-stay-deputy = Nee, ik blijf plaatsvervanger
button-collective-new = Nieuw
button-collective-new-link = Link voor een nieuw collectief
button-collective-edit = Wijzig
button-collective-edit-name = Naam
button-collective-edit-place = Plaats
button-collective-edit-themes = Thema's
button-collective-edit-email = E-mail
button-collective-experience = Ervaring
button-collective-add-case = Casus toevoegen
button-collective-remove-case = { $number } weghalen
button-collective-remove = Verwijderen
button-collective-remove-yes = Ja, verwijder
button-collective-dismiss-contact = Contactpersoon weghalen
button-collective-dismiss-deputy = Plaatsvervanger weghalen
button-collective-dismiss-yes = Ja, haal weg
button-collective-list = Alle collectieven
toast-collective-staff-only = Alleen medewerkers kunnen dit kiezen.
toast-collective-not-yours = Dit kan alleen wie contactpersoon is van dit collectief.
toast-collective-admin-only = Dat kan alleen een contactpersoon die hier beheerder is.
toast-collective-has-contact = Er is alweer een contactpersoon. Jij blijft plaatsvervanger.
toast-collective-done = Gedaan.
toast-collective-outdated = Deze knop is te oud. Kies opnieuw: /collectief.

## Menu van opdrachten

command-dilemma = Stel een vraag aan andere bewoners
command-saved = Wat je bewaarde
command-language = Kies je taal
command-help = Hoe het werkt
command-collective = Jouw collectief: pauze, gegevens, stoppen
command-collectives = Collectieven en hun contactpersonen
