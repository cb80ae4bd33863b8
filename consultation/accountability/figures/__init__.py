"""Figures of a round: counted by the database, reckoned in pure code, told in words, with a table behind each chart."""
