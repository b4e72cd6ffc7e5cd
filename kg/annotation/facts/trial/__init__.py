"""Clinical trials: phrases that name one, what each sentence says of it, and one fact for each trial of a release."""

from kg.annotation.facts.trial.finder import find_trials

__all__ = ["find_trials"]
