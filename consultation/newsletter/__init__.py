"""The newsletter: who asked for it and proved her address, the issues, their sending and their archive."""
