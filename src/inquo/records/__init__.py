"""What is known: frozen records, standard library only."""
