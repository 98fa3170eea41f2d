import { existsSync } from 'node:fs';
import { ImageError } from '../errors.ts';
import type { WorkFolder } from '../layer/work-folder.ts';
import { findContainerdContent, openContainerdStore } from './containerd-store.ts';
import { exportImage } from './export-image.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { openArchiveStream } from './open-local.ts';
import { isPodmanStore, openPodmanStore } from './podman-store.ts';

/** Where the engines of this machine are found; of several places the first that is there is taken. */
export interface EnginePlaces {
  /** Sockets that speak the API of Docker. */
  readonly docker: readonly string[];
  readonly podman: readonly string[];
  /** Stores of podman, buildah and CRI-O, for when no podman listens. */
  readonly podmanStores: readonly string[];
  readonly containerd: readonly string[];
}

/** An image that an engine of this machine has, by the name that it has there. */
export interface EngineImage {
  readonly engine: 'docker' | 'podman' | 'containerd';
  readonly name: string;
}

/** `docker:shop/cart:1`. What could be a tag, as in `docker:27`, is one: names need a tag, a digest or a path there. */
export function parseEngineImage(text: string): EngineImage | undefined {
  const [, engine, name = ''] = /^(docker|podman|containerd):(.+)$/s.exec(text) ?? [];
  return engine === undefined || /^[\w.-]*$/.test(name) ? undefined : { engine: engine as EngineImage['engine'], name };
}

/** Asks the engine for the image, or reads its store. Throws ImageError. */
export async function openEngineImage(
  { engine, name }: EngineImage,
  places: EnginePlaces,
  folder: WorkFolder,
  options: OpenOptions,
): Promise<ImageSource> {
  const shown = `${engine}:${name}`;
  if (engine === 'containerd') {
    const root = places.containerd.find(place => findContainerdContent(place, existsSync) !== undefined);
    if (root === undefined) throw refuse(engine, places.containerd);
    const content = findContainerdContent(root, existsSync) ?? root;
    return openContainerdStore(content, shown, { ...options, select: name });
  }
  const socket = places[engine].find(place => existsSync(place));
  if (socket !== undefined) return openArchiveStream(exportImage(socket, name, options.signal), shown, folder, options);
  const store = engine === 'podman' ? places.podmanStores.find(isPodmanStore) : undefined;
  if (store === undefined) throw refuse(engine, engine === 'podman' ? [...places.podman, ...places.podmanStores] : places.docker);
  return { ...(await openPodmanStore(store, { ...options, select: name })), name: shown };
}

function refuse(engine: string, places: readonly string[]): ImageError {
  const looked = places.length === 0 ? 'nothing says where it is' : `looked at ${places.join(', ')}`;
  return new ImageError('engine-missing', `there is no ${engine} on this machine, or it may not be read: ${looked}`);
}
