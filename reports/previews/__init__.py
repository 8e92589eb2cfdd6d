"""What a framework would look like: a report about nobody, and the questionnaire on paper."""
