# A static binary on an empty image. SQLite is the pure Go one: no C library.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /memsure ./cmd/memsure && mkdir -m 0700 /data

FROM scratch
COPY --from=build /memsure /memsure
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
ENV MEMSURE_ADDR=:8080 MEMSURE_DATA=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/memsure"]
CMD ["serve"]
