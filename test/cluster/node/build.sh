#!/bin/sh
# Builds what a real node needs beside the control plane, into ../bin/: kubelet, and the reference enforcer of NetworkPolicies. Skipped for what has not changed.
set -eu
cd "$(dirname "$0")"
BIN=$PWD/../bin
mkdir -p "$BIN"
ENFORCER=v0.8.0
STAMP="$(cksum < go.sum) $ENFORCER"
export CGO_ENABLED=0
is_built() { [ -x "$BIN/$1" ] && [ "$(cat "$BIN/$1.stamp" 2>/dev/null)" = "$STAMP" ]; }

if ! is_built kubelet; then
  echo 'building kubelet'
  export GOFLAGS='-mod=readonly -buildvcs=false'
  VERSION=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
  MINOR=${VERSION#v1.}
  MINOR=${MINOR%%.*}
  P=k8s.io/component-base/version
  go build -ldflags "-s -w -X $P.gitVersion=$VERSION -X $P.gitMajor=1 -X $P.gitMinor=$MINOR -X $P.gitTreeState=clean" \
    -o "$BIN/kubelet" k8s.io/kubernetes/cmd/kubelet
  echo "$STAMP" > "$BIN/kubelet.stamp"
fi

if ! is_built kube-network-policies; then
  echo 'building kube-network-policies'
  SOURCE=$(GOFLAGS= go mod download -json "sigs.k8s.io/kube-network-policies@$ENFORCER" | sed -n 's/.*"Dir": "\(.*\)",*/\1/p')
  SCRATCH=$(mktemp -d)
  trap 'rm -rf "$SCRATCH"' EXIT
  cp -r "$SOURCE/." "$SCRATCH"
  chmod -R u+w "$SCRATCH"
  cd "$SCRATCH"
  # It runs on the node beside the kubelet, not in a pod.
  sed -i 's|rest.InClusterConfig()|clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))|; s|"k8s.io/client-go/rest"|"k8s.io/client-go/tools/clientcmd"|' cmd/main.go
  # Some kernels are built without the queue expression of nftables and have its older form: the target NFQUEUE, revision 3, with queue, number of queues and flags.
  sed -i 's|queue := &expr.Queue{Num: uint16(c.config.QueueID)}|queue := \&expr.Target{Name: "NFQUEUE", Rev: 3, Info: queueInfo(c.config.QueueID)}|; /queue.Flag = expr.QueueFlagBypass/d' pkg/networkpolicy/controller.go
  cat >> pkg/networkpolicy/controller.go <<'GO'

func queueInfo(id int) *xt.Unknown {
	info := xt.Unknown(binaryutil.NativeEndian.PutUint16(uint16(id)))
	info = append(info, binaryutil.NativeEndian.PutUint16(1)...)
	info = append(info, 0, 0, 0, 0)
	return &info
}
GO
  sed -i 's|"github.com/google/nftables/expr"|"github.com/google/nftables/expr"\n\t"github.com/google/nftables/xt"|' pkg/networkpolicy/controller.go
  GOFLAGS='-mod=mod -buildvcs=false' go build -ldflags '-s -w' -o "$BIN/kube-network-policies" ./cmd
  echo "$STAMP" > "$BIN/kube-network-policies.stamp"
fi
