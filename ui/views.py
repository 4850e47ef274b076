"""The style page: every part with invented content, to be looked at and measured."""
