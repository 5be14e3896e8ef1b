### Alles wat iemand van Buurvraag te lezen krijgt, in eenvoudig Nederlands.
### Korte zinnen, gewone woorden, "je". HTML-opmaak (<b>, <i>) mag in berichten, niet in knoppen en toasts.

## Welkom en hulp

welcome-private =
    Hallo! Ik ben Buurvraag, een bot (een computerprogramma).

    Loopt je bewonersgroep ergens tegenaan? <b>Typ hier gewoon je vraag.</b> Ik zoek een andere groep bewoners die dat ook meemaakte, en laat zien wat daar hielp.

    Je kunt mij ook in de groep gebruiken: typ daar /dilemma en dan je vraag.
    Met /sessies zie je online sessies met andere bewoners. Wat ik nog meer kan, staat in /help.
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

    /sessies – online sessies met andere bewoners
    /volg – hoor van nieuwe sessies over een thema
    /agenda – je sessies in je eigen agenda
    /bewaard – wat je bewaarde
    /contacten – je contacten met andere groepen{ $contact ->
        [yes] {"\u000A"}/collectief – jouw collectief: pauze, gegevens, stoppen
       *[no] {""}
    }{ $coordinator ->
        [yes] {"\u000A"}/plan – een sessie plannen of veranderen{"\u000A"}/uitnodiging – een uitnodiging versturen
       *[no] {""}
    }
    /taal – kies je taal
    /help – deze uitleg
help-staff =
    <b>Zo werkt het voor medewerkers</b>
    • Vragen waar nog geen verhaal bij past, komen hier binnen. Elke vraag heeft een eigen kaart.
    • Druk op „Ik pak dit op”. Antwoord daarna op de kaart: dat is voor de bewoner, zonder jouw naam.
    • Wat jullie verder zeggen, blijft onder jullie.

    /open – vragen die op antwoord wachten
    /casus – zoek en bewerk verhalen
    /collectief – collectieven en hun contactpersonen
    /experts – deskundigen om iets te vragen
help-group =
    Typ <b>/dilemma</b> en dan je vraag. Bijvoorbeeld:
    <i>/dilemma wie mag een sleutel van ons buurthuis hebben?</i>

    Of antwoord met /dilemma op een bericht in de groep. Ik zoek dan andere bewoners die dat ook meemaakten.
    Met <b>/sessies</b> zie je de online sessies die komen.
    Beheerders kiezen met <b>/instellingen</b> over welke thema’s deze groep hoort.
    Liever niet in de groep? Vraag het mij privé.
help-button-private = Vraag het privé
unknown-command = Die opdracht ken ik niet. Typ gewoon je vraag, of kies /help.
conversation-stopped = Goed, we zijn gestopt. Er is niets verstuurd.
conversation-edited = Die aanpassing heb ik niet meegenomen. Wil je iets anders zeggen? Typ het dan in een nieuw bericht, of druk op /stop.
conversation-interrupted =
    Je was nog bezig met { $kind ->
        [introduction] je vraag om contact met een andere groep
        [introduction-answer] je ja op een vraag van een andere groep
        [introduction-words] wat je nog wilde vertellen over een gesprek
        [staff-reply] je reactie aan de medewerkers
        [collective] de gegevens van je collectief
        [case-words] wat je over een verhaal wilde zeggen
        [case-review] wat er aan een verhaal moet veranderen
        [broadcast] een uitnodiging
        [plan] een sessie die je plant
        [plan-change] een sessie die je verandert
       *[other] iets anders
    }. Dat heb ik bewaard. Daar kun je straks mee verder.
conversation-left =
    Je was ook nog bezig met { $kind ->
        [introduction] je vraag om contact met een andere groep
        [introduction-answer] je ja op een vraag van een andere groep
        [introduction-words] wat je nog wilde vertellen over een gesprek
        [staff-reply] je reactie aan de medewerkers
        [collective] de gegevens van je collectief
        [case-words] wat je over een verhaal wilde zeggen
        [case-review] wat er aan een verhaal moet veranderen
        [broadcast] een uitnodiging
        [plan] een sessie die je plant
        [plan-change] een sessie die je verandert
       *[other] iets anders
    }. Wil je daarmee verder?
conversation-again =
    Goed, we gaan verder met { $kind ->
        [introduction] je vraag om contact met een andere groep
        [introduction-answer] je ja op een vraag van een andere groep
        [introduction-words] wat je nog wilde vertellen over een gesprek
        [staff-reply] je reactie aan de medewerkers
        [collective] de gegevens van je collectief
        [case-words] wat je over een verhaal wilde zeggen
        [case-review] wat er aan een verhaal moet veranderen
        [broadcast] een uitnodiging
        [plan] een sessie die je plant
        [plan-change] een sessie die je verandert
       *[other] iets anders
    }.
conversation-gone-toast = Dat bewaar ik niet meer. Begin gerust opnieuw.
button-conversation-again = Ga daarmee verder
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
forwarded = Dit bericht is doorgestuurd. Ik kan de schrijver niet vragen of die het goed vindt. Vertel het in je eigen woorden, zonder namen.
lift-ask =
    Iemand in de groep denkt dat andere bewoners dit ook meemaakten. Mag ik met jouw bericht zoeken?
    Alleen wie het bericht schreef, kan kiezen.
lift-yes = Ja, zoek maar
lift-no = Nee, liever niet
lift-declined = Goed, ik laat het rusten.
link-outdated = Deze vraag bewaar ik niet meer. Stel gerust een nieuwe: typ hem hier.
link-of-another = Alleen wie deze vraag stelde, kan hier verder. Heb je zelf een vraag? Typ hem hier.
none-for-neighbour = Bij deze vraag vond ik nog geen andere bewoners.
slow-down = Rustig aan: je vraagt sneller dan ik goed kan antwoorden. Wacht een minuut, en stel dan je belangrijkste vraag nog eens. Knoppen en opdrachten werken gewoon.
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
    Dit heb ik nog niet van andere bewoners gehoord. Je kunt het anders proberen te zeggen, of ik vraag het aan de medewerkers.
none-left =
    Dan ken ik nog niemand die dit ook had. Ik kan het aan de medewerkers vragen.
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
detail-link = een @naam of een link
detail-name = een naam
detail-health = iets over iemands gezondheid

## Knoppen

button-whole = Lees alles
button-short = Kort
button-others = Nog { $count } andere
button-save = Bewaar
button-not-mine = Niet mijn vraag
button-none-of-these = { $count ->
        [one] Nee, dit is het niet
       *[other] Geen van deze
    }
button-nearest = Wat komt in de buurt?
button-back = Terug
button-no-staff = Nee, laat maar
button-undo-staff = Toch niet vragen
button-go-private = Ga privé verder
button-previous = ‹ Vorige
button-next = Volgende ›
button-remove = Haal weg
button-field-title = Titel
button-field-dilemma = De vraag
button-field-context = Hoe het zat
button-field-helped = Wat hielp
button-field-pitfalls = Let op
button-field-theme = Thema
button-field-collective = Collectief
button-field-place = Plaats
button-field-year = Jaar
button-replace = Vervang
button-append = Vul aan
button-add-line = Voeg toe
button-other-theme = Ander thema
button-details = ⚠️ Persoonlijk? ({ $count })
button-detail-strike = { $number }: weg ermee
button-detail-keep = { $number }: mag blijven
button-publish = Zet in de bibliotheek
button-publish-anyway = Toch bewaren
button-save-edit = Bewaar de wijziging
button-drop = Gooi weg
button-drop-yes = Ja, gooi weg
button-ask-collective = Vraag het collectief
button-record-agreement = Noteer akkoord
button-no-collective = Geen collectief nodig
button-open-case = Open het verhaal
button-open-draft = Open het concept
button-edit-case = Pas aan
button-checked = Vandaag nagekeken
button-found-cases = Terug naar wat ik vond
button-history = Geschiedenis
button-retire = Haal eruit
button-retire-yes = Ja, haal eruit
button-bring-back = Zet terug
button-consent-yes = Ja, dit mag zo
button-consent-change = Pas dit aan
button-consent-no = Nee, liever niet
button-phrasing-yes = Leer deze woorden
button-phrasing-other = Andere woorden
button-phrasing-no = Niet leren
button-review-holds = Klopt nog
button-review-adjust = Aanpassen
button-review-retire = Kan weg
button-review-retire-yes = Ja, het kan weg
button-read-story = Lees het verhaal

## Korte meldingen boven in beeld

toast-saved = Bewaard. Je vindt het privé bij mij, met /bewaard.
toast-saved-before = Dit had je al bewaard.
toast-removed = Weggehaald.
toast-asker-only = Alleen wie de vraag stelde, kan dit kiezen. Stel je eigen vraag met /dilemma.
toast-author-only = Alleen wie het bericht schreef, kan dit kiezen.
toast-outdated = Deze knop is te oud. In het menu zie je wat je kunt doen.
toast-outdated-question = Deze knop is te oud. Stel je vraag opnieuw met /dilemma.
toast-outdated-session = Deze knop is te oud. Kijk met /sessies wat er komt.
toast-outdated-plan = Deze knop is te oud. Begin opnieuw met /plan.
toast-retired = Dit verhaal is er niet meer.
toast-staff-only = Dit kunnen alleen medewerkers, in de groep van de medewerkers.
toast-draft-closed = Dit concept is al klaar of weggegooid.
toast-draft-changed = Iemand anders veranderde dit concept net. Zo staat het er nu. Kijk het na en probeer het nog eens.
toast-draft-missing = Er ontbreekt iets. Een titel en een vraag zijn nodig.
toast-draft-details = Beoordeel eerst wat op persoonlijke gegevens lijkt.
toast-draft-agreement = Eerst is een akkoord nodig. Vraag het collectief, of noteer hoe het akkoord ging.
toast-draft-unreachable = Niemand van dit collectief is te bereiken in Telegram. Vraag het zelf, en noteer hoe het akkoord ging.
toast-draft-case-gone = Het verhaal in de bibliotheek bestaat niet meer.
toast-draft-case-moved = Het verhaal veranderde intussen in de bibliotheek. Kijk het na. Bewaar nog eens om jouw tekst te houden.
toast-collective-asked = Gevraagd aan de groep.
toast-case-retired = Eruit gehaald.
toast-case-back = Teruggezet.
toast-case-checked = Genoteerd: vandaag nagekeken.
toast-admins-only = Dat kan alleen een beheerder van deze groep.

## Bewaard

saved-heading = Dit bewaarde je
saved-empty = Je hebt nog niets bewaard. Druk onder een antwoord op „Bewaar”, dan vind je het hier terug.
saved-private = Wat je bewaarde, laat ik alleen aan jou zien.

## Taal

language-choose = In welke taal zal ik schrijven?
language-choose-group = In welke taal zal ik in deze groep schrijven? Een beheerder kan kiezen.
language-chosen = Goed. Ik schrijf voortaan Nederlands. Je mag mij in elke taal iets vragen.
button-language-other = Andere taal
language-other = Zelf schrijf ik alleen Nederlands en Engels. Welke taal lees je liever? Is er een uitnodiging met een tekst in die taal, dan krijg je die tekst.
language-also-read = Goed. Heeft een uitnodiging een tekst in deze taal: { $name }? Dan krijg je die. Verder schrijf ik Nederlands of Engels.

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
    Dat jouw Telegram-account bij dit collectief hoort, sinds wanneer, en dat je ja zei. Je naam en telefoonnummer bewaar ik hiervoor niet.

    <b>Wie ziet dat?</b>
    De medewerkers zien dat er een contactpersoon is, maar niet wie. De beheerder van de bot kan het nummer van je account zien.

    Stoppen kan altijd, met /collectief. Doe je mee?
collective-consent-deputy =
    <b>Wat houdt het in?</b>
    • Kan de contactpersoon niet? Dan vraag ik jou of je met een andere groep wilt praten. Hooguit { $cap } keer per maand.
    • Stopt de contactpersoon? Dan vraag ik of jij het wilt overnemen.
    • Je mag altijd nee zeggen. Ik geef nooit iets over jou door zonder jouw ja.

    <b>Wat bewaar ik?</b>
    Dat jouw Telegram-account bij dit collectief hoort, sinds wanneer, en dat je ja zei. Je naam en telefoonnummer bewaar ik hiervoor niet.

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
collective-type-case = Antwoord op dit bericht met het nummer van een verhaal, of met woorden uit de titel.
collective-experience-heading = { $count ->
        [0] Nog geen ervaring van { $name }
        [one] Eén ervaring van { $name }
       *[other] { $count } ervaringen van { $name }
    }
collective-cases-found = Welk verhaal is een ervaring van <b>{ $name }</b>?
collective-no-case-found = Geen verhaal gevonden. Probeer andere woorden, of het nummer.
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
button-collective-add-case = Verhaal toevoegen
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
toast-collective-outdated = Deze knop is te oud. Kies opnieuw: /collectief.

## Menu van opdrachten

command-dilemma = Stel een vraag aan andere bewoners
command-saved = Wat je bewaarde
command-language = Kies je taal
command-help = Hoe het werkt
command-collective = Jouw collectief: pauze, gegevens, stoppen
command-collectives = Collectieven en hun contactpersonen
command-cases = Zoek en bewerk verhalen in de bibliotheek

## De werkplaats van verhalen (medewerkers)

draft-heading = 📝 <b>Concept { $number }</b>
draft-heading-edit = 📝 <b>Wijziging { $number }</b>
draft-state-published = Staat in de bibliotheek.
draft-empty = (leeg)
draft-moved = Concept { $number } staat verderop in dit gesprek.
draft-dropped = Concept { $number } is weggegooid. De woorden zijn gewist.
draft-published = ✅ Het verhaal <b>{ $title }</b> staat in de bibliotheek ({ $number }). Het is nu te vinden. Wie eerder zoiets vroeg, krijgt bericht.
draft-saved = ✅ De wijziging van <b>{ $title }</b> ({ $number }) is bewaard.
draft-agreement-none = Nog geen akkoord van het collectief.
draft-agreement-asked = ⏳ Gevraagd aan het collectief. Verander je iets? Dan moet je het opnieuw vragen.
draft-agreement-given = ✅ Het collectief is akkoord met deze tekst.
draft-agreement-recorded = ✅ Genoteerd: het collectief is akkoord met deze tekst.
draft-agreement-nobody = ✅ Er is geen collectief bij betrokken.
draft-agreement-changes = ✏️ Het collectief wil dat er iets verandert.
draft-agreement-refused = ⛔ Het collectief wil deze tekst niet. Haal weg wat naar hen verwijst, of gooi het concept weg.
draft-choose-theme =
    <b>Thema</b>
    Nu: { $theme }. Kies een ander:
draft-details = { $count ->
        [one] <b>Dit lijkt een persoonlijk gegeven.</b> Mag het blijven staan?
       *[other] <b>Deze { $count } dingen lijken persoonlijke gegevens.</b> Mogen ze blijven staan?
    }
draft-detail = <b>{ $number }.</b> { $kind } in „{ $where }”{ $around }
draft-details-done = ✅ Alle persoonlijke gegevens zijn beoordeeld.
draft-alike = { $count ->
        [one] <b>Er is al een verhaal dat hier veel op lijkt.</b> Is het hetzelfde?
       *[other] <b>Er zijn al verhalen die hier veel op lijken.</b> Is het hetzelfde?
    }
