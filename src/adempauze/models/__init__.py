"""Models whose settings a learner can change: pure functions of numbers, without pictures or words."""
