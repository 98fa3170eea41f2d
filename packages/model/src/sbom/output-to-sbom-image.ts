import type { ImageOutput, ImagePackage } from '../shapes/image-output.ts';
import type { SbomImage, SbomPackage } from './sbom-image.ts';

/** What an SBOM says of an image that was told as ImageOutput; which cataloger found what, and which parts of a purl are its own, is not told there. */
export function outputToSbomImage({ image, distribution, results, summary }: ImageOutput): SbomImage {
  const { name, digest, configDigest, references = [], platform } = image;
  return {
    image: { name, digest, configDigest, references, platform },
    distribution,
    packages: results.map(toPackage),
    complete: summary.complete,
  };
}

function toPackage(one: ImagePackage): SbomPackage {
  const {
    name,
    version,
    type,
    purl,
    locations,
    layer,
    base,
    licenses,
    ownedBy,
    ownerType,
    evidence,
    arch,
    source,
    vendor,
    epoch,
    attributes,
  } = one;
  return {
    found: {
      name,
      version,
      type,
      licenses,
      ...(arch === undefined ? {} : { arch }),
      ...(source === undefined ? {} : { source }),
      ...(vendor === undefined ? {} : { vendor }),
      ...(epoch === undefined ? {} : { epoch }),
      ...(attributes === undefined ? {} : { attributes }),
      ...(evidence === undefined ? {} : { evidenceKind: evidence }),
    },
    purl,
    locations,
    layer: layer - 1,
    base,
    ownedBy: ownedBy === undefined ? undefined : { name: ownedBy, type: ownerType ?? '' },
  };
}
