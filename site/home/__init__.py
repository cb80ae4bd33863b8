"""What belongs to no one else: the home and standing pages, "Mijn overzicht", statements, health, the demo."""
