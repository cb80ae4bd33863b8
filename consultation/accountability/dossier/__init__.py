"""The consultation dossier: one closed file for the archive with all of a round, readable without this product."""
