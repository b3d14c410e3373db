package read_test

import "time"

var started = time.Now()

// nanotime is a monotonic clock for the benchmarks.
func nanotime() int64 { return int64(time.Since(started)) }
