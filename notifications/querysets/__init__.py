"""Every question that is asked of notices and mail: one file a subject."""
