"""Settings of the Java machine that the tests run on."""

import os

# Every query is compiled once and run once: the second compiler would take half of the time and never pay.
os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--driver-java-options -XX:TieredStopAtLevel=1 pyspark-shell")