draft-alike-one = { $number } · { $title }
draft-alike-note = ⚠️ Dit lijkt veel op een verhaal dat er al is: <b>{ $title }</b>
draft-drop-ask = Concept { $number } weggooien? De woorden zijn dan weg.
draft-prompt = Concept { $number }: wat wordt „{ $field }”? Antwoord op dit bericht.
draft-prompt-append = Concept { $number }: wat komt er achter „{ $field }”? Antwoord op dit bericht.
draft-prompt-lines = Concept { $number }: wat komt erbij in „{ $field }”? Antwoord op dit bericht. Elke regel wordt een punt.
draft-prompt-line = Concept { $number }: wat wordt dit punt van „{ $field }”? Antwoord op dit bericht.
draft-prompt-agreement = Concept { $number }: hoe en wanneer was het collectief akkoord? Antwoord op dit bericht. Bijvoorbeeld: „gebeld op 3 maart”.
draft-prompt-empty = Typ - om het leeg te maken.
draft-prompt-placeholder = Typ het hier
draft-value-empty = Hier staan geen woorden in. Antwoord nog eens op mijn vraag.
draft-value-too-long = Dat zijn { $length } tekens. Er passen er { $limit }. Maak het korter, en antwoord nog eens op mijn vraag.
draft-value-no-year = Dat is geen jaartal. Typ vier cijfers, zoals 2024. Antwoord nog eens op mijn vraag.
draft-value-same = Dat staat er al. Antwoord nog eens op mijn vraag.
draft-value-full = Er passen { $limit } punten in. Haal er eerst één weg.
draft-maybe-cut = ⚠️ Dit bericht was zo lang als Telegram toelaat. Misschien viel er een stuk af. Kijk het einde na. Met „Vul aan” zet je er iets achter.
draft-needs-words = Ik heb hier woorden nodig, geen foto of geluid. Antwoord nog eens op mijn vraag.
draft-closed = Dit concept is al klaar of weggegooid. Er is niets veranderd.
draft-staff-only = Dit kunnen alleen medewerkers, onder hun eigen naam.
draft-changed-meanwhile = ⚠️ <b>Iemand anders veranderde dit net.</b> Jouw tekst is niet bewaard. Zo staat het er nu:
draft-news-given = ✅ Het collectief is akkoord met concept { $number }: <b>{ $title }</b>
draft-news-refused = ⛔ Het collectief wil concept { $number } niet: <b>{ $title }</b>
draft-news-changes = ✏️ Het collectief wil iets anders in concept { $number }: <b>{ $title }</b>
quoted-words = <blockquote>{ $words }</blockquote>

## De groep leest haar eigen verhaal

case-consent-ask =
    Andere bewoners kunnen leren van wat jullie meemaakten. Hieronder staat het verhaal, precies zoals zij het te lezen krijgen.
    <b>Mag dit zo in de bibliotheek?</b> Zonder jullie ja komt het er niet in. Je kunt je later bedenken.
case-consent-given = Dank je wel! Het verhaal komt in de bibliotheek. Ik laat het weten als het erin staat. Bedenk je je? Laat het de medewerkers weten.
case-consent-refused = Goed, dan komt het er niet in. Dank je wel voor het lezen.
case-consent-what = Wat moet er anders? Typ het hier in je eigen woorden. De medewerkers passen het aan en vragen het je dan opnieuw. Toch niet? Typ /stop.
case-consent-words = Typ in woorden wat er anders moet. Toch niet? Typ /stop.
case-consent-changes = Dank je wel. De medewerkers passen het aan. Daarna krijg je het opnieuw te lezen.
case-consent-over = Deze tekst is intussen veranderd of al beantwoord. Je hoeft niets te doen.
case-consent-published =
    Het verhaal van jullie groep staat in de bibliotheek. Dank je wel!
    <b>{ $title }</b>

## De bibliotheek (medewerkers)

cases-overview =
    <b>De bibliotheek: { $count } verhalen</b>
    Zoek met /casus en dan woorden of een nummer. Bijvoorbeeld: <i>/casus sleutel</i>
    { $drafts ->
        [0] Er zijn geen concepten.
       *[other] Hier wordt aan gewerkt:
    }
cases-found = <b>Gevonden bij „{ $words }”</b>
cases-none = Niets gevonden bij „{ $words }”.
case-key = Verhaal { $number }
case-retired = niet meer te vinden
case-owner-contact = het collectief is bereikbaar
case-retire-ask = <b>{ $title }</b> uit de bibliotheek halen? Niemand vindt het dan nog. Je kunt het later terugzetten.
case-history = <b>Wat er veranderde aan „{ $title }”</b>
case-history-none = Er is nog niets veranderd in de bot.
case-change-published = in de bibliotheek
case-change-retired = eruit gehaald
case-change-back = teruggezet
case-change-checked = nagekeken
case-change-nobody = onbekend
phrasing-offer =
    Zo vroeg de bewoner het:
    <blockquote>{ $words }</blockquote>
    Zal ik deze woorden leren? Wie het zo vraagt, vindt dan <b>{ $title }</b>. Bewoners kunnen deze woorden te zien krijgen. Staat er geen naam in?
phrasing-ask = Hoe vraag je hetzelfde zonder namen of gegevens? Antwoord op dit bericht.
phrasing-added = ✅ Geleerd. Wie het zo vraagt, vindt <b>{ $title }</b>.
phrasing-declined = Goed, deze woorden leer ik niet.
phrasing-unknown = Die vraag of dat verhaal is er niet meer.
phrasing-details = Hier lijken persoonlijke gegevens in te staan. Zeg het in andere woorden.
phrasing-too-long = Dat is te lang om te leren. Zeg het korter.
phrasing-no-words = Hier staan geen woorden in.
phrasing-duplicate = Deze woorden kende ik al.
phrasing-full = Dit verhaal heeft al zo veel vragen dat er geen bij past.

## Klopt het nog?

review-contact =
    Dit verhaal van jullie groep is een jaar niet nagekeken. <b>Klopt het nog?</b>
review-staff = 🗓 Dit verhaal is een jaar niet nagekeken ({ $number }). <b>Klopt het nog?</b>
review-holds = Dank je wel. Ik schrijf erbij dat het vandaag is nagekeken.
review-what = Wat klopt er niet meer? Typ het hier in je eigen woorden. Toch niet? Typ /stop.
review-thanks = Dank je wel. De medewerkers passen het aan.
review-retired = Goed, het verhaal is weg. Niemand vindt het nog.
review-retire-ask = Weet je het zeker? Niemand vindt het verhaal dan nog.
review-over = Hier is al op geantwoord. Je hoeft niets te doen.
review-news-adjust = ✏️ Het collectief zegt dat <b>{ $title }</b> ({ $number }) niet meer klopt.
review-news-retired = Het collectief wil <b>{ $title }</b> ({ $number }) niet meer in de bibliotheek. Het is eruit.

## Nieuws voor wie het eerder vroeg

case-news =
    Je vroeg dit eerder. Nu is er een verhaal van andere bewoners dat erbij lijkt te passen:
    <b>{ $title }</b>
case-news-private =
    Je stelde eerder een vraag in een groep. Nu is er een verhaal van andere bewoners dat erbij lijkt te passen:
    <b>{ $title }</b>

## In contact met een andere groep

introduction-text =
    <b>In contact met een andere groep</b>
    { $collective ->
        [none] Ik vraag bewoners die dit meemaakten of ze met je willen praten.
       *[other] Ik vraag { $collective } of ze met je willen praten.
    } Zij lezen eerst alleen een tekst. Je naam en je groep zien ze nog niet.

    Dit zou ik ze laten lezen:
    <blockquote>{ $text }</blockquote>
introduction-summary =
    Of alleen de eerste zin:
    <blockquote>{ $text }</blockquote>
introduction-details =
    <b>In contact met een andere groep</b>
    { $collective ->
        [none] Ik vraag bewoners die dit meemaakten of ze met je willen praten.
       *[other] Ik vraag { $collective } of ze met je willen praten.
    } Zij lezen eerst alleen een tekst.

    In je vraag lijken persoonlijke gegevens te staan ({ $what }). Die laat ik ze niet lezen. Schrijf het nog eens, zonder die gegevens.
introduction-typed-details = Hier lijken persoonlijke gegevens in te staan. Die laat ik ze niet lezen. Schrijf het nog eens zonder.
introduction-write =
    Wat mogen ze lezen? Typ het hieronder, in een paar zinnen.
    Zonder namen, adressen en telefoonnummers.
introduction-too-short = Dat is erg kort. Vertel in één of twee zinnen waar het om gaat.
introduction-too-long = Dat is te lang voor een eerste bericht. Vertel de kern in een paar zinnen.
introduction-collective =
    Bij welke groep of welk collectief hoor je?
    Kies, of typ de naam. De ander hoort dit pas als jullie allebei ja zeggen.
introduction-no-name = Daar kan ik geen naam in lezen. Probeer het nog eens.
introduction-reach =
    Hoe mag de ander jou bereiken?
    De ander hoort dit pas als jullie allebei ja zeggen.
introduction-reach-peer =
    Fijn! Hoe mag de ander jou bereiken?
    Je krijgt nog te zien wat ik deel. Tot die tijd deel ik niets.
introduction-phone = Typ hieronder je telefoonnummer.
introduction-phone-share = Of deel het nummer van je Telegram, met de knop onder in beeld.
introduction-no-phone = Dat is geen telefoonnummer dat ik ken. Typ het met cijfers, zoals 06 12 34 56 78.
introduction-not-your-number = Dat is het nummer van iemand anders. Deel of typ je eigen nummer.
introduction-email = Typ hieronder je e-mailadres.
introduction-no-email = Dat is geen e-mailadres. Kijk het nog eens na.
introduction-name = Welke naam mag de ander weten? Je voornaam is genoeg. Typ hem hieronder.
introduction-noted = Genoteerd.
introduction-no-number = Goed, geen telefoonnummer. Kies hierboven hoe dan wel.
introduction-type = Typ het hieronder, met woorden. Liever niet? Druk op /stop.
introduction-press = Druk op één van de knoppen hierboven. Liever niet? Druk op /stop.
introduction-stopped = Goed, we zijn gestopt. Er is niets gedeeld.
introduction-a-group = de andere groep
introduction-somebody = de ander
introduction-no-group = geen groep
introduction-no-collective = geen collectief
introduction-staff-name = de medewerkers van LSA en WijkWijzer
introduction-by-telegram = Telegram: druk hier
introduction-preview =
    <b>Klopt dit?</b>

    <b>{ $via ->
        [staff] Nu lezen de medewerkers van LSA en WijkWijzer alleen dit:
       *[collective] Nu leest { $collective } alleen dit:
    }</b>
    <blockquote>{ $text }</blockquote>

    <b>{ $via ->
        [staff] Pas als iemand met je wil praten, krijgt diegene dit:
       *[collective] Pas als jullie allebei ja zeggen, krijgen zij dit:
    }</b>
    • Naam: { $name }
    • Groep: { $group }
    • Bereikbaar: { $reach }
introduction-note =
    Kunnen zij niet? Dan laat ik een andere groep je tekst lezen, en vraag ik jou opnieuw om een ja. Vind ik niemand, dan zoeken de medewerkers van LSA en WijkWijzer mee. Je kunt stoppen tot jullie allebei ja zeiden.
introduction-note-mail =
    { $collective } is niet op Telegram. De medewerkers van LSA en WijkWijzer lezen je tekst en mailen hem. Zegt { $collective } ja, dan geven zij je gegevens door. Je kunt stoppen tot jullie allebei ja zeiden.
introduction-note-staff =
    Ik ken nog geen groep die nu kan. De medewerkers van LSA en WijkWijzer lezen je tekst en zoeken iemand. Zegt die ja, dan geven zij je gegevens door. Je kunt stoppen tot jullie allebei ja zeiden.
introduction-note-wait =
    Op dit moment heeft geen groep ruimte. Zodra dat er is, zeg ik je wie het is, en vraag ik je om een ja. Je kunt stoppen tot jullie allebei ja zeiden.
introduction-under-way = Hiervoor ben ik al bezig. Met /contacten zie je hoe het staat.
introduction-too-many = Ik ben al met drie vragen van jou bezig. Wacht tot er één klaar is, of trek er één in met /contacten.
introduction-too-many-month = Je vroeg de laatste 30 dagen al acht keer om contact. Groepen krijgen maar een paar vragen per maand, zodat het leuk blijft. Probeer het later nog eens.
introduction-about = een vraag van bewoners
introduction-pointed-cannot = { $collective } kan nu niet met je praten. Vertel het de medewerkers: druk onder hun antwoord op „Reageer”. Dan zoeken zij verder.
introduction-pointed-gone = Dit collectief is er niet meer. Vertel het de medewerkers: druk onder hun antwoord op „Reageer”. Dan zoeken zij verder.
introduction-no-peer = Hier ken ik nog geen groep die met je kan praten. Het verhaal kun je wel lezen en bewaren.
introduction-requested =
    <b>Gevraagd.</b> Nummer { $reference }
    { $collective } leest nu je tekst. Meestal hoor je binnen een week iets. Met /contacten zie je hoe het staat.
introduction-requested-staff =
    <b>Gevraagd.</b> Nummer { $reference }
    De medewerkers van LSA en WijkWijzer lezen nu je tekst, en zoeken iemand. Met /contacten zie je hoe het staat.
introduction-requested-waiting =
    <b>Genoteerd.</b> Nummer { $reference }
    Ik zoek een groep die ruimte heeft. Je hoort van mij wie het is. Met /contacten zie je hoe het staat.
introduction-not-through = Met { $collective } gaat het niet door. Dat ligt niet aan je vraag.
introduction-next =
    Ik vraag het nu aan <b>{ $collective }</b>. { $pointed ->
        [yes] De medewerkers denken dat zij kunnen helpen.
       *[no] Zij maakten dit mee: „{ $about }”
    }
    Zij lezen alleen je tekst. Mogen ze je gegevens krijgen als ze ja zeggen?
introduction-next-mail =
    Nu is er nog <b>{ $collective }</b>. { $pointed ->
        [yes] De medewerkers denken dat zij kunnen helpen.
       *[no] Zij maakten dit mee: „{ $about }”
    } Ze zijn niet op Telegram. De medewerkers van LSA en WijkWijzer mailen hun je tekst.
    Mogen de medewerkers je gegevens doorgeven als ze ja zeggen?
introduction-next-staff =
    Ik ken nu geen andere groep die kan. De medewerkers van LSA en WijkWijzer lezen je tekst en zoeken mee.
    Mogen zij je gegevens geven aan wie ja zegt?
introduction-asker-reminder =
    Ik mis nog je antwoord. Mag { $collective } je gegevens krijgen, als die ook ja zegt?
introduction-no-room =
    Met { $collective } gaat het niet door. Dat ligt niet aan je vraag.
    Nu heeft geen andere groep ruimte. Ik zoek verder. Zodra het kan, hoor je het.
introduction-nobody =
    Ik vond niemand die nu met je kan praten. Dat spijt me. Je gegevens heb ik niet gedeeld, en ik bewaar ze niet meer. Stel je vraag gerust nog eens, in andere woorden.
introduction-silent =
    Ik hoorde niets van je over de andere groep. Daarom ben ik gestopt met zoeken. Je gegevens heb ik niet gedeeld. Wil je toch nog in contact komen? Stel je vraag dan opnieuw.
