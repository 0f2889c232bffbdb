"""Words of a request that say nothing about what is sought, folded, German and English."""

from __future__ import annotations

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus ausser
bald bei beim bereits besser bessere besseren bis bisher bitte brauche brauchen braucht da dabei
dadurch dafuer dagegen daher damit danach daneben dann daran darauf daraus darf darin darueber
darum das dass davon dazu dein dem den denen denn der deren des dessen deshalb die dies diese
diesem diesen dieser dieses doch dort du durch duerfen eben eigene eigenen eigener eigenes ein eine
einem einen einer eines einfach einige einigen einmal er erst erste ersten es etwa etwas euch euer
fuer gar geben geeignet geeignete geeigneten gegen gehen geht gemeinsam genau gerade gern gerne
gesucht gibt gleich gut gute guten guter gutes hat hatte haben habt hallo heute hier hilft helfen
hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins irgend
irgendwo ist ja jede jedem jeden jeder jedes jemand jemanden jetzt kann kannst kaum kein keine
keinem keinen keiner kennt kommen kommt koennen koennte koennten kuemmert lassen laesst lieber
machen macht man manche mehr mein meine meinem meinen meiner meist mich mir mit moechte moechten
moeglichst muss muessen nach nachdem naechste naechsten nahe naehe neben nein nicht nichts nie noch
nun nur ob oder ohne passt passen passende passenden passender partner schon sehr sein seine seinem
seinen seiner seit selbst selber sich sie sind so sogar solche solchen soll sollen sollte sollten
sondern sonst sowie statt suche suchen sucht tun ueber um und uns unser unsere unserem unseren
unserer unter viel viele vielen vom von vor vorher waere waren warum was wegen weil weiter weitere
welche welchem welchen welcher welches wenn wer werden wie wieder wir wird wirklich wo wollen will
womit worden wuerde wuerden wurde wurden zu zum zur zusammen zwar zwischen guten tag unternehmen
firma firmen betrieb betriebe anbieter jemandem leute region raum
"""
_ENGLISH = """
a about all also an and any anyone are as at be been but by can could do does for from get has have
help how i if in into is it its like look looking me more my need needs new no not of on one or our
out partner partners please search seek should so some someone than that the their them there these
they this those to us use want wants we what when where which who whom will with would you your
"""
FUNCTION_WORDS = frozenset(f"{_GERMAN} {_ENGLISH}".split())
VAGUE_WORDS = frozenset(
    """
anbieter anwender aufgaben auftraege auftrag aushilfe aushilfen auszubildende auszubildender azubi
azubis abnehmer dienstleister fachkraefte fachkraft geselle gesellen hilfe interessenten investor
investoren kollege kollegen kooperation kooperationen kunde kunden kundschaft lehrling lehrlinge
lieferant lieferanten leute mieter mitarbeiter mitglied mitglieder mitstreiter netzwerk nachwuchs
neu neue neuen neuer personal praktikant praktikanten proben probe projekt projekte projektpartner
teilnehmer tester unterstuetzung zusammenarbeit zulieferer dringend weitere regional regionale
customers orders members staff help supplier suppliers tenants samples apprentice apprentices
""".split()
)
"""Words that leave open what is meant: a need of nothing else ("Neue Kunden") cannot be answered
surely."""
