import { ImageError } from '../errors.ts';
import type { Descriptor } from './manifest.ts';

/** Names of processors as uname and Node.js have them, and as images do. https://go.dev/doc/install/source#environment */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', x86_64: 'amd64', aarch64: 'arm64', ia32: '386', i386: '386' };
const DEFAULT_VARIANTS: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7' };

/** `os/architecture[/variant]` of images that this machine would run. */
export function toHostPlatform(architecture: string): string {
  return `linux/${ARCHITECTURES[architecture] ?? architecture}`;
}

/**
 * The one image of an index for a platform. BuildKit's attestations and other artifacts are no images. Without a wish the machine's own
 * platform comes first, then Linux on amd64, then the only one there is. Throws ImageError `platform-missing`.
 */
export function choosePlatform(descriptors: readonly Descriptor[], wanted: string | undefined, host: string, name: string): Descriptor {
  const images = descriptors.filter(isImage);
  for (const platform of wanted === undefined ? [host, 'linux/amd64'] : [wanted]) {
    const found = images.find(({ platform: own }) => own !== undefined && isSamePlatform(own, platform));
    if (found !== undefined) return found;
  }
  const [only] = images;
  if (only !== undefined && images.length === 1 && (wanted === undefined || only.platform === undefined)) return only;
  throw new ImageError('platform-missing', describeMissing(images, wanted, name));
}

/** An image without an index is for one platform, and nobody is given another one than he asked for. Throws ImageError `platform-missing`. */
export function refuseOtherPlatform(platform: string | undefined, wanted: string | undefined, name: string): void {
  if (wanted === undefined || platform === undefined || platform === '' || isSamePlatform(platform, wanted)) return;
  throw new ImageError('platform-missing', `${name} has no image for ${wanted}, only for ${platform}`);
}

function isImage({ platform, artifactType, annotations }: Descriptor): boolean {
  if (platform?.startsWith('unknown') === true || artifactType !== undefined) return false;
  return annotations['vnd.docker.reference.type'] === undefined;
}

/** A variant counts only where it is wanted; `linux/arm64` is `linux/arm64/v8`. */
function isSamePlatform(own: string, wanted: string): boolean {
  const [os, architecture = '', variant] = own.split('/');
  const [wantedOs, wantedName = '', wantedVariant] = wanted.split('/');
  const wantedArchitecture = ARCHITECTURES[wantedName] ?? wantedName;
  if (os !== wantedOs || architecture !== wantedArchitecture) return false;
  return wantedVariant === undefined || (variant ?? DEFAULT_VARIANTS[architecture]) === wantedVariant;
}

function describeMissing(images: readonly Descriptor[], wanted: string | undefined, name: string): string {
  const known = [...new Set(images.map(({ platform }) => platform ?? 'a platform that is not named'))];
  if (known.length === 0) return `${name} holds no container image`;
  const wish = wanted === undefined ? 'several platforms' : `no image for ${wanted}`;
  return `${name} has ${wish}; take one with --platform: ${known.slice(0, 30).join(', ')}`;
}
