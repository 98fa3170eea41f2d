import type { WorkFolder } from './layer/work-folder.ts';
import { openRegistryImage, type RegistryOptions } from './registry/open-registry.ts';
import type { ImageSource, OpenOptions } from './source/image-source.ts';
import { isLocalPath, openLocalImage } from './source/open-local.ts';

export interface OpenImageOptions extends OpenOptions {
  readonly folder: WorkFolder;
  readonly registry: RegistryOptions;
}

/** Opens what a user names: what lies on this machine under that name, else an image of a registry. Throws ImageError. */
export async function openImage(name: string, options: OpenImageOptions): Promise<ImageSource> {
  if (isLocalPath(name)) return openLocalImage(name, options.folder, options);
  return openRegistryImage(name, options.registry, options);
}
