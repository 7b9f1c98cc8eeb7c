"""Every read of the database. Pages and commands ask here and get plain, frozen values back."""
