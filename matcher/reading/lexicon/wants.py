"""Words that say which kind of partner is wanted and what for."""

from __future__ import annotations

from data.profiles import Kind
from matcher.reading.lexicon.spelling import phrases, words
from matcher.request import Goal

KIND_WORDS: dict[Kind, frozenset[str]] = {
    Kind.COMPANY: words(
        "firma firmen unternehmen unternehmens mittelständler mittelständlern industrie konzern",
        "konzerne industriebetrieb industriebetriebe industriebetrieben industrieunternehmen",
        "industriefirma industriefirmen großunternehmen mittelstand konzernen company companies",
        "corporation enterprise sme smes kmu business businesses firm firms firmy firme",
        "mittelständische großkonzern großkonzerne fachfirma fachfirmen fachunternehmen",
        "spezialfirma spezialfirmen spezialunternehmen",
    ),
    Kind.CRAFT: words(
        "handwerk handwerker handwerkern handwerkerin handwerkerinnen handwerksbetrieb",
        "handwerksbetriebe handwerksbetrieben meisterbetrieb meisterbetriebe innungsbetrieb",
        "innungsbetriebe handwerksmeister handwerksmeisterin handwerksfirma handwerksunternehmen",
        "craftsman craftsmen craftsperson craftspeople tradesman tradesmen handwerkliche",
        "handwerksbetriebes",
    ),
    Kind.STARTUP: words(
        "startup startups start-up start-ups gründer gründern gründerin gründerteam gründerteams",
        "spin-off spinoff spin-offs spinoffs ausgründung ausgründungen jungunternehmen gründung",
        "founder founders scale-up scaleup jungunternehmer existenzgründer gruender startupfirma",
    ),
    Kind.RESEARCH: words(
        "institut institute instituts instituten hochschule hochschulen uni unis universität",
        "universitäten forschungseinrichtung forschungseinrichtungen forschungsinstitut",
        "forschungsinstitute lehrstuhl lehrstühle lehrstuhls forscher forschern forscherin",
        "forscherinnen forschung wissenschaft wissenschaftler wissenschaftlerin wissenschaftlern",
        "forschungsgruppe forschungsgruppen fh fachhochschule fachhochschulen forschungspartner",
        "university universities institutes researcher researchers fraunhofer forschungszentrum",
        "fachbereich professur professor academia fraunhofer-institut leibniz-institut",
        "helmholtz-zentrum max-planck-institut forschungsteam",
    ),
    Kind.CLUSTER: words(
        "cluster clusters clustern netzwerk netzwerke netzwerken netzwerks verbund verbünde",
        "fachverband verband verbände branchenverband arbeitskreis arbeitskreise arbeitsgruppe",
        "arbeitsgruppen initiative initiativen interessengemeinschaft interessengruppe",
        "branchennetzwerk network networks clustermanagement unternehmensnetzwerk kompetenznetz",
        "kompetenznetzwerk allianz wirtschaftsverband stammtisch firmennetzwerk fachnetzwerk",
        "innovationsnetzwerk zusammenschluss verein branchencluster",
    ),
    Kind.FACILITY: words(
        "labor labore labors laboren prüflabor prüflabore prüflabors testlabor testlabore",
        "reallabor reallabore reallabors testfeld testfelder testfeldes makerspace makerspaces",
        "fablab fablabs technikum technika teststrecke teststrecken testumgebung versuchsfeld",
        "versuchshalle versuchsanlage laboratory laboratories lab labs testbed testbeds prüffeld",
        "prüfzentrum testzentrum demonstrationszentrum werkstattlabor kalibrierlabor analyselabor",
        "analytiklabor materialprüflabor versuchslabor testgelände",
    ),
}
"""One word each; compounds such as "Umweltlabor" are found by `KIND_ENDINGS`."""
KIND_PHRASES: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.FACILITY: phrases(
        "offene werkstatt; offenen werkstatt; open workshop; fab lab; maker space; test field",
        "test facility; living lab",
    ),
    Kind.STARTUP: phrases(
        "junges unternehmen; junge unternehmen; junge firma; junge firmen; start up; start ups",
        "spin off; spin offs; jungen unternehmen; junge gründer",
    ),
    Kind.CRAFT: phrases(
        "kein industriebetrieb sondern handwerk; craft business; craft firm; craft firms",
        "craft company; craft businesses; craft shop",
    ),
    Kind.RESEARCH: phrases(
        "research institute; research group; research institutes; research organisation",
        "research partner; universität oder hochschule",
    ),
    Kind.COMPANY: phrases(
        "mittelständisches unternehmen; produzierendes unternehmen; industrial company",
    ),
}
KIND_ENDINGS: tuple[tuple[str, Kind], ...] = (
    ("handwerksbetrieb", Kind.CRAFT),
    ("handwerksbetriebe", Kind.CRAFT),
    ("meisterbetrieb", Kind.CRAFT),
    ("industriebetrieb", Kind.COMPANY),
    ("unternehmen", Kind.COMPANY),
    ("firma", Kind.COMPANY),
    ("firmen", Kind.COMPANY),
    ("startup", Kind.STARTUP),
    ("start-up", Kind.STARTUP),
    ("startups", Kind.STARTUP),
    ("institut", Kind.RESEARCH),
    ("institute", Kind.RESEARCH),
    ("hochschule", Kind.RESEARCH),
    ("netzwerk", Kind.CLUSTER),
    ("cluster", Kind.CLUSTER),
    ("verband", Kind.CLUSTER),
    ("labor", Kind.FACILITY),
    ("labore", Kind.FACILITY),
    ("reallabor", Kind.FACILITY),
    ("testfeld", Kind.FACILITY),
    ("teststrecke", Kind.FACILITY),
)
CAPACITY = phrases(
    "kapazitäten frei; freie kapazitäten; freie kapazität; kapazität frei; noch kapazitäten",
    "noch luft; spare capacity; free capacity; übrig; abzugeben; bieten an; biete an; zu verkaufen",
    "verkaufen; vermieten; verleihen; wir bieten; ich biete; we offer; i offer; we sell; fallen an",
    "fällt an; bleiben übrig; noch kapazität",
)
"""What somebody says of himself who looks for customers."""
JOINING = words(
    "beitreten beitritt mitglied mitmachen mitwirken anschließen mitgliedschaft join joining",
    "member membership teilnehmen dazukommen einsteigen anschluss andocken",
)
TROUBLE = words(
    "problem probleme problemen ärger schwierigkeit schwierigkeiten sorge sorgen kämpft kämpfen",
    "herausforderung herausforderungen frust stress betroffen struggle struggles struggling",
    "trouble issues issue problems leidet leiden mühe pleiten hürden hürde nerven nervt",
)
GOAL_WORDS: dict[Goal, frozenset[str]] = {
    Goal.PARTNER: words(
        "nachfolger nachfolgerin nachfolge betriebsnachfolge unternehmensnachfolge übernahme",
        "übergabe projektpartner projektpartnern konsortium konsortialpartner konsortien",
        "verbundprojekt verbundpartner verbundvorhaben vorhaben antrag förderantrag förderprojekt",
        "forschungsprojekt zim zim-antrag zim-projekt interreg interreg-vorhaben interreg-projekt",
        "horizon bmbf efre kooperation kooperationen kooperationspartner entwicklungspartner",
        "entwicklungspartnerschaft joint consortium successor partnerschaft gemeinschaftsprojekt",
        "mitgründer bieterwirtschaft bietergemeinschaft verbundantrag gesellschafter teilhaber",
        "eu-projekt skizze projektskizze forschungsvorhaben entwicklungsprojekt igf-projekt",
        "kooperationsprojekt takeover nachfolgeregelung arge betriebsübergabe betriebsübernahme",
        "unternehmensübergabe unternehmensverkauf pilotprojekt life-antrag verbundpartnern",
    ),
    Goal.CUSTOMER: words(
        "abnehmer abnehmern abnehmerin abnehmerinnen kunden käufer käufern auftraggeber",
        "interessenten absatzpartner absatz pilotkunde pilotkunden pilotanwender erstkunden buyers",
        "buyer customers absatzmarkt verwerter pilotbetrieb pilotbetriebe testkunden anwender",
        "anwendern absatzwege abzugeben vertriebspartner",
    ),
    Goal.PEERS: words(
        "austauschen austausch erfahrungsaustausch gleichgesinnte gleichgesinnten mitstreiter",
        "mitstreitern leidensgenossen erfahrungsaustauschs swap kollegenaustausch leidensgenossin",
        "austauschgruppe erfa erfahrungsgruppe vergleichen gleichbetroffene zusammensetzen",
        "zusammentun",
    ),
    Goal.CLUSTER: frozenset(),
    Goal.SOLUTION: frozenset(),
}
GOAL_PHRASES: dict[Goal, tuple[tuple[str, ...], ...]] = {
    Goal.PEERS: phrases(
        "demselben problem; gleichen problem; selben problem; ähnlichen problem; dasselbe problem",
        "das gleiche problem; demselben ärger; gleichen sorgen; ähnliche probleme",
        "gleiche probleme; wem geht es; wem geht's; geht es anderen; same problem; same issue",
        "same boat; exchange experience; exchange experiences; compare notes; dieselben probleme",
        "gleichen thema; selbe problem; auch das problem; dieselbe frage; ähnlicher lage",
        "gleichen lage; die gleichen sorgen; dieselben sorgen; share experience; share experiences",
        "ähnlichen herausforderungen; gleichen herausforderungen; ähnliche erfahrungen",
        "other companies struggling; geht es euch auch; erfahrungen teilen; dieselbe baustelle",
        "gleiche baustelle; derselben lage; selbe thema; gleiche thema; gleichen ärger",
        "selben ärger; wie wir; like us; like we do",
    ),
    Goal.CUSTOMER: phrases(
        "wer braucht; wer benötigt; wer kauft; wer nimmt; wer hat bedarf; wer hat verwendung",
        "who needs; who buys; who wants; wem kann ich; wem können wir; wer will; wer möchte",
        "könnte jemand brauchen; wer sucht; wem fehlt; wen interessiert; wer interessiert sich",
        "für wen; for whom; wer könnte brauchen; wer verwertet; wer verarbeitet unsere",
        "wer hat interesse; jemand interesse; to sell; damit etwas anfangen; damit was anfangen",
        "etwas damit anfangen; was damit anfangen; verwendung dafür; verwendung für",
        "suche aufträge; suchen aufträge; aufträge gesucht; kann das brauchen",
        "kann es brauchen; das gebrauchen; könnte das brauchen; könnten das brauchen",
        "können das brauchen; hätte verwendung; hätten verwendung; haben verwendung",
        "hätte interesse; hätten interesse; haben interesse; wäre interessiert",
        "wären interessiert",
    ),
    Goal.PARTNER: phrases(
        "gemeinsam entwickeln; gemeinsam mit uns; zusammen entwickeln; gemeinsames projekt",
        "gemeinsamen antrag; gemeinsames vorhaben; joint project; joint development",
        "betrieb übernehmen; firma übernehmen; werkstatt übernehmen; werkstatt übernimmt",
        "betrieb übernimmt; firma übernimmt; take over; in rente; in den ruhestand; gemeinsam mit",
        "zusammen mit uns; together with; gemeinsam bieten; gemeinsames angebot",
        "gemeinsam anbieten; gemeinsam an; gemeinsam ein; gemeinsam eine; zu übergeben",
        "zum verkauf; project partner; project partners; gemeinsame entwicklung; zusammen ein",
        "funding proposal; research proposal; gemeinsam beantragen; gemeinsamer antrag",
        "aus altersgründen; weiterführt; weiterführen",
    ),
    Goal.CLUSTER: phrases("mitglied werden; become a member"),
}
TOGETHER = words("gemeinsam zusammen jointly together miteinander")
JOINT_WORK = words(
    "entwickeln beantragen forschen bieten anbieten bewerben aufbauen develop erforschen antreten",
    "durchführen umsetzen erproben auftreten einreichen realisieren apply",
)
TAKING_OVER = words(
    "übernehmen übernimmt übernahm weiterführen weiterführt fortführen fortführt kaufen",
)
FIRMS = words(
    "betrieb firma werkstatt unternehmen laden praxis geschäft business company workshop",
)
PROGRAMMES = words(
    "zim interreg horizon eu efre igf bmbf life erasmus zim-kooperations prolusatia",
)
"""First parts of words such as "ZIM-Projekt"."""
