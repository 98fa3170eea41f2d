import type { LayerSource } from '../layer/layer.ts';
import type { ImageConfig } from './config.ts';

/** An image that was found and whose platform is chosen; its layers are still to be read. */
export interface ImageSource extends AsyncDisposable {
  /** What the user called it, for messages. */
  readonly name: string;
  readonly kind: 'registry' | 'oci-layout' | 'docker-archive' | 'podman-store' | 'containerd-store' | 'folder';
  /** Digest of the platform manifest; docker save has none. */
  readonly digest: string | undefined;
  readonly indexDigest: string | undefined;
  readonly configDigest: string | undefined;
  /** Names it goes by. */
  readonly references: readonly string[];
  /** `os/architecture[/variant]` */
  readonly platform: string | undefined;
  /** Of the manifest and, below it, of the index. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined for a folder: nothing is known of age, user, history. */
  readonly config: ImageConfig | undefined;
  readonly layers: readonly LayerSource[];
}

export interface OpenOptions {
  /** `os/architecture[/variant]`; what the machine at hand would run when absent. */
  readonly platform?: string;
  /** Which image of an archive or layout with several: a tag, a reference or a digest. */
  readonly select?: string;
  readonly signal?: AbortSignal;
}
