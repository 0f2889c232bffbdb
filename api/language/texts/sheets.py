"""Advice sheets: pages, and what stands on the sheet itself."""

from __future__ import annotations

from data.office.sheets import Section

TEXTS: dict[str, tuple[str, str]] = {
    # on the sheet
    "sheet_headline": ("Partner für {firm}", "Partners for {firm}"),
    "sheet_introduction": (
        "Guten Tag,\n"
        "zu Ihrem Anliegen haben wir Partner herausgesucht, die weiterhelfen können. Zu jedem "
        "Vorschlag steht, warum er passt, was der Partner davon hat und an wen Sie sich wenden. "
        "Vielversprechendes steht in jedem Abschnitt oben.",
        "Hello,\n"
        "for what you need we have looked for partners who can help. For each you read why it "
        "fits, what the partner gains and whom to ask. The most promising come first in each part.",
    ),
    "sheet_closing": (
        "Sagen Sie uns, mit wem Sie sprechen möchten: Wir stellen den Kontakt gern her. Auch was "
        "nicht gepasst hat, hilft uns weiter.",
        "Tell us whom you would like to talk to: we gladly make the contact. What did not fit "
        "helps us too.",
    ),
    "sheet_title": ("Beratungsbogen", "Advice sheet"),
    "sheet_for": ("für", "for"),
    "sheet_need": ("Ihr Anliegen", "What you need"),
    "sheet_next": ("Nächster Schritt", "Next step"),
    "sheet_gain": ("Was der Partner davon hat", "What the partner gains"),
    "sheet_evidence": ("Beleg", "Evidence"),
    "sheet_rules": ("Gesucht wurde mit", "Searched with"),
    "sheet_adviser": ("Ihre Beratung", "Your adviser"),
    "sheet_page": ("Seite {page} von {pages}", "Page {page} of {pages}"),
    "sheet_origin": (
        "Vorgeschlagen vom Programm partnermatch {program} (Bewertung {ranker}) am {date} aus den "
        "Profilen im Bestand. Was in den Profilen steht, haben die Einrichtungen selbst angegeben. "
        "Ausgewählt und verantwortet hat die Vorschläge ein Mensch{who}.",
        "Proposed by the program partnermatch {program} (ranking {ranker}) on {date} from the "
        "profiles on record, which state what the organisations say of themselves. A person chose "
        "these suggestions and answers for them{who}.",
    ),
    "sheet_origin_draft": (
        "Entwurf: noch nicht geprüft und freigegeben.",
        "Draft: not yet checked and released.",
    ),
    "sheet_far": ("{place} · {km}", "{place} · {km}"),
    "sheet_under_km": ("unter 1 km", "under 1 km"),
    "sheet_mail_subject": ("Partner für {firm}", "Partners for {firm}"),
    "sheet_mail_attached": (
        "Den ganzen Bogen finden Sie im Anhang.",
        "The whole sheet is attached.",
    ),
    "sheet_mail_bye": ("Mit freundlichen Grüßen", "Kind regards"),
    # list
    "sheet_list_lead": (
        "Für einen Betrieb und sein Anliegen: Forschung, Startups, Firmen, Gleichgesinnte und das "
        "passende Cluster auf zwei Seiten.",
        "For a firm and what it needs: research, startups, firms, peers and the fitting cluster "
        "on two pages.",
    ),
    "sheet_new": ("Neuer Beratungsbogen", "New advice sheet"),
    "sheet_search": ("Betrieb, Anliegen oder Beratung", "Firm, need or adviser"),
    "sheet_filter": ("Anzeigen", "Show"),
    "sheet_state": ("Stand", "State"),
    "sheet_all": ("alle", "all"),
    "sheet_draft": ("Entwurf", "draft"),
    "sheet_final": ("fertig", "final"),
    "sheet_deleted": ("gelöscht", "deleted"),
    "sheet_caption": ("{total} Bögen, zuletzt geänderte zuerst", "{total} sheets, latest first"),
    "sheet_firm": ("Betrieb", "Firm"),
    "sheet_need_short": ("Anliegen", "Need"),
    "sheet_changed": ("Geändert", "Changed"),
    "sheet_by": ("Angelegt von", "Made by"),
    "sheet_none": (
        "Noch kein Bogen. Der erste braucht nur einen Betrieb und einen Satz.",
        "No sheet yet. The first one needs but a firm and a sentence.",
    ),
    "sheet_none_found": ("Kein Bogen passt zu dieser Suche.", "No sheet fits this search."),
    "sheet_older": ("Ältere", "Older"),
    "sheet_newer": ("Neuere", "Newer"),
    # new
    "sheet_new_lead": (
        "Wählen Sie den Betrieb und schreiben Sie auf, was er braucht, in seinen eigenen Worten.",
        "Choose the firm and write down what it needs, in its own words.",
    ),
    "sheet_unnamed": ("Betrieb ohne Namen", "Firm without a name"),
    "sheet_stored": ("Betrieb aus dem Bestand", "Firm on record"),
    "sheet_stored_hint": (
        "Name, Ort oder Kennung eingeben und auswählen.",
        "Type its name, town or id, and choose.",
    ),
    "sheet_unstored": ("Der Betrieb ist nicht im Bestand", "The firm is not on record"),
    "sheet_unstored_hint": (
        "Diese Angaben stehen nur auf dem Bogen; ein Profil wird nicht angelegt.",
        "This is kept on the sheet alone; no profile is made.",
    ),
    "sheet_name": ("Name des Betriebs", "Name of the firm"),
    "sheet_postcode": ("Postleitzahl", "Postcode"),
    "sheet_postcode_hint": ("für Entfernungen", "for distances"),
    "sheet_trade": ("Gewerk", "Trade"),
    "sheet_trade_hint": ("z. B. Metallbauer, Bäcker, Tischler", "e.g. metal builder, baker"),
    "sheet_need_label": ("Was braucht der Betrieb?", "What does the firm need?"),
    "sheet_need_hint": (
        "Ein Satz genügt, z. B. „Wir wollen beim Schweißen von Edelstahl weniger Verzug“.",
        "A sentence will do, e.g. “We want less distortion when welding stainless steel”.",
    ),
    "sheet_known_needs": ("Im Profil steht als Bedarf:", "The profile states as needs:"),
    "sheet_where": ("Wo sollen die Partner sein?", "Where shall the partners be?"),
    "sheet_near": ("überall, Nahes wird bevorzugt", "anywhere, the nearer the better"),
    "sheet_radius": ("nur im Umkreis des Betriebs", "only around the firm"),
    "sheet_radius_km": ("Umkreis in Kilometern", "Radius in kilometres"),
    "sheet_prefer": ("möglichst in dieser Region", "in this region if possible"),
    "sheet_only": ("nur in dieser Region", "only in this region"),
    "sheet_region": ("Region", "Region"),
    "sheet_region_hint": (
        "Land, Kreis, Ort oder Gebiet wie Lausitz; mehrere mit Strichpunkt trennen.",
        "State, district, town or area such as Lausitz; separate several by semicolons.",
    ),
    "sheet_language": ("Sprache des Bogens", "Language of the sheet"),
    "sheet_german": ("Deutsch", "German"),
    "sheet_english": ("Englisch", "English"),
    "sheet_compose": ("Bogen zusammenstellen", "Compose the sheet"),
    "sheet_err_firm": (
        "Bitte einen Betrieb wählen oder seinen Namen eingeben.",
        "Please choose a firm or enter its name.",
    ),
    "sheet_err_both": (
        "Bitte entweder einen Betrieb aus dem Bestand wählen oder einen anderen eingeben.",
        "Please either choose a firm on record or enter another one.",
    ),
    "sheet_err_unknown": (
        "„{text}“ ist nicht im Bestand. Ist der Name anders geschrieben? Sonst tragen Sie ihn "
        "unter „Der Betrieb ist nicht im Bestand“ ein.",
        "“{text}” is not on record. Is its name spelt differently? Otherwise enter it under "
        "“The firm is not on record”.",
    ),
    "sheet_err_several": (
        "„{text}“ passt auf {count} Betriebe. Meinen Sie einen von diesen?",
        "“{text}” fits {count} firms. Do you mean one of these?",
    ),
    "sheet_err_need": (
        "Bitte aufschreiben, was der Betrieb braucht.",
        "Please write down what the firm needs.",
    ),
    "sheet_err_long": (
        "Das Anliegen hat {found} Zeichen; möglich sind {max}.",
        "The need has {found} characters; {max} are possible.",
    ),
    "sheet_err_postcode": (
        "„{text}“ ist keine Postleitzahl in Deutschland: bitte fünf Ziffern.",
        "“{text}” is no German postcode: please enter five digits.",
    ),
    "sheet_err_trade": (
        "Das Gewerk „{text}“ ist nicht bekannt. Bitte aus der Liste wählen.",
        "The trade “{text}” is not known. Please choose from the list.",
    ),
    "sheet_err_km": (
        "„{text}“ ist kein Umkreis: bitte eine Zahl von 1 bis 1000.",
        "“{text}” is no radius: please enter a number from 1 to 1000.",
    ),
    "sheet_err_no_place": (
        "Für einen Umkreis fehlt die Postleitzahl des Betriebs.",
        "The radius needs the firm's postcode.",
    ),
    "sheet_err_region": (
        "Bitte die Region nennen, oder „überall“ wählen.",
        "Please name the region, or choose “anywhere”.",
    ),
    # edit
    "sheet_text": ("Text", "Text"),
    "sheet_headline_label": ("Überschrift", "Headline"),
    "sheet_introduction_label": ("Einleitung", "Introduction"),
    "sheet_closing_label": ("Schluss", "Closing"),
    "sheet_adviser_label": ("Wer berät", "Who advises"),
    "sheet_adviser_contact": ("Telefon oder E-Mail der Beratung", "The adviser's phone or e-mail"),
    "sheet_include": ("kommt auf den Bogen", "goes on the sheet"),
    "sheet_reason": ("Warum er passt", "Why it fits"),
    "sheet_up": ("nach oben", "move up"),
    "sheet_down": ("nach unten", "move down"),
    "sheet_remove": ("entfernen", "remove"),
    "sheet_own": ("von Ihnen ergänzt", "added by you"),
    "sheet_only_near": ("nur am nächsten: bitte prüfen", "only nearest: please check"),
    "sheet_edited": ("von Ihnen geändert", "changed by you"),
    "sheet_before": ("Schon bearbeitet: {state}", "Dealt with before: {state}"),
    "sheet_gap": ("Steht hier statt eines Vorschlags", "Stands here instead of a suggestion"),
    "sheet_gap_hint": ("Leer: der Abschnitt fällt weg.", "Empty: the part is left out."),
    "sheet_in_full": ("Satz aus dem Profil", "Sentence of the profile"),
    "sheet_add": ("Eigenen Vorschlag ergänzen", "Add a suggestion of your own"),
    "sheet_change_text": ("Text ändern", "Change the text"),
    "sheet_add_open": (
        "Aus dem Bestand oder in eigenen Worten",
        "From the record or in your own words",
    ),
    "sheet_add_profile": ("Einrichtung aus dem Bestand", "Organisation on record"),
    "sheet_add_name": ("oder: Name in eigenen Worten", "or: name in your own words"),
    "sheet_add_section": ("Abschnitt", "Part"),
    "sheet_add_button": ("Ergänzen", "Add"),
    "sheet_finish": ("Fertigstellen", "Finish"),
    "sheet_finish_hint": (
        "Danach bleibt der Bogen, wie er ist; eine Kopie lässt sich ändern.",
        "The sheet then stays as it is; a copy of it can be changed.",
    ),
    "sheet_recompose": ("Neu berechnen", "Search again"),
    "sheet_recompose_hint": (
        "Was Sie geschrieben, geändert oder abgewählt haben, bleibt.",
        "What you wrote, changed or left out stays.",
    ),
    "sheet_copy": ("Als neuen Bogen kopieren", "Copy as a new sheet"),
    "sheet_restore": ("Wiederherstellen", "Restore"),
    "sheet_out": ("Ausgeben", "Hand out"),
    "sheet_pdf": ("PDF", "PDF"),
    "sheet_docx": ("Word (DOCX)", "Word (DOCX)"),
    "sheet_eml": ("E-Mail mit PDF (.eml)", "E-mail with PDF (.eml)"),
    "sheet_mailto": ("E-Mail beginnen", "Begin an e-mail"),
    "sheet_mail_text": ("Text für eine E-Mail", "Text for an e-mail"),
    "sheet_record": ("Wer, für wen, wann", "Who, for whom, when"),
    "sheet_asked_for": ("Gefragt für", "Asked for"),
    "sheet_asked_by": ("Gefragt von", "Asked by"),
    "sheet_created": ("Angelegt", "Made"),
    "sheet_last_change": ("Letzte Änderung", "Last change"),
    "sheet_final_at": ("Fertiggestellt", "Finished"),
    "sheet_searched_at": ("Gesucht", "Searched"),
    "sheet_copied_from": ("Kopie von", "Copy of"),
    "sheet_nobody": ("ohne Anmeldung", "not signed in"),
    "sheet_keep": ("Betrieb als Profil aufnehmen", "Keep the firm as a profile"),
    "sheet_versions": ("Frühere Fassungen", "Earlier versions"),
    "sheet_version": ("Fassung {number}", "Version {number}"),
    "sheet_present": ("zeigt die Seite", "shown here"),
    "sheet_aside": ("beiseitegelegt", "kept aside"),
    "sheet_back_to": ("Diese Fassung zurückholen", "Bring back this version"),
    "sheet_look": ("Ansehen", "Look at it"),
    "sheet_looking": (
        "Sie sehen Fassung {number} vom {time}. Sie lässt sich zurückholen; verloren geht nichts.",
        "You see version {number} of {time}. It can be brought back; nothing gets lost.",
    ),
    "sheet_to_present": ("Zur jetzigen Fassung", "To the present version"),
    "sheet_act_composed": ("zusammengestellt", "composed"),
    "sheet_act_saved": ("gespeichert", "saved"),
    "sheet_act_recomposed": ("neu berechnet", "searched again"),
    "sheet_act_restored": ("zurückgeholt", "brought back"),
    "sheet_act_copied": ("kopiert", "copied"),
    "sheet_act_added": ("ergänzt", "added to"),
    # messages
    "sheet_msg_composed": ("Der Bogen ist zusammengestellt.", "The sheet is composed."),
    "sheet_msg_saved": ("Gespeichert.", "Saved."),
    "sheet_msg_recomposed": ("Neu berechnet.", "Searched again."),
    "sheet_msg_added": ("„{name}“ steht jetzt auf dem Bogen.", "“{name}” is on the sheet now."),
    "sheet_msg_restored": ("Die Fassung ist zurückgeholt.", "The version is brought back."),
    "sheet_msg_final": ("Der Bogen ist fertig.", "The sheet is final."),
    "sheet_msg_deleted": ("Der Bogen ist gelöscht.", "The sheet is deleted."),
    "sheet_msg_undeleted": ("Der Bogen ist wieder da.", "The sheet is back."),
    "sheet_msg_copied": ("Das ist die Kopie.", "This is the copy."),
    "sheet_conflict": (
        "Inzwischen hat {who} diesen Bogen gespeichert. Ihre Eingaben sind nicht verloren: sie "
        "liegen als Fassung {number} daneben. Unten steht die jetzige Fassung.",
        "Meanwhile {who} saved this sheet. What you entered is not lost: it lies beside it as "
        "version {number}. Below is the present version.",
    ),
    "sheet_conflict_mine": ("Meine Fassung ansehen", "Look at my version"),
    "sheet_somebody": ("jemand anderes", "somebody else"),
    "sheet_err_name": ("Bitte den Namen eingeben.", "Please enter the name."),
    "sheet_err_headline": (
        "Bitte eine Überschrift eingeben.",
        "Please enter a headline.",
    ),
    "sheet_err_many": (
        "Mehr als {max} Vorschläge passen nicht auf einen Bogen.",
        "More than {max} suggestions do not fit on a sheet.",
    ),
}

SECTIONS: dict[Section, tuple[str, str]] = {
    Section.RESEARCH: ("Forschung und Testfelder", "Research and test facilities"),
    Section.STARTUPS: ("Startups", "Startups"),
    Section.FIRMS: ("Firmen, die helfen können", "Firms that can help"),
    Section.PEERS: ("Betriebe mit demselben Bedarf", "Firms with the same need"),
    Section.CLUSTER: ("Das passende Cluster", "The cluster that fits"),
}
