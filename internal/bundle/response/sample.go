package response

import "memsure/questionnaires"

// Sample reads one of the shipped sample responses by its file name. For a
// name that is not there the error is fs.ErrNotExist. Scored with their
// questionnaire, samples have to be Fit to it first, like every response.
func Sample(name string) (Response, error) {
	src, err := questionnaires.Sample(name)
	if err != nil {
		return Response{}, err
	}
	return Load(src)
}