introduction-agreed = Goed. Zodra de ander ook ja zegt, krijgen jullie elkaars gegevens.
introduction-refused = Goed, met hen gaat het niet door. Ik zoek verder. Met /contacten zie je hoe het staat.
introduction-refused-last = Goed, met hen gaat het niet door. Verder ken ik nu niemand. Je gegevens heb ik niet gedeeld.
introduction-withdrawn = Ingetrokken. Je gegevens heb ik niet gedeeld, en ik bewaar ze niet meer.
introduction-made = Jullie zeiden allebei ja. De gegevens staan in mijn volgende bericht.
introduction-made-by-staff =
    <b>Iemand zei ja!</b> Nummer { $reference }
    De medewerkers van LSA en WijkWijzer geven diegene je gegevens. Noem dit nummer als je iets wilt vragen.
introduction-made-by-mail =
    <b>{ $collective } zei ja!</b> Nummer { $reference }
    Zij zijn niet op Telegram. De medewerkers van LSA en WijkWijzer geven ze je gegevens. Noem dit nummer als je iets wilt vragen.
introduction-over = Deze vraag is voorbij. Je hoeft niets meer te doen.
introduction-over-toast = Dit kan niet meer: het is al geregeld of voorbij.
introduction-old-toast = Deze knop is van een eerdere stap. Kijk bij het laatste bericht.
introduction-answered-toast = Dit had je al verteld. Dank je!

introduction-ask =
    <b>Wil { $collective } meedenken?</b>
    Een groep bewoners loopt ergens tegenaan. { $pointed ->
        [yes] De medewerkers van LSA en WijkWijzer denken dat jullie kunnen helpen.
       *[no] Jullie maakten iets mee dat erop lijkt: „{ $about }”
    }

    Zij schrijven:
    <blockquote>{ $text }</blockquote>

    Eén gesprek is vaak genoeg. Zeggen jullie allebei ja, dan krijgen jullie elkaars naam en hoe je elkaar bereikt. Eerder niet. Nee zeggen mag altijd, zonder reden.
introduction-ask-handed = De andere contactpersoon gaf deze vraag aan jou door.
introduction-ask-again = Je vroeg mij hier later op terug te komen.
introduction-reminder = Een paar dagen geleden vroeg ik je of jullie willen meedenken, over: „{ $about }” Nee zeggen mag ook.
introduction-pause = Hoe lang wil je met rust gelaten worden?
introduction-paused = Goed. { $collective } krijgt nu geen vragen. Met /collectief zet je dat weer aan. Deze vraag stel ik aan een ander.
introduction-later = Goed, op { $day } vraag ik het nog eens.
introduction-declined = Goed. Ik vraag het aan een ander. Dank je voor je antwoord.
introduction-handed-over = Goed. Ik vraag het aan de andere contactpersoon van { $collective }.
introduction-no-other-toast = Er is nu niemand anders om dit aan te vragen. Jullie gaven het al aan elkaar door, of de ander is niet te bereiken. Nee zeggen mag altijd.
introduction-retracted = Goed, het gaat niet door. Er is niets gedeeld.
introduction-waiting-for-asker =
    Dank je! Nu wacht ik nog op een ja van de ander voor { $collective }. Zodra dat er is, krijgen jullie elkaars gegevens. Tot dan kun je terug.
introduction-peer-preview =
    <b>Klopt dit?</b>
    Dit krijgt de ander van jou, zodra jullie allebei ja zeiden:
    • Naam: { $name }
    • Groep: { $collective }
    • Bereikbaar: { $reach }

    Jij krijgt van de ander hetzelfde.
introduction-over-peer = Het gesprek waar ik je over vroeg („{ $about }”) gaat niet door. Je hoeft niets te doen. Fijn dat ik je mocht vragen.
introduction-away-peer = Dank je wel dat je wilde helpen! De ander is niet meer te bereiken, dus het gesprek gaat niet door. Je gegevens heb ik niet gedeeld. Je hoeft niets te doen.
introduction-away-asker = Fijn dat je er weer bent! Je had mij geblokkeerd. Daarom ben ik gestopt met je vraag om contact. Je gegevens heb ik niet gedeeld. Wil je het opnieuw? Stel je vraag dan nog eens.
introduction-expired-peer = Het gesprek over „{ $about }” vraag ik nu aan een ander. Je hoeft niets te doen. Geen probleem!

introduction-card =
    🤝 <b>Jullie zijn in contact!</b> Nummer { $reference }

    Je praat met <b>{ $name }</b>
    Groep: { $group }
    Bereikbaar: { $reach }

    Het gaat over:
    <blockquote>{ $text }</blockquote>

    <b>Zo kun je beginnen</b>
    <i>{ $opening }</i>

    <b>Tip voor het eerste gesprek.</b> Spreek een half uur af. Vertel eerst wat er al geprobeerd is. Vraag dan: wat zouden jullie nu anders doen?
introduction-opening-asker = Hallo { $name }, Buurvraag bracht ons in contact (nummer { $reference }). Fijn dat jullie willen meedenken! Wanneer schikt een gesprek van een half uur?
introduction-opening-peer = Hallo { $name }, Buurvraag bracht ons in contact (nummer { $reference }). Ik las jullie vraag en vertel graag hoe het bij ons ging. Wanneer schikt een gesprek van een half uur?
introduction-forgotten = Degene met wie ik je in contact bracht over „{ $about }” (nummer { $reference }) liet bij mij alle gegevens wissen. Wat jij kreeg, mag je houden. Ga er zorgvuldig mee om.

introduction-staff-mail =
    ✉️ <b>Vraag dit per mail.</b> Nummer { $reference }
    Aan: { $collective }, <code>{ $email }</code>
    Het gaat over: „{ $about }”

    Tekst om te mailen:
    <blockquote>Beste mensen van { $collective },

    Een groep bewoners loopt ergens tegenaan. { $pointed ->
        [yes] Wij denken dat jullie kunnen helpen.
       *[no] Jullie maakten dat ook mee.
    } Zij schrijven:

    { $text }

    Willen jullie daar een keer met hen over praten? Zeggen jullie ja, dan brengen wij jullie met elkaar in contact. Nee zeggen mag ook.</blockquote>
    Zeggen ze ja? Druk op „Gedaan”. Dan krijg je de gegevens om door te geven.
introduction-staff-find =
    🔎 <b>Wie kan meedenken?</b> Nummer { $reference }
    Ik vond geen collectief meer om te vragen. Het gaat over: „{ $about }”

    De bewoners schrijven:
    <blockquote>{ $text }</blockquote>
    Vonden jullie iemand die ja zegt? Druk op „Gedaan”. Dan krijg je de gegevens om door te geven.
introduction-staff-waiting = ⏳ De ander zei ja. De vrager moet nog ja zeggen. Zodra dat er is, krijg je de gegevens.
introduction-staff-contact =
    ✅ <b>Allebei ja. Geef dit door aan { $collective }.</b> Nummer { $reference }
    Naam: { $name }
    Collectief: { $group }
    Bereikbaar: { $reach }
introduction-staff-made = ✅ Nummer { $reference }: gedaan, allebei ja. De gegevens staan in een apart bericht.
introduction-staff-over = Nummer { $reference } is voorbij. Er hoeft niets meer te gebeuren.
introduction-staff-failed = Nummer { $reference }: het lukte niet. De vrager hoort het.
introduction-staff-gone = Nummer { $reference }: dit collectief is intussen verwijderd. De gegevens van de vrager geef ik dus niet. Ik vraag een ander, en de vrager hoort het.
introduction-staff-away = Nummer { $reference }: de vrager is niet meer te bereiken. Het gaat dus niet door, en er is niets gedeeld. Willen jullie dat het collectief laten weten?
introduction-staff-reminder = ⏰ Nummer { $reference } wacht nog op jullie: „Gedaan” of „Lukt niet”.

introduction-list-heading = Jouw contacten
introduction-list-empty = Hier is nog niets. Druk onder een antwoord op „Breng ons in contact”, dan vraag ik een andere groep om mee te denken.
introduction-list-private = Je contacten laat ik alleen aan jou zien.
introduction-list-asked = Wat jij vroeg
introduction-list-was-asked = Wat jou gevraagd werd
introduction-list-line = { $number }. „{ $about }”: { $state }
introduction-state-looking = ik zoek een groep met ruimte
introduction-state-asking = gevraagd aan { $collective }
introduction-state-yours = wacht op jouw ja voor { $collective }
introduction-state-made = jullie zijn in contact
introduction-state-withdrawn = ingetrokken
introduction-state-ended = niet gelukt
introduction-state-your-answer = wacht op jouw antwoord
introduction-state-their-answer = wacht op de ander

introduction-spoken =
    Twee weken geleden bracht ik je in contact met { $other }, over: „{ $about }”
    <b>Hebben jullie elkaar gesproken?</b>
introduction-helped = <b>Had je er wat aan?</b>
introduction-helped-peer = <b>Was het een goed gesprek?</b>
introduction-may-count =
    Fijn! Mag ik bij het verhaal zetten dat nog een groep er wat aan had? Zonder naam, alleen als getal.
introduction-thanks = Dank je wel! Daar hebben de volgende bewoners weer wat aan.
introduction-words = Vertel maar, in je eigen woorden. Liever niet? Druk op /stop.
introduction-words-noted = Dank je wel, ik heb het genoteerd.

case-helped = { $count ->
        [one] Eén groep bewoners had hier wat aan, na een gesprek.
       *[other] { $count } groepen bewoners hadden hier wat aan, na een gesprek.
    }

button-introduce = Breng ons in contact
button-introduction-as-asked = Ja, deze tekst
button-introduction-summary = Alleen de eerste zin
button-introduction-write = Schrijf het zelf
button-introduction-no-group = Ik hoor nergens bij
button-introduction-phone = Telefoon
button-introduction-email = E-mail
button-introduction-kept = Net als eerder: { $reach }
button-introduction-share-number = Deel mijn nummer
button-introduction-send = Ja, vraag het
button-introduction-share = Ja, breng ons in contact
button-introduction-change-text = Andere tekst
button-introduction-change-name = Andere naam
button-introduction-change-group = Andere groep
button-introduction-change-reach = Anders bereikbaar
button-introduction-kept-off = ☐ Onthoud dit voor later
button-introduction-kept-on = ☑ Onthoud dit voor later
button-introduction-stop = Stop
button-introduction-yes = Ja, graag
button-introduction-later = Later
button-introduction-no = Nee
button-introduction-pause = Pauze
button-introduction-deputy = Vraag de andere contactpersoon
button-introduction-see = Bekijk de vraag
button-introduction-pause-1 = 1 maand
button-introduction-pause-3 = 3 maanden
button-introduction-pause-0 = Tot ik het zeg
button-introduction-retract = Toch niet
button-introduction-agree = Ja, dat mag
button-introduction-other = Liever een ander
button-introduction-withdraw = Stop hiermee
button-introduction-agree-number = { $number }: ja, dat mag
button-introduction-withdraw-number = { $number }: stop hiermee
button-introduction-see-number = { $number }: bekijk
button-introduction-copy = Kopieer het begin
button-introduction-done = Gedaan
button-introduction-failed = Lukt niet
button-introduction-spoken-yes = Ja
button-introduction-spoken-planned = Nog niet, wel afgesproken
button-introduction-spoken-no = Nee
button-introduction-helped-yes = Ja, veel
button-introduction-helped-somewhat = Een beetje
button-introduction-helped-no = Nee
button-introduction-count-yes = Ja, dat mag
button-introduction-count-no = Liever niet
button-introduction-words = Nog iets vertellen
command-contacts = Je contacten met andere groepen

## De vraag gaat naar de medewerkers: wat de bewoner ziet

staff-choice =
    Dit krijgen de medewerkers van LSA en WijkWijzer te lezen:

    <blockquote>{ $words }</blockquote>

    Zij zien ook wat ik je liet zien. Je naam zien ze niet.
staff-choice-sure = Mag ik het zo vragen?
staff-choice-where = Waar wil je het antwoord?
button-staff-send = Ja, vraag het
button-staff-in-group = In de groep
button-staff-private = Alleen aan mij
staff-asked-group =
    Je vraag ligt bij de medewerkers. Je krijgt hier in de groep antwoord <b>vóór { $day }</b>.
staff-asked-private =
    Je vraag ligt bij de medewerkers. Je krijgt van mij privé antwoord <b>vóór { $day }</b>.
staff-over = Je vraag lag bij de medewerkers, en is afgesloten. Nog niet opgelost? Dan vraag ik het ze opnieuw.
button-staff-again = Vraag het opnieuw
staff-asked-toast = Je vraag ligt nu bij de medewerkers
toast-staff-too-many = Er liggen al tien vragen van jou bij de medewerkers. Wacht even op antwoord, of haal er een terug.
staff-answer-heading = Antwoord van de medewerkers
staff-question-heading = De medewerkers vragen je iets
staff-about = Je vroeg: „{ $title }”
staff-question-how = Antwoord op dit bericht, dan geef ik het door.
staff-pointed =
    Misschien kan <b>{ $collective }</b>{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    } je helpen. Dat is ook een groep bewoners.

    Wil je met hen praten? Kies „Breng ons in contact”. Dan kies je eerst zelf wat zij mogen lezen. Ze weten nog niets van je vraag.
staff-legal = Dit is geen juridisch advies.
button-staff-helped = Dit hielp
button-staff-not-helped = Dit hielp niet
button-staff-respond = Reageer
toast-staff-helped = Fijn, dank je wel! De medewerkers horen het van mij.
toast-staff-not-helped = Dat is jammer. De medewerkers horen het van mij. Wil je vertellen wat er niet klopt? Antwoord dan op mijn bericht.
toast-staff-judged = Dat wist ik al.
toast-staff-closed = Deze vraag is afgesloten. Nog niet opgelost? Stel hem opnieuw.
toast-staff-respond-here = Antwoord op mijn bericht hier in de groep (houd het vast en kies „Beantwoorden”). Dan geef ik het door.
staff-respond-private = Typ of stuur nu je reactie. Ik geef het volgende bericht door aan de medewerkers. Toch niet? Kies /stop.
staff-passed-on = Doorgegeven aan de medewerkers.
staff-is-it-an-answer = Is dit je antwoord aan de medewerkers, of een nieuwe vraag?
button-staff-is-answer = Geef het door
button-staff-is-new = Het is een nieuwe vraag
staff-new-question = Goed, dan zoek ik mee.
staff-full = Ik heb de medewerkers dit uur al dertig berichten van je gegeven. Dit bericht en de volgende geef ik niet door. Over een uur kan het weer.
staff-closed = Deze vraag is afgesloten, dus ik geef dit niet door. Is het nog niet opgelost? Stel je vraag dan opnieuw.
staff-late = Het lukt nog niet om je vraag op tijd te beantwoorden. Sorry! Je vraag is niet vergeten: de medewerkers hebben hem elke dag op hun lijst.
staff-closed-answered = De medewerkers hebben je vraag afgesloten. Is het nog niet opgelost? Stel je vraag dan opnieuw.
staff-closed-elsewhere = De medewerkers hebben je vraag afgesloten, omdat je ergens anders geholpen wordt. Klopt dat niet? Stel je vraag dan opnieuw.
staff-closed-double = De medewerkers hebben deze vraag afgesloten, omdat ze jouw vraag al hadden. Klopt dat niet? Stel hem dan opnieuw.
staff-closed-not-ours = De medewerkers kunnen hier niet bij helpen, en hebben je vraag afgesloten. Sorry dat we je niet verder helpen.

## De vraag bij de medewerkers: wat zij zien

