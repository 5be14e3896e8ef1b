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

## Menu van opdrachten

command-dilemma = Stel een vraag aan andere bewoners
command-saved = Wat je bewaarde
command-language = Kies je taal
command-help = Hoe het werkt
