"""The forms of this slice: a walk; and what an editor writes of a case."""
