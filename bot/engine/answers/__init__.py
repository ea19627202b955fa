"""How people answer: forms, drafts, submitting, taking back, permission to show their words."""
