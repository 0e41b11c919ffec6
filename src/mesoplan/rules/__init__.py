"""One judgement a file. `registry.RULES` is the list; `run` asks them all."""
