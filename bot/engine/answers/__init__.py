"""Members' answers: forms, drafts, submitting, withdrawing, permission to show their words."""
