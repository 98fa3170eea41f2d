import { type InventoryObject, type Raw, toRecord, toRecords, toText, toTexts, type Workload } from '@breakwater/inventory';
import type { Cluster } from '../cluster/read-cluster.ts';

/** A text of a workload that may name somebody, and where it stands. */
export interface WorkloadText {
  readonly text: string;
  /** `env CART_URL`, `args[2]`, `ConfigMap web-config CART_URL`. */
  readonly where: string;
  /** Nothing of it is to be shown. */
  readonly isSecret: boolean;
}

/** Longer texts are data, not addresses. */
const MAX_TEXT = 100_000;

/** Values of environment variables, commands and arguments, and the ConfigMaps and Secrets that a workload reads, where they are plain. */
export function listTexts({ inventory }: Cluster, { object, pod }: Workload): readonly WorkloadText[] {
  const raws = pod.containers.map(({ raw }) => raw);
  const containers = raws.flatMap(raw => [
    ...toRecords(raw['env']).map(({ name, value }) => ({ text: toText(value), where: `env ${toText(name)}`, isSecret: false })),
    ...['command', 'args'].flatMap(field =>
      toTexts(raw[field]).map((text, index) => ({ text, where: `${field}[${index}]`, isSecret: false })),
    ),
  ]);
  const objects = READ_KINDS.flatMap(kind => {
    const names = new Set(listReferences(kind, pod.spec, raws));
    return [...names].flatMap(name => inventory.find(kind.kind, object.namespace, name) ?? []).flatMap(found => listData(found, kind));
  });
  return [...containers, ...objects].filter(({ text }) => text !== '' && text.length <= MAX_TEXT);
}

interface ReadKind {
  readonly kind: string;
  /** Where a volume, a variable and all variables refer to it, and the field of its name in a volume. */
  readonly volume: string;
  readonly volumeName: string;
  readonly one: string;
  readonly all: string;
  /** Encoded values are left alone. */
  readonly data: string;
}

const READ_KINDS: readonly ReadKind[] = [
  { kind: 'ConfigMap', volume: 'configMap', volumeName: 'name', one: 'configMapKeyRef', all: 'configMapRef', data: 'data' },
  { kind: 'Secret', volume: 'secret', volumeName: 'secretName', one: 'secretKeyRef', all: 'secretRef', data: 'stringData' },
];

function listReferences({ volume, volumeName, one, all }: ReadKind, spec: Raw, containers: readonly Raw[]): readonly string[] {
  const volumes = toRecords(spec['volumes']);
  const projected = volumes.flatMap(({ projected: sources }) => toRecords(toRecord(sources)['sources']));
  const names = [
    ...volumes.map(entry => toRecord(entry[volume])[volumeName]),
    ...projected.map(entry => toRecord(entry[volume])['name']),
    ...containers.flatMap(({ env, envFrom }) => [
      ...toRecords(env).map(({ valueFrom }) => toRecord(toRecord(valueFrom)[one])['name']),
      ...toRecords(envFrom).map(entry => toRecord(entry[all])['name']),
    ]),
  ];
  return names.map(toText).filter(name => name !== '');
}

function listData({ raw, name }: InventoryObject, { kind, data }: ReadKind): readonly WorkloadText[] {
  return Object.entries(toRecord(raw[data])).map(([key, text]) => ({
    text: toText(text),
    where: `${kind} ${name} ${key}`,
    isSecret: kind === 'Secret',
  }));
}

/** Something in a text that looks like a host, with its port and scheme where they are written. */
export interface HostMention {
  readonly host: string;
  readonly port: number | undefined;
  readonly scheme: string;
  /** It is a whole text or line, or the whole value of a line such as `host=cart`: not one word among others. */
  readonly isWhole: boolean;
}

const MAX_MENTIONS = 1000;
const HOST =
  /(?:([a-z][a-z0-9+.-]{1,20}):\/\/(?:[^\s/@'"]{1,200}@)?)?((?:[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,8})(?::(\d{1,5}))?(?![a-z0-9])/gi;

/** Every host that a text may mean; most are no hosts at all, and are told apart by whether there is such a Service. */
export function listMentions(text: string): readonly HostMention[] {
  const found: HostMention[] = [];
  for (const match of text.matchAll(HOST)) {
    if (found.length >= MAX_MENTIONS) break;
    const [whole, scheme = '', host = '', port] = match;
    const [before, after] = [text.slice(Math.max(match.index - 2, 0), match.index), text[match.index + whole.length] ?? ''];
    const isWhole = /(?:^|[\n=]|: )$/.test(before) && /^[\r\n]?$/.test(after);
    const number = port === undefined ? undefined : Number(port);
    found.push({
      host: host.toLowerCase(),
      port: number !== undefined && number >= 1 && number <= 65_535 ? number : undefined,
      scheme: scheme.toLowerCase(),
      isWhole,
    });
  }
  return found;
}
