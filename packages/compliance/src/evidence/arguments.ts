/** Flags that add to each other when they are given several times; of all others the last one counts, as in the components themselves. */
const LISTS = new Set([
  'enable-admission-plugins',
  'disable-admission-plugins',
  'authorization-mode',
  'tls-cipher-suites',
  'feature-gates',
  'etcd-servers',
  'service-account-key-file',
  'kube-apiserver-arg',
  'kube-controller-manager-arg',
  'kube-scheduler-arg',
  'kubelet-arg',
  'kube-proxy-arg',
  'etcd-arg',
]);

/**
 * The flags of an argument vector without its program: `--name=value`, `--name value`, a bare `--name` (which means true), and all of that with one
 * dash, which etcd takes as well. What belongs to no flag is left out.
 */
export function parseArguments(argv: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (let index = 0; index < argv.length; index++) {
    const match = /^--?([A-Za-z0-9][^=\s]*)(?:=([\s\S]*))?$/.exec(argv[index] ?? '');
    if (match === null) continue;
    const [, name = '', written] = match;
    const next = argv[index + 1];
    const takesNext = written === undefined && next !== undefined && !next.startsWith('-');
    if (takesNext) index += 1;
    addFlag(flags, name, unquote(written ?? (takesNext ? next : 'true')));
  }
  return flags;
}

/** Words of a command line that was kept as one text, as some collectors do; quotes hold words together. */
export function splitCommandLine(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

/** Elements of a list that is written with commas. */
export function listElements(value: string): readonly string[] {
  return value
    .split(',')
    .map(element => element.trim())
    .filter(element => element !== '');
}

/** Elements of a map that is written as `a=1,b=2`. */
export function readMap(value: string): ReadonlyMap<string, string> {
  return new Map(
    listElements(value).map((element): [string, string] => {
      const equals = element.indexOf('=');
      return equals < 0 ? [element, ''] : [element.slice(0, equals).trim(), element.slice(equals + 1).trim()];
    }),
  );
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function addFlag(flags: Map<string, string>, name: string, value: string): void {
  const before = flags.get(name);
  flags.set(name, before !== undefined && LISTS.has(name) ? `${before},${value}` : value);
}

function unquote(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
