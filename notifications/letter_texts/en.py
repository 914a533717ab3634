"""Our words in English."""

TEXTS = {
    "application_received": (
        "We have your application as {{job_title}}",
        """Dear {{candidate_name}},

thank you for applying to {{company_name}} as **{{job_title}}**. Your application has arrived, and a person will read it.

We will write to you as soon as there is something to say. If you want to add or correct something, just answer this mail.

{{recruiter_name}}
{{company_name}}""",
        "",
    ),
    "status_update": (
        "Your application as {{job_title}}: {{new_status}}",
        """Dear {{candidate_name}},

there is news about your application as **{{job_title}}**. It is now here: **{{new_status}}**.

You need not do anything. We will write again when the next step is due.

{{recruiter_name}}
{{company_name}}""",
        "",
    ),
    "shortlisted": (
        "You are on our shortlist: {{job_title}}",
        """Dear {{candidate_name}},

good news: we read your application as **{{job_title}}** and would like to get to know you better. You are on our shortlist.

We will write to you about the next step soon.

{{recruiter_name}}
{{company_name}}""",
        "",
    ),
    "scheduling_link": (
        "Choose a time for your interview: {{job_title}}",
        """Dear {{candidate_name}},

we would like to talk with you about the position as **{{job_title}}**. Please choose the time that suits you best. The page shows each time on your own clock, and you can ask for another one there.

{{recruiter_name}}
{{company_name}}""",
        "Choose a time",
    ),
    "interview_invitation": (
        "Your interview on {{interview_date}}: {{job_title}}",
        """Dear {{candidate_name}},

we look forward to talking with you about the position as **{{job_title}}**.

- Day: **{{interview_date}}**
- Time: **{{interview_time}}**
- Where: **{{interview_location}}**

The calendar file in this mail puts it into your calendar. If the time does not suit you, you can ask for another.

{{recruiter_name}}
{{company_name}}""",
        "See the interview",
    ),
    "interview_reminder": (
        "Reminder: your interview at {{company_name}}, {{interview_date}}",
        """Dear {{candidate_name}},

a short reminder of your interview for the position as **{{job_title}}**.

- Day: **{{interview_date}}**
- Time: **{{interview_time}}**
- Where: **{{interview_location}}**

If something came up, tell us: {{recruiter_email}}.

{{recruiter_name}}
{{company_name}}""",
        "See the interview",
    ),
    "interview_changed": (
        "Your interview has changed: {{interview_date}}, {{job_title}}",
        """Dear {{candidate_name}},

something about your interview for the position as **{{job_title}}** has changed. From now on it is:

- Day: **{{interview_date}}**
- Time: **{{interview_time}}**
- Where: **{{interview_location}}**

The calendar file in this mail brings your calendar up to date. If it does not suit you, you can ask for another time.

{{recruiter_name}}
{{company_name}}""",
        "See the interview",
    ),
    "interview_cancelled": (
        "Your interview on {{interview_date}} is cancelled",
        """Dear {{candidate_name}},

the interview for the position as **{{job_title}}** on {{interview_date}}, {{interview_time}}, will not take place.

If you did not expect this, or want to know how it goes on, write to {{recruiter_email}}.

{{recruiter_name}}
{{company_name}}""",
        "",
    ),
    "interview_kept": (
        "Your interview stays on {{interview_date}}",
        """Dear {{candidate_name}},

you asked for another time for your interview for the position as **{{job_title}}**. Unfortunately we can’t offer one, so it stays as it is:

- Day: **{{interview_date}}**
- Time: **{{interview_time}}**
- Where: **{{interview_location}}**

If you can’t make it, please tell us: {{recruiter_email}}.

{{recruiter_name}}
{{company_name}}""",
        "See the interview",
    ),
    "rejection": (
        "Your application as {{job_title}}",
        """Dear {{candidate_name}},

thank you for applying to {{company_name}} as **{{job_title}}**, and for the time that you gave us.

We have decided to go on with other candidates. This was a decision between people who could all have done well, and it says nothing about your worth. You may ask us how it came about: {{recruiter_email}}.

We wish you all the best, and would be glad to hear from you again.

{{recruiter_name}}
{{company_name}}""",
        "",
    ),
    "offer": (
        "Our offer to you: {{job_title}} at {{company_name}}",
        """Dear {{candidate_name}},

we would be glad to have you with us as **{{job_title}}**. Our offer is ready for you, with everything that it holds. You can accept or decline it on its page.

If anything is unclear, write to us before you decide: {{recruiter_email}}.

{{recruiter_name}}
{{company_name}}""",
        "Read the offer",
    ),
    "interview_survey": (
        "How was your interview at {{company_name}}?",
        """Dear {{candidate_name}},

thank you for talking with us about the position as **{{job_title}}**. Would you tell us how it was for you? It takes a minute, and has no bearing on our decision.

{{company_name}}""",
        "Tell us how it was",
    ),
    "magic_link": (
        "Your sign-in link",
        """Hello {{candidate_name}},

use the button to sign in and see your applications. The link works for a short while and only once.

If you did not ask for it, ignore this mail: nobody can sign in without it.""",
        "Sign in",
    ),
    "invitation": (
        "{{recruiter_name}} invites you to {{company_name}}",
        """Hello,

{{recruiter_name}} ({{recruiter_email}}) invites you to work with them at **{{company_name}}** on IntelliMatch.

The link works for seven days and once. If you expected no invitation, ignore this mail.""",
        "See the invitation",
    ),
    "digest": ("What is new at {{company_name}}", "Hello,\n\nthis happened since the last digest:", "See everything"),
    "notice": ("", "", "Open"),
}
