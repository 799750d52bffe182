"""PAdES signatures on PDF, in the order that leaves every earlier signature valid.

Fields first, then the person certifies, number and date are filled in, the seal locks them. Needs no
Django."""
