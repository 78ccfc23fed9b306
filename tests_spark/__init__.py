"""The engine on Spark: `make test-spark`. It needs Java and an extra, so it is not part of `make test`."""
