export type { DocumentPlace, ManifestDocument } from './document.ts';
export { ManifestError, type ManifestErrorCode } from './errors.ts';
export type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { type FoundObjects, type ManifestObject, toObjects } from './objects.ts';
export { formatPath, type Path, parsePath } from './path.ts';
export { type ManifestFile, type ReadOptions, readManifest } from './read-manifest.ts';
