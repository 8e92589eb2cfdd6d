"""A sample council to click through: plainly invented people at example.gov.uk."""
