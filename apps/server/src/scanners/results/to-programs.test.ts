import type { ImageOutput } from '@breakwater/model';
import { expect, test } from 'vitest';
import { toPrograms } from './to-programs.ts';

const pack = (name: string, files?: readonly string[]) => ({ name, version: '1', purl: `pkg:deb/debian/${name}@1`, files });

function build(programs: readonly string[] | undefined, results: readonly object[]): ImageOutput {
  return {
    image: {
      name: 'web',
      kind: 'registry',
      digest: 'sha256:a',
      indexDigest: 'sha256:i',
      configDigest: 'sha256:c',
      platform: 'linux/arm64/v8',
      references: [],
    },
    config: { entrypoint: ['/run'], command: ['serve'] },
    loadable: { links: {}, complete: true, ...(programs === undefined ? {} : { programs }) },
    results,
  } as unknown as ImageOutput;
}

test('programs have the package that brought them, by file or by folder, and what several claim is of none', () => {
  const programs = ['app/node_modules/x/bin/cli.js', 'run', 'usr/bin/curl', 'usr/bin/shared'];
  const results = [
    pack('curl', ['usr/bin/curl', 'usr/bin/shared']),
    pack('other', ['usr/bin/shared']),
    pack('x', ['app/node_modules/x/']),
    pack('unknown'),
  ];
  expect(toPrograms('sha256:a', build(programs, results))).toStrictEqual({
    digests: ['sha256:a', 'sha256:c'],
    index: 'sha256:i',
    platform: 'linux/arm64/v8',
    entrypoint: ['/run'],
    command: ['serve'],
    paths: programs,
    owners: [0, -1, 1, -1],
    packages: [
      { name: 'x', version: '1', purl: 'pkg:deb/debian/x@1' },
      { name: 'curl', version: '1', purl: 'pkg:deb/debian/curl@1' },
    ],
  });
});

test.each([
  ['an earlier version read it', undefined],
  ['there are too many', Array.from({ length: 10_001 }, (_, index) => `p${index}`)],
])('nothing is said where %s', (_, programs) => {
  expect(toPrograms('sha256:a', build(programs, []))).toBeUndefined();
});
