"""The one home of wording. `findings` puts words to what the rules yield, `plans` to what a plan does."""