escalation-heading = { $sign } { $number } · { $theme }
escalation-no-theme = Geen thema
escalation-words = <blockquote>{ $words }</blockquote>
escalation-state-open = Nog van niemand.
escalation-state-claimed = { $who } heeft deze vraag.
escalation-state-asked-back = { $who ->
        [nobody] Er is iets teruggevraagd; nog van niemand.
       *[other] { $who } vroeg iets terug; de bewoner is aan de beurt.
    }
escalation-state-answered = { $who ->
        [nobody] Beantwoord.
       *[other] Beantwoord; { $who } heeft deze vraag.
    }
escalation-state-closed = Afgesloten.
escalation-wants-group = Antwoord <b>in de groep</b>, vóór { $day }
escalation-wants-private = Antwoord <b>alleen aan de bewoner</b>, vóór { $day }
escalation-language = Taal: { $spoken }
escalation-language-unknown = onbekend
escalation-understood = Taal: { $spoken }. Het meest lijkt het op „{ $title }” ({ $words })
escalation-shown = Dit liet ik zien:
escalation-shown-none = Ik liet geen verhalen zien.
escalation-shown-refused = • { $title } – <i>niet de vraag</i>
escalation-shown-read = • { $title }
escalation-collective = Collectief: { $names }
escalation-session = Voorgesteld voor een sessie.
escalation-unreachable = De bewoner is niet te bereiken: de bot is geblokkeerd of uit de groep.
escalation-legal = ⚖️ Dit lijkt een juridische vraag. Bij het antwoord staat „dit is geen juridisch advies”. Denk aan een deskundige:
escalation-how = Antwoord op dit bericht: dat is voor de bewoner. Al het andere blijft onder ons, en een antwoord dat met // begint ook.
button-escalation-claim = Ik pak dit op
button-escalation-hand-over = Geef aan …
button-escalation-release = Geef vrij
button-escalation-ask-back = Vraag terug
button-escalation-search = Zoek een verhaal
button-escalation-point = Wijs een collectief aan
button-escalation-session = Stel sessie voor
button-escalation-session-undo = Toch geen sessie
button-escalation-case = Maak een verhaal
button-escalation-close = Sluit af
button-escalation-reopen = Open weer
button-escalation-attach = Stuur naar de bewoner
button-escalation-send-answer = Verstuur als antwoord
button-escalation-send-question = Verstuur als vraag
button-escalation-keep = Toch een notitie
button-escalation-retract = Haal terug
button-reason-answered = Beantwoord
button-reason-elsewhere = Elders geholpen
button-reason-double = Dubbel
button-reason-not-ours = Niet voor ons
escalation-resident-writes = { $number } · de bewoner schrijft
escalation-reworded = { $number }: de bewoner veranderde de vraag. De kaart toont de nieuwe woorden.
escalation-withdrawn = { $number }: de bewoner trok de vraag in.
escalation-asked-again = { $number }: de bewoner stelt deze vraag opnieuw aan ons.
escalation-helped = { $number }: de bewoner zegt dat het hielp.
escalation-not-helped = { $number }: de bewoner zegt dat het niet hielp.
escalation-call-again =
    { $number } wacht al een werkdag. Wie pakt dit op?
    <b>{ $title }</b>
escalation-returned = { $number } is drie werkdagen stil, en ligt weer bij ons allemaal.
escalation-not-delivered = { $number }: dit antwoord kwam niet aan. Probeer het nog eens, of sluit af.
escalation-blocked = { $number }: het antwoord kwam niet aan, want de bewoner blokkeerde de bot of de bot is uit de groep. Komt dat goed, stuur het dan opnieuw.
escalation-preview = Dit gaat naar de bewoner. Klopt het?
escalation-sent-answer-group = Verstuurd: de bewoner leest het in de groep.
escalation-sent-answer-private = Verstuurd: de bewoner leest het privé.
escalation-sent-question-group = Gevraagd: de bewoner leest het in de groep.
escalation-sent-question-private = Gevraagd: de bewoner leest het privé.
escalation-kept = Dit blijft een notitie, onder ons.
escalation-retracted = Teruggehaald. De bewoner ziet het niet meer.
escalation-ask-prompt = { $number }: wat wil je de bewoner vragen? Antwoord op dit bericht.
escalation-search-heading = { $number }: deze verhalen lijken er het meest op
escalation-search-none = Ik vond geen verhaal dat hierop lijkt. Antwoord op dit bericht met andere woorden, dan zoek ik verder.
escalation-search-how = Zoek je iets anders? Antwoord op dit bericht met andere woorden.
escalation-point-heading = { $number }: welk collectief kan helpen?
escalation-point-none = { $number }: ik vond geen collectief met deze woorden.
escalation-point-how = Zoek je een ander? Antwoord op dit bericht met een naam, een plaats of een thema.
escalation-point-more = Er zijn er meer. Zoek met meer woorden.
escalation-point-line =
    <b>{ $name }</b>{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }{ $cases ->
        [0] {""}
        [one] {" "}· 1 verhaal over dit thema
       *[other] {" "}· { $cases } verhalen over dit thema
    }
escalation-point-telegram = De bot vraagt het aan hun contactpersoon op Telegram.
escalation-point-mail = Niemand op Telegram: jullie vragen het per mail.
escalation-point-paused = Heeft nu pauze, en krijgt geen vragen.
escalation-point-nobody = Niemand is te bereiken: er is geen contactpersoon en geen e-mailadres.
escalation-point-what = De bewoner leest de naam van dit collectief, en kiest zelf of ze in contact willen. Het collectief hoort nog niets.
escalation-pointed-asked = { $number }: de bewoner wil praten met { $collective }. Die heeft nu de vraag, zonder naam.
escalation-pointed-made = { $number }: de bewoner en { $collective } zeiden allebei ja. Ze hebben elkaars gegevens.
escalation-pointed-over = { $number }: met { $collective } gaat het niet door.
escalation-hint-internal = Dit blijft onder ons: de bewoner leest het niet. Wil je antwoorden? Antwoord dan op de kaart, of op een bericht van de bewoner. (Dit zeg ik maar één keer.)
escalation-hint-wrong = Dit gaat niet naar de bewoner: je antwoordt op een bericht van mij dat daar niet voor is. Antwoord op de kaart, of op een bericht van de bewoner.
escalation-hint-anonymous = Ik zie niet wie je bent, dus dit gaat niet naar de bewoner. Schrijf als jezelf, niet als anonieme beheerder of kanaal.
escalation-hint-forwarded = Doorgestuurde berichten geef ik niet door aan de bewoner. Typ het zelf, of kopieer het.
escalation-hint-not-staff = Je staat nog niet bij de medewerkers in mijn instellingen, dus dit gaat niet naar de bewoner. De beheerder kan je id toevoegen: { $id }.
escalation-hint-closed = { $number } is afgesloten, dus dit gaat niet naar de bewoner. Open de vraag eerst weer.
toast-escalation-claimed = Van jou. Dank je wel!
toast-escalation-taken = { $who } heeft deze vraag al.
toast-escalation-handed = Gegeven aan { $who }.
toast-escalation-released = Weer van ons allemaal.
toast-escalation-closed = Afgesloten.
toast-escalation-reopened = Weer open.
toast-escalation-session = Genoteerd. Het staat in de lijst van /open; plannen kan nog niet.
toast-escalation-session-undo = Weggehaald.
toast-escalation-too-late = Terughalen kan tot twee dagen na het versturen.
toast-escalation-done = Dat is al gebeurd.
toast-escalation-not-yours = Dit schreef een collega: alleen die kan het versturen.
toast-escalation-nobody = Ik ken nog geen andere medewerkers: zij moeten hier eerst iets zeggen of indrukken.
escalations-open = { $count ->
        [one] Eén vraag wacht op ons
       *[other] { $count } vragen wachten op ons
    }
escalations-none-open = Er wacht niets op ons.
escalations-more = … en nog { $count }.
escalations-line = { $sign } { $number } <b>{ $title }</b>
escalations-since = { $days ->
        [0] Sinds vandaag.
        [one] Sinds één werkdag.
       *[other] Sinds { $days } werkdagen.
    }
escalations-late = <b>Te laat.</b>

## Deskundigen

experts-heading = Deskundigen die we kunnen vragen
experts-none = Er staan nog geen deskundigen op de lijst.
experts-how = Voeg er een toe in één regel: /experts naam; vakgebied; telefoon of e-mail
experts-unreadable = Schrijf het zo: /experts naam; vakgebied; telefoon of e-mail. Met puntkomma’s ertussen, en niet te lang.
experts-full = De lijst is vol. Haal er eerst een af.
expert-line = • { $name } ({ $field }): { $contact }
button-expert-remove = Haal weg: { $name }
command-open = Wat wacht op ons
command-experts = Deskundigen die we kunnen vragen

## Uitnodigingen

command-broadcast = Een uitnodiging versturen
command-settings = Instellingen van deze groep
broadcast-only-coordinators = Een uitnodiging versturen kan alleen een coördinator. Dat doe je in een privégesprek met mij.
broadcast-ask-text = Wat wil je versturen? Stuur me je uitnodiging, precies zoals die eruit moet zien. Vet, cursief en links blijven staan. Er mag één foto of document bij. Er gaat nog niets weg. Met /stop ga je eruit.
broadcast-kept = Je was bezig met een uitnodiging. Die heb ik bewaard. Zo ziet die eruit:
broadcast-refused-empty = Dit kan ik niet versturen. Stuur een tekst, een foto of een document.
broadcast-refused-too-long = Dat is te lang. Een tekst mag 4096 tekens hebben, een tekst bij een foto of document 1024.
broadcast-refused-no-url = Daar zit geen link in die ik kan openen. Stuur het zo: Aanmelden https://voorbeeld.nl
broadcast-draft = <b>Je uitnodiging, nog niet verstuurd</b>
broadcast-draft-how = Stuur een nieuw bericht om de tekst te vervangen, of kies wat je wilt doen.
broadcast-audience = Voor wie: { $who }. Dat { $number ->
        [one] is nu 1 groep
       *[other] zijn nu { $number } groepen
    }.
broadcast-to-all = alle groepen
broadcast-to-theme = groepen met het thema { $value }
broadcast-to-place = groepen in { $value }
broadcast-to-collective = groepen van { $value }
broadcast-to-language = groepen die { $value } lezen
broadcast-audience-how = Voor wie is deze uitnodiging? Voor groepen, of voor mensen in hun privéchat.
broadcast-audience-none = Er zijn nog geen groepen waarbij ik dat weet. Een groep hoort bij een collectief als een contactpersoon dat zegt, met /collectief in de groep.
broadcast-which-theme = Welk thema?
broadcast-which-place = Welke plaats?
broadcast-which-collective = Welk collectief?
broadcast-which-language = Welke taal?
broadcast-caution-no-link = ⚠️ Er staat geen link in. Weten mensen wat ze kunnen doen?
broadcast-caution-long = ⚠️ De tekst is langer dan 500 tekens. Korte berichten worden vaker gelezen.
broadcast-caution-capitals = ⚠️ De tekst staat bijna helemaal in hoofdletters. Dat leest als schreeuwen.
broadcast-caution-details = ⚠️ Er staat een telefoonnummer, adres of ander persoonlijk gegeven in. Iedereen in de groepen leest dat.
broadcast-caution-names = ⚠️ Er staat de naam van iemand in. Vindt die dat goed?
broadcast-caution-repeated = ⚠️ Deze tekst is in de afgelopen week al verstuurd.
broadcast-caution-no-day = ⚠️ In je tekst staat niet dat de sessie op { $day } is. Weten mensen wanneer ze komen?
broadcast-ask-link = Stuur de tekst op de knop en de link. Bijvoorbeeld: Aanmelden https://voorbeeld.nl
broadcast-looks-like-this = <b>Hierboven zie je hoe het aankomt.</b> Kijk het goed na.
broadcast-changed = <b>Er is iets veranderd.</b> Er is nog niets verstuurd. Dit is het nu:
broadcast-nobody = Er is nu geen groep waar dit naartoe kan. Kies andere groepen.
broadcast-second = Het gaat naar { $number } groepen. Daarom kijkt er eerst nog iemand mee, of typ je zelf het aantal.
broadcast-type-number = Typ het aantal groepen waar dit naartoe gaat. Dan verstuur ik het. Met /stop ga je eruit.
broadcast-wrong-number = Dat is niet het aantal groepen. Er is niets verstuurd. Kijk nog eens:
broadcast-colleague-asked = Ik heb het aan je collega’s gevraagd. Zodra er een ja zegt, verstuur ik het.
broadcast-approval = <b>Een collega vraagt je mee te kijken.</b> Hierboven zie je de uitnodiging. Pas als jij ja zegt, verstuur ik die.
broadcast-approval-given = Dank je wel. De uitnodiging is onderweg naar { $number } groepen.
broadcast-approval-too-late = Dank je wel. De tijd die je collega koos is al voorbij, dus ik verstuur nu niets. Je collega hoort het van mij.
broadcast-approval-refused = Dank je wel. Ik verstuur het niet.
broadcast-approved-by-colleague = Een collega zei ja. De uitnodiging is onderweg.
broadcast-approved-too-late = Een collega zei ja, maar de tijd die je koos is al voorbij. Er is niets verstuurd. Kies een nieuwe tijd: /uitnodiging.
broadcast-refused-by-colleague = Een collega vindt dat je uitnodiging zo niet weg kan. Overleg even. Je uitnodiging is bewaard: /uitnodiging.
broadcast-dropped = Je uitnodiging is weggegooid. Er is niets verstuurd.
broadcast-sent-elsewhere = Hieronder zie je hoe ver het is.
broadcast-list = <b>Hier gaat het naartoe</b>
broadcast-list-line = • { $name } ({ $place }): { $number ->
        [one] 1 groep
       *[other] { $number } groepen
    }
broadcast-list-without = • Zonder collectief: { $number ->
        [one] 1 groep
       *[other] { $number } groepen
    }
broadcast-state-sending = <b>De uitnodiging is onderweg</b>
broadcast-state-paused = <b>De uitnodiging wacht op jou</b>
broadcast-state-stopped = <b>De uitnodiging stopt</b>
broadcast-count-delivered = Aangekomen: { $number }
broadcast-count-not = Niet aangekomen: { $number }
broadcast-count-unknown = Onbekend: { $number }
broadcast-count-waiting = Wacht nog: { $number }
broadcast-minutes = { $number ->
        [one] Nog ongeveer 1 minuut.
       *[other] Nog ongeveer { $number } minuten.
    }
broadcast-rests = 🌙 Het is nu rusttijd. In de ochtend ga ik verder.
broadcast-will-rest = 🌙 Het is nu rusttijd. Als je ja zegt, verstuur ik het in de ochtend.
broadcast-stop-sure = Wil je echt stoppen? { $number ->
        [one] Eén groep krijgt
       *[other] { $number } groepen krijgen
    } de uitnodiging dan niet. Wat al is aangekomen, blijft staan.
broadcast-report = <b>De uitnodiging is verstuurd</b>
broadcast-report-stopped = <b>De uitnodiging is gestopt</b>
broadcast-report-delivered = Aangekomen in { $number } van de { $total } groepen.
broadcast-outcome-unknown = Onbekend: { $number }. Telegram gaf geen antwoord, dus het kan zijn aangekomen. Stuur ik het opnieuw, dan staat het er misschien twee keer.
broadcast-outcome-left = Ik zit niet meer in { $number ->
        [one] 1 groep
       *[other] { $number } groepen
    }. Vraag de contactpersoon of ik terug mag.
