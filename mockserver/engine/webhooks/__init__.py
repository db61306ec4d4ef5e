"""Events on their way to receivers: frozen bytes, signatures, attempts and retries."""
