"""How pages look: components, form fields and the council's colour. No rows, no clock."""
