"""How dates and times are written, where Django's own ways of a language would read ambiguously."""
