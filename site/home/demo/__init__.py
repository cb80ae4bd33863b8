"""The demo: an invented handbook in three drafts, the people who react on it, and what they wrote.

The texts are data (README.md in this folder); the code tells them through the product's own actions, with the clock set
back, so that the demo can show nothing that a real installation could not.
"""
