"""A team's round in its meeting: started, gone through step by step, noted, and handed to the draft."""
