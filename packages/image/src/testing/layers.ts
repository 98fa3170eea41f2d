import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { createTools } from '../catalog/tools.ts';
import { toDigest } from '../layer/digest.ts';
import type { LayerContent, LayerSource } from '../layer/layer.ts';
import { createMemoryFile } from '../layer/layer-files.ts';
import { readLayer } from '../layer/read-layer.ts';
import { WorkFolder } from '../layer/work-folder.ts';

/** A layer of bytes, its digests right unless others are given. */
export function toLayerSource(bytes: Uint8Array, parts: Partial<LayerSource> = {}): LayerSource {
  return { digest: toDigest(bytes), diffId: undefined, size: bytes.length, content: { open: () => toPieces(bytes) }, ...parts };
}

export async function* toPieces(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function read(source: LayerSource, catalogers: readonly Cataloger[] = []): Promise<LayerContent> {
  using folder = new WorkFolder();
  return await readLayer(source, { catalogers, folder, name: 'the layer' });
}

export function toLayerFile(path: string, content: string | Uint8Array, mode = 0o644): LayerFile {
  const bytes = Buffer.from(content);
  return createMemoryFile({ path, size: bytes.length, mode }, bytes);
}

/** What a cataloger makes of files, given by path. */
export async function catalog(cataloger: Cataloger, files: Readonly<Record<string, string | Uint8Array>>) {
  using folder = new WorkFolder();
  const wanted = Object.entries(files).map(([path, content]) => toLayerFile(path, content, 0o755));
  const taken = wanted.filter(file => cataloger.wants(file));
  const entries = wanted.map(({ path, size, mode }) => ({ path, type: 'file' as const, size, mode, uid: 0, gid: 0 }));
  return { ...(await cataloger.catalog(taken, createTools(folder, entries))), taken: taken.map(({ path }) => path) };
}
