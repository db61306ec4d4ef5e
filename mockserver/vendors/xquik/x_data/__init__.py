"""What X is shown as: tweets, users and pages of them, as every endpoint of this vendor gives them."""
