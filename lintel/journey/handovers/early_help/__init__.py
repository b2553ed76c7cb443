"""Between the front door and early help: handed over, accepted or sent back, met, ended, stepped up in one act."""
