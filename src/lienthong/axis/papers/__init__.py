"""Official papers by Decree 30/2020/NĐ-CP: letters set as tagged PDF/A, their places for signature,
seal, number and date, the form check, and the books and slips of Annex IV."""
