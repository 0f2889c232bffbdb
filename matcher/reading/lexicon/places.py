"""Words around the name of a place: what kind it is, whether in or not, how sure, how far."""

from __future__ import annotations

from matcher.reading.lexicon.spelling import phrases, words

IN = words(
    "nearby in im ins aus bei um nahe rund near from around at within ab innerhalb inside w",
    "zwischen",
)
"""Prepositions that place a partner."""
TOWARDS = words("nach to into richtung bis via über toward towards")
"""Prepositions of a way that something goes: no place of a partner."""
PLACE_KINDS = words(
    "raum region landkreis kreis lk lkr stadt gemeinde bezirk ortsteil ot großraum land bundesland",
    "gebiet area district county umland gegend umgebung plz postleitzahl stadtteil kiez city town",
    "speckgürtel mittelpunkt zentrum hansestadt landeshauptstadt ecke richtung einzugsgebiet",
    "postcode zip ganz komplett",
)
BETWEEN_PLACES = words(
    "und oder sowie bzw beziehungsweise and or noch in im aus bei der dem den die raum region",
    "kreis landkreis lk auch um herum plus stadt from / & near bis ggf eventuell notfalls",
)
NEGATIONS = words(
    "nicht kein keine keinen keiner keinem keines kaum außer ohne bloß ausgenommen ausgeschlossen",
    "niemand niemanden niemandem nichts not no nobody none except without excluding excludes weder",
    "außerhalb outside nie but anywhere ausschließlich",
) - words("but anywhere bloß ausschließlich")
NEGATION_FILL = words(
    "in im aus bei der dem den die das raum region kreis landkreis lk stadt nur bloß bitte erst",
    "gerade wieder ein eine einen einem einer from based located the of um kommen kommt sitzen",
    "sitzt ansässig sein ist sind sollte soll darf dürfen innerhalb more bis auf von umkreis ganz",
    "über zu mich somebody anyone someone jemand jemanden jemandem another noch mehr und oder or",
    "nor weder umland herum rund mit anfahrt irgendwo wäre wären uns mir es wir ich werden würden",
    "am wohl überall km kilometer maximal radius etwa ca within around near",
)
"""Words that may stand between a negation or a wish and the place it is about."""
SOFTENERS = phrases(
    "nicht nur; nicht unbedingt; nicht zwingend; nicht zwangsläufig; muss nicht; müssen nicht",
    "not only; not necessarily; muss es nicht; need not; nicht ausschließlich",
)
"""Negations that forbid nothing."""
WISHES = words(
    "gern gerne liebsten bevorzugt möglichst vorzugsweise idealerweise preferably ideally lieber",
    "optimalerweise wünschenswert favorisiert prefer preferred bevorzugen bevorzuge favour",
    "bestenfalls optimal",
)
WISH_PHRASES = phrases(
    "wenn möglich; wenn es geht; wenns geht; wenn's geht; nach möglichkeit; if possible",
    "am liebsten; am besten; wäre schön; wäre toll; wäre super; wäre ideal; wäre gut",
    "wäre bevorzugt; wäre perfekt; werden bevorzugt; wird bevorzugt; would be nice; would be great",
    "would be ideal; kein muss; kein zwang; nicht zwingend; nicht unbedingt; notfalls weiter",
    "wäre prima; würde gut passen; würde passen; keine bedingung; bedingung ist es nicht",
    "would be fine; wäre klasse; wäre uns lieber; wäre mir lieber; hätten vorrang; haben vorrang",
    "hat vorrang; would prefer; wäre praktisch; wäre von vorteil; wäre vorteilhaft; von vorteil",
    "ein plus; a plus; im idealfall; wäre wünschenswert; schön wäre; toll wäre; gut wäre",
    "ideal wäre; super wäre; bevorzugt werden; würden wir bevorzugen; würde ich bevorzugen",
    "wäre fein; wäre nett; wär schön; wär gut; wär super",
)
RULED_OUT = phrases(
    "scheidet aus; scheiden aus; kommt nicht in frage; kommen nicht in frage; fällt weg",
    "fallen weg; geht nicht; ist raus; sind raus; fällt aus; fallen aus; is out; are out",
    "ausgeschlossen; kommt nicht infrage; kommen nicht infrage; lieber nicht; bitte nicht",
    "ist tabu; entfällt; nicht in betracht; ist keine option; sind keine option; not an option",
    "besser nicht; ausgenommen; is not an option; are not an option; soll es nicht sein",
    "will ich nicht; wollen wir nicht",
)
ACCEPTED = phrases(
    "ist ok; ist okay; in ordnung; geht auch; geht; ginge; ginge auch; passt; passt auch; reicht",
    "wäre ok; is fine; is ok; würde reichen",
)
"""Words that say that a place would do."""
ABSENT = words("keiner niemand nichts kein keine keinen nobody none niemanden")
"""Who is not to be found in a place."""
LESS = words("weiter mehr länger über more further weit viel farther")
"""Words after \"nicht\" that make it a bound, not a negation."""
LINKS_KM = words(
    "um rund von vom ab im umkreis radius herum der dem den stadt ort around of from within",
    "entfernt entfernung mittelpunkt zentrum ausgangspunkt than als not nicht no weiter mehr more",
    "further + weg weit away in and umgebung maximal max höchstens bis zu fahrt ( ) ca etwa",
)
"""Words that may stand between a distance and its place."""
STRONG_LINKS_KM = words(
    "mittelpunkt zentrum ausgangspunkt um rund von vom ab umkreis radius herum around of from",
    "within entfernt away +",
)
KM_UNITS = words("km kilometer kilometern kilometers kilometres kilometre kilometer-umkreis kms")
TIME_UNITS = words(
    "stunde stunden minuten minute min std h autostunde autostunden hour hours minutes",
)
NEARBY = phrases(
    "in der nähe; in unserer nähe; in meiner nähe; um die ecke; in der umgebung",
    "hier in der gegend; in der gegend; in unserer umgebung; in unserer gegend; near us",
    "close to us; nearby; close by; nahe bei uns; nicht weit weg; nicht weit von uns",
    "nicht weit entfernt; wohnortnah; ortsnah; in der nachbarschaft; vor der haustür; hier vor ort",
    "nicht zu weit weg; in nächster nähe; in der näheren umgebung; aus der nähe; aus der umgebung",
    "aus der gegend; in reichweite; bei uns in der nähe; in our area; around here; in the area",
    "in unserem umkreis; im näheren umkreis; möglichst nah; möglichst nah bei uns; nah bei uns",
    "nah dran; hier in der nähe; aus unserer gegend; from around here; in der region",
    "aus der region; in unserer region; aus unserer region; hier in der region; vor ort",
    "in the region; from the region; in our region; locally",
)
FROM_US = words(
    "uns mir hier us here unserem unserer meinem meiner unsere dort betrieb standort werk sitz",
)
NUMBER_WORDS = {
    "eine": 1, "einer": 1, "zwei": 2, "drei": 3, "anderthalb": 1.5, "two": 2, "three": 3,
    "fuenf": 5, "zehn": 10, "fuenfzehn": 15, "zwanzig": 20, "fuenfundzwanzig": 25, "dreissig": 30,
    "fuenfunddreissig": 35, "vierzig": 40, "fuenfzig": 50, "sechzig": 60, "siebzig": 70,
    "fuenfundsiebzig": 75, "achtzig": 80, "neunzig": 90, "hundert": 100, "einhundert": 100,
    "hundertzwanzig": 120, "hundertfuenfzig": 150, "zweihundert": 200, "five": 5, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
STREETS = words(
    "straße str strasse allee platz weg tor ring damm chaussee ufer gasse markt bahnhof",
)
