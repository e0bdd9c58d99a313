"""The REST service of Kakehashi: landscapes kept, versioned, asked about and shared over HTTP."""
