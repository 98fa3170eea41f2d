import type { WorkFolder } from './layer/work-folder.ts';
import { openRegistryImage, type RegistryOptions } from './registry/open-registry.ts';
import type { ImageSource, OpenOptions } from './source/image-source.ts';
import { isLocalPath, openLocalImage } from './source/open-local.ts';
import { type EnginePlaces, openEngineImage, parseEngineImage } from './source/open-on-machine.ts';

export interface OpenImageOptions extends OpenOptions {
  readonly folder: WorkFolder;
  readonly registry: RegistryOptions;
  /** Where engines of this machine are; those that are named are not looked for when absent. */
  readonly engines?: EnginePlaces;
}

/** Opens what a user names: what lies on this machine under that name, or in an engine that is named; else an image of a registry. Throws ImageError. */
export async function openImage(name: string, options: OpenImageOptions): Promise<ImageSource> {
  if (isLocalPath(name)) return openLocalImage(name, options.folder, options);
  const named = options.engines === undefined ? undefined : parseEngineImage(name);
  if (named !== undefined && options.engines !== undefined) return openEngineImage(named, options.engines, options.folder, options);
  return openRegistryImage(name, options.registry, options);
}
