"""Taking files into custody: the content store, the ledger, verification."""
