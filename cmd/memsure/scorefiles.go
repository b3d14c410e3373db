package main

import (
	"path"
	"path/filepath"

	"memsure/internal/bundle/response"
	"memsure/internal/fault"
)

// files reads the evidence that is there: beside the response, or named on the
// command line.
func (c *scoreCommand) files(w *world, given *response.Response) (map[string]response.File, error) {
	found, used := map[string]response.File{}, make([]bool, len(c.Evidence))
	sums := map[string]string{} // of files on the command line, where a digest had to be looked at
	for i, e := range given.Evidence {
		name, err := c.place(w, e, used, sums)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		report, sum, size, err := w.readEvidence(name)
		if err != nil {
			w.tellAbout(name, err)
			return nil, errTold
		}
		if e.SHA256 != "" && e.SHA256 != sum {
			w.tellAbout(name, fault.Newf(fault.Invalid, "other_file", "The file is not the one the response names as its evidence number %d: its SHA-256 is another.", i+1))
			return nil, errTold
		}
		found[e.ID] = e.Looked(report, sum, size)
	}
	for i, was := range used {
		if !was {
			w.tellAbout(c.Evidence[i], fault.New(fault.Invalid, "not_linked", "The response names no file of this name or SHA-256.").
				WithRemedy("Declare it under evidence in the response and link it from an answer."))
			return nil, errTold
		}
	}
	return found, nil
}

// place finds where a file of the response lies, empty where it is only named.
func (c *scoreCommand) place(w *world, e response.Evidence, used []bool, sums map[string]string) (string, error) {
	for i, name := range c.Evidence {
		same := filepath.Base(name) == path.Base(e.Name)
		if e.SHA256 != "" {
			sum, err := w.sumOf(name, sums)
			if err != nil {
				return "", err
			}
			same = sum == e.SHA256
		}
		if same {
			used[i] = true
			return name, nil
		}
	}
	if !e.There {
		return "", nil
	}
	folder := "."
	if c.Response != "-" {
		folder = filepath.Dir(c.Response)
	}
	return filepath.Join(folder, filepath.FromSlash(e.Name)), nil
}

func (w *world) sumOf(name string, sums map[string]string) (string, error) {
	if sum, ok := sums[name]; ok {
		return sum, nil
	}
	file, err := openFile(name)
	if err != nil {
		w.tellAbout(name, err)
		return "", errTold
	}
	defer file.Close()
	sums[name], err = digestOf(file)
	return sums[name], err
}
