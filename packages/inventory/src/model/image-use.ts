import { type ImageReference, parseImageReference } from '../image-reference.ts';
import { type Path, readPath, toText } from '../raw.ts';
import type { Container, Pod } from './pod.ts';

/** One place in a pod that names an image: a container, or an image volume. */
export interface ImageUse {
  readonly pod: Pod;
  readonly reference: ImageReference;
  /** As written, empty when absent. */
  readonly pullPolicy: string;
  readonly container: Container | undefined;
  /** Path of the object that names it. */
  readonly path: Path;
}

/** Images of a pod. An empty reference is a broken object, not an image. */
export function listImageUses(pod: Pod): readonly ImageUse[] {
  const ofContainers = pod.containers.map(container => ({
    pod,
    reference: parseImageReference(toText(container.raw['image'])),
    pullPolicy: toText(container.raw['imagePullPolicy']),
    container,
    path: container.path,
  }));
  const ofVolumes = pod.volumes.map(volume => ({
    pod,
    reference: parseImageReference(toText(readPath(volume.raw, 'image', 'reference'))),
    pullPolicy: toText(readPath(volume.raw, 'image', 'pullPolicy')),
    container: undefined,
    path: [...volume.path, 'image'],
  }));
  return [...ofContainers, ...ofVolumes].filter(use => use.reference.text !== '');
}
