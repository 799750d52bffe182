"""An agency's mailbox: letters fetched over TLS, taken apart in the sandbox. Knows no database."""
