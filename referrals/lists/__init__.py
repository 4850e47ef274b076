"""Reading somebody's own list of patients and referrals: CSV or Excel, as it is."""
