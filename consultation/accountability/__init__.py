"""The account that goes out: what became of every remark, as a note, a dossier, figures and a receipt."""
