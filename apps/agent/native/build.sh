#!/bin/sh
# Builds the kernel side of the agent and its loader into one file: dist/agent/kernel-events. Says what is missing instead of failing in the middle.
set -eu
cd "$(dirname "$0")"
OUT=${1:-../../../dist/agent}
BTF=${VMLINUX_BTF:-/sys/kernel/btf/vmlinux}

missing=
for program in clang cc; do command -v $program >/dev/null 2>&1 || missing="$missing $program"; done
BPFTOOL=$(command -v bpftool || ls /usr/sbin/bpftool 2>/dev/null || true)
[ -n "$BPFTOOL" ] || missing="$missing bpftool"
for header in bpf/libbpf.h bpf/bpf_helpers.h libelf.h zlib.h; do
	[ -e "/usr/include/$header" ] || missing="$missing $header"
done
if [ -n "$missing" ]; then
	echo "agent: cannot be built, since these are missing:$missing; on Debian: apt-get install clang gcc bpftool libbpf-dev libelf-dev zlib1g-dev" >&2
	exit 1
fi
if [ ! -r "$BTF" ]; then
	echo "agent: cannot be built, since $BTF cannot be read: build on a kernel with CONFIG_DEBUG_INFO_BTF, or name a file of types in VMLINUX_BTF" >&2
	exit 1
fi
case $(uname -m) in
	x86_64) ARCH=x86 ;;
	aarch64) ARCH=arm64 ;;
	*) echo "agent: there is no kernel side for $(uname -m); x86_64 and aarch64 are known" >&2; exit 1 ;;
esac

mkdir -p "$OUT/native"
W=$OUT/native
"$BPFTOOL" btf dump file "$BTF" format c > "$W/vmlinux.h"
clang -g -O2 -Wall -target bpf -D__TARGET_ARCH_$ARCH -I"$W" -c collect.bpf.c -o "$W/collect.bpf.o"
"$BPFTOOL" gen skeleton "$W/collect.bpf.o" name collect > "$W/collect.skel.h"
SOURCES='load.c frames.c limit.c watch.c commands.c syscalls.c'
FLAGS="-O2 -g -Wall -Wextra -Wno-unused-parameter -I$W -I."
# One file that needs nothing of the machine that it runs on, where the distribution has the libraries for it.
if ! cc $FLAGS -static -o "$OUT/kernel-events.new" $SOURCES -lbpf -lelf -lz 2>"$W/static.log" &&
	! cc $FLAGS -static -o "$OUT/kernel-events.new" $SOURCES -lbpf -lelf -lz -lzstd 2>>"$W/static.log"; then
	cc $FLAGS -o "$OUT/kernel-events.new" $SOURCES -lbpf -lelf -lz
	echo "agent: not static, since the distribution lacks a library for it; see $W/static.log" >&2
fi
strip "$OUT/kernel-events.new" 2>/dev/null || true
mv "$OUT/kernel-events.new" "$OUT/kernel-events"
