"""Words that carry no topic: articles, pronouns, prepositions, auxiliaries, politeness."""

from __future__ import annotations

from matcher.reading.lexicon.spelling import words

ARTICLES = words(
    "der die das den dem des ein eine einen einem einer eines the a an dieser diese dieses diesen",
    "diesem jener jene jenes solche solcher solchen",
)
POSSESSIVES = words(
    "unser unsere unserer unseren unserem unseres unsre unserm unsern mein meine meiner meinen",
    "meinem meines our my",
)
FIRST_PERSON = words(
    "wir ich we i uns mir mich us me mamy jestem jestesmy wirs i'm we're we've i've",
)
PRONOUNS = words(
    "wir ich er sie es man du ihr euch ihm ihn ihnen uns mir mich dir dich sich we i he she they",
    "you it us me him her them someone somebody anyone anybody everyone wer wem wen was wo woher",
    "wohin womit wofür dafür damit dazu davon daran darauf daraus who whom whose which what where",
    "that this those these welcher welche welches welchen welchem jemand jemanden jemandem niemand",
    "niemanden niemandem deren dessen denen sein seine seinen seiner seinem ihre ihren ihrem ihrer",
    "their his its your alles etwas nichts alle allen aller jeder jede jedes jeden jedem einige",
    "mehrere irgendwer irgendjemand irgendwo irgendeine irgendeinen irgendein selbst selber any",
    "some anything jmd jmdn jdn jem jemandn jemande",
)
PREPOSITIONS = words(
    "in im ins an am ans auf aus bei beim bis durch für gegen mit nach ohne seit über um unter von",
    "vom vor zu zum zur zwischen wegen während innerhalb außerhalb nahe ab per pro je entlang of",
    "for with within from to by at on into near around about between as via outside außer mithilfe",
    "mittels zwecks hinsichtlich bezüglich statt trotz w",
)
CONJUNCTIONS = words(
    "und oder aber sowie sondern doch denn weil da dass ob wenn falls sobald damit als wie bzw",
    "beziehungsweise sonst zudem außerdem darüber hinaus weiterhin ferner zusätzlich gleichzeitig",
    "and or but because since if also plus so either entweder weder noch deshalb daher darum",
    "zugleich ebenso obwohl während nebenbei dann erstens zweitens drittens ansonsten schließlich",
)
AUXILIARIES = words(
    "bin bist ist sind seid war waren warst sei wäre wären gewesen habe hast hat haben habt hatte",
    "hatten hätte hätten gehabt hab werde wirst wird werden wurde wurden würde würden worden",
    "geworden würd kann kannst können könnt könnte könnten konnte konnten könne koennt muss müssen",
    "müsst müsste müssten musste mussten soll sollen sollt sollte sollten darf dürfen dürfte",
    "dürften will willst wollen wollt wollte wollten möchte möchten möchtest mag mögen lassen",
    "lasse lässt lass läßt gelassen is are was were be been being has have had do does did done",
    "can could would should may might must shall let's let don't doesn't isn't aren't",
)
POLITENESS = words(
    "bitte danke vielleicht eigentlich gern gerne mal noch auch schon nur halt eben etwa ja nein",
    "doch einfach dringend kurzfristig schnellstmöglich möglichst idealerweise vorzugsweise",
    "bevorzugt am liebsten lieber zufällig hier dort überall egal bloß allerdings jedoch wohl",
    "gerade aktuell derzeit momentan zurzeit demnächst jetzt heute bald wieder immer also nun",
    "please thanks thank pls perhaps maybe just only still currently urgently really preferably",
    "ideally here there hi hello hallo moin hey besten beste möglich notfalls zwar sehr ganz quasi",
    "mindestens dabei hierfür hierzu dafür erst nämlich sogar ungefähr eher plz asap sofort",
    "dringendst kurz überhaupt irgendwie immerhin vorerst langfristig dauerhaft eventuell wenig",
    "wenige viel viele mehr meisten schön toll super gut zweimal einmal ganze ganzen gar erste",
    "erster erstes ersten zweite zweiter zweites zweiten dritte dritter drittes dritten anderen",
    "weiter sowohl we'd i'd you'd anything everything ähnlich ähnliches ähnliche ähnlicher raus",
    "rein ran los weg her hin vorbei rüber drin drauf dran else ort ok okay ordnung irgendwo prima",
    "klasse ideal perfekt fein nett praktisch gleich eins zwei drei vier fünf two three evtl ggf z",
    "b d h ca usw etc bzgl inkl ua uns ne nen nem ner n s' gibts gibt's gehts geht's",
)
FUNCTION_WORDS = (
    ARTICLES
    | POSSESSIVES
    | FIRST_PERSON
    | PRONOUNS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | POLITENESS
)
RELATIVE = words(
    "der die das den dem denen deren dessen welcher welche welches welchen welchem who that which",
    "whose wo womit woran die's",
)
REASONS = words("da weil denn because since obwohl although as damit dort")
INTERROGATIVES = words(
    "wer wo wem wen welcher welche welches welchen welchem who where which what was wie womit",
    "whose whom kto gdzie",
)
