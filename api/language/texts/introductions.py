"""Profiles met through an intermediary."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "introduction_lead": (
        "Manche Profile werden ohne Namen gezeigt, zum Beispiel bei einer Betriebsnachfolge. Wer "
        "sie kennenlernen will, bittet hier um Vermittlung; die Einrichtung, die das Profil führt, "
        "entscheidet.",
        "Some profiles are shown without a name, say when a firm seeks a successor. Whoever "
        "wants to meet them asks for an introduction here; the institution that keeps the profile "
        "decides.",
    ),
    "introduction_waiting": ("warten auf Ihre Antwort", "wait for your answer"),
    "introduction_asked": ("von Ihnen gestellt, noch offen", "asked by you, still open"),
    "introduction_agreed_count": ("Ihnen zugesagt", "agreed to you"),
    "introduction_incoming": ("Anfragen an mich", "Asked of me"),
    "introduction_outgoing": ("Anfragen von mir", "Asked by me"),
    "introduction_no_incoming": (
        "Noch hat niemand nach einem Ihrer vermittelten Profile gefragt. Sobald jemand um "
        "Vermittlung bittet, steht es hier.",
        "Nobody has asked for one of your profiles behind an intermediary yet. As soon as somebody "
        "asks for an introduction, it stands here.",
    ),
    "introduction_no_outgoing": (
        "Sie haben noch nicht um Vermittlung gebeten. Bei Vorschlägen ohne Namen steht der Knopf "
        "„Um Vermittlung bitten“.",
        "You have not asked for an introduction yet. Suggestions without a name have the button "
        "“Ask for an introduction”.",
    ),
    "introduction_ask": ("Um Vermittlung bitten", "Ask for an introduction"),
    "introduction_ask_lead": (
        "Die Einrichtung „{owner}“ führt dieses Profil. Sie liest Ihre Anfrage und entscheidet, ob "
        "Sie Namen und Kontakt erfahren.",
        "The institution “{owner}” keeps this profile. It reads your request and decides whether "
        "you learn name and contact.",
    ),
    "introduction_known": (
        "Dieses Profil ist Ihnen bekannt. Eine Vermittlung ist nicht nötig.",
        "This profile is known to you. No introduction is needed.",
    ),
    "introduction_to_profile": ("Zum Profil", "To the profile"),
    "introduction_seeker": ("Für welchen Betrieb?", "On whose behalf?"),
    "introduction_seeker_hint": (
        "Anfang des Namens tippen und aus der Liste wählen. Darf leer bleiben.",
        "Type the beginning of the name and choose from the list. May stay empty.",
    ),
    "introduction_need": ("Worum geht es?", "What is it about?"),
    "introduction_need_hint": (
        "Der Bedarf in eigenen Worten. Darf leer bleiben, wenn ein Betrieb gewählt ist.",
        "The need in your own words. May stay empty if an organisation is chosen.",
    ),
    "introduction_message": ("Nachricht an die Einrichtung", "Message to the institution"),
    "introduction_message_hint": (
        "Zum Beispiel, wie man Sie am besten erreicht.",
        "For example how you are best reached.",
    ),
    "introduction_told": (
        "„{owner}“ sieht: den Namen Ihrer Einrichtung ({own}), den gewählten Betrieb, den Bedarf, "
        "die Nachricht und die Sätze, die zueinander passen.",
        "“{owner}” sees: the name of your institution ({own}), the chosen organisation, the need, "
        "the message and the sentences that fit each other.",
    ),
    "introduction_send": ("Anfrage senden", "Send the request"),
    "introduction_what_is_known": ("Was bekannt ist", "What is known"),
    "introduction_by": ("{other} bittet um Vermittlung", "{other} asks for an introduction"),
    "introduction_through": ("über {other}", "through {other}"),
    "introduction_for": ("Für", "On behalf of"),
    "introduction_need_short": ("Bedarf", "Need"),
    "introduction_message_short": ("Nachricht", "Message"),
    "introduction_pairs": ("Was zueinander passt", "What fits"),
    "introduction_theirs": ("Dort", "There"),
    "introduction_ours": ("Ihr Profil", "Your profile"),
    "introduction_mine": ("Bei Ihnen", "Yours"),
    "introduction_their_profile": ("Vermitteltes Profil", "Profile without a name"),
    "introduction_sentence": ("Ihr Satz dazu (freiwillig)", "Your sentence (optional)"),
    "introduction_agree": ("Zusagen", "Agree"),
    "introduction_agree_hint": (
        "Mit der Zusage sieht {other} Namen, Ort und Kontakt. Sie können sie zurücknehmen.",
        "With your agreement {other} sees name, place and contact. You can take it back.",
    ),
    "introduction_decline": ("Ablehnen", "Decline"),
    "introduction_reopen_agreed": ("Zusage zurücknehmen", "Take the agreement back"),
    "introduction_reopen_declined": ("Absage zurücknehmen", "Take the refusal back"),
    "introduction_withdraw": ("Anfrage zurückziehen", "Withdraw the request"),
    "introduction_again": ("Noch einmal anfragen", "Ask again"),
    "introduction_gone": (
        "Dieses Profil ist für Sie nicht mehr zu sehen.",
        "This profile can no longer be seen by you.",
    ),
    "introduction_history": ("Verlauf", "History"),
    "introduction_we": ("Ihre Einrichtung", "Your institution"),
    "introduction_contact": ("Kontakt", "Contact"),
    "introduction_no_contact": (
        "Im Profil steht kein Kontakt; bitte bei {other} erfragen.",
        "The profile states no contact; please ask {other}.",
    ),
    "introduction_state_asked": ("offen", "open"),
    "introduction_state_agreed": ("zugesagt", "agreed"),
    "introduction_state_declined": ("abgelehnt", "declined"),
    "introduction_state_withdrawn": ("zurückgezogen", "withdrawn"),
    "introduction_did_ask": ("hat angefragt", "asked"),
    "introduction_did_agree": ("hat zugesagt", "agreed"),
    "introduction_did_decline": ("hat abgelehnt", "declined"),
    "introduction_did_reopen": ("hat die Antwort zurückgenommen", "took the answer back"),
    "introduction_did_withdraw": ("hat die Anfrage zurückgezogen", "withdrew the request"),
    "introduction_done_ask": (
        "Die Anfrage ist gestellt. Sobald {other} antwortet, sehen Sie es hier.",
        "The request is made. As soon as {other} answers, you see it here.",
    ),
    "introduction_done_agree": (
        "Zugesagt: {other} sieht jetzt Namen und Kontakt.",
        "Agreed: {other} now sees name and contact.",
    ),
    "introduction_done_decline": ("Die Anfrage ist abgelehnt.", "The request is declined."),
    "introduction_done_reopen": (
        "Die Antwort ist zurückgenommen; die Anfrage ist wieder offen.",
        "The answer is taken back; the request is open again.",
    ),
    "introduction_done_withdraw": (
        "Die Anfrage ist zurückgezogen.",
        "The request is withdrawn.",
    ),
    "introduction_own": ("So sehen andere Ihre Profile", "How others see your profiles"),
    "introduction_own_lead": (
        "Diese Profile Ihrer Einrichtung zeigen wir anderen ohne Namen. Prüfen Sie, ob der Text "
        "verrät, wer es ist.",
        "These profiles of your institution are shown to others without a name. Check whether the "
        "text gives away who it is.",
    ),
    "introduction_preview": ("Ansicht der anderen", "What others see"),
    "introduction_preview_lead": (
        "So sehen angemeldete Einrichtungen das Profil „{name}“, bis Sie einer Anfrage zusagen. "
        "Wer nicht angemeldet ist, sieht es gar nicht.",
        "This is how signed-in institutions see the profile “{name}” until you agree to a request. "
        "Those who are not signed in do not see it at all.",
    ),
    "introduction_preview_check": (
        "Ausgelassen sind Name, Adressen, Nummern und Orte. Ob jemand an einem seltenen Satz zu "
        "erkennen ist, kann nur ein Mensch beurteilen. Den Text ändern Sie unter „Mitglieder“.",
        "Left out are name, addresses, numbers and places. Whether a rare sentence gives somebody "
        "away only a person can judge. You change the text under “Members”.",
    ),
    "introduction_withheld": (
        "Diese Aussage wird zurückgehalten, weil sie zu viel verrät.",
        "This statement is withheld because it gives too much away.",
    ),
    "introduction_back": ("Zur Vermittlung", "To the introductions"),
}
