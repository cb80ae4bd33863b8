"""Publishing a version: the order of freeze, place, round and tell; the wizard and the command."""
