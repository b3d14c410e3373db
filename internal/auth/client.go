package auth

import "context"

type clientKey struct{}

// WithClient puts the network address that a request came from into the
// context, as the edge counts it. It serves to slow guessing down and is
// never stored.
func WithClient(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, clientKey{}, address)
}

// ClientFrom gives the address, empty for callers without one.
func ClientFrom(ctx context.Context) string {
	address, _ := ctx.Value(clientKey{}).(string)
	return address
}
