"""Meeting plans of an event: who meets whom, when and where."""
