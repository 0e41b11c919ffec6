"""What is given in one session, in whatever syringe."""
