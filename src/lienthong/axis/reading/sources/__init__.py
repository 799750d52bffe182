"""Where the text of a paper comes from: PDF, Word, pictures, plain text; run in the sandbox."""
