"""An e-ID provider for trying things out: invented people, no secrets, one machine.

A process of its own that speaks OpenID Connect, so that what the tests and ./run meet
is what production meets. It refuses to start in production.
"""
