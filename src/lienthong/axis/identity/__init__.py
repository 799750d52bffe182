"""Identity: sign-in with the official e-mail address (S5), second factor, sessions."""
