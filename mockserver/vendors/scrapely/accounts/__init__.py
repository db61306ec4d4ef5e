"""Connected Twitter accounts."""
