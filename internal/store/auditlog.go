package store

import "memsure/internal/audit"

// AuditLog lists audit events, newest first. Where a stream is named the page
// follows its numbers (AfterTime is the last number seen), else the events'
// ids, which grow with time (AfterID).
func (r BuyerRead) AuditLog(page Page, stream string) ([]audit.Row, error) {
	query, args := selectEvents+" ORDER BY id DESC LIMIT ?", []any{page.Limit}
	switch {
	case stream != "" && page.AfterTime > 0:
		query, args = selectEvents+" WHERE stream = ? AND seq < ? ORDER BY seq DESC LIMIT ?", []any{stream, page.AfterTime, page.Limit}
	case stream != "":
		query, args = selectEvents+" WHERE stream = ? ORDER BY seq DESC LIMIT ?", []any{stream, page.Limit}
	case page.AfterID != "":
		query, args = selectEvents+" WHERE id < ? ORDER BY id DESC LIMIT ?", []any{page.AfterID, page.Limit}
	}
	rows, err := r.tx.db.Raw(query, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []audit.Row
	for rows.Next() {
		row, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}
