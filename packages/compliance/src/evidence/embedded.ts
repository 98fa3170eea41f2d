import { baseName, parseArguments, splitCommandLine } from './arguments.ts';
import type { ComponentName } from './component-name.ts';
import { K3S_CONFIG, MICROK8S_DATA } from './layout.ts';
import type { NodeFiles } from './node-files.ts';
import { toTexts } from './yaml.ts';

/** A component that runs inside of another program. */
export interface Embedded {
  readonly name: ComponentName;
  readonly flags: ReadonlyMap<string, string>;
  readonly partial?: string;
}

const SERVER: readonly ComponentName[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];
const AGENT: readonly ComponentName[] = ['kubelet', 'kube-proxy'];

/** The components that one process holds; undefined where it is no such program. */
export function listEmbedded(argv: readonly string[], exe: string, files: NodeFiles): readonly Embedded[] | undefined {
  const programs = [baseName(argv[0] ?? ''), baseName(exe)];
  if (programs.includes('kubelite')) return listKubelite(files);
  if (!programs.some(name => /^k3s(?:-server|-agent)?$/.test(name))) return undefined;
  if (argv.includes('server') || programs.includes('k3s-server')) return SERVER.map(name => readK3s(name, argv, files));
  return argv.includes('agent') || programs.includes('k3s-agent') ? AGENT.map(name => readK3s(name, argv, files)) : [];
}

/** K3s writes several words into the first one: `/usr/local/bin/k3s server`. */
export function splitProgram([first = '', ...rest]: readonly string[]): readonly string[] {
  return /(?:^|\/)k3s \S/.test(first) ? [...splitCommandLine(first), ...rest] : [first, ...rest];
}

/** What it was told for its components, by its own flags and its configuration file, is known; what it chooses for them is not. */
function readK3s(name: ComponentName, argv: readonly string[], files: NodeFiles): Embedded {
  const key = `${name}-arg`;
  const passed = (parseArguments(argv).get(key) ?? '').split(/,(?=[a-z0-9-]+=)/);
  const written = files.readYaml(K3S_CONFIG)?.[key];
  const all = [...(typeof written === 'string' ? [written] : toTexts(written)), ...passed].filter(element => element !== '');
  return {
    name,
    flags: parseArguments(all.map(element => `--${element}`)),
    partial: 'K3s sets flags of its own for it, which show in its journal only',
  };
}

/** MicroK8s reads the flags of each component from a file, one on a line. */
function listKubelite(files: NodeFiles): readonly Embedded[] {
  return SERVER.flatMap((name): readonly Embedded[] => {
    const path = `${MICROK8S_DATA}/args/${name}`;
    const found = files.find(path);
    if (found.state === 'absent') return [];
    const text = found.state === 'found' ? found.file.content : undefined;
    if (text === undefined) return [{ name, flags: new Map(), partial: `${path}, which has its flags, was not collected` }];
    const words = text
      .replaceAll(/\$\{?SNAP_DATA\}?/g, MICROK8S_DATA)
      .split('\n')
      .filter(line => !line.trimStart().startsWith('#'));
    return [{ name, flags: parseArguments(words.flatMap(splitCommandLine)) }];
  });
}
