"""The decision framework of a handbook: its steps and outcomes as a graph, checked, drawn and compared. PURE: no Django.

`graph` reads it out of the passages, `checks` finds what would stop a walk, `layout` and `picture` draw it, `differences`
compares two of them.
"""
