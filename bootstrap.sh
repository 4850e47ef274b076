# shellcheck shell=sh
# Read by ./run and ./test, which say in $needs which lock they need: makes .venv, or
# adds to it what is missing. requirements-test.lock holds all of requirements.lock, so
# one .venv serves both. A .venv that is a symlink belongs to somebody else: used as is.
: "${needs:?}"

find_python() {
  for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      return
    fi
  done
  echo "Python 3.11 or newer is needed, and none was found (PYTHON=path names one)." >&2
  exit 1
}

sum_of() {
  cksum <"$1"
}

# .venv/.locks holds the checksum of each lock that is wholly installed.
holds() {
  grep -qxF "$1 $(sum_of "$1")" .venv/.locks 2>/dev/null && .venv/bin/python -c '' 2>/dev/null
}

with_uv() {
  command -v uv >/dev/null 2>&1 || return 1
  if ! [ -e .venv/bin/python ]; then uv venv -q --python "$python" .venv || return 1; fi
  UV_SYSTEM_CERTS=1 uv pip install -q --python .venv/bin/python --require-hashes -r "$1"
}

with_own_pip() {
  if ! [ -e .venv/bin/python ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || return 1
    "$python" -m venv .venv || return 1
  fi
  .venv/bin/python -m pip --version >/dev/null 2>&1 ||
    .venv/bin/python -m ensurepip >/dev/null 2>&1 || return 1
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$1"
}

with_system_pip() {
  "$python" -m pip --version >/dev/null 2>&1 || return 1
  if ! [ -e .venv/bin/python ]; then
    "$python" -m venv --without-pip .venv || return 1
  fi
  "$python" -m pip --python .venv/bin/python install -q --disable-pip-version-check \
    --require-hashes -r "$1"
}

install() {
  if with_uv "$1" || with_own_pip "$1" || with_system_pip "$1"; then
    printf '%s\n' "$1 $(sum_of "$1")" >>.venv/.locks
    return
  fi
  if [ -e .venv/bin/python ]; then
    echo "The packages could not be installed: the reason is above." >&2
  else
    echo "This Python can make no environment: install python3-venv (Debian, Ubuntu:" \
      "apt-get install python3-venv) or uv, and start again." >&2
  fi
  exit 1
}

# Two first starts at once: the second waits for the first.
alone() {
  until mkdir .venv.making 2>/dev/null; do
    maker=$(cat .venv.making/pid 2>/dev/null || :)
    if [ -n "$maker" ] && ! kill -0 "$maker" 2>/dev/null; then
      rm -rf .venv.making
    else
      sleep 1
    fi
  done
  trap 'rm -rf .venv.making' EXIT
  trap 'exit 130' INT TERM HUP
  echo $$ >.venv.making/pid
}

bootstrap() {
  find_python
  alone
  if ! holds "$needs"; then
    echo "Installing the packages of $needs into .venv (up to a minute, once)."
    # A .venv of the smaller lock is added to; any other is made anew.
    holds requirements.lock || rm -rf .venv
    install "$needs"
    # The larger lock holds the smaller one too.
    if [ "$needs" != requirements.lock ] && ! holds requirements.lock; then
      printf '%s\n' "requirements.lock $(sum_of requirements.lock)" >>.venv/.locks
    fi
  fi
  rm -rf .venv.making
  trap - EXIT INT TERM HUP
}

if ! [ -L .venv ] && ! holds "$needs"; then
  bootstrap
fi
