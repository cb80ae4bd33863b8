"""The addresses of try-outs: walking through a case, and the editors' side."""
