"""From what somebody wrote to a case in ids of the catalog, or every reason why not."""
