"""What `make` calls: sets up, starts, tests and checks a checkout.

Runs on the system's own Python before anything is installed, so every module here is standard library only;
`catalogue.py` alone needs Babel and is called with the environment's interpreter.
"""
