import type { MergedTree, VisibleEntry } from './merged-tree.ts';
import type { Owner } from './ownership.ts';

export type SurfaceKind =
  | 'shell'
  | 'package-manager'
  | 'network-tool'
  | 'remote-access'
  | 'compiler'
  | 'debugger'
  | 'setuid'
  | 'file-capability'
  | 'world-writable'
  | 'cache'
  | 'credential-file';

/** Something that an image can mostly do without. */
export interface SurfaceItem {
  readonly kind: SurfaceKind;
  readonly path: string;
  readonly layer: number;
  /** Bytes of what is there: the file, or all files of a folder. */
  readonly bytes: number;
  readonly package: string | undefined;
  /** Bytes that go when it is removed: all files of its package where it has one. */
  readonly saves: number;
}

const FOLDERS = new Set(['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/local/bin', 'usr/local/sbin']);

const PROGRAMS: Readonly<Record<string, string>> = {
  shell: 'sh bash dash ash zsh ksh mksh fish csh tcsh busybox pwsh',
  'package-manager': 'apt apt-get dpkg apk rpm yum dnf microdnf tdnf zypper pacman pip pip3 npm yarn pnpm gem composer conda',
  'network-tool': 'curl wget nc ncat netcat socat ssh scp sftp dbclient tcpdump nmap telnet ftp tftp rlogin rsh rsync',
  'remote-access': 'sshd dropbear telnetd in.telnetd vncserver x11vnc xrdp',
  compiler: 'gcc g++ cc c++ clang clang++ make cmake go rustc cargo javac ld as',
  debugger: 'gdb strace ltrace lldb',
};

const KINDS = new Map<string, SurfaceKind>(
  Object.entries(PROGRAMS).flatMap(([kind, names]) => names.split(' ').map(name => [name, kind as SurfaceKind] as const)),
);

/** Left behind by package managers and builds; one item a folder. */
const CACHES = [
  'var/lib/apt/lists',
  'var/cache/apt',
  'var/cache/apk',
  'var/cache/yum',
  'var/cache/dnf',
  'var/cache/zypp',
  'var/cache/debconf',
  'root/.cache',
  'root/.npm',
  'root/.m2',
  'root/.gradle',
  'root/.cargo/registry',
  'root/go/pkg',
].map(folder => ({ folder, inside: `${folder}/` }));

const CREDENTIAL_NAMES = new Set([
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  '.npmrc',
  '.netrc',
  '.git-credentials',
  '.pypirc',
  '.pgpass',
  'application_default_credentials.json',
]);
const CREDENTIAL_ENDINGS = ['/.aws/credentials', '/.docker/config.json', '/.kube/config', '.p12', '.pfx', '.keytab'];

const SETUID_OR_SETGID = 0o6000;
const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

/** What of the visible files is needed by hardly any service, largest first within a kind. */
export function listSurface(tree: MergedTree, owners: ReadonlyMap<string, Owner>): readonly SurfaceItem[] {
  const caches = new Map<string, { bytes: number; layer: number }>();
  const items: SurfaceItem[] = [];
  const packageBytes = sumPackages(tree, owners);
  for (const visible of tree.list()) {
    const cache = CACHES.find(({ inside }) => visible.entry.path.startsWith(inside));
    if (cache !== undefined) addToCache(caches, cache.folder, visible);
    for (const kind of classify(visible)) items.push(toItem(kind, visible, owners, packageBytes));
  }
  for (const [path, { bytes, layer }] of caches) {
    if (bytes > 0) items.push({ kind: 'cache', path, layer, bytes, package: undefined, saves: bytes });
  }
  return items.toSorted((a, b) => compare(a.kind, b.kind) || b.bytes - a.bytes || compare(a.path, b.path));
}

function addToCache(caches: Map<string, { bytes: number; layer: number }>, folder: string, { entry, layer }: VisibleEntry): void {
  const known = caches.get(folder) ?? { bytes: 0, layer };
  caches.set(folder, { bytes: known.bytes + entry.size, layer: entry.size > 0 ? Math.max(known.layer, layer) : known.layer });
}

function classify({ entry }: VisibleEntry): readonly SurfaceKind[] {
  const { path, type, mode, capability } = entry;
  const isWritable = (mode & WORLD_WRITABLE) !== 0 && !(type === 'directory' && (mode & STICKY) !== 0);
  if (type === 'directory') return isWritable ? ['world-writable'] : [];
  if (type !== 'file' && type !== 'hard-link') return [];
  const program = classifyProgram(path);
  return [
    ...(program === undefined || (mode & 0o111) === 0 ? [] : [program]),
    ...((mode & SETUID_OR_SETGID) !== 0 && (mode & 0o111) !== 0 ? (['setuid'] as const) : []),
    ...(capability === undefined ? [] : (['file-capability'] as const)),
    ...(isWritable ? (['world-writable'] as const) : []),
    ...(isCredential(path) ? (['credential-file'] as const) : []),
  ];
}

/** `gcc-12` and `python3.11-gdb` are versions of a program; so is `x86_64-linux-gnu-gcc-12`. */
function classifyProgram(path: string): SurfaceKind | undefined {
  const slash = path.lastIndexOf('/');
  if (!FOLDERS.has(path.slice(0, Math.max(0, slash)))) return undefined;
  const name = path
    .slice(slash + 1)
    .replace(/-\d+(?:\.\d+)*$/, '')
    .replace(/^[a-z0-9_]+-linux-gnu(?:\w*)-/, '');
  return KINDS.get(name);
}

function isCredential(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return CREDENTIAL_NAMES.has(name) || CREDENTIAL_ENDINGS.some(ending => path.endsWith(ending) || path === ending.slice(1));
}

function toItem(
  kind: SurfaceKind,
  { entry, layer }: VisibleEntry,
  owners: ReadonlyMap<string, Owner>,
  packageBytes: ReadonlyMap<string, number>,
): SurfaceItem {
  const owner = owners.get(entry.path)?.name;
  const saves = owner === undefined ? entry.size : (packageBytes.get(owner) ?? entry.size);
  return { kind, path: entry.path, layer, bytes: entry.size, package: owner, saves };
}

/** Bytes of the files that are seen of each package. */
function sumPackages(tree: MergedTree, owners: ReadonlyMap<string, Owner>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { entry } of tree.list()) {
    const name = entry.type === 'file' ? owners.get(entry.path)?.name : undefined;
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + entry.size);
  }
  return sums;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