broadcast-outcome-blocked = Geblokkeerd: { $number }. Daar kan ik niets aan doen.
broadcast-outcome-muted = In { $number ->
        [one] 1 groep
       *[other] { $number } groepen
    } mag ik niets schrijven. Een beheerder van de groep kan dat veranderen.
broadcast-outcome-unwanted = Wilde intussen geen uitnodigingen meer: { $number }.
broadcast-outcome-missed = Niet meer aan de beurt gekomen: { $number }. Daar ben ik intussen weg, of ze willen geen uitnodigingen meer.
broadcast-outcome-expired = Te laat om nog te versturen: { $number }. Is je uitnodiging nog op tijd? Dan kun je die daar alsnog sturen.
broadcast-outcome-stopped = Niet verstuurd omdat je stopte: { $number }.
broadcast-outcome-failed = Geweigerd door Telegram: { $number }. De beheerder van de bot vindt de reden in het logboek.
broadcast-undoing = <b>Ik haal de uitnodiging weg</b>
broadcast-undone = <b>De uitnodiging is weggehaald</b>
broadcast-undo-count = Weggehaald in { $number } van de { $total } groepen.
broadcast-undo-failed = Niet gelukt: { $number }. Daar mag ik het niet weghalen, of het is te lang geleden.
broadcast-undo-unknown = Van { $number } weet ik niet of het is aangekomen. Daar kan ik niets weghalen.
broadcast-undo-sure = Wil je de uitnodiging overal weghalen? { $number ->
        [one] Die verdwijnt uit 1 groep
       *[other] Die verdwijnt uit { $number } groepen
    }. Wie die al las, weet het nog.
button-broadcast-undo = Haal overal weg
button-broadcast-undo-yes = { $number ->
        [one] Ja, haal weg in 1 groep
       *[other] Ja, haal weg in { $number } groepen
    }
toast-broadcast-too-old = Weghalen kan tot twee dagen na het versturen.
invitations-stopped = Ik stuur hier geen uitnodigingen meer. Bedenk je je? Dat kan altijd, ook met /instellingen.
invitations-on = Hier komen uitnodigingen van de coördinatoren aan, bijvoorbeeld voor een bijeenkomst.
invitations-off = Hier komen geen uitnodigingen aan.
invitations-partly = Hier komen uitnodigingen aan, behalve over: { $themes }.
invitations-theme-stopped = Ik stuur hier geen uitnodigingen meer over { $theme }. Andere wel. Veranderen kan met /instellingen.
button-no-invitations = Geen uitnodigingen meer
button-invitations-on = Toch weer uitnodigingen
button-invitations-off = Geen uitnodigingen meer
button-invitations-theme = Alleen niet meer over { $theme }
button-broadcast-ask = Stel je dilemma
button-broadcast-ask-on = + Knop ‘Stel je dilemma’
button-broadcast-ask-off = − Knop ‘Stel je dilemma’
button-broadcast-audience = Voor wie?
button-broadcast-link-on = + Knop met link
button-broadcast-link-off = − Knop met link
button-broadcast-check = Bekijk en verstuur
button-broadcast-drop = Gooi weg
button-broadcast-back = Terug
button-broadcast-all = Alle groepen
button-broadcast-theme = Op thema
button-broadcast-place = Op plaats
button-broadcast-collective = Van één collectief
button-broadcast-language = Op taal
button-broadcast-send = { $number ->
        [one] Verstuur naar 1 groep
       *[other] Verstuur naar { $number } groepen
    }
button-broadcast-list = Welke groepen?
button-broadcast-colleague = Vraag een collega
button-broadcast-type = Ik typ het aantal
button-broadcast-refuse = Nee, zo niet
button-broadcast-pause = Pauze
button-broadcast-go-on = Ga verder
button-broadcast-stop = Stop
button-broadcast-stop-yes = Ja, stop
button-broadcast-send-late = { $number ->
        [one] Stuur die ene alsnog
       *[other] Stuur die { $number } alsnog
    }
button-broadcast-resend = { $number ->
        [one] Stuur de onbekende opnieuw
       *[other] Stuur de { $number } onbekende opnieuw
    }
toast-broadcast-outdated = Deze knop is te oud. Kies opnieuw: /uitnodiging.
toast-broadcast-coordinators = Dat kan alleen een coördinator.
toast-broadcast-preview-failed = Het voorbeeld is nog niet aangekomen. Weigert Telegram het? Verander dan de tekst of de knop.
toast-broadcast-preview = Dit is een voorbeeld. In de groepen werkt deze knop echt.
toast-broadcast-changed = Het aantal is intussen veranderd.

## Uitnodigingen: voor mensen, op een tijd, in meer talen, verbeterd

broadcast-refused-only-text = Stuur hier alleen tekst. Een foto of document gaat mee met de gewone tekst, in alle talen.
broadcast-refused-same-file = Een foto of document kan ik niet meer veranderen. Stuur alleen de nieuwe tekst.
broadcast-moment = { $day } om { $time } uur
broadcast-audience-people = Voor wie: { $who }. Dat { $number ->
        [one] is nu 1 persoon
       *[other] zijn nu { $number } mensen
    }.
broadcast-to-signed = mensen die komen op { $value }
broadcast-to-came = mensen die er waren op { $value }
broadcast-to-follows = mensen die het thema { $value } volgen
broadcast-which-signed = Van welke sessie? De mensen die zich hebben aangemeld krijgen je bericht in hun privéchat.
broadcast-which-came = Van welke sessie? De mensen die er waren krijgen je bericht in hun privéchat.
broadcast-which-follows = Welk thema? Wie het volgt, krijgt je bericht in de privéchat.
button-broadcast-signed = Wie komt naar een sessie
button-broadcast-came = Wie er bij een sessie was
button-broadcast-follows = Wie een thema volgt
broadcast-nobody-people = Er is nu niemand aan wie ik dit kan sturen. Kies andere mensen.
broadcast-second-people = Het gaat naar { $number } mensen. Daarom kijkt er eerst nog iemand mee, of typ je zelf het aantal.
broadcast-type-number-people = Typ het aantal mensen waar dit naartoe gaat. Dan verstuur ik het. Met /stop ga je eruit.
broadcast-wrong-number-people = Dat is niet het aantal mensen. Er is niets verstuurd. Kijk nog eens:
broadcast-approval-given-people = Dank je wel. De uitnodiging is onderweg naar { $number } mensen.
broadcast-approval-given-planned = Dank je wel. De uitnodiging staat klaar voor { $number } groepen.
broadcast-approval-given-planned-people = Dank je wel. De uitnodiging staat klaar voor { $number } mensen.
broadcast-approval-given-corrected = Dank je wel. De verbetering is onderweg naar { $number } groepen.
broadcast-approval-given-corrected-people = Dank je wel. De verbetering is onderweg naar { $number } mensen.
broadcast-approved-by-colleague-planned = Een collega zei ja. De uitnodiging staat klaar.
broadcast-approved-by-colleague-corrected = Een collega zei ja. De verbetering is onderweg.
broadcast-list-people = <b>Zoveel mensen krijgen het</b>
broadcast-list-language = • { $name }: { $number }
broadcast-list-unreachable = • Kan ik niet bereiken: { $number }. Zij hebben mij nog nooit geschreven, of hebben geen Telegram.
broadcast-list-unwilling = • Wil geen uitnodigingen: { $number }
broadcast-stop-sure-people = Wil je echt stoppen? { $number ->
        [one] Eén persoon krijgt
       *[other] { $number } mensen krijgen
    } de uitnodiging dan niet. Wat al is aangekomen, blijft staan.
broadcast-report-delivered-people = Aangekomen bij { $number } van de { $total } mensen.
broadcast-undo-count-people = Weggehaald bij { $number } van de { $total } mensen.
broadcast-undo-sure-people = Wil je de uitnodiging overal weghalen? { $number ->
        [one] Die verdwijnt bij 1 persoon
       *[other] Die verdwijnt bij { $number } mensen
    }. Wie die al las, weet het nog.
button-broadcast-undo-yes-people = { $number ->
        [one] Ja, haal weg bij 1 persoon
       *[other] Ja, haal weg bij { $number } mensen
    }
button-broadcast-send-people = { $number ->
        [one] Verstuur naar 1 persoon
       *[other] Verstuur naar { $number } mensen
    }
button-broadcast-list-people = Welke mensen?
broadcast-when-now = Wanneer: meteen als je het verstuurt.
broadcast-when-at = Wanneer: { $moment }.
broadcast-when-spread = Verspreid over { $hours } uur.
broadcast-ask-when = Wanneer moet de uitnodiging weg? Typ het zoals je het zegt, bijvoorbeeld: morgen om 10 uur, of donderdag 9:00.
broadcast-when-unclear = Dat snap ik niet. Typ een dag en een tijd, bijvoorbeeld: donderdag 9:00.
broadcast-when-no-time = Hoe laat? Typ alleen de tijd, bijvoorbeeld: 10 uur.
broadcast-when-which = Dat kan meer dan één ding betekenen. Welke tijd bedoel je? Kies, of typ het precies.
broadcast-when-past = Dat is al voorbij. Typ een tijd die nog komt.
broadcast-when-too-far = Dat is te ver weg. Kies een tijd binnen een half jaar.
broadcast-spread-how = Over hoeveel uur mag het verspreid worden? De groepen krijgen het dan een voor een, met steeds evenveel tijd ertussen. Zo komen niet alle reacties tegelijk.
broadcast-will-rest-then = 🌙 Dat is in de rusttijd. Ik begin dan op { $moment }.
broadcast-languages = In welke taal wil je een eigen tekst? Wie die taal leest, krijgt die tekst. Alle anderen krijgen de gewone tekst. Achter elke taal zie je hoeveel groepen of mensen die lezen.
broadcast-ask-language = Stuur me de tekst voor wie { $name } leest. Alleen tekst: knoppen en foto blijven hetzelfde.
broadcast-has-languages = Ook in: { $names }.
broadcast-caution-language = ⚠️ Er is geen tekst voor wie { $name } leest. Dat zijn er { $number }. Zij krijgen de gewone tekst.
broadcast-which-meeting = Voor welke sessie kunnen mensen zich aanmelden?
broadcast-no-meetings = Er is nu geen sessie die nog komt. Maak er eerst een met /plan.
broadcast-has-meeting = Aanmeldknoppen voor de sessie van { $meeting }
button-broadcast-when = Wanneer?
button-broadcast-now = Meteen
button-broadcast-spread = Verspreiden
button-broadcast-hours = { $hours ->
        [0] Alles tegelijk
       *[other] { $hours } uur
    }
button-broadcast-languages = Andere talen
button-broadcast-text-in = { $sign } { $name } ({ $number })
button-broadcast-text-drop = − Tekst voor { $name }
button-broadcast-meeting-on = + Aanmeldknoppen
button-broadcast-meeting-off = − Aanmeldknoppen
button-broadcast-plan = { $number ->
        [one] Zet klaar voor 1 groep
       *[other] Zet klaar voor { $number } groepen
    }
button-broadcast-plan-people = { $number ->
        [one] Zet klaar voor 1 persoon
       *[other] Zet klaar voor { $number } mensen
    }
broadcast-scheduled = <b>Dit staat klaar:</b> { $words }
broadcast-scheduled-for = Voor wie: { $who }. Toen je ja zei { $number ->
        [one] was dat 1 groep
       *[other] waren dat { $number } groepen
    }.
broadcast-scheduled-for-people = Voor wie: { $who }. Toen je ja zei { $number ->
        [one] was dat 1 persoon
       *[other] waren dat { $number } mensen
    }.
broadcast-planned-elsewhere = Hieronder zie je wat er klaarstaat.
broadcast-scheduled-how = Op die tijd tel ik opnieuw. Is het aantal dan heel anders, dan vraag ik het je eerst.
button-broadcast-give-back = Toch veranderen
button-broadcast-call-off = Verstuur dit niet
button-broadcast-call-off-yes = Ja, niet versturen
button-broadcast-look-again = Bekijk opnieuw
broadcast-call-off-sure = Zal ik dit nooit versturen? { $words }
broadcast-called-off = <b>Deze uitnodiging is afgezegd.</b> Er is niets verstuurd.
broadcast-overview = <b>Onderweg of klaargezet</b>
broadcast-overview-now = • Nu onderweg: { $words }
broadcast-overview-due = • { $moment }: { $words }
broadcast-unfit-number = <b>Je uitnodiging is niet verstuurd:</b> { $words }

    Toen je ja zei ging die naar { $agreed }. Nu zou dat { $number } zijn. Kijk of dat klopt, en verstuur dan opnieuw.
broadcast-unfit-nobody = <b>Je uitnodiging is niet verstuurd:</b> { $words }

    Er is nu niemand meer aan wie ik die kan sturen. Toen je ja zei waren het er { $agreed }.
broadcast-unfit-late = <b>Je uitnodiging is niet verstuurd:</b> { $words }

    De tijd die je koos is meer dan twee dagen voorbij. Ik stond toen stil. Kijk of je uitnodiging nog klopt.
broadcast-held-up = <b>Je uitnodiging staat stil:</b> { $words }

    De sessie waarvoor de knoppen zijn gaat niet door, of is voorbij. Wie die nog niet had, krijgt die nu niet. Verbeter de uitnodiging, of stop ermee.
broadcast-unfit-meeting = <b>Je uitnodiging is niet verstuurd:</b> { $words }

    De sessie waarvoor de knoppen zijn gaat niet door, of is voorbij. Kijk of je uitnodiging nog klopt.
broadcast-unfit-author = <b>Een uitnodiging is niet verstuurd:</b> { $words }

    Wie die klaarzette is geen coördinator meer. Moet het toch weg? Maak dan zelf een nieuwe met /uitnodiging.
broadcast-hours = { $number ->
        [one] Nog ongeveer 1 uur.
       *[other] Nog ongeveer { $number } uur.
    }
broadcast-ask-correction = Stuur de nieuwe tekst, of verander een knop. Er verandert nog niets in de groepen. Zo staat het er nu:
broadcast-correction = <b>Je verbetering, nog niet gedaan</b>
broadcast-correction-number = Ik verander de uitnodiging in { $number ->
        [one] 1 groep
       *[other] { $number } groepen
    }. Niemand krijgt het twee keer, en er klinkt geen geluid.
broadcast-correction-number-people = Ik verander de uitnodiging bij { $number ->
        [one] 1 persoon
       *[other] { $number } mensen
    }. Niemand krijgt het twee keer, en er klinkt geen geluid.
broadcast-correction-waiting = { $number ->
        [one] Eén wacht nog. Die krijgt meteen de nieuwe tekst.
       *[other] { $number } wachten nog. Die krijgen meteen de nieuwe tekst.
    }
broadcast-correction-sending = <b>De verbetering is onderweg</b>
broadcast-correction-paused = <b>De verbetering wacht op jou</b>
broadcast-correction-stopped = <b>De verbetering stopt</b>
broadcast-count-corrected = Verbeterd: { $number }
broadcast-corrected = <b>De uitnodiging is verbeterd</b>
broadcast-corrected-stopped = <b>De verbetering is gestopt</b>
broadcast-corrected-count = Verbeterd in { $number } van de { $total } groepen.
broadcast-corrected-count-people = Verbeterd bij { $number } van de { $total } mensen.
broadcast-corrected-not = Niet verbeterd: { $number }. Daar is het bericht weg, of mag ik er niet meer bij.
button-broadcast-correct = Verbeter
button-broadcast-correct-yes = { $number ->
        [0] Verbeter wat nog komt
        [one] Verbeter in 1 groep
       *[other] Verbeter in { $number } groepen
    }
