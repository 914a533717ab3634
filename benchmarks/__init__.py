"""What is timed: ratios against a plain baseline in the same run. `python -m benchmarks [NAME…]`."""
