import { describe, expect, test } from 'vitest';
import { guessIdentity, parseJarManifest, parseJarName } from '../java/identity.ts';
import { catalog } from '../testing/layers.ts';
import { buildZip } from '../testing/zip.ts';
import { cataloger } from './java.ts';

const pom = (artifact: string): string => `#x\nversion=1.${artifact.length}\ngroupId=org.example\nartifactId=${artifact}\n`;

async function list(files: Readonly<Record<string, Uint8Array>>) {
  const { sets, problems } = await catalog(cataloger, files);
  const found = sets.flatMap(({ packages }) => packages.map(({ name, version, location }) => `${name} ${version} ${location}`));
  return [found.toSorted(), problems.map(({ code, source }) => `${code} ${source}`)];
}

describe('archives', () => {
  test.each<[string, Readonly<Record<string, Uint8Array>>, unknown]>([
    [
      'pom.properties',
      { 'a.jar': buildZip({ 'META-INF/maven/org.example/core/pom.properties': pom('core') }) },
      [['org.example:core 1.4 a.jar'], []],
    ],
    [
      'several in a shaded one',
      { 'a.jar': buildZip({ 'META-INF/maven/g/a/pom.properties': pom('a'), 'META-INF/maven/g/bb/pom.properties': pom('bb') }) },
      [['org.example:a 1.1 a.jar', 'org.example:bb 1.2 a.jar'], []],
    ],
    [
      'a manifest',
      { 'lib/guava-31.1-jre.jar': buildZip({ 'META-INF/MANIFEST.MF': 'Automatic-Module-Name: com.google.common\r\n' }) },
      [['com.google.common:guava 31.1-jre lib/guava-31.1-jre.jar'], []],
    ],
    ['a file name only', { 'x-1.0.jar': buildZip({ a: '' }) }, [['x 1.0 x-1.0.jar'], []]],
    ['nothing', { 'x.jar': buildZip({ a: '' }) }, [[], []]],
    [
      'nested ones',
      {
        'app.war': buildZip({
          'WEB-INF/lib/in-2.jar': buildZip({ a: '' }),
          'b.jar': buildZip({ 'META-INF/maven/g/deep/pom.properties': pom('deep') }),
        }),
      },
      [['in 2 app.war!WEB-INF/lib/in-2.jar', 'org.example:deep 1.4 app.war!b.jar'], []],
    ],
    [
      'a broken one beside a good one',
      { 'a.jar': Buffer.from('PK\x03\x04 no'), 'x-1.jar': buildZip({}) },
      [['x 1 x-1.jar'], ['packages-unreadable a.jar']],
    ],
    ['a path that leaves it', { 'x-1.jar': buildZip({ '../META-INF/maven/g/evil/pom.properties': pom('evil') }) }, [['x 1 x-1.jar'], []]],
  ])('%s', async (_title, files, expected) => {
    expect(await list(files)).toStrictEqual(expected);
  });

  test('a hundred archives within each other are cut', async () => {
    let inner = buildZip({ 'META-INF/maven/g/deepest/pom.properties': pom('deepest') });
    for (let depth = 0; depth < 100; depth++) inner = buildZip({ 'a.jar': inner });
    const [found, problems] = await list({ 'x-1.jar': inner });
    expect([found?.[0], problems]).toStrictEqual(['x 1 x-1.jar', [`archive-cut x-1.jar${'!a.jar'.repeat(17)}`]]);
  });

  test('a bomb is left', async () => {
    const bomb = buildZip({ 'bomb.jar': Buffer.alloc(200 * 1024 * 1024) });
    expect(await list({ 'x-1.jar': bomb })).toStrictEqual([['x 1 x-1.jar'], ['archive-cut x-1.jar']]);
  });
});

test.each([
  ['commons-lang3-3.12.0.jar', 'commons-lang3 3.12.0'],
  ['a/b/log4j-1.2-api-2.17.1.jar', 'log4j 1.2-api-2.17.1'],
  ['x.war!WEB-INF/lib/spring-core-6.0.jar', 'spring-core 6.0'],
  ['tools.jar', 'tools '],
])('the name %s', (path, expected) => {
  const { artifact, version } = parseJarName(path);
  expect(`${artifact} ${version}`).toBe(expected);
});

test('a manifest whose lines go on, and what is guessed from it', () => {
  const manifest = parseJarManifest(
    'Implementation-Version: 1.2\r\n .3\r\nImplementation-Vendor-Id: org.exa\r\n mple\r\n\r\nName: x\r\nImplementation-Version: 9\r\n',
  );
  expect(guessIdentity(manifest, 'core.jar')).toStrictEqual({ group: 'org.example', artifact: 'core', version: '1.2.3' });
});
