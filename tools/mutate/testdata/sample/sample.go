// Package sample is what the tests of the runner mutate.
package sample

// Over counts the numbers above a limit, and adds them up.
func Over(limit int, numbers []int) (count, sum int) {
	for _, n := range numbers {
		if n <= limit {
			continue
		}
		count++
		sum += n
	}
	return count, sum
}

// Either is one of two things, but not nothing.
func Either(a, b bool, name string) bool { return (a || b) && name != "" }
