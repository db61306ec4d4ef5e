"""What connected accounts write on X: tweets, likes, retweets, follows."""
