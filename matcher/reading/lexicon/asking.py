"""Words by which people ask, offer and speak of whoever they look for."""

from __future__ import annotations

from matcher.reading.lexicon.spelling import phrases, words

SEEK_THIRD = words("sucht braucht benötigt needs seeks wants fehlt fehlen szuka fragt bittet")
"""Verbs of a third person who seeks: what stands before them is who asks."""
SEEK_VERBS = SEEK_THIRD | words(
    "suche suchen suchten gesucht gesuchte such sucht's suchend brauche brauchen bräuchte",
    "bräuchten brauch gebraucht benötige benötigen benötigt gefragt wanted needed look need seek",
    "seeking looking searching search find finden finde szukam szukamy poszukuję poszukujemy",
    "potrzebujemy potrzebuje empfehlen empfiehlt empfehlt vermitteln nennen nennt recommend",
    "benennen interessiere interessieren wünsche wünschen wünscht gesuchter suchanfrage anfrage",
    "bedarf suchauftrag gesuch require requires required kennt kennen kennst kenne know knows weiß",
    "wissen wisst weißt",
)
WANT = words(
    "möchte möchten will wollen würde würden hätte hätten want would like like'd planen plane",
    "plant müssen muss sollen soll müssten müsste sollten sollte beabsichtigen vorhaben denken",
) - words("denken planen plane plant vorhaben")
"""Verbs of wishing: with an activity they ask for it."""
SEEK_PHRASES = phrases(
    "erstens; zweitens; drittens; zum einen; zum anderen; firstly; secondly; look for; gibt es",
    "gibts; gibt's; es geht um; geht es um; es geht uns um; is there; are there; anyone who",
    "anybody who; any chance; wie sieht es aus mit; auf der suche nach; zweiter punkt",
    "zweite punkt; der andere punkt; bedarf an; nachfrage nach; kein bekannter; in the market for",
    "mir fehlt; uns fehlt; kümmert sich; kümmern sich; wen gibt es; hat jemand; kann jemand",
    "könnte jemand; can anyone; can somebody; can someone; does anyone; do you know; kennt ihr",
    "haben bedarf; habe bedarf; erstes thema; zweites thema; erster punkt; dritter punkt",
    "zweites anliegen; thema zwei; thema eins; punkt zwei; punkt eins; gesucht wird",
    "gesucht werden",
)
LIGHT_VERBS = words(
    "macht machen mache mach gemacht tut tun kann biete bietet bieten angeboten anbietet anbieten",
    "anbietende liefert liefern liefere geliefert beliefert führt führen durchführt durchführen",
    "durchgeführt erledigt erledigen übernimmt übernehmen übernimmst beherrscht beherrschen",
    "kümmert kümmern versteht verstehen auskennt auskennen hilft helfen helfe unterstützt",
    "unterstützen beschäftigt beschäftigen befasst befassen betreibt betreiben besitzt verfügt",
    "verfügen gibt geben geht gehen kommt kommen komme sitzt sitzen säße sitze liegt ansässig",
    "bekomme bekommen bekommt kriegt kriegen kriege nimmt nehmen nehme steht stehen stellt stellen",
    "setzt heißt nennt schafft schaffen hinbekommt hinkriegt vornimmt arbeitet arbeiten",
    "spezialisiert spezialisierten spezialisierte spezialisierter spezialist spezialisten",
    "spezialistin experte experten expertin profi profis fachmann fachleute fachfrau fachkundig",
    "erfahren erfahrener erfahrene erfahrenen sucht's vermietet gebrauchen verwenden brauchbar",
    "planen plant plane laufen läuft erfolgen stattfinden passieren fahren fährt anreisen anreist",
    "makes make making does do doing offers offer offering provides provide providing handles",
    "handle helps help supplies supply works work working specialised specialized specialises",
    "specializes specialist specialists expert experts carries carry out get got give gives",
)
"""Verbs that say only that somebody does it; what is done stands beside them."""
ACTORS = words(
    "sitz firmensitz betrieb betriebe betrieben betriebes fachbetrieb fachbetriebe anbieter",
    "anbietern anbieterin dienstleister dienstleistern dienstleisterin partner partnern partnerin",
    "partnerinnen lieferant lieferanten zulieferer zulieferern hersteller herstellern leute leuten",
    "kollege kollegen kollegin team teams experten ansprechpartner ansprechpartnerin adresse",
    "adressen stelle stellen bude provider providers supplier suppliers manufacturer manufacturers",
    "partners contact contacts people person personen menschen mensch nachbar kontakt kontakte",
    "organisation einrichtung einrichtungen organisationen akteur akteure vendor vendors",
    "contractor contractors auftragnehmer subunternehmer nachunternehmer bieter",
    "kooperationspartner projektpartner tipp tipps hinweis hinweise vorschlag vorschläge",
    "unterstützung hilfe lösung kapazität kapazitäten freie freien kapazitaet lösungen möglichkeit",
    "möglichkeiten thema themen punkt anliegen frage fragen sache sachen dinge dingen baustelle",
    "gegend nähe umgebung ecke umkreis kandidaten kandidat",
)
"""Whoever is sought, without saying what he does; no kind and no topic."""
PRAISE = words(
    "gestandener gestandenen gestandene zuverlässiger zuverlässigen zuverlässige seriöser seriösen",
    "seriöse kompetenter kompetenten kompetente verlässlicher verlässlichen verlässliche guter",
    "guten gute netter netten versierter versierten versierte fähiger fähigen fähige geeigneter",
    "geeigneten geeignete passender passenden passende etablierter etablierten etablierte",
    "renommierter renommierten renommierte leistungsfähiger leistungsfähigen leistungsfähige",
    "alteingesessener alteingesessenen alteingesessene reliable competent suitable good",
)
"""What people say of whoever they look for, right before the word for it."""
INDEFINITES = words(
    "jemand jemanden jemandem someone somebody anyone anybody einen eine wen kogos jmd jmdn jdn",
)
GREETINGS = phrases(
    "sehr geehrte; sehr geehrter; guten tag; guten morgen; guten abend; hallo; hi; moin; hey",
    "liebe; lieber; dear; hello; good morning; good afternoon; dzien dobry; servus; tach",
    "grüß gott; ahoi; moin moin; werte; geehrte; geehrter; n'abend; mahlzeit; hallo zusammen",
    "hi all; hi there",
)
CLOSINGS = phrases(
    "mit freundlichen grüßen; freundliche grüße; viele grüße; beste grüße; liebe grüße",
    "herzliche grüße; mit freundlichem gruß; mit besten grüßen; schöne grüße; schönen gruß; gruß",
    "grüße; mfg; lg; vg; kind regards; best regards; regards; best wishes; many thanks; thanks",
    "thank you; cheers; danke; vielen dank; danke im voraus; vielen dank im voraus; besten dank",
    "hochachtungsvoll; petri heil; glück auf; ihre; ihr; sincerely; yours sincerely; i a; i v",
    "herzlichst; bis bald; herzlich; waidmannsheil; weidmannsheil; gut holz; frohes schaffen",
    "danke schon mal; best; sonnige grüße",
)
TITLES = words(
    "herr herrn frau dr prof professor familie fam mr mrs ms doktor meister kollege kollegin",
    "mister dipl ing bürgermeister schwester bruder firma fa",
)
THIRD_PARTIES = words(
    "kunde kunden kundin mitglied mitglieds mandant mandantin mandanten bekannter bekannte",
    "bekannten schwager nachbar nachbarn freund freundin client customer auftraggeber klient",
    "klientin mitgliedsbetrieb mitgliedsbetriebs mitgliedsunternehmen",
)
"""On whose behalf an adviser asks."""
FURTHER = words(
    "außerdem zusätzlich zudem ferner weiterhin desweiteren überdies daneben obendrein nebenbei",
    "additionally also furthermore moreover besides zweitens drittens",
)
"""Words by which people go on to something else that they seek."""
REFERRING = words(
    "so sowas solch solche solchen solcher solches derartige derartigen dafür dazu dabei daran",
    "darin davon damit daraus hierfür hierzu such it this these them therefor",
)
"""Words that speak of what was told before: "Wer baut so etwas?"."""
POINTING = words("das es sie die ihn ihm ihnen diese dieses diesen welche that")
"""The same at the end of a clause alone ("Wer programmiert das?"); elsewhere they are articles."""
QUANTITIES = words(
    "tonnen tonne liter stück stk stueck exemplare pieces pcs teile paletten euro eur € monatlich",
    "jährlich wöchentlich monat jahr woche tag tage wochen monate jahre mal pro",
)
NUMBERED = words(
    "din en iso iec vde nr nummer artikel dvgw vdi astm awg ip ral norm typ § hs ab bis ca type no",
    "number lot seit since",
)
"""Words after which five digits are no postcode."""
SIZED = words("modul typ größe klasse sorte dn nennweite güte schlüssel gewinde pn ip din en iso")
"""Words whose number says of what size or sort something is, and not how many are ordered."""
NAMED = words(
    "modell typ marke serie system muster design stil art edition baureihe type model brand",
)
"""Words after which a place is the name of a thing."""
ORGANISATIONS = words(
    "uni universität tu th fh bTU htw hne hochschule technische charité ihk hwk handwerkskammer",
    "kammer flughafen messe zoo fraunhofer max-planck helmholtz leibniz university stadtwerke",
    "sparkasse berufsakademie innung kreishandwerkerschaft deutsche bahn hpi zib dlr",
)
"""Words after which a place belongs to the name of an organisation."""
SKILLS = words(
    "erfahrung erfahrungen kenntnisse kompetenz kompetenzen know-how knowhow ausbildung",
    "weiterbildung beratung schulung expertise studium einstieg experte experten expertin",
    "spezialist spezialisten profi profis fachwissen experience skills training wissen agentur fit",
    "stark",
)
"""Words whose "in" leads to a field of work, not to a place."""
SITES = words(
    "betrieb firma unternehmen werk werkstatt standort laden halle haus hof büro geschäft praxis",
    "café restaurant hotel shop workshop company plant factory office lager zweigstelle filiale",
    "niederlassung baustelle objekt gebäude wohnung grundstück garten sitz verwaltung produktion",
    "team startup lehrstuhl institut labor verein gemeinde stadt kunden",
)
"""What somebody speaks of as his own and has a place."""
SITE_ENDINGS = (
    "betrieb",
    "firma",
    "werk",
    "werkstatt",
    "laden",
    "haus",
    "hof",
    "fabrik",
    "praxis",
    "lager",
    "erei",
    "lerei",
    "brauerei",
    "geschaeft",
    "halle",
    "hotel",
    "buero",
    "studio",
    "agentur",
    "unternehmen",
    "zentrum",
    "institut",
    "klinik",
    "schule",
    "anlage",
    "gut",
)

