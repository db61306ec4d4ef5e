"""SocialScalr: LinkedIn outreach, scheduled posts and webhooks, as its REST API shows them."""
