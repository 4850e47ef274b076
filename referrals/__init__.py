"""From received to answered: clinic, self-referral, triage, clocks."""
