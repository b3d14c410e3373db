//go:build unix

package db

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// keeper starts the server and stops it when standard input closes, which
// happens whenever the test process ends, however it ends. It then removes the
// folder. Arguments: folder, initdb, postgres.
const keeper = `
"$2" -D "$1/data" -U memsure -A trust -E UTF8 --locale=C --no-sync >"$1/log" 2>&1 ||
	{ cat >/dev/null; rm -rf "$1"; exit 1; }
"$3" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=on -c max_connections=200 -c shared_buffers=64MB >>"$1/log" 2>&1 </dev/null &
server=$!
trap '' INT TERM HUP
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$1"
`

// programs are the two that a cluster needs.
type programs struct{ initdb, postgres string }

func findPrograms() (programs, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for i := len(folders) - 1; i >= 0; i-- {
		found := programs{filepath.Join(folders[i], "initdb"), filepath.Join(folders[i], "postgres")}
		if executable(found.initdb) && executable(found.postgres) {
			return found, nil
		}
	}
	initdb, err1 := exec.LookPath("initdb")
	postgres, err2 := exec.LookPath("postgres")
	if err1 != nil || err2 != nil {
		return programs{}, errNoPostgres
	}
	return programs{initdb, postgres}, nil
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// serverAccount gives the account to run the server as: nil for our own, and
// another one when we are root, which PostgreSQL refuses.
func serverAccount() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(account.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(account.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("running as root and there is no account postgres or nobody to run the server as")
}

// launch starts the keeper in a process group of its own, so that an interrupt
// on the terminal does not reach it before the folder is cleaned up.
func launch(p programs, dir string, account *syscall.Credential) error {
	if account != nil {
		if err := os.Chown(dir, int(account.Uid), int(account.Gid)); err != nil {
			return err
		}
	}
	inlet, outlet, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd := exec.Command("/bin/sh", "-c", keeper, "keeper", dir, p.initdb, p.postgres)
	cmd.Dir, cmd.Stdin = dir, inlet
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: account}
	if err := cmd.Start(); err != nil {
		return errors.Join(fmt.Errorf("start the server: %w", err), inlet.Close(), outlet.Close())
	}
	lifeline = outlet
	return inlet.Close()
}

// lifeline stays open as long as this process lives.
var lifeline *os.File //nolint:unused // held, never read
