"""What the pages about referrals show, put together once."""
