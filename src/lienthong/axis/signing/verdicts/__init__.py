"""The verdict on a signed file: integrity, coverage, later changes, trust; the worst one is shown.

pyHanko reads the file and analyses differences; it is a witness, not the judge: what it lets pass
(see docs/signing.md) is checked again here. Needs no Django and no network.
"""
