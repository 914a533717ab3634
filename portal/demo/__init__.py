"""Invents people, their résumés as real files, and jobs for the demo and for tests of the reader: plain Python, no
Django. Never describes a real person: every name, employer, school and text is our own, addresses and phone numbers
are reserved for examples where a country reserves any."""
