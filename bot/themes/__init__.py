"""Finding what a round of answers says, without showing who said it: themes, personal data, harmless words."""
