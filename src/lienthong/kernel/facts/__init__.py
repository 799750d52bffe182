"""Facts: every act leaves exactly one record that cannot be changed, sealed into a Merkle chain."""
