"""The command line: one thin file a command, listed in `registry`. What a command does lives in its room, not here."""