REPORTING = words(
    "empfohlen recommended sagte meinte erzählte schrieb said told meint sagt erwähnte wrote",
    "mentioned",
)
"""Verbs by which somebody passes on what another said."""
OWN_SITES = words("sitz firmensitz standort adresse hauptsitz betriebssitz location absender")
"""Labels before the asker's own place."""
ELLIPTIC_SELF = words(
    "sind bin sitzen haben hab habe kommen machen bauen betreiben führen mache baue",
)
"""Verbs with which a line begins whose subject "wir" or "ich" was left out."""
SELLING = words(
    "verkaufen vermarkten absetzen loswerden abgeben vertreiben anbieten verkaufe sell anzubieten",
    "vermieten verleihen verpachten",
)
"""What somebody does who looks for customers."""
PLANNING = words("planen plane plan planning starten beginnen beantragen vorbereiten")
TIMES = words(
    "januar februar märz april mai juni juli august september oktober november dezember jan feb",
    "frühjahr frühling sommer herbst winter jahresende jahresanfang quartal woche monat jahr",
    "wochen monate jahre montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende",
    "january february march may june july october december spring summer autumn month week year",
    "jahres monats monatsende quartalsende jahreswechsel ostern weihnachten pfingsten",
    "kalenderwoche",
)
"""When something is needed: no topic."""
SPREAD = words(
    "bundesweit deutschlandweit landesweit europaweit weltweit egal wichtig umland dringend",
    "nationwide important urgent anywhere",
)
"""How far away and how soon, in words that name no place and no time: no topic."""
TIME_PARTS = words("anfang mitte ende mid end beginning")
HEADERS = words(
    "von an betreff betr cc re fw fwd wg aw from to subject date datum gesendet sent",
)
SELF_PHRASES = phrases(
    "wir sind; ich bin; we are a; we are an; i am a; i am an; we're a; we're an; i'm a; i'm an",
    "uns gibt es; i run; we run; wir sitzen; ich sitze; wir betreiben; ich betreibe",
    "machen wir selbst; mache ich selbst; our company; my company; wir haben eine; wir haben ein",
    "wir führen; ich führe; wir kommen aus; my name is; mein name ist; ich komme aus",
    "ich habe eine; we make; we build; we produce; können wir selbst; ich berate; ich betreue",
    "ich heiße; kann ich selbst; wir produzieren; wir stellen; wir fertigen; ich war bei",
    "ich besuchte; based in; ich vertrete",
)
"""Words by which somebody says who he is."""
TALK_PHRASES = phrases(
    "vielen dank; danke für; wie besprochen; thanks for; ich hoffe; hoffe auf; freue mich",
    "freuen uns; über eine antwort; im voraus; es war schön; schönes wochenende; zur info",
    "bis dann; herzlichen dank; anbei; weitergeleitet; einen tipp; im anhang; attached",
    "zur kenntnis; please find; haben sie eine idee; melden sie sich; rufen sie; rückmeldung",
    "wie am telefon; wie telefonisch; schön dass; hope you; let me know; looking forward",
    "über eine rückmeldung; entschuldigen sie; eine frage; kurze frage; quick question",
    "habe eine frage; spielt keine rolle; does not matter; doesn't matter; freue ich mich",
    "freuen wir uns",
)
"""Words by which people are polite."""
