import type { Problem } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import type { OwnedFiles, PackageSet } from '../catalog/package-set.ts';
import type { FoundSecret } from '../secrets/secret-kind.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { Compression } from './decompress.ts';

/** One layer of an image, still to be read. */
export interface LayerSource {
  /** Digest of the bytes as they are kept or sent; undefined where nothing promises one (docker save, folders). */
  readonly digest: string | undefined;
  /** Digest of the tar archive; undefined for a folder. */
  readonly diffId: string | undefined;
  /** Bytes as they are kept or sent, where that is known beforehand. */
  readonly size: number | undefined;
  /** The bytes, or a folder that is taken as the one layer of an image. */
  readonly content: { readonly open: (signal?: AbortSignal) => AsyncIterable<Uint8Array> } | { readonly folder: string };
}

/** What one layer holds. */
export interface LayerContent {
  readonly digest: string | undefined;
  readonly diffId: string | undefined;
  /** Bytes as they are kept or sent. */
  readonly size: number;
  /** Bytes of the tar archive; for a folder those of its files. */
  readonly tarBytes: number;
  readonly compression: Compression;
  /** Every member, in the archive's order; whiteouts too. */
  readonly entries: readonly TarEntry[];
  readonly sets: readonly CatalogedSet[];
  readonly owned: readonly CatalogedOwnership[];
  readonly distributions: readonly Distribution[];
  /** In its files, those too that a later layer deletes. */
  readonly secrets: readonly FoundSecret[];
  readonly problems: readonly Problem[];
  /** Whether the layer was read to its end and the digests are right. What an incomplete one does not hold is not known to be absent. */
  readonly complete: boolean;
}

export interface CatalogedSet extends PackageSet {
  readonly cataloger: string;
}

export interface CatalogedOwnership extends OwnedFiles {
  readonly cataloger: string;
}
