"""The fast way to a verdict, for files that are plainly right.

It knows the revisions that this platform writes, on a base of plain tables, and accepts only files of
which every byte is so; then its verdict is the very one that the full check reaches. Whatever it does
not know, doubts or finds wrong is `None`: it never calls a file bad, the full check does. Tests
compare both ways over honest files, over every attack and over random changes.
"""