button-broadcast-correct-yes-people = { $number ->
        [0] Verbeter wat nog komt
        [one] Verbeter bij 1 persoon
       *[other] Verbeter bij { $number } mensen
    }
broadcast-came-of-it = Hierdoor komen er { $coming } naar de sessie. Misschien: { $maybe }.
broadcast-replies = Reacties op de uitnodiging: { $number }.
button-broadcast-refresh = Tel opnieuw
broadcast-price = <b>Sneller versturen kost geld</b>

    Gratis duurt het ongeveer { $free ->
        [one] 1 minuut
       *[other] { $free } minuten
    }. Betaald { $minutes ->
        [one] 1 minuut
       *[other] { $minutes } minuten
    }. Dat kost ongeveer { $stars } Telegram-sterren voor { $number } berichten, en nooit meer dan { $most }. Telegram haalt die van het tegoed van de bot. Je betaalt pas als je de uitnodiging verstuurt.
broadcast-has-price = ⭐ Sneller, tegen betaling: ongeveer { $stars } sterren.
button-broadcast-paid = Sneller, tegen betaling
button-broadcast-unpaid = Toch gratis versturen
button-broadcast-pay = Ja, betaal ongeveer { $stars } sterren
toast-broadcast-no-session = De sessie waarvoor de knoppen zijn gaat niet door, of is voorbij. Verbeter de uitnodiging eerst.
toast-broadcast-author = Dat kan alleen wie deze uitnodiging schreef.
settings-topic-general = Meldingen van uitnodigingen en sessies komen in het algemene topic.
settings-topic-here = Meldingen van uitnodigingen en sessies komen in dit topic.
settings-topic-elsewhere = Meldingen van uitnodigingen en sessies komen in een ander topic van deze groep.
settings-collective = Deze groep hoort bij <b>{ $name }</b>.
settings-themes = Deze groep hoort over: { $themes }.
settings-no-themes = Deze groep koos nog geen thema’s. Kies ze, dan hoor je hier van sessies en uitnodigingen daarover.
settings-themes-how = Over welke thema’s wil deze groep horen? Druk op een thema om het te kiezen. Druk nog eens om het weg te halen.
settings-themes-none = Er zijn nog geen thema’s om uit te kiezen.
button-settings-themes = Thema’s kiezen
button-settings-back = Klaar
button-settings-topic-here = Meldingen in dit topic
button-settings-topic-general = Meldingen in algemeen

## Sessies

meeting-date = 📅 <b>{ $when }</b>
meeting-cancelled-head = 🚫 <b>Gaat niet door:</b> { $when }
meeting-title = <b>{ $title }</b>
meeting-online = Online
meeting-part = deel { $number } van een reeks
meeting-theme = thema { $theme }
meeting-host = met { $host }
meeting-is-over = al geweest
meeting-goes-on = nu bezig
meeting-tomorrow = morgen
meeting-counts = { $yes ->
    [0] Nog niemand heeft zich opgegeven
   *[other] { $yes } { $yes ->
        [one] bewoner komt
       *[other] bewoners komen
    }
  }{ $maybe ->
    [0] {""}
   *[other] , { $maybe } misschien
  }.
meeting-places-left = { $free ->
    [one] Nog 1 plaats vrij.
   *[other] Nog { $free } plaatsen vrij.
  }
meeting-full = { $places ->
    [one] De enige plaats is bezet.
   *[other] Alle { $places } plaatsen zijn bezet.
  }{ $waiting ->
    [0] {""}
   *[other] {" "}Op de wachtlijst: { $waiting }.
  }
meeting-full-how = Met “Ik kom” sta je op de wachtlijst.
meeting-in-now = zo meteen
meeting-in-minutes = over { $number ->
    [one] 1 minuut
   *[other] { $number } minuten
  }
meeting-in-hours = over { $number } uur
meeting-in-days = over { $number } dagen
meeting-in-weeks = over { $number } weken
button-rsvp-yes = Ik kom
button-rsvp-maybe = Misschien
button-rsvp-no = Ik kan niet
button-rsvp-series = De hele reeks
button-meeting-calendar = Zet in mijn agenda
button-no-meetings = Geen sessies meer
button-no-meetings-group = Geen sessies in deze groep

## Agenda en pagina's

calendar-file-name = sessie
calendar-online = Online
calendar-join = Meedoen
calendar-theme = Thema: { $theme }
calendar-host = Met { $host }
calendar-link = Meedoen: { $link }
calendar-page = Meer over deze sessie: { $link }
calendar-cancelled = Deze sessie gaat niet door.
agenda-own =
    📅 <b>Jouw sessies in je agenda</b>
    Met dit adres staan de sessies waarvoor je je opgaf vanzelf in je agenda, met de link om mee te doen. Verandert een sessie, dan verandert je agenda mee.

    <code>{ $link }</code>

    Dit adres is alleen van jou. Deel het met niemand. Ik laat het maar één keer zien.
agenda-own-known =
    📅 Je hebt al een adres voor je agenda, sinds { $date }.

    Ik kan het niet nog eens laten zien: ik bewaar het zo dat niemand het kan lezen. Ben je het kwijt, of kent iemand anders het? Neem dan een nieuw adres. Het oude werkt dan niet meer.
agenda-stopped = Het adres van je agenda werkt niet meer. Haal het ook weg uit je agenda zelf, dan zoekt die er niet meer naar.
agenda-file = 📅 { $count ->
        [one] De sessie waarvoor je je opgaf.
       *[other] De { $count } sessies waarvoor je je opgaf.
    } Open dit bestand om ze in je agenda te zetten. Verandert er iets, dan krijg je een nieuw bestand.
agenda-no-web = 📅 Wil je een sessie in je agenda? Druk bij de sessie op “Zet in mijn agenda”. Je krijgt dan privé een bestand om te openen. Met /sessies zie je de sessies die komen.
agenda-group = 📅 Op deze pagina’s staan de sessies over jullie thema’s. Daar kun je ze ook in je agenda zetten, zodat nieuwe er vanzelf bij komen.
agenda-group-no-theme = 📅 Op deze pagina staan de sessies die komen. Kies daar een thema om ze vanzelf in je agenda te krijgen.
button-agenda-open = Zet in mijn agenda
button-agenda-copy = Kopieer het adres
button-agenda-renew = Nieuw adres
button-agenda-stop = Stoppen
button-agenda-all = Alle sessies
command-agenda = Sessies in je eigen agenda
site-name = Buurvraag
site-locale = nl_NL
site-home = Buurvraag: alle sessies
site-languages = Kies een taal
site-skip = Naar de inhoud
site-about = Online sessies waarin bewoners van elkaar leren. Buurvraag brengt bewonerscollectieven met dezelfde vraag bij elkaar.
site-picture = Buurvraag: bewoners helpen bewoners
site-missing-title = Deze pagina is er niet
site-missing = Misschien klopt het adres niet helemaal, of is de sessie weggehaald. Op de eerste pagina staan alle sessies die komen.
site-meeting = Online sessie
site-zone = Tijden in { $zone }
site-when = Wanneer
site-where = Waar
site-online = Online. Je doet mee met je telefoon of computer.
site-theme = Thema
site-host = Met
site-places = Plaatsen
site-sign-up = Meld je aan via Telegram
site-sign-up-note = De link om mee te doen krijg je in Telegram, als je je hebt aangemeld.
site-print-sign-up = Meld je aan: { $link }
site-calendar = Zet in je agenda
site-calendar-update = Haal uit je agenda
site-mail = Mail dit door
site-mail-text =
    { $title }
    { $when } (online)

    Lees meer en meld je aan: { $link }
site-over = Deze sessie is voorbij.
site-going-on = Deze sessie is nu bezig.
site-series = Reeks
site-part-of-series = Deel { $number } van de reeks { $title }
site-series-about = Een reeks van { $count } online sessies. De eerste: { $first }.
site-calendar-series = Zet de hele reeks in je agenda
site-theme-title = Sessies over { $theme }
site-theme-nothing = Er komt nu geen sessie over dit thema. Met een abonnement hieronder zie je een nieuwe vanzelf.
site-coming-title = Sessies die komen
site-coming-nothing = Er staan nu geen sessies gepland.
site-themes = Sessies per thema
site-subscribe-title = In je eigen agenda, die vanzelf klopt
site-subscribe = Zet in mijn agenda
site-subscribe-other = Werkt de knop niet? Kopieer dit adres. Kies in je agenda voor een agenda toevoegen “met een URL”, en plak het daar.
site-own-title = Jouw sessies in je agenda
site-own = Met deze knop komen de sessies waarvoor je je opgaf in je eigen agenda, met de link om mee te doen. Verandert er iets, dan verandert je agenda mee.
site-own-secret = Dit adres is alleen van jou. Deel het met niemand. Wil je een nieuw adres, of wil je stoppen? Stuur Buurvraag dan /agenda in Telegram.
site-calendar-of-theme = Sessies over { $theme }
site-calendar-own = Mijn sessies

## Sessies: aankondigen en veranderen

meetings-list-head = 📅 <b>Sessies die eraan komen</b>
meetings-list-line = <b>{ $title }</b>
    { $when }
meetings-list-cancelled = <s>{ $title }</s> gaat niet door
meetings-list-over = <b>{ $title }</b> is voorbij
meetings-list-how = Druk op een sessie om je op te geven of meer te lezen.
meetings-list-more = { $number ->
    [one] En er is nog 1 sessie. Kijk met /sessies.
   *[other] En er zijn nog { $number } sessies. Kijk met /sessies.
  }
meetings-changed-head = 🔁 Er is iets veranderd:
meeting-was-moved = 🔁 <b>{ $title }</b> is verplaatst.
    Nieuwe tijd: { $when } (online).
    Eerst was het: { $former }.
meeting-has-other-length = 🔁 <b>{ $title }</b> duurt nu van { $begin } tot { $until }.
    Het is op { $day }.
meeting-was-renamed = 🔁 De sessie “{ $former }” heet nu <b>{ $title }</b>.
meeting-was-cancelled = 🚫 <b>{ $title }</b> gaat niet door.
    Het zou zijn op { $when }.
meeting-has-new-link = 🔗 De link van <b>{ $title }</b> is nieuw: { $link }
meeting-lost-link = 🔗 De link van <b>{ $title }</b> geldt niet meer. Je krijgt nog een nieuwe.
meeting-change-answer = Kun je dan niet? Zeg het met een knop hieronder.
meeting-change-calendar = Met het bestand hierbij klopt je agenda weer.
meeting-change-guests = ☎️ { $number ->
    [one] Er is iemand zonder Telegram opgegeven. Geef jij het door? Ik kan deze persoon niet schrijven.
   *[other] Er zijn { $number } mensen zonder Telegram opgegeven. Geef jij het aan hen door? Ik kan hen niet schrijven.
  }
meetings-missed = De bot was een tijd niet bereikbaar. Daardoor was het te laat om nog iets te sturen over:
meetings-missed-line = • <b>{ $title }</b> ({ $when }): { $number ->
    [one] 1 groep of persoon
   *[other] { $number } groepen en personen
  }
meetings-missed-end = Wie zich heeft opgegeven, kun je zelf nog iets laten weten.
meetings-stopped-group = In deze groep komen geen sessies en uitnodigingen meer.
meetings-stopped-private = Je krijgt geen sessies en uitnodigingen meer. Gaf je je ergens voor op? Daarover hoor je nog wel.
meetings-theme-stopped = Over { $theme } hoor je hier niets meer. Over andere thema's wel.
button-meetings-stop-theme = Alleen niet over { $theme }
button-meetings-again = Toch weer wel
meetings-again = Goed. Hier komen weer sessies en uitnodigingen.

## Sessies: antwoorden, plaatsen, links, volgen

my-rsvp-seat = ✅ <b>Je komt.</b> De link krijg je van mij in privé, een dag van tevoren en nog eens een kwartier voor het begin.
my-rsvp-seat-soon = ✅ <b>Je komt.</b> De link is er nog niet. Je krijgt hem zodra hij er is.
my-rsvp-seat-link = ✅ <b>Je komt.</b> Meedoen doe je hier: { $link }
my-rsvp-waiting = ⏳ <b>Je staat op de wachtlijst</b>, op plek { $number }. Komt er een plaats vrij, dan hoor je dat van mij.
my-rsvp-offered = 🎉 <b>Er is een plaats voor je.</b> Wil je die? Druk op “Ik kom” vóór { $until }.
my-rsvp-maybe = Je komt <b>misschien</b>. Alleen wie op “Ik kom” drukt, krijgt de link.
my-rsvp-no = Je komt niet. Kun je toch? Druk dan op “Ik kom”.
my-rsvp-lapsed = De plaats die voor je bewaard werd, is naar de volgende gegaan. Wil je toch komen? Druk dan op “Ik kom”.
toast-rsvp-yes = ✅ Je komt! De link krijg je van mij in privé, een dag van tevoren en nog eens een kwartier voor het begin.
toast-rsvp-yes-link = ✅ Je komt! De link staat in je privéchat met mij.
toast-rsvp-waiting = ⏳ Alle plaatsen zijn bezet. Je staat op de wachtlijst, op plek { $number }. Komt er een plaats vrij, dan hoor je dat in privé.
toast-rsvp-maybe = Genoteerd: misschien. Alleen wie op “Ik kom” drukt, krijgt de link.
toast-rsvp-no = Genoteerd: je komt niet. Je kunt dat altijd veranderen.
toast-rsvp-series = { $waiting ->
    [0] { $count ->
        [one] ✅ Je komt bij de sessie die nog over is van deze reeks.
       *[other] ✅ Je komt bij alle { $count } sessies die nog komen in deze reeks. Los kiezen kan in privé.
    }
   *[other] ✅ Gelukt. Van de { $count } sessies zijn er { $waiting } vol: daar sta je op de wachtlijst. In privé zie je alles bij elkaar.
  }
toast-meeting-cancelled = Deze sessie gaat niet door.
toast-meeting-over = Deze sessie is voorbij.
toast-series-over = Er komen geen sessies meer in deze reeks.
calendar-open-file = { $number ->
    [one] Open dit bestand. Dan staat de sessie in je agenda.
   *[other] Open dit bestand. Dan staan de { $number } sessies in je agenda.
  }
toast-calendar-sent = Het bestand voor je agenda staat in je privéchat met mij.
rsvp-place-offered = 🎉 <b>Er is een plaats voor je</b> bij:
rsvp-place-offered-until = Wil je die? Druk op “Ja, ik kom” vóór <b>{ $until }</b>. Daarna gaat de plaats naar de volgende op de wachtlijst.
rsvp-place-lapsed = De plaats die voor je bewaard werd, is naar de volgende gegaan, want we hoorden niets. Geen probleem!
    Wil je toch komen? Druk op “Ik kom”: dan krijg je een plaats als die er is, en anders een plek op de wachtlijst.
rsvp-place-seated = 🎉 <b>Je hebt een plaats</b> bij:
rsvp-place-open = 🏃 <b>Er is een plaats vrij.</b> Wie het eerst op “Ik kom” drukt, heeft die.
rsvp-place-guest = 🎉 Er was een plaats voor <b>{ $name }</b>, die jij hebt opgegeven. Geef jij het door?
button-rsvp-take = Ja, ik kom
button-rsvp-decline = Nee, dank je
link-day = 🔔 <b>Denk je eraan?</b> Je komt bij:
link-soon = 🔔 <b>Het begint bijna!</b> Je komt bij:
link-join = Meedoen doe je hier: { $link }
link-cannot = Kun je toch niet? Zeg het met de knop, dan kan iemand anders je plaats krijgen.
link-missing = ⚠️ Van deze sessie is er nog geen link, en hij begint { $away }. { $count ->
    [one] Er komt 1 bewoner
   *[other] Er komen { $count } bewoners
  }. Vul de link in, dan stuur ik hem door.
