import type { Problem } from '@breakwater/model';
import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import type { PackageSet } from '../catalog/package-set.ts';
import { toImageProblem } from '../errors.ts';
import { readSbom } from '../sbom/read-sbom.ts';

const BITNAMI = /^opt\/bitnami\/[^/]+\/\.spdx-[^/]+\.spdx$/;
const MARKS = ['spdxVersion', 'SPDXVersion', 'CycloneDX'];
const ENDINGS = ['.spdx.json', '.cdx.json', '.spdx', '.cdx'];

/** https://docs.bitnami.com/kubernetes/open-source/understand-bitnami-security/ */
export const cataloger: Cataloger = {
  name: 'embedded-sbom',
  version: 1,
  doc: "SBOM documents within the image: Bitnami's, Wolfi's var/lib/db/sbom, *.spdx.json, *.cdx.json, *.spdx, *.cdx",
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => ENDINGS.some(ending => path.endsWith(ending)) && (!path.includes('/.') || BITNAMI.test(path)),
  catalog: files => {
    const sets: PackageSet[] = [];
    const problems: Problem[] = [];
    for (const file of files) readDocument(file, sets, problems);
    return { sets, problems };
  },
};

function readDocument(file: LayerFile, sets: PackageSet[], problems: Problem[]): void {
  try {
    const bytes = file.bytes();
    // Other things have these endings too.
    if (!MARKS.some(mark => bytes.includes(mark))) return;
    const sbom = readSbom(bytes);
    const packages = sbom.packages.map(({ found }) => ({ ...found, evidenceKind: 'sbom' as const }));
    if (packages.length > 0) sets.push({ evidence: file.path, packages });
    problems.push(...sbom.problems.map(problem => ({ ...problem, source: `${file.path}: ${problem.source}` })));
  } catch (cause) {
    problems.push(toImageProblem(cause, file.path, 'packages-unreadable'));
  }
}
