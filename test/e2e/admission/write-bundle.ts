import { renameSync, writeFileSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';

type Raw = Readonly<Record<string, unknown>>;

export interface WrittenBundle {
  readonly kubeMinor: number;
  readonly revision: number;
  /** As in a policy set. */
  readonly settings: readonly Raw[];
  readonly policies?: readonly Raw[];
  readonly namespaces: readonly Raw[];
  /** By reference. */
  readonly images?: ReadonlyMap<string, Raw>;
  /** What every namespace sees. */
  readonly context?: readonly Raw[];
  readonly complete?: boolean;
}

/** A bundle as a sensor writes it, after the description of its format: without a server and a sensor that would have to be told all of it first. */
export function writeBundle(path: string, bundle: WrittenBundle): void {
  const {
    kubeMinor,
    revision,
    settings,
    policies = [],
    namespaces,
    images = new Map<string, Raw>(),
    context = [],
    complete = false,
  } = bundle;
  const blocks: Buffer[] = [];
  let offset = 0;
  const place = (name: string, value: unknown): readonly [string, number, number] => {
    const block = zstdCompressSync(JSON.stringify(value));
    blocks.push(block);
    offset += block.length;
    return [name, offset - block.length, block.length];
  };
  const index = {
    schema: 'admission-bundle/1',
    cluster: 'e2e',
    revision,
    kubeMinor,
    policySet: { revision, preset: 'recommended', policies, settings, exceptions: [] },
    customWorkloads: [],
    complete,
    madeAt: new Date().toISOString(),
    namespaces,
    images: [...images].map(([reference, facts]) => place(reference, facts)),
    slices: [place('*', context)],
  };
  const head = zstdCompressSync(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  writeFileSync(`${path}.new`, Buffer.concat([Buffer.from('breakwater-admission 1\n'), length, head, ...blocks]));
  renameSync(`${path}.new`, path);
}
