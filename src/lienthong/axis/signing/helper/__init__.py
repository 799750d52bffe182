"""The signing helper: a small program on the signer's own computer, for the token that is plugged in there.

It listens on 127.0.0.1 only, shows what is to be signed, asks for the PIN itself and signs. It needs
python-pkcs11, cryptography and asn1crypto beside Python; no Django, no database, no PDF.
"""
