"""What the unit offers and where: places and kinds of visit."""
