export { compareVersions } from './compare.ts';
export { VersionError, type VersionErrorCode } from './errors.ts';
export type { VersionScheme } from './scheme.ts';
export { schemes } from './schemes.generated.ts';
