"""One suite over every vendor: what is served is held against the examples in the vendors' own documents.

Must not know how a vendor is built, and must never learn an expected value from our own output.
"""
