import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the runtime was told to run. */
export interface ContainerNames {
  readonly namespace?: string;
  readonly pod?: string;
  readonly podUid?: string;
  /** Absent for the sandbox that holds the namespaces of a pod. */
  readonly container?: string;
  readonly image?: string;
}

/** A larger file is no description of a container. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Folders in which runtimes keep what they run, below the root of the host. */
export const RUNTIME_FOLDERS = [
  '/run/containerd',
  '/run/k3s/containerd',
  '/run/containers/storage',
  '/var/lib/containers/storage',
  '/var/lib/docker',
] as const;

/** Where a folder of a runtime has the description of a container, by what kind of runtime it is. */
const PLACES: readonly ((id: string) => string)[] = [
  id => `io.containerd.runtime.v2.task/k8s.io/${id}/config.json`,
  id => `overlay-containers/${id}/userdata/config.json`,
  id => `containers/${id}/config.v2.json`,
];

/** Looks for a container in the folders of runtimes; undefined where none has it, or what it has cannot be read. */
export function readBundle(folders: readonly string[], id: string): ContainerNames | undefined {
  for (const folder of folders)
    for (const place of PLACES) {
      const names = toNames(readJson(join(folder, place(id))));
      if (names !== undefined) return names;
    }
  return undefined;
}

function readJson(path: string): unknown {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return fstatSync(file).size > MAX_BYTES ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

type Texts = Readonly<Record<string, unknown>>;

/** Each runtime writes the same under names of its own. */
const KEYS: readonly Readonly<Record<keyof ContainerNames, string>>[] = [
  {
    namespace: 'io.kubernetes.cri.sandbox-namespace',
    pod: 'io.kubernetes.cri.sandbox-name',
    podUid: 'io.kubernetes.cri.sandbox-uid',
    container: 'io.kubernetes.cri.container-name',
    image: 'io.kubernetes.cri.image-name',
  },
  {
    namespace: 'io.kubernetes.pod.namespace',
    pod: 'io.kubernetes.pod.name',
    podUid: 'io.kubernetes.pod.uid',
    container: 'io.kubernetes.container.name',
    image: 'io.kubernetes.cri-o.ImageName',
  },
];

function toNames(value: unknown): ContainerNames | undefined {
  const { annotations, Config } = (value ?? {}) as {
    readonly annotations?: Texts;
    readonly Config?: { readonly Labels?: Texts; readonly Image?: unknown };
  };
  const texts: Texts | undefined = annotations ?? Config?.Labels;
  if (texts === undefined || texts === null) return undefined;
  const keys = KEYS.find(({ pod }) => typeof texts[pod] === 'string');
  if (keys === undefined) return undefined;
  const image = texts[keys.image] ?? Config?.Image;
  const entries = Object.entries(keys).map(([name, key]) => [name, name === 'image' ? image : texts[key]]);
  const found = Object.fromEntries(entries.filter(([, text]) => typeof text === 'string' && text !== '')) as ContainerNames;
  // CRI-O and Docker give the sandbox a name, too.
  const { container, ...rest } = found;
  return container === undefined || container === 'POD' ? rest : found;
}
