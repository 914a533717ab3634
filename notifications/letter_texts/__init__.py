"""Our own words for each kind of letter, a module a language; `WORDS` are those around them, for every language that a company may use."""

from notifications.letter_texts import de, en

SHIPPED = {"en": en.TEXTS, "de": de.TEXTS}  # {language: {kind: (subject, text, button)}}

# because (of candidates), because (of colleagues), stop, choose, privacy, contact, open, more
WORDS = {
    "en": ("You get this mail because you are in touch with %s about a job.", "You get this mail as a member of %s.",
           "Unsubscribe", "Choose what is mailed to you", "Privacy policy", "Contact", "Open", "and more"),
    "de": ("Sie erhalten diese Nachricht, weil Sie mit %s wegen einer Stelle in Kontakt sind.",
           "Sie erhalten diese Nachricht als Mitglied von %s.",
           "Abbestellen", "Auswählen, was per Mail kommt", "Datenschutz", "Kontakt", "Öffnen", "und weitere"),
    "es": ("Recibe este correo porque está en contacto con %s por un empleo.", "Recibe este correo como miembro de %s.",
           "Darse de baja", "Elegir qué correos recibir", "Privacidad", "Contacto", "Abrir", "y más"),
    "fr": ("Vous recevez ce message car vous êtes en contact avec %s pour un emploi.",
           "Vous recevez ce message en tant que membre de %s.",
           "Se désabonner", "Choisir les messages reçus", "Confidentialité", "Contact", "Ouvrir", "et d’autres"),
    "it": ("Riceve questa e-mail perché è in contatto con %s per un lavoro.", "Riceve questa e-mail come membro di %s.",
           "Annulla iscrizione", "Scegliere quali e-mail ricevere", "Privacy", "Contatto", "Aprire", "e altro"),
    "nl": ("U ontvangt deze mail omdat u contact hebt met %s over een baan.", "U ontvangt deze mail als lid van %s.",
           "Afmelden", "Kies wat u per mail krijgt", "Privacy", "Contact", "Openen", "en meer"),
    "pl": ("Otrzymujesz tę wiadomość, ponieważ kontaktujesz się z %s w sprawie pracy.",
           "Otrzymujesz tę wiadomość jako członek %s.",
           "Wypisz się", "Wybierz, co przychodzi e-mailem", "Prywatność", "Kontakt", "Otwórz", "i więcej"),
    "pt": ("Recebe este e-mail porque está em contacto com %s sobre um emprego.", "Recebe este e-mail como membro de %s.",
           "Cancelar subscrição", "Escolher que e-mails receber", "Privacidade", "Contacto", "Abrir", "e mais"),
}  # fmt: skip

# headings of what a recruiter or an interview's kit adds: a note, what to expect, how to prepare
NOTES = {
    "en": ("A note for you", "What to expect", "How to prepare"),
    "de": ("Noch ein Wort", "Was Sie erwartet", "So bereiten Sie sich vor"),
}
