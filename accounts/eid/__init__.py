"""Signing in with an e-ID: an OpenID Connect client that believes nothing unchecked.

`flow` sends the person away and remembers on what terms, `provider` knows the issuer's
addresses and keys, `tokens` checks what comes back, `proof` puts the three together.
"""
