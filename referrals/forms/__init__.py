"""The questions that the pages about referrals ask."""
