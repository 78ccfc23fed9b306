"""What payouts are made of: accounts, snapshots, other payments, answers of banks matched, samples, late money."""
