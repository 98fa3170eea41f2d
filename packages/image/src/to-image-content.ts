import type { ImageContent } from '@breakwater/model';
import type { ImageInspection } from './image-inspection.ts';
import { toLicenseAlternatives } from './licenses/to-alternatives.ts';
import type { SurfaceKind } from './merge/surface.ts';
import type { ImageVerification } from './signatures/image-verification.ts';
import { toSignedContent } from './to-signed-content.ts';

const DAY_MS = 86_400_000;

/** What policies ask of an image, of what was read of it, and of who signed it where that was asked for. */
export function toImageContent(inspection: ImageInspection, now: Date, verification?: ImageVerification): ImageContent {
  const { config, created, base, layers, surface, secrets, remarks, endOfLife, packages, instructions, surfaceScore } = inspection;
  const paths = (kind: SurfaceKind): readonly string[] => surface.filter(item => item.kind === kind).map(({ path }) => path);
  const today = now.toISOString().slice(0, 10);
  return {
    user: config?.user ?? '',
    bytes: layers.reduce((sum, { size }) => sum + size, 0),
    ...(created === undefined ? {} : { ageDays: Math.max(0, Math.floor((now.getTime() - Date.parse(created.time)) / DAY_MS)) }),
    labels: config?.labels ?? {},
    volumes: config?.volumes ?? [],
    ports: config?.ports ?? [],
    base: base?.name ?? base?.digest ?? '',
    secrets: secrets.map(({ kind, place }) => `${kind} in ${place}`),
    setuidFiles: paths('setuid'),
    shells: paths('shell'),
    packageManagers: paths('package-manager'),
    networkTools: paths('network-tool'),
    remoteAccess: paths('remote-access'),
    compilers: paths('compiler'),
    worldWritable: paths('world-writable'),
    credentialFiles: paths('credential-file'),
    surfaceScore: surfaceScore.score,
    ...(instructions.length === 0 ? {} : { remarks: [...new Set(remarks.map(({ check }) => check))] }),
    ended: endOfLife.filter(({ date }) => date <= today).map(({ product, cycle }) => `${product} ${cycle}`),
    licenses: listAlternatives(packages),
    ...toSignedContent(verification, now),
  };
}

/** Each combination once: hundreds of packages state the same. */
function listAlternatives(packages: ImageInspection['packages']): ImageContent['licenses'] {
  const stated = new Map(packages.map(({ found: { licenses = [] } }) => [licenses.join('\0'), licenses]));
  return [...stated.values()].filter(licenses => licenses.length > 0).map(toLicenseAlternatives);
}
