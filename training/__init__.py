"""How the shipped corrections of the sentence encoder were made; nothing of it is needed to run the product."""
