"""Signing in, accounts, keys and the settings of a tenant."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Signing in
    "account_sign_in": ("Anmelden", "Sign in"),
    "account_sign_in_with": ("Anmelden mit {name}", "Sign in with {name}"),
    "account_sign_in_external": (
        "Sie melden sich mit dem Zugang Ihrer Einrichtung an und kommen dann hierher zurück.",
        "You sign in with the account of your institution and then come back here.",
    ),
    "account_signed_out": ("Sie sind abgemeldet.", "You are signed out."),
    "account_login": ("Anmeldename oder E-Mail-Adresse", "Login name or e-mail address"),
    "account_password": ("Passwort", "Password"),
    "account_no_password": (
        "Passwort vergessen oder noch kein Konto? Die Verwaltung Ihrer Einrichtung gibt Ihnen "
        "einen Link, mit dem Sie ein Passwort festlegen.",
        "Forgot the password, or no account yet? The administration of your institution gives you "
        "a link with which you set a password.",
    ),
    "account_link_title": ("Passwort festlegen", "Set a password"),
    "account_link_lead": (
        "Guten Tag, {name}. Legen Sie Ihr Passwort fest; danach sind Sie angemeldet.",
        "Hello {name}. Set your password; then you are signed in.",
    ),
    "account_new_password": ("Neues Passwort", "New password"),
    "account_again": ("Neues Passwort noch einmal", "New password once more"),
    "account_password_hint": (
        "Mindestens {count} Zeichen. Gut sind mehrere Wörter hintereinander.",
        "At least {count} characters. Several words in a row are good.",
    ),
    "account_link_submit": ("Festlegen und anmelden", "Set and sign in"),
    # The own account
    "account_own": ("Mein Konto", "My account"),
    "account_own_lead": (
        "{login} bei {tenant}, Rolle: {role}",
        "{login} at {tenant}, role: {role}",
    ),
    "account_details": ("Name und Sprache", "Name and language"),
    "account_name": ("Name, wie er erscheinen soll", "Name as it should appear"),
    "account_name_missing": ("Bitte einen Namen angeben.", "Please give a name."),
    "account_language": ("Sprache der Seiten", "Language of the pages"),
    "account_german": ("Deutsch", "German (Deutsch)"),
    "account_english": ("Englisch (English)", "English"),
    "account_change_password": ("Passwort ändern", "Change password"),
    "account_change_hint": (
        "Auf anderen Geräten werden Sie dabei abgemeldet.",
        "You are signed out on other devices.",
    ),
    "account_present": ("Bisheriges Passwort", "Present password"),
    "account_devices": ("Angemeldete Geräte", "Devices signed in"),
    "account_device": ("Gerät", "Device"),
    "account_device_unknown": ("Unbekanntes Gerät", "Unknown device"),
    "account_device_here": ("dieses Gerät", "this device"),
    "account_seen": ("Zuletzt gesehen", "Last seen"),
    "account_since": ("Angemeldet seit", "Signed in since"),
    "account_action": ("Aktion", "Action"),
    "account_end_one": ("Abmelden", "Sign out"),
    "account_end_others": ("Auf allen anderen Geräten abmelden", "Sign out on all other devices"),
    "account_saved": ("Gespeichert.", "Saved."),
    "account_saved_password": (
        "Das Passwort ist geändert. Andere Geräte sind abgemeldet.",
        "The password is changed. Other devices are signed out.",
    ),
    "account_saved_devices": ("Die Geräte sind abgemeldet.", "The devices are signed out."),
    "account_nobody": (
        "Auf diesem Rechner meldet sich zurzeit niemand an. Alle Seiten stehen offen, aber nur "
        "für diesen Rechner.",
        "Nobody signs in on this computer at present. All pages are open, but to this computer "
        "only.",
    ),
    "account_nobody_next": ("Das erste Konto anlegen", "Make the first account"),
    # Roles
    "account_role_reader": ("Lesen", "Reader"),
    "account_role_adviser": ("Beratung", "Adviser"),
    "account_role_manager": ("Clustermanagement", "Cluster manager"),
    "account_role_organiser": ("Veranstaltungen", "Event organiser"),
    "account_role_admin": ("Verwaltung", "Administrator"),
    "account_role_reader_hint": (
        "sucht und liest, ändert nichts",
        "searches and reads, changes nothing",
    ),
    "account_role_adviser_hint": (
        "dazu: Beratungsbögen, Rückmeldungen, gemerkte Suchen, Profile bearbeiten",
        "also: advice sheets, feedback, saved searches, editing profiles",
    ),
    "account_role_manager_hint": (
        "dazu: Mitglieder einlesen und löschen, Ergebnisse",
        "also: importing and deleting members, outcomes",
    ),
    "account_role_organiser_hint": (
        "wie Beratung, dazu: Veranstaltungen planen",
        "as adviser, also: planning events",
    ),
    "account_role_admin_hint": (
        "alles, dazu: Konten, Schlüssel und Angaben der Einrichtung",
        "everything, also: accounts, keys and details of the institution",
    ),
    # Administration
    "admin_title": ("Verwaltung", "Administration"),
    "admin_sections": ("Teile der Verwaltung", "Parts of the administration"),
    "admin_accounts": ("Konten", "Accounts"),
    "admin_keys": ("Schlüssel für Programme", "Keys for programs"),
    "admin_tenant": ("Einrichtung", "Institution"),
    "admin_accounts_lead": (
        "Wer hier arbeitet, und was er oder sie darf.",
        "Who works here, and what they may do.",
    ),
    "admin_open": (
        "Zurzeit meldet sich niemand an. Mit dem ersten Konto wird die Anmeldung Pflicht. Es ist "
        "ein Konto der Verwaltung: Ihr eigenes. Das Passwort legen Sie gleich danach fest.",
        "Nobody signs in at present. With the first account, signing in becomes necessary. It is "
        "an administrator's: your own. You set its password right after.",
    ),
    "admin_off": (
        "Die Anmeldung ist in den Einstellungen ausgeschaltet (PARTNERMATCH_SIGN_IN=off). Konten "
        "wirken erst, wenn sie eingeschaltet wird.",
        "Signing in is switched off in the settings (PARTNERMATCH_SIGN_IN=off). Accounts take "
        "effect once it is switched on.",
    ),
    "admin_first_account": ("Erstes Konto anlegen", "Make the first account"),
    "admin_new_account": ("Neues Konto", "New account"),
    "admin_new_hint": (
        "Danach sehen Sie einen Link. Wer ihn öffnet, legt das Passwort selbst fest.",
        "Then you see a link. Whoever opens it sets the password.",
    ),
    "admin_new_hint_external": (
        "Mit dieser E-Mail-Adresse meldet sich die Person beim Anmeldedienst an.",
        "With this e-mail address the person signs in at the sign-in service.",
    ),
    "admin_login": ("Anmeldename oder E-Mail-Adresse", "Login name or e-mail address"),
    "admin_login_missing": ("Bitte einen Anmeldenamen angeben.", "Please give a login name."),
    "admin_name": ("Name (freiwillig)", "Name (optional)"),
    "admin_role": ("Rolle", "Role"),
    "admin_role_of": ("Rolle von {name}", "Role of {name}"),
    "admin_change_role": ("Ändern", "Change"),
    "admin_create": ("Konto anlegen", "Make account"),
    "admin_account": ("Konto", "Account"),
    "admin_state": ("Stand", "State"),
    "admin_active": ("aktiv", "active"),
    "admin_disabled": ("gesperrt", "disabled"),
    "admin_waiting": ("noch kein Passwort", "no password yet"),
    "admin_never": ("noch nie angemeldet", "never signed in"),
    "admin_last": ("zuletzt angemeldet {time}", "last signed in {time}"),
    "admin_you": ("Sie", "you"),
    "admin_disable": ("Sperren", "Disable"),
    "admin_enable": ("Freigeben", "Enable"),
    "admin_reset": ("Neuer Link", "New link"),
    "admin_for": ("für {name}", "for {name}"),
    "admin_no_accounts": ("Es gibt noch kein Konto.", "There is no account yet."),
    "admin_link_title": ("Link für {name}", "Link for {name}"),
    "admin_link_text": (
        "Bitte geben Sie diesen Link weiter. Er gilt {days} Tage, einmal, und wird nur jetzt "
        "gezeigt.",
        "Please hand over this link. It is valid for {days} days, once, and is shown only now.",
    ),
    "admin_roles_title": ("Was die Rollen dürfen", "What the roles may do"),
    # Keys
    "admin_keys_lead": (
        "Programme benutzen die Schnittstelle mit einem Schlüssel statt mit einem Passwort.",
        "Programs use the API with a key instead of a password.",
    ),
    "admin_new_key": ("Neuer Schlüssel", "New key"),
    "admin_label": ("Wofür?", "What for?"),
    "admin_label_hint": ("Zum Beispiel: Mitgliederdatenbank", "For example: member database"),
    "admin_label_missing": (
        "Bitte angeben, wofür der Schlüssel ist.",
        "Please say what the key is for.",
    ),
    "admin_lasts": ("Gilt", "Valid for"),
    "admin_days_90": ("90 Tage", "90 days"),
    "admin_days_365": ("1 Jahr", "1 year"),
    "admin_days_730": ("2 Jahre", "2 years"),
    "admin_days_": ("ohne Ende", "without end"),
    "admin_make_key": ("Schlüssel anlegen", "Make key"),
    "admin_key": ("Schlüssel", "Key"),
    "admin_key_made": ("Ihr neuer Schlüssel", "Your new key"),
    "admin_key_once": (
        "Bitte jetzt kopieren: Er wird nur dieses eine Mal gezeigt.",
        "Please copy it now: it is shown only this once.",
    ),
    "admin_used": ("Zuletzt benutzt", "Last used"),
    "admin_unused": ("noch nie", "never"),
    "admin_until": ("gilt bis {day}", "valid until {day}"),
    "admin_endless": ("gilt ohne Ende", "valid without end"),
    "admin_revoked": ("widerrufen", "revoked"),
    "admin_expired": ("abgelaufen", "expired"),
    "admin_revoke": ("Widerrufen", "Revoke"),
    "admin_no_keys": ("Es gibt noch keinen Schlüssel.", "There is no key yet."),
    # The institution
    "admin_tenant_lead": (
        "Diese Angaben stehen auf Beratungsbögen und Briefen.",
        "These details are on advice sheets and letters.",
    ),
    "admin_tenant_name": ("Name der Einrichtung", "Name of the institution"),
    "admin_name_wrong": (
        "Bitte einen Namen mit höchstens 200 Zeichen angeben.",
        "Please give a name of at most 200 characters.",
    ),
    "admin_kind": ("Art", "Kind"),
    "admin_kind_cluster": ("Cluster oder Netzwerk", "Cluster or network"),
    "admin_kind_chamber": ("Kammer", "Chamber"),
    "admin_kind_event": ("Veranstalter", "Event organiser"),
    "admin_kind_other": ("Andere", "Other"),
    "admin_cluster": ("Cluster", "Cluster"),
    "admin_cluster_none": ("keines", "none"),
    "admin_regions": ("Gebiet", "Area"),
    "admin_regions_hint": (
        "Eine Region je Zeile: Land, Kreis, Ort oder ein Gebiet wie Lausitz.",
        "One region per line: Land, Kreis, town or an area such as Lausitz.",
    ),
    "admin_letterhead": ("Anschrift", "Address"),
    "admin_letterhead_hint": ("Höchstens 8 Zeilen.", "At most 8 lines."),
    "admin_letterhead_wrong": (
        "Bitte höchstens 8 Zeilen mit zusammen 600 Zeichen.",
        "At most 8 lines with 600 characters together, please.",
    ),
    "admin_email": ("E-Mail-Adresse", "E-mail address"),
    "admin_email_wrong": (
        "Das ist keine E-Mail-Adresse. Beispiel: beratung@kammer.example",
        "This is not an e-mail address. Example: advice@chamber.example",
    ),
    "admin_phone": ("Telefon", "Phone"),
    "admin_website": ("Webseite", "Website"),
    "admin_website_wrong": (
        "Bitte die ganze Adresse angeben, mit https:// am Anfang.",
        "Please give the whole address, with https:// at the beginning.",
    ),
    "admin_names": ("Name und Gebiet", "Name and area"),
    "admin_contact": ("Anschrift und Erreichbarkeit", "Address and contact"),
    "admin_logo": ("Logo", "Logo"),
    "admin_logo_hint": ("PNG oder JPEG, höchstens {size} kB.", "PNG or JPEG, at most {size} kB."),
    "admin_logo_now": ("Das jetzige Logo", "The present logo"),
    "admin_logo_none": ("Es gibt noch kein Logo.", "There is no logo yet."),
    "admin_logo_new": ("Bilddatei wählen", "Choose a picture"),
    "admin_logo_remove": ("Logo entfernen", "Remove the logo"),
    "admin_saved": ("Gespeichert.", "Saved."),
}
