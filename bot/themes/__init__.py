"""Finding what a round of answers says, without showing who said it: points, personal data, harmless words."""
