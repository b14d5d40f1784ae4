"""How customers are compared. Plain values in, plain values out: no odoo, no database."""
