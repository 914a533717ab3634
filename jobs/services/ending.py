"""What apps further right have planned with somebody, asked before an application ends: the dialog says it and offers to call it off.

Whether it was asked for stands in the event of the act (`cancel_interviews`); who planned it calls it off when it hears of that.
"""

planned = []  # function(applications: a queryset) -> list of words, one for each thing that is still to come


def still_to_come(applications):
    """What is planned with these applications, in words."""
    return [words for ask in planned for words in ask(applications)]
