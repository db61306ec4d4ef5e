"""Leads: whom campaigns find, kept as thin rows from which everything else follows."""
