import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BoltBucket, BoltFile } from '../bolt/bolt-file.ts';
import { isDigest } from '../layer/digest.ts';

const DATABASE = 'io.containerd.metadata.v1.bolt/meta.db';
const VERSION = 'v1';
/** Names of one store that are looked at. */
const MAX_NAMES = 20_000;

/** An image as containerd calls it: in one of its namespaces, as `k8s.io`. */
export interface NamedImage {
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
}

/**
 * Names that containerd keeps for what its store holds; undefined where its database is not beside the store. Throws ImageError.
 * https://github.com/containerd/containerd/blob/main/core/metadata/buckets.go
 */
export function listContainerdNames(root: string): readonly NamedImage[] | undefined {
  const path = join(root, DATABASE);
  if (!existsSync(path)) return undefined;
  using file = new BoltFile(path);
  const images: NamedImage[] = [];
  for (const [namespace, bucket] of file.root.bucket(VERSION)?.buckets() ?? []) {
    for (const [name, image] of bucket.bucket('images')?.buckets() ?? []) {
      const digest = readDigest(image.bucket('target'));
      if (isDigest(digest) && images.length < MAX_NAMES) images.push({ namespace, name, digest });
    }
  }
  return images;
}

function readDigest(target: BoltBucket | undefined): string | undefined {
  for (const [key, value] of target?.values() ?? []) if (key === 'digest') return value.toString('utf8');
  return undefined;
}
