"""PAdES signatures on PDF, in the order that leaves every earlier signature valid: fields first, the
person certifies, number and date are filled in, the seal locks them. Needs no Django."""
