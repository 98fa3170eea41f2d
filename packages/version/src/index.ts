export { compareVersions } from './compare.ts';
export { VersionError, type VersionErrorCode } from './errors.ts';
export { findScheme } from './find-scheme.ts';
export { compareText } from './order.ts';
export { satisfies } from './ranges/satisfies.ts';
export type { VersionScheme } from './scheme.ts';
export { schemes } from './schemes.generated.ts';
