"""How a draft is checked: challenges, in groups as those who decide may see them, and decisions."""
