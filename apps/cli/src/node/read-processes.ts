import type { NodeFacts } from '@breakwater/model';
import type { HostRoot } from './host-root.ts';
import { redactArguments } from './redact.ts';

export type Process = NodeFacts['processes'][number];

/** Programs that a cluster is made of; what else runs on the node is nobody's business here. */
const PROGRAMS =
  /^(?:kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy|kubelet|kubelite|hyperkube|etcd|k3s(?:-server|-agent)?|rke2|containerd|dockerd|crio|cri-dockerd|calico-node|cilium-agent|flanneld|antrea-agent|kube-router|weaver|ovnkube|aws-k8s-agent|aws-network-policy-agent|kindnetd|kube-network-policies|sshd)$/;

/** Variables that say how a component runs; all others stay where they are. */
const VARIABLES = /^(?:ETCD_(?!.*(?:PASSWORD|TOKEN))[A-Z_]+|GODEBUG|NO_PROXY)$/;

export interface FoundProcess extends Process {
  readonly pid: string;
}

/** The components that run on a host, by its /proc. */
export function readProcesses(host: HostRoot): readonly FoundProcess[] {
  return host
    .list('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      const argv = (host.readText(`/proc/${pid}/cmdline`) ?? '')
        .split('\0')
        .filter((word, index, all) => word !== '' || index < all.length - 1);
      if (argv.length === 0) return [];
      const exe = (host.readLink(`/proc/${pid}/exe`) ?? '').replace(/ \(deleted\)$/, '');
      const name = findProgram(argv, exe);
      if (name === undefined) return [];
      return [{ pid, name, exe, argv: [...redactArguments(argv)], env: readEnvironment(host, pid) }];
    })
    .toSorted((a, b) => Number(a.pid) - Number(b.pid));
}

function findProgram([first = '']: readonly string[], exe: string): string | undefined {
  // K3s writes several words into the first one: `/usr/local/bin/k3s server`.
  return [first.split(' ')[0] ?? '', exe].map(path => path.slice(path.lastIndexOf('/') + 1)).find(name => PROGRAMS.test(name));
}

function readEnvironment(host: HostRoot, pid: string): Record<string, string> {
  const entries = (host.readText(`/proc/${pid}/environ`) ?? '').split('\0').flatMap((entry): readonly [string, string][] => {
    const equals = entry.indexOf('=');
    return equals > 0 && VARIABLES.test(entry.slice(0, equals)) ? [[entry.slice(0, equals), entry.slice(equals + 1)]] : [];
  });
  return Object.fromEntries(entries);
}