button-rsvp-cannot = Ik kan toch niet
rsvp-series-head = 📚 <b>{ $title }</b>
rsvp-series-when = <b>{ $when }</b>
rsvp-series-subject = · { $title }
rsvp-series-how = Druk op een datum om te zeggen of je daar bij komt.
rsvp-series-none = Er komen geen sessies meer in deze reeks.
rsvp-series-seat = ✅ je komt
rsvp-series-waiting = ⏳ wachtlijst, plek { $number }
rsvp-series-offered = 🎉 er is een plaats voor je: bevestig die
rsvp-series-maybe = misschien
rsvp-series-no = je komt niet
rsvp-series-open = nog niet gekozen
button-series-all = Ik kom bij alle { $count }
button-series-none = Ik kom bij geen
button-series-calendar = Alles in mijn agenda
button-series-one = Terug naar de sessie
sessions-head = 📅 <b>Sessies die komen</b>
sessions-head-theme = 📅 <b>Sessies die komen over { $theme }</b>
sessions-line = { $number }. <b>{ $when }</b>
    { $title } · { $away }
sessions-press = Druk op een sessie om meer te lezen en je op te geven.
sessions-empty = 📅 Er staan nu geen sessies gepland.
    Volg een thema, dan hoor je het zodra er een is.
sessions-empty-theme = 📅 Er staan nu geen sessies gepland over { $theme }.
    Volg dit thema, dan hoor je het zodra er een is.
sessions-empty-group = 📅 Er staan nu geen sessies gepland. Zodra er een is, vind je die hier.
sessions-themes = Over welk thema?
sessions-following = 🔔 <b>Je volgt { $count ->
    [one] 1 thema
   *[other] { $count } thema's
  }.</b> Van elke nieuwe sessie daarover hoor je in privé. Druk op een thema om te stoppen met volgen.
sessions-following-none = 🔔 Je volgt nog geen thema's. Volg er een, dan hoor je in privé van elke nieuwe sessie daarover.
button-sessions-all = Alle sessies
button-sessions-theme = Kies een thema
button-sessions-following = Wat ik volg
button-sessions-private = Bekijk in privé
button-follow-theme = Volg dit thema
button-unfollow-theme = Volg thema niet meer
button-follow-more = Volg een thema
button-session-page = Pagina om te delen
toast-followed = 🔔 Je volgt dit thema nu. Van elke nieuwe sessie hierover hoor je in privé.
toast-followed-before = Je volgt dit thema al. Stoppen kan in privé, met /sessies.
toast-unfollowed = Je volgt dit thema niet meer.
followed = 🔔 Je volgt nu <b>{ $theme }</b>. Van elke nieuwe sessie hierover hoor je hier. Stoppen kan met /sessies.
none-session = 📅 Er komt wel een sessie die hierover gaat: <b>{ $title }</b>, { $when }.
button-none-session = Bekijk de sessie
session-link-outdated = Deze sessie vind ik niet meer. Kijk met /sessies wat er komt.
command-follow = Hoor van nieuwe sessies over een thema
command-sessions = Bekijk de sessies die komen en geef je op
guests-head = 👥 <b>{ $title }</b>, { $when }
guests-count = { $yes ->
    [one] Er komt 1 bewoner
   *[other] Er komen { $yes } bewoners
  }, { $maybe } misschien. Op de wachtlijst: { $waiting }.
guests-places = Plaatsen: { $places }.
guests-why = Van mensen op Telegram ziet niemand de naam, alleen hoeveel het er zijn. Voor iemand zonder Telegram kun je hier een plaats vastleggen.
guests-list = <b>Opgegeven door een coördinator:</b>
guests-line = { $number }. { $name }
guests-line-waiting = { $number }. { $name } (wachtlijst)
guests-none = Er is nog niemand zonder Telegram opgegeven.
guests-ask-name = Wie is het? Stuur me de naam. Alleen coördinatoren zien die, en een maand na de sessie is hij weg. Stoppen kan met /stop.
guests-bad-name = Daar kan ik geen naam van maken. Stuur alleen de naam, van hoogstens 60 tekens.
guests-sure = Heeft <b>{ $name }</b> gezegd dat je dit mag opgeven, en dat de naam hier blijft staan tot een maand na de sessie?
guests-added = <b>{ $name }</b> heeft een plaats. Jij geeft de tijd en de link door, want ik kan deze persoon niet schrijven.
guests-added-waiting = Alle plaatsen zijn bezet. <b>{ $name }</b> staat op de wachtlijst. Is er een plaats, dan hoor je dat van mij.
guests-too-many = Er staan hier zo veel namen als er passen. Haal er eerst een weg.
guests-stopped = Goed, er is niemand toegevoegd.
button-guest-add = Voeg iemand toe
button-guest-remove = ✕ { $name }
button-guest-agreed = Ja, dat is gezegd
button-guest-back = Nee, niet toevoegen
button-guest-manage = Wie er komen
toast-guest-removed = Van de lijst gehaald.
toast-coordinators-only = Alleen coördinatoren kunnen dit.

## Sessies: voorstellen

proposal-head = 💡 <b>Een idee voor een sessie</b>

    { $number } groepen stelden in de laatste twee maanden vragen die op elkaar lijken.
proposal-head-staff = 💡 <b>Een idee voor een sessie</b>

    De medewerkers denken dat een sessie helpt bij een vraag die ze kregen.
proposal-theme = Thema: { $theme }.
proposal-asked = Zij vroegen:
proposal-question = • “{ $text }”
proposal-hidden = { $number ->
    [one] Eén vraag laat ik niet zien: die is in privé gesteld, of er kan een naam of plaats in staan.
   *[other] { $number } vragen laat ik niet zien: die zijn in privé gesteld, of er kan een naam of plaats in staan.
  }
proposal-cases = Casussen die erop lijken:
proposal-item = • { $text }
proposal-draft = Mijn voorstel: een sessie “{ $title }”, op { $day } om { $clock }. Dat kun je nog veranderen.
proposal-moment = Een goed moment is { $day } om { $clock }. Dat kun je nog veranderen.
proposal-invites = { $number ->
    [one] Wie dit vroeg, krijgt in privé een uitnodiging als jij de sessie aankondigt. Ik kan 1 bewoner bereiken.
   *[other] Wie dit vroeg, krijgt in privé een uitnodiging als jij de sessie aankondigt. Ik kan { $number } bewoners bereiken.
  }
proposal-some-question = een vraag van meer groepen
proposal-accepted-mine = ✅ Je maakt een sessie over { $about }. Hieronder staat je concept. Er gaat niets uit voordat jij dat zegt.
proposal-accepted-colleague = ✅ Een collega maakt een sessie over { $about }. Jij hoeft niets te doen.
proposal-later = 🕓 Nu geen sessie over { $about }. Over een maand kijk ik of er nog steeds vraag naar is.
proposal-never = Over { $about } stel ik geen sessie meer voor.
proposal-lapsed = Dit voorstel over { $about } geldt niet meer: er is nu te weinig vraag naar.
proposal-description = Meer groepen hebben hier een vraag over. We bespreken wat bij anderen werkte, en wat niet.
proposal-invitation = 🙋 Jij vroeg eerder iets waar meer groepen mee zitten. Nu komt er een sessie over. Je bent als een van de eersten uitgenodigd.
proposal-left = Goed. Jouw vragen tellen niet meer mee als ik een sessie voorstel.
button-proposal-accept = Maak hier een sessie van
button-proposal-later = Niet nu
button-proposal-never = Hier nooit over
button-proposal-undo = Toch wel
button-proposal-leave-me = Laat mijn vragen hierbuiten
toast-proposal-colleague = Een collega heeft dit al opgepakt.
toast-proposal-decided = Hier is al over besloten.

## Sessies: na afloop

after-head = 📋 <b>Hoe was de sessie?</b>
    { $title }, { $when }
after-signed-up = { $number ->
    [0] Niemand had zich opgegeven.
    [one] 1 bewoner had zich opgegeven{ $guests ->
        [0] {""}
       *[other] , zonder Telegram
      }.
   *[other] { $number } bewoners hadden zich opgegeven{ $guests ->
        [0] {""}
       *[other] , van wie { $guests } zonder Telegram
      }.
  }
after-said = Dit zeiden ze zelf. Erbij: { $yes }. Niet erbij: { $no }.
after-guests-came = Van de gasten zonder Telegram { $number ->
    [one] kwam er 1.
   *[other] kwamen er { $number }.
  }
after-how-many = Hoeveel kwamen er?
after-counted = { $number ->
    [one] Er kwam 1 bewoner.
   *[other] Er kwamen { $number } bewoners.
  }
after-help = Heeft het geholpen? Ja: { $yes }. Een beetje: { $somewhat }. Nee: { $no }.
after-help-few = Nog maar een paar mensen zeiden of het hielp. Bij drie antwoorden laat ik zien wat ze zeiden. Anders weet je wie wat zei.
after-notes-sent = { $number ->
    [0] 📝 De notities zijn verstuurd.
    [one] 📝 De notities gingen naar 1 bewoner.
   *[other] 📝 De notities gingen naar { $number } bewoners.
  }
after-case-asked = 📚 De medewerkers kijken of het een casus wordt.
after-guests = Wie van de gasten van <b>{ $title }</b> kwam er? Tik een naam aan. Tik nog eens, en het vinkje is weg.
after-ask-number = Hoeveel mensen waren er? Stuur me een getal. Stoppen kan met /stop.
after-no-number = Dat is geen aantal. Stuur alleen een getal, zoals 12.
after-number-kept = Dank je. Ik heb opgeschreven dat er { $number ->
    [one] 1 bewoner kwam.
   *[other] { $number } bewoners kwamen.
  }
after-not-yours = Dit is niet meer jouw sessie, of je bent geen coördinator meer.
after-were-you-there = 👋 Je had je opgegeven voor <b>{ $title }</b>. Was je erbij?
after-was-there = Fijn dat je bij <b>{ $title }</b> was. Dank je wel.
after-was-not-there = Jammer dat het niet lukte om bij <b>{ $title }</b> te zijn. Misschien een volgende keer.
after-helped-short = Heeft de sessie je geholpen? Niemand ziet wat jij antwoordt, alleen hoeveel mensen wat zeiden.
after-did-it-help = Je was bij <b>{ $title }</b>. Heeft het je geholpen? Niemand ziet wat jij antwoordt, alleen hoeveel mensen wat zeiden.
after-help-thanks = Dank je wel. Zo weten we wat een sessie waard is.
after-summary = 📊 <b>Terugblik op { $title }</b>
after-case-for-staff = Een coördinator stelt voor van de sessie “{ $title }” een casus te maken. Kijken jullie ernaar?
notes-heading = 📝 Notities van { $title } ({ $when })
notes-ask = Stuur me de notities van <b>{ $title }</b>: een tekst, een foto of een bestand. Je ziet eerst hoe het eruitziet. Stoppen kan met /stop.
notes-ask-correction = Stuur me de nieuwe tekst van de notities van <b>{ $title }</b>. Ik verander de berichten die al verstuurd zijn. Er komt geen nieuw bericht bij. Stoppen kan met /stop.
notes-sure = { $number ->
    [0] Zo ziet het eruit. Ik kan niemand bereiken die zich opgaf.
    [one] Zo ziet het eruit. Het gaat in privé naar 1 bewoner die zich opgaf. Niet goed? Stuur het dan opnieuw.
   *[other] Zo ziet het eruit. Het gaat in privé naar { $number } bewoners die zich opgaven. Niet goed? Stuur het dan opnieuw.
  }
notes-correct-sure = Zo worden de notities. Ik verander ze bij wie ze al heeft. Niet goed? Stuur het dan opnieuw.
notes-others = { $number ->
    [one] 1 bewoner kan ik niet bereiken. Geef die de notities zelf.
   *[other] { $number } bewoners kan ik niet bereiken. Geef hun de notities zelf.
  }
notes-on-their-way = ✅ De notities zijn onderweg.
notes-wait-for-morning = ✅ Het is nu rusttijd. De notities gaan in de ochtend weg.
notes-dropped = Weggegooid. Er is niets verstuurd.
notes-refused-empty = Ik kan alleen een tekst, een foto of een bestand versturen.
notes-refused-long = Dat is te lang voor één bericht. Kort het in, of stuur het als bestand.
notes-refused-file = Wat verstuurd is, kan ik alleen van tekst veranderen. Stuur me alleen tekst.
notes-refused-busy = De vorige versie is nog onderweg. Probeer het over een minuut nog eens.
notes-refused-late = Dit ging meer dan twee dagen geleden weg. Nu verander ik het niet meer.
button-after-all = Iedereen die zich opgaf kwam
button-after-number = Ik noem een aantal
button-after-other-number = Ander aantal
button-after-guests = Gasten zonder Telegram
button-after-notes = Notities sturen
button-after-notes-correct = Notities verbeteren
button-after-case = Maak hier een casus van
button-after-back = Terug
button-after-there = Ja, ik was erbij
button-after-not-there = Nee, ik was er niet
button-after-help-again = Ander antwoord geven
button-meeting-helped-yes = Ja
button-meeting-helped-somewhat = Een beetje
button-meeting-helped-no = Nee
button-notes-send = Verstuur
button-notes-correct = Verander ze
button-notes-drop = Gooi weg
toast-after-no-staff = Er is nog geen groep van medewerkers.
toast-after-case-asked = Dit ligt al bij de medewerkers.
toast-after-case-begun = De medewerkers kijken ernaar.
toast-notes-changed = Dit zijn niet meer de laatste notities, of ze zijn al verstuurd.

numbers-head = 📊 <b>Hoe de sessies gingen</b>
    { $number ->
        [0] In de laatste { $days } dagen was er geen sessie.
        [one] In de laatste { $days } dagen was er 1 sessie.
       *[other] In de laatste { $days } dagen waren er { $number } sessies.
    }
numbers-line = <b>{ $title }</b>, { $when }
    { $what }
numbers-signed-up = opgegeven: { $number }
numbers-came = gekomen: { $number }
numbers-came-of = gekomen: { $number } (geteld bij { $counted ->
    [one] 1 sessie
   *[other] { $counted } sessies
  })
numbers-came-unknown = gekomen: niet geteld
numbers-helped = hielp het? ja: { $yes }, een beetje: { $somewhat }, nee: { $no }
numbers-more = { $number ->
    [one] En nog 1 sessie daarvoor.
   *[other] En nog { $number } sessies daarvoor.
  }
numbers-themes = <b>Alles bij elkaar, per thema</b>
numbers-theme = • { $theme } ({ $number ->
    [one] 1 sessie
   *[other] { $number } sessies
  }): { $what }
numbers-no-theme = zonder thema

## Sessies: plannen

