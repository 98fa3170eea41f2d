import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listUnits } from '../files.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { renderPage, renderTable, toCode } from '../markdown.ts';

interface Classifier {
  readonly name: string;
  readonly files: readonly string[];
  readonly rules: readonly { readonly package: string }[];
}

interface Proof {
  readonly classifier: string;
  readonly version: string;
  readonly file: string;
  readonly from: string;
}

const SOURCE = 'packages/image/src/classifiers';

/** Which programs are recognised, and on which real ones that was tried. */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const classifiers = await Promise.all(listUnits(root, SOURCE).map(path => load(join(root, path))));
  const proofs = JSON.parse(readFileSync(join(root, 'test/classifiers/proofs.json'), 'utf8')) as Proof[];
  const rows = classifiers.map(({ name, files, rules }) => {
    const packages = [...new Set(rules.map(rule => rule.package))];
    const proof = proofs.find(({ classifier }) => classifier === name);
    const tried = proof === undefined ? '' : `${proof.version}: ${toCode(proof.file)} of ${proof.from}`;
    return [toCode(name), files.map(toCode).join(', '), packages.map(toCode).join(', '), tried];
  });
  const proven = new Set(proofs.map(({ classifier }) => classifier)).size;
  const intro = [
    `Programs and libraries that nobody installed as a package are recognised by their file name and a version among their texts: ${classifiers.length} kinds, ` +
      `${proven} of them tried on real packages by \`node test/classifiers/prove.ts\`, whose version has to be the package's. The others follow the texts that ` +
      'their sources print. What a package owns is never classified.',
  ];
  const table = renderTable(['classifier', 'files', 'packages', 'tried on'], rows);
  return [
    {
      path: 'docs/reference/classifiers.md',
      content: renderPage('Classifiers', `${SOURCE} and test/classifiers/proofs.json`, [...intro, table]),
    },
  ];
}

async function load(path: string): Promise<Classifier> {
  return ((await import(pathToFileURL(path).href)) as { classifier: Classifier }).classifier;
}
