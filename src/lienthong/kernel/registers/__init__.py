"""Registers: series of numbers by agency, book and year, in the order of issue (Đ15, 16, 22 NĐ 30/2020)."""
