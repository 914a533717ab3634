"""Our words in German."""

END = "\n\n{{recruiter_name}}\n{{company_name}}"
WHEN = "- Tag: **{{interview_date}}**\n- Zeit: **{{interview_time}}**\n- Ort: **{{interview_location}}**"

TEXTS = {
    "application_received": (
        "Ihre Bewerbung als {{job_title}} ist angekommen",
        """Guten Tag {{candidate_name}},

vielen Dank für Ihre Bewerbung als **{{job_title}}** bei {{company_name}}. Sie ist angekommen, und ein Mensch wird sie lesen.

Wir schreiben Ihnen, sobald es etwas zu sagen gibt. Möchten Sie etwas ergänzen oder berichtigen, antworten Sie einfach auf diese Mail."""
        + END,
        "",
    ),
    "status_update": (
        "Ihre Bewerbung als {{job_title}}: {{new_status}}",
        """Guten Tag {{candidate_name}},

es gibt Neues zu Ihrer Bewerbung als **{{job_title}}**. Sie steht jetzt hier: **{{new_status}}**.

Sie müssen nichts tun. Wir schreiben wieder, wenn der nächste Schritt ansteht."""
        + END,
        "",
    ),
    "shortlisted": (
        "Sie sind in der engeren Wahl: {{job_title}}",
        """Guten Tag {{candidate_name}},

gute Nachrichten: Ihre Bewerbung als **{{job_title}}** hat uns gefallen, und wir möchten Sie gern näher kennenlernen. Sie sind in der engeren Wahl.

Über den nächsten Schritt schreiben wir Ihnen bald."""
        + END,
        "",
    ),
    "scheduling_link": (
        "Wählen Sie eine Zeit für Ihr Gespräch: {{job_title}}",
        """Guten Tag {{candidate_name}},

wir möchten gern mit Ihnen über die Stelle als **{{job_title}}** sprechen. Bitte wählen Sie die Zeit, die Ihnen am besten passt. Die Seite zeigt jede Zeit nach Ihrer eigenen Uhr; dort können Sie auch um eine andere bitten."""
        + END,
        "Zeit wählen",
    ),
    "interview_invitation": (
        "Ihr Gespräch am {{interview_date}}: {{job_title}}",
        """Guten Tag {{candidate_name}},

wir freuen uns auf das Gespräch mit Ihnen über die Stelle als **{{job_title}}**.

"""
        + WHEN
        + """

Die Kalenderdatei in dieser Mail trägt den Termin in Ihren Kalender ein. Passt er nicht, können Sie um einen anderen bitten."""
        + END,
        "Zum Termin",
    ),
    "interview_reminder": (
        "Erinnerung: Ihr Gespräch bei {{company_name}}, {{interview_date}}",
        """Guten Tag {{candidate_name}},

eine kurze Erinnerung an Ihr Gespräch über die Stelle als **{{job_title}}**.

"""
        + WHEN
        + "\n\nIst etwas dazwischengekommen, sagen Sie uns Bescheid: {{recruiter_email}}."
        + END,
        "Zum Termin",
    ),
    "interview_changed": (
        "Ihr Gespräch hat sich geändert: {{interview_date}}, {{job_title}}",
        """Guten Tag {{candidate_name}},

an Ihrem Gespräch über die Stelle als **{{job_title}}** hat sich etwas geändert. Ab jetzt gilt:

"""
        + WHEN
        + """

Die Kalenderdatei in dieser Mail bringt Ihren Kalender auf den neuen Stand. Passt es nicht, können Sie um eine andere Zeit bitten."""
        + END,
        "Zum Termin",
    ),
    "interview_cancelled": (
        "Ihr Gespräch am {{interview_date}} entfällt",
        """Guten Tag {{candidate_name}},

das Gespräch über die Stelle als **{{job_title}}** am {{interview_date}}, {{interview_time}}, findet nicht statt.

Kommt das unerwartet oder möchten Sie wissen, wie es weitergeht, schreiben Sie an {{recruiter_email}}."""
        + END,
        "",
    ),
    "interview_kept": (
        "Ihr Gespräch bleibt am {{interview_date}}",
        """Guten Tag {{candidate_name}},

Sie haben um eine andere Zeit für Ihr Gespräch über die Stelle als **{{job_title}}** gebeten. Leider können wir keine anbieten, es bleibt dabei:

"""
        + WHEN
        + "\n\nKönnen Sie dann nicht, sagen Sie uns bitte Bescheid: {{recruiter_email}}."
        + END,
        "Zum Termin",
    ),
    "rejection": (
        "Ihre Bewerbung als {{job_title}}",
        """Guten Tag {{candidate_name}},

vielen Dank für Ihre Bewerbung als **{{job_title}}** bei {{company_name}} und für die Zeit, die Sie uns gegeben haben.

Wir haben uns entschieden, mit anderen weiterzugehen. Es war eine Wahl unter Menschen, die es alle gut gemacht hätten, und sagt nichts über Ihren Wert. Wie die Entscheidung zustande kam, können Sie uns fragen: {{recruiter_email}}.

Wir wünschen Ihnen alles Gute und würden uns freuen, wieder von Ihnen zu hören."""
        + END,
        "",
    ),
    "offer": (
        "Unser Angebot an Sie: {{job_title}} bei {{company_name}}",
        """Guten Tag {{candidate_name}},

wir hätten Sie gern als **{{job_title}}** bei uns. Unser Angebot liegt für Sie bereit, mit allem, was dazugehört. Auf seiner Seite können Sie es annehmen oder ablehnen.

Ist etwas unklar, schreiben Sie uns, bevor Sie sich entscheiden: {{recruiter_email}}."""
        + END,
        "Angebot lesen",
    ),
    "interview_survey": (
        "Wie war Ihr Gespräch bei {{company_name}}?",
        """Guten Tag {{candidate_name}},

danke für das Gespräch über die Stelle als **{{job_title}}**. Mögen Sie uns sagen, wie es für Sie war? Es dauert eine Minute und hat keinen Einfluss auf unsere Entscheidung.

{{company_name}}""",
        "Sagen, wie es war",
    ),
    "magic_link": (
        "Ihr Link zum Anmelden",
        """Hallo {{candidate_name}},

mit dem Knopf melden Sie sich an und sehen Ihre Bewerbungen. Der Link gilt nur kurz und nur einmal.

Haben Sie ihn nicht angefordert, beachten Sie diese Mail nicht: ohne ihn kommt niemand hinein.""",
        "Anmelden",
    ),
    "invitation": (
        "{{recruiter_name}} lädt Sie zu {{company_name}} ein",
        """Hallo,

{{recruiter_name}} ({{recruiter_email}}) lädt Sie ein, bei **{{company_name}}** auf IntelliMatch mitzuarbeiten.

Der Link gilt sieben Tage und einmal. Haben Sie keine Einladung erwartet, beachten Sie diese Mail nicht.""",
        "Einladung ansehen",
    ),
    "digest": ("Neues bei {{company_name}}", "Hallo,\n\ndas ist seit der letzten Übersicht geschehen:", "Alles ansehen"),
    "notice": ("", "", "Öffnen"),
}
