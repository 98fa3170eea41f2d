import { isConfiguration, listPaths } from '@breakwater/compliance';
import type { NodeFacts } from '@breakwater/model';
import { HostRoot } from './host-root.ts';
import { readFiles, type WantedFile } from './read-files.ts';
import { readListening } from './read-listening.ts';
import { type FoundProcess, readProcesses } from './read-processes.ts';

export interface CollectOptions {
  /** Where the file system of the host is mounted; / on the host itself. */
  readonly root: string;
  /** Name of the node in the cluster; the name of the host when absent. */
  readonly node?: string | undefined;
  readonly now: Date;
}

/** Flags that name files which say how a component is configured, beside those whose files are only looked at. */
const CONTENT_FLAGS = new Set([
  'config',
  'config-dir',
  'config-file',
  'audit-policy-file',
  'encryption-provider-config',
  'authentication-config',
  'authorization-config',
  'admission-control-config-file',
]);

const SYSCTLS = [
  'kernel.panic',
  'kernel.panic_on_oops',
  'kernel.keys.root_maxkeys',
  'kernel.keys.root_maxbytes',
  'kernel.kptr_restrict',
  'kernel.dmesg_restrict',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'kernel.randomize_va_space',
  'kernel.osrelease',
  'vm.overcommit_memory',
  'vm.panic_on_oom',
  'fs.protected_hardlinks',
  'fs.protected_symlinks',
  'fs.suid_dumpable',
  'net.ipv4.ip_forward',
  'net.ipv4.conf.all.route_localnet',
  'user.max_user_namespaces',
];

/** Everything that checks ask of a node, read and nothing changed. What cannot be read is told as that. */
export function collectNode({ root, node, now }: CollectOptions): NodeFacts {
  const host = new HostRoot(root);
  const processes = readProcesses(host);
  const { files, certificates } = readFiles(host, listWanted(processes));
  return {
    schema: 'node-facts/1',
    node: node ?? (host.readText('/etc/hostname') ?? host.readText('/proc/sys/kernel/hostname') ?? 'node').trim(),
    distribution: findDistribution(host, processes),
    collectedAt: now.toISOString(),
    processes: processes.map(({ pid: _, ...process }) => process),
    files: [...files],
    certificates: [...certificates],
    sysctls: readSysctls(host),
    listening: [...readListening(host, processes)],
  };
}

/** Where things usually lie, and where the components' own flags say that they do. */
function listWanted(processes: readonly FoundProcess[]): readonly WantedFile[] {
  const named = processes.flatMap(({ argv, env }) => [
    ...argv.flatMap((word, index): readonly WantedFile[] => {
      const match = /^--?([a-z0-9-]+)(?:=(.*))?$/.exec(word);
      const path = match?.[2] ?? (match === null ? undefined : argv[index + 1]);
      if (match === null || path === undefined || !path.startsWith('/')) return [];
      return [{ path, content: CONTENT_FLAGS.has(match[1] ?? '') }];
    }),
    ...Object.entries(env).flatMap(([name, path]): readonly WantedFile[] =>
      path.startsWith('/') ? [{ path, content: name === 'ETCD_CONFIG_FILE' }] : [],
    ),
  ]);
  const usual = listPaths().map((path): WantedFile => ({ path, content: isConfiguration(path) }));
  // What is wanted for its text comes first: a path is read once.
  return [...named, ...usual].toSorted((a, b) => Number(b.content) - Number(a.content));
}

function findDistribution(host: HostRoot, processes: readonly FoundProcess[]): string {
  const runs = (name: RegExp): boolean => processes.some(process => name.test(process.name) || name.test(process.exe));
  const has = (path: string): boolean => host.look(path).state === 'found';
  if (runs(/(?:^|\/)k3s/)) return 'k3s';
  if (runs(/rke2/) || has('/var/lib/rancher/rke2/agent')) return 'rke2';
  if (runs(/kubelite/) || has('/var/snap/microk8s/current')) return 'microk8s';
  if (has('/etc/eks') || has('/etc/kubernetes/kubelet/kubelet-config.json')) return 'eks';
  if (has('/home/kubernetes/kubelet-config.yaml')) return 'gke';
  if (has('/etc/kubernetes/azure.json')) return 'aks';
  if (has('/etc/kubernetes/static-pod-resources') || /^ID="?rhcos/m.test(host.readText('/etc/os-release') ?? '')) return 'openshift';
  if (/^ID="?talos/m.test(host.readText('/etc/os-release') ?? '')) return 'talos';
  return has('/etc/kubernetes/kubelet.conf') || has('/etc/kubernetes/admin.conf') ? 'kubeadm' : 'unknown';
}

function readSysctls(host: HostRoot): Record<string, string> {
  return Object.fromEntries(
    SYSCTLS.flatMap((name): readonly [string, string][] => {
      const value = host.readText(`/proc/sys/${name.replaceAll('.', '/')}`);
      return value === undefined ? [] : [[name, value.trim()]];
    }),
  );
}
