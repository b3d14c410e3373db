package cyclonedx

import "memsure/internal/evidence"

func (d *document) dependencies() {
	if !d.Array() {
		return
	}
	for d.Item() {
		d.dependency()
	}
}

// dependency counts one entry and its edges; the graph is not kept.
func (d *document) dependency() {
	if !d.Object() {
		return
	}
	d.sbom.Dependencies.Entries++
	for d.Key() {
		switch string(d.Name()) {
		case "dependsOn":
			d.edges()
		default:
			d.Skip()
		}
	}
}

func (d *document) edges() {
	if !d.Array() {
		return
	}
	for d.Item() {
		if d.Bytes() != nil {
			d.sbom.Dependencies.Edges++
		}
	}
}

func (d *document) compositions() {
	if !d.Array() {
		return
	}
	for d.Item() {
		if d.Object() {
			for d.Key() {
				switch string(d.Name()) {
				case "aggregate":
					d.aggregate()
				default:
					d.Skip()
				}
			}
		}
	}
}

// aggregate takes one declaration in. Everything but "complete" is a declared
// gap, "unknown" too; the more cautious declaration holds.
func (d *document) aggregate() {
	declared := evidence.DeclaredIncomplete
	switch string(d.Bytes()) {
	case "not_specified", "":
		return
	case "complete":
		declared = evidence.DeclaredComplete
	}
	d.sbom.Completeness = max(d.sbom.Completeness, declared)
}

func (d *document) vulnerabilities() {
	if !d.Array() {
		return
	}
	d.sbom.Vulnerabilities.Present = true
	for d.Item() {
		d.vulnerability()
	}
}

// vulnerability counts one entry by its weaknesses.
func (d *document) vulnerability() {
	if !d.Object() {
		return
	}
	usable, memory := false, false
	for d.Key() {
		switch string(d.Name()) {
		case "cwes":
			usable, memory = d.weaknesses()
		default:
			d.Skip()
		}
	}
	v := &d.sbom.Vulnerabilities
	v.Listed++
	switch {
	case memory:
		v.MemorySafety++
	case usable:
		v.Other++
	default:
		v.WithoutCWE++
	}
}

func (d *document) weaknesses() (usable, memory bool) {
	if !d.Array() {
		return false, false
	}
	for d.Item() {
		n, ok := d.Int()
		usable = usable || ok && n > 0
		memory = memory || ok && evidence.StandardSet.Has(n)
	}
	return usable, memory
}
