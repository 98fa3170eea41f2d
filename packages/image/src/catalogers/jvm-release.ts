import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

const LINE = /^([A-Z_]+)="?([^"\n]{1,200}?)"?\r?$/gm;

/** Whose build it is, by what its maker writes. */
const MAKERS: readonly (readonly [maker: RegExp, name: string])[] = [
  [/graalvm/i, 'graalvm'],
  [/azul/i, 'zulu'],
  [/amazon/i, 'corretto'],
  [/ibm|semeru/i, 'semeru'],
  [/^oracle/i, 'oracle-jre'],
];

/** https://openjdk.org/jeps/223 */
export const cataloger: Cataloger = {
  name: 'jvm-release',
  version: 1,
  doc: 'Java runtimes, from the file release in their folder',
  wants: ({ path }) => path.endsWith('/release'),
  catalog: files => readEachFile(files, readRelease),
};

function readRelease(file: LayerFile): readonly FoundPackage[] {
  const values = new Map([...file.text().matchAll(LINE)].map(([, key = '', value = '']) => [key, value]));
  const version = values.get('JAVA_RUNTIME_VERSION') ?? values.get('JAVA_VERSION');
  if (version === undefined || !/^\d/.test(version)) return [];
  const maker = values.get('IMPLEMENTOR') ?? '';
  const said = values.has('GRAALVM_VERSION') ? 'GraalVM' : maker;
  const name = MAKERS.find(([pattern]) => pattern.test(said))?.[1] ?? 'openjdk';
  const vendor = maker === '' || maker === 'N/A' ? undefined : maker;
  return [
    compact({ name, version: version.replace(/[+-](?:LTS|Debian).*$/, ''), type: 'generic', vendor, attributes: { runtime: 'java' } }),
  ];
}