command-plan = Een sessie plannen of veranderen
plan-only-coordinators = Sessies plannen kan alleen een coördinator, in een privégesprek met mij. Wat je hier eerder maakte, blijft bewaard.
plan-only-words = Met een plaatje of een spraakbericht kan ik hier niets. Typ het even.
plan-gone = Die sessie is al aangekondigd of weggegooid. Met /plan begin je een nieuwe.
plan-say-what = Ik weet niet wat ik hiermee moet veranderen. Druk op een knop, of noem het erbij: <i>titel: Samen eten</i>, <i>max 30</i>, <i>donderdag 20:00</i>.
plan-untitled = zonder titel
plan-home = 📅 <b>Een sessie plannen</b>

    Zet alles in één bericht, in de volgorde die je wilt. Bijvoorbeeld:

    <i>Invloed op de begroting, { $day } 19:30, 90 min, thema begroting, https://voorbeeld.nl/sessie, max 40</i>

    Wat er mist, vraag ik. Er gaat niets uit voordat je het hebt gezien.
plan-home-coming = <b>Deze sessies komen eraan.</b> Druk op een sessie om die te bekijken of te veranderen:
plan-ask-title = Hoe heet de sessie? Een korte naam waaraan bewoners zien waar het over gaat.
plan-ask-when = Wanneer is het?
plan-when-example = Bijvoorbeeld: <i>volgende week donderdag half acht</i>, <i>over 3 weken dinsdagavond 20 uur</i> of <i>elke dinsdag 20:00, 5 keer</i>.
plan-ask-repeat = Is het één keer, of een reeks? Andere dagen kun je ook typen: <i>12, 19 en 26 januari</i>.
plan-ask-theme = Over welk thema gaat het? Groepen en volgers van dat thema horen ervan.
plan-unknown-theme = Het thema “{ $theme }” ken ik niet. Welk van deze past het best?
plan-ask-link = Waar is het online? Stuur de link. Alleen wie komt, krijgt die te zien.
plan-ask-places = Hoeveel mensen kunnen er mee doen? Druk op een getal, of typ het.
plan-ask-minutes = Hoe lang duurt het? Bijvoorbeeld: <i>90 min</i> of <i>anderhalf uur</i>.
plan-ask-host = Wie begeleidt de sessie? Deze naam staat straks in de aankondiging.
plan-ask-description = Waar gaat het over? Een paar zinnen voor in de aankondiging.
plan-ask-expert = Wil je er een deskundige bij, zoals een jurist? Dan vraag ik het aan de medewerkers.
plan-ask-audience = Voor wie is de sessie?
plan-ask-where = In welke plaatsen? Kies er een of meer.
plan-ask-whose = Voor welke collectieven? Kies er een of meer.
plan-ask-moments = Wanneer zal ik de sessie aankondigen? Druk aan of uit, of typ het.
plan-moments-example = Bijvoorbeeld: <i>meteen, een week ervoor en 2 uur ervoor</i>, of <i>maandag 10:00</i>.
plan-ask-subjects = Heeft elke sessie een eigen onderwerp? Stuur ze in één bericht, elk op een eigen regel, in volgorde.
plan-day-is = { $day }.
plan-doubt-not-understood = Daar kan ik geen dag en tijd in vinden. Wanneer is het? Bijvoorbeeld: <i>volgende week donderdag half acht</i>.
plan-doubt-no-such-day = Die dag bestaat niet. Welke dag bedoel je?
plan-doubt-no-day = Op welke dag?
plan-doubt-weekday-differs = Die dag en die datum horen niet bij elkaar. Wat bedoel je?
plan-doubt-which-day = Welke dag bedoel je?
plan-doubt-no-such-time = Die tijd ken ik niet. Hoe laat begint het?
plan-doubt-no-time = Hoe laat begint het? Bijvoorbeeld: <i>half acht ’s avonds</i> of <i>19:30</i>.
plan-doubt-which-time = Hoe laat bedoel je precies?
plan-doubt-skipped = In die nacht gaat de klok vooruit. Die tijd is er dan niet. Bedoel je dit?
plan-doubt-past = Dat is al voorbij. Wanneer is het?
plan-doubt-too-far = Dat is meer dan twee jaar vooruit. Dichterbij kan wel. Wanneer is het?
plan-doubt-how-often = Hoe vaak? Druk op een getal, of typ tot wanneer: <i>t/m 20 januari</i>.
plan-doubt-too-many = Een reeks heeft minstens 1 en hoogstens 52 sessies. Hoe vaak, of tot wanneer?
plan-doubt-left-over = “{ $rest }” begrijp ik niet. Bedoel je dit moment? Of typ het anders.
plan-fault-empty = Daar staat niets in. Probeer het nog eens.
plan-fault-too-long = Dat is te lang: er passen { $most } tekens.
plan-fault-no-link = Daar zie ik geen link in. Een link begint met https://.
plan-fault-no-number = Dat is geen aantal. Typ een getal vanaf 1, of <i>geen maximum</i>.
plan-fault-no-length = Daar kan ik geen lengte van maken. Een sessie duurt 5 minuten tot 12 uur.
plan-fault-no-moment = Dat moment begrijp ik niet, of het is niet voor het begin van de sessie.
plan-fault-too-many = Dat zijn er te veel: hoogstens { $most }.
plan-fault-no-theme = Dat thema ken ik niet. Kies er een met een knop.
plan-fault-no-audience = Die plaats of dat collectief ken ik niet. Kies met een knop.
plan-moment-at-once = meteen
plan-moment-days = { $number ->
    [one] 1 dag ervoor
   *[other] { $number } dagen ervoor
  }
plan-moment-hours = { $number } uur ervoor
plan-moment-minutes = { $number ->
    [one] 1 minuut ervoor
   *[other] { $number } minuten ervoor
  }
plan-moments-none = niet
plan-looks-like-this = ⬆️ <b>Zo ziet de aankondiging eruit.</b> Er is nog niets verstuurd.
plan-date = 📅 { $when } – <b>{ $away }</b>
plan-series = 📅 Een reeks van { $number } sessies. De eerste is <b>{ $away }</b>:
plan-series-line = { $number }. { $when }
plan-series-subject = { $number }. { $when }: { $subject }
plan-series-more = … en nog { $number }, de laatste op { $last }
plan-link = 🔗 { $link }
plan-no-link = 🔗 Nog geen link. Die kun je later toevoegen.
plan-places = 👥 { $places ->
    [0] Geen maximum
    [one] Plaats voor 1 bewoner
   *[other] Plaats voor { $places } bewoners
  }
plan-expert = 🎓 Gezocht: { $expert }. Ik vraag het aan de medewerkers.
plan-for-theme = groepen en volgers van het thema { $value }
plan-for-all = alle groepen en volgers
plan-for-place = groepen en volgers in { $value }
plan-for-collectives = { $value }
plan-audience = 📣 Voor { $who }: { $number ->
    [one] <b>1 chat</b>
   *[other] <b>{ $number } chats</b>
  }
plan-moments = 🕐 Aankondigen: { $moments }
plan-note-after-noon = ℹ️ Je noemde geen ochtend of avond. Ik las het als ’s middags of ’s avonds.
plan-note-twice = ℹ️ In die nacht gaat de klok terug en is het twee keer zo laat. Ik neem de eerste keer.
plan-note-soon = ⚠️ Let op: het begint al { $away }. Niet iedereen ziet dat op tijd.
plan-note-nobody = ⚠️ Er is nu geen enkele chat waar dit heen gaat. Kies een ander thema, of iedereen.
plan-note-holiday = ℹ️ Dit is een feestdag: { $days }.
plan-note-fault-places = ⚠️ Het aantal plaatsen begreep ik niet. Het staat nu op geen maximum.
plan-note-fault-minutes = ⚠️ Hoe lang het duurt, begreep ik niet. Het staat nu op 90 minuten.
plan-note-fault-link = ⚠️ De link begreep ik niet. Hij staat er nog niet bij.
plan-note-fault-title = ⚠️ De titel was te lang of leeg.
plan-note-fault-host = ⚠️ De naam van de begeleider was te lang.
plan-note-fault-description = ⚠️ De beschrijving was te lang. Er passen 2000 tekens.
plan-note-fault-expert = ⚠️ De woorden voor de deskundige waren te lang.
plan-kept = Bewaard. Met /plan ga je verder.
plan-dropped = Weggegooid. Er is niets verstuurd.
plan-drop-sure = Wil je <b>{ $title }</b> weggooien?
plan-announced = ✅ <b>{ $title }</b> is gepland: { $when }. { $number ->
    [0] Er is nu geen chat die het hoort.
    [one] 1 chat hoort ervan.
   *[other] { $number } chats horen ervan.
  }
plan-announced-series = ✅ De reeks van { $sessions } sessies is gepland. De eerste is <b>{ $title }</b>, { $when }. { $number ->
    [0] Er is nu geen chat die het hoort.
    [one] 1 chat hoort ervan.
   *[other] { $number } chats horen ervan.
  }
plan-expert-call = 🎓 <b>Gezocht voor een sessie: { $expert }</b>

    { $title }
    { $when } (online)

    Weet je iemand? Spreek het af, en druk dan op de knop. De coördinator hoort het van mij.
plan-expert-call-done = ✅ <b>Geregeld: { $expert }</b>

    { $title }
    { $when } (online)
plan-expert-call-off = 🚫 <b>Niet meer nodig: { $expert }</b>

    { $title } gaat niet door ({ $when }).
plan-expert-found = 🎓 Goed nieuws: de medewerkers hebben voor <b>{ $title }</b> ({ $when }) een deskundige geregeld: { $expert }.
button-plan-steps = Stap voor stap
button-plan-numbers = 📊 Hoe het ging
button-plan-go-on = ✏️ Verder met: { $title }
button-plan-repeat-once = Eén keer
button-plan-repeat-w1 = Elke week
button-plan-repeat-w2 = Om de week
button-plan-repeat-m1 = Elke maand
button-plan-no-theme = Geen thema
button-plan-no-limit = Geen maximum
button-plan-number-minutes = { $number } min
button-plan-times = { $number } keer
button-plan-for-theme = Thema { $theme }
button-plan-for-all = Iedereen
button-plan-for-place = Bepaalde plaatsen
button-plan-for-collectives = Bepaalde collectieven
button-plan-ready = Klaar
button-plan-skip = Overslaan
button-plan-clear = Weghalen
button-plan-look = Laat zien hoe het wordt
button-plan-back = Terug
button-plan-announce = Ja, kondig aan
button-plan-announce-series = { $number ->
    [one] Ja, kondig aan
   *[other] Ja, kondig deze { $number } sessies aan
  }
button-plan-title = Titel
button-plan-when = Wanneer
button-plan-theme = Thema
button-plan-link = Link
button-plan-places = Plaatsen
button-plan-minutes = Duur
button-plan-host = Begeleider
button-plan-description = Beschrijving
button-plan-expert = Deskundige
button-plan-audience = Voor wie
button-plan-moments = Aankondigen
button-plan-subjects = Onderwerpen
button-plan-repeat = Herhalen
button-plan-keep = Bewaar
button-plan-drop = Gooi weg
button-plan-drop-yes = Ja, gooi weg
button-plan-drop-no = Nee, bewaar
button-plan-manage = Bekijk of verander
button-plan-expert-arranged = Geregeld
toast-plan-coordinators = Dat kan alleen een coördinator. Wat je maakte, blijft bewaard.
toast-plan-gone = Die sessie is al aangekondigd of weggegooid.
toast-plan-changed = Er is intussen iets veranderd. Kijk nog even.
toast-plan-preview = Dit is een voorbeeld. Straks werkt deze knop.
toast-plan-unfinished = Er mist nog iets.
toast-plan-expert-off = Die sessie gaat niet door, of heeft geen deskundige meer nodig.
planned-ask-when = Naar wanneer gaat het? Bijvoorbeeld: <i>volgende week donderdag half acht</i>.
planned-one-moment = Kies één moment. Naar wanneer gaat deze sessie?
planned-numbers = 👥 Ja: { $yes } · Misschien: { $maybe } · Wachtlijst: { $waiting } · Aangekondigd in { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
  }
planned-changed = ✅ <b>Veranderd.</b>
planned-cancelled = 🚫 <b>Deze sessie gaat niet door.</b>
planned-others = { $number ->
    [one] En nog 1 sessie van deze reeks.
   *[other] En nog { $number } sessies van deze reeks.
  }
planned-whom = { $chats ->
    [0] { $people ->
        [0] aan niemand, want er wist nog niemand van
        [one] aan 1 bewoner
       *[other] aan { $people } bewoners
      }
    [one] in 1 chat{ $people ->
        [0] {""}
        [one] {" "}en aan 1 bewoner
       *[other] {" "}en aan { $people } bewoners
      }
   *[other] in { $chats } chats{ $people ->
        [0] {""}
        [one] {" "}en aan 1 bewoner
       *[other] {" "}en aan { $people } bewoners
      }
  }
planned-told = { $when ->
    [now] Ik vertel het nu { $whom }, want de sessie begint al bijna.
    [morning] Het is nu rusttijd. Ik vertel het { $whom } om { $clock } uur. Je kunt het 5 minuten lang ongedaan maken.
   *[later] Over 5 minuten vertel ik het { $whom }. Tot dan kun je het ongedaan maken.
  }
planned-newcomers = { $chats ->
    [one] Er komt 1 chat bij.
   *[other] Er komen { $chats } chats bij.
  } { $when ->
    [now] Daar stuur ik de aankondiging nu, want de sessie begint al bijna.
    [morning] Het is nu rusttijd. Daar stuur ik de aankondiging om { $clock } uur. Je kunt het 5 minuten lang ongedaan maken.
   *[later] Over 5 minuten stuur ik daar de aankondiging. Tot dan kun je het ongedaan maken.
  }
planned-told-stay = Er komen nu geen chats bij. De aankondigingen die er al staan, blijven staan.
planned-choose-how = Waar de sessie al is aangekondigd, blijft dat bericht staan. Die chats horen het ook als er nog iets verandert. Wie er nieuw bij komt, krijgt de aankondiging alsnog.
planned-told-cards = De aankondigingen die er al staan, veranderen over 5 minuten. Niemand krijgt er een bericht over.
planned-told-nobody = Er wist nog niemand van. Niemand krijgt er een bericht over.
planned-other-first = Een collega heeft deze sessie net veranderd. Hieronder zie je hoe het nu is. Wil je het nog steeds anders? Doe het dan nog een keer.
planned-is-cancelled = Deze sessie gaat niet door, of is voorbij.
planned-undone = { $number ->
    [one] ↩️ <b>Ongedaan gemaakt.</b> Niemand heeft er iets van gemerkt.
   *[other] ↩️ <b>Ongedaan gemaakt, voor { $number } sessies.</b> Niemand heeft er iets van gemerkt.
  }
planned-series-changed = { $number ->
    [one] ✅ <b>Ook veranderd voor 1 andere sessie van deze reeks.</b>
   *[other] ✅ <b>Ook veranderd voor { $number } andere sessies van deze reeks.</b>
  }
planned-cancel-sure = Gaat <b>{ $title }</b> ({ $when }) niet door? Dat vertel ik dan { $whom }.
planned-cancel-series = Of gaan alle { $number } sessies die nog komen van deze reeks niet door? Dat vertel ik dan { $whom }.
button-planned-undo = ↩️ Maak ongedaan
button-planned-series = Ook voor de andere { $number }
button-planned-cancel = Gaat niet door
button-planned-cancel-yes = Ja, gaat niet door
button-planned-cancel-series = Hele reeks ({ $number }) niet door
button-planned-cancel-no = Nee, gaat gewoon door
button-planned-list = ‹ Alle sessies
button-planned-leave = Laat het zo
toast-planned-choose = Kies er eerst een.
toast-planned-no-undo = Dat kan niet meer: het is al verteld, of er is daarna nog iets veranderd.
