"""The certificate of an order, added up anew: periods and shares → tables of one course and of two → the bound of every plan."""
