"""Keys and certificates: where keys are kept, and the sample authority of the sample province."""
