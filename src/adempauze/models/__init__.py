"""Models a learner can turn the knobs of: pure functions of numbers, nothing drawn and nothing worded."""
