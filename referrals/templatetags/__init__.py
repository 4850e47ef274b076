"""What templates may ask of referrals."""
