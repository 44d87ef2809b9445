"""A platform's repository brought to a later version of Plano: made aside, judged, and only then put in place."""
