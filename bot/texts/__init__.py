"""Every sentence that a person reads, one named function each, in the language of the moment."""
