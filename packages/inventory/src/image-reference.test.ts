import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseImageReference } from './image-reference.ts';

const SHA256 = `sha256:${'a1'.repeat(32)}`;
const SHA512 = `sha512:${'b2'.repeat(64)}`;
const BLAKE3 = `blake3:${'c3'.repeat(32)}`;

describe('parts', () => {
  test.each<[string, string, string, string, string, string]>([
    // reference, registry, repository, name, tag, digest
    ['nginx', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['nginx:1.27', 'docker.io', 'library/nginx', 'nginx', '1.27', ''],
    ['bitnami/redis', 'docker.io', 'bitnami/redis', 'redis', '', ''],
    ['library/nginx', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['docker.io/library/nginx:1', 'docker.io', 'library/nginx', 'nginx', '1', ''],
    ['docker.io/bitnami/redis', 'docker.io', 'bitnami/redis', 'redis', '', ''],
    ['index.docker.io/library/nginx', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['ghcr.io/a/b/c:v1', 'ghcr.io', 'a/b/c', 'c', 'v1', ''],
    ['reg:5000/img', 'reg:5000', 'img', 'img', '', ''],
    ['reg:5000/img:2', 'reg:5000', 'img', 'img', '2', ''],
    [`reg:5000/team/img@${SHA256}`, 'reg:5000', 'team/img', 'img', '', SHA256],
    ['127.0.0.1:5000/img', '127.0.0.1:5000', 'img', 'img', '', ''],
    ['[::1]:5000/img:1', '[::1]:5000', 'img', 'img', '1', ''],
    ['localhost/img', 'localhost', 'img', 'img', '', ''],
    ['localhost:5000/img:1', 'localhost:5000', 'img', 'img', '1', ''],
    ['localhosts/img', 'docker.io', 'localhosts/img', 'img', '', ''],
    ['Registry/img', 'Registry', 'img', 'img', '', ''],
    [`nginx:1.27@${SHA256}`, 'docker.io', 'library/nginx', 'nginx', '1.27', SHA256],
    ['img:5000', 'docker.io', 'library/img', 'img', '5000', ''],
    ['nginx:', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['nginx@', 'docker.io', 'library/nginx', 'nginx', '', ''],
    ['', 'docker.io', 'library/', '', '', ''],
    ['/', 'docker.io', '/', '', '', ''],
  ])('%s', (text, registry, repository, name, tag, digest) => {
    const { digestValid: _, ...parts } = parseImageReference(text);
    expect(parts).toStrictEqual({ text, registry, repository, name, tag, digest });
  });
});

describe('digests', () => {
  test.each<[string, boolean]>([
    [SHA256, true],
    [SHA512, true],
    [BLAKE3, true],
    ['sha384:abc_=-Z', true],
    ['sha256+b64:abc', true],
    ['md5.x_y-z:1', true],
    ['sha256:abc', false],
    [`sha256:${'A1'.repeat(32)}`, false],
    [`sha256:${'a1'.repeat(31)}g1`, false],
    [`sha512:${'a1'.repeat(32)}`, false],
    [`${SHA256}0`, false],
    ['sha256', false],
    ['sha256:', false],
    [':abc', false],
    ['SHA256:abc', false],
    ['constructor:abc', true],
    ['a:b@c', false],
    ['', false],
  ])('img@%s: %s', (digest, valid) => {
    expect(parseImageReference(`img@${digest}`)).toMatchObject({ digest, digestValid: valid });
  });
});

test('whatever the text, the parts are found in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '0', '.', ':', '/', '@', '-', ' ', 'é') }), text => {
      const { repository, name, tag, digest } = parseImageReference(text);
      expect(repository.endsWith(name)).toBe(true);
      expect([name, tag, digest].filter(part => !text.includes(part))).toStrictEqual([]);
    }),
  );
});
