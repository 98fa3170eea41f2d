import { type Problem, PurlError, SBOM_PREFIXES } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import { isObject, parseJson, toText, toTextMap, toTexts } from '../source/json.ts';
import { toFoundByPurl } from './found-by-purl.ts';
import { readProperties } from './properties.ts';
import type { Sbom, SbomPackage } from './sbom.ts';
import { parseSpdx, type SpdxPackage } from './spdx-document.ts';
import { toSpdxGraph } from './spdx-graph.ts';

/** Begins the comment of an annotation of ours; JSON follows. */
const ANNOTATION = SBOM_PREFIXES.own;

/**
 * Reads SPDX 2.x, JSON or tag-value: packages with a purl. A package that cannot be used is a Problem. Throws ImageError `document-invalid` for
 * what breaks the specification as a whole.
 */
export function readSpdx(bytes: Uint8Array): Sbom {
  const { version, name, namespace, packages, relations } = parseSpdx(bytes);
  const problems: Problem[] = [];
  return {
    format: 'spdx',
    specVersion: version.slice('SPDX-'.length),
    serialNumber: namespace,
    documentVersion: undefined,
    subject: name,
    distribution: packages.map(toDistribution).find(found => found !== undefined),
    packages: packages.flatMap(one => toPackages(one, problems)),
    graph: toSpdxGraph(packages, relations),
    problems,
  };
}

function toPackages(one: SpdxPackage, problems: Problem[]): readonly SbomPackage[] {
  const own = readOwn(one);
  if (own !== undefined) return [own];
  // An image is what the document describes, and no package in it.
  const purls = one.purls.filter(purl => !purl.startsWith('pkg:oci/'));
  return purls.flatMap(purl => {
    try {
      const { version, supplier, license } = one;
      const found = toFoundByPurl(purl, { version, licenses: license === undefined ? undefined : [license], vendor: supplier });
      return [{ found, purl, locations: [], cataloger: undefined, layer: undefined, base: undefined, ownedBy: undefined }];
    } catch (cause) {
      if (!(cause instanceof PurlError)) throw cause;
      problems.push({ code: 'component-invalid', message: cause.message, source: one.id });
      return [];
    }
  });
}

/** What our annotation says, which is all that we know of a package. */
function readOwn(one: SpdxPackage): SbomPackage | undefined {
  const { properties, licenses, locations } = readAnnotation(one) ?? {};
  if (properties === undefined) return undefined;
  const pairs = Object.entries(toTextMap(properties)).map(([name, value]) => ({ name, value }));
  const known = readProperties(pairs, Array.isArray(licenses) ? toTexts(licenses) : undefined);
  return known === undefined ? undefined : { ...known, purl: one.purls[0], locations: toTexts(locations) };
}

function readAnnotation({ comments }: SpdxPackage): Readonly<Record<string, unknown>> | undefined {
  const comment = comments.find(text => text.startsWith(ANNOTATION));
  if (comment === undefined) return undefined;
  const value = parseJson(Buffer.from(comment.slice(ANNOTATION.length)), 'an annotation of the SBOM');
  return isObject(value) ? value : undefined;
}

function toDistribution(one: SpdxPackage): Distribution | undefined {
  if (one.purpose !== 'OPERATING-SYSTEM') return undefined;
  const { evidence, title, like } = readAnnotation(one) ?? {};
  const { name, version = '' } = one;
  return { evidence: toText(evidence) ?? '', id: name, version, name: toText(title) ?? name, like: toTexts(like) };
}
