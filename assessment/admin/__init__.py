"""Django admin: skill frameworks for editors, councils and accounts for operators."""
