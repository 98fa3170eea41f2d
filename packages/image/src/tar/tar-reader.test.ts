import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { buildTar, type Member } from '../testing/tar.ts';
import { parseCapability } from './capability.ts';
import { cleanPath } from './clean-path.ts';
import type { TarEntry } from './entry.ts';
import { TarReader } from './tar-reader.ts';

interface Seen {
  readonly entries: (TarEntry & { content: string })[];
  readonly refused: string[];
  failure?: string;
}

function readTar(bytes: Buffer, piece = bytes.length): Seen {
  const seen: Seen = { entries: [], refused: [] };
  const reader = new TarReader({
    entry: entry => {
      const kept = { ...entry, content: '' };
      seen.entries.push(kept);
      const write = (chunk: Buffer): void => {
        kept.content += chunk.toString('latin1');
      };
      return { write, end: () => {} };
    },
    refuse: (issue, name) => void seen.refused.push(`${issue} ${name.slice(0, 50)}`),
  });
  try {
    for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
    reader.end();
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    seen.failure = `${cause.code}: ${cause.message}`;
  }
  return seen;
}

const LONG = `${'folder/'.repeat(30)}file`;
/** A GNU long name whose cut form in the header ends in a slash. */
const CUT = `${'x'.repeat(99)}/file`;

describe('members', () => {
  const file = (path: string, content: string) => ({ path, type: 'file', size: content.length, mode: 0o644, uid: 0, gid: 0, content });

  test.each<[string, Member[], object[]]>([
    ['a file', [{ path: './usr//bin/x', content: 'abc' }], [file('usr/bin/x', 'abc')]],
    ['an empty file', [{ path: 'a' }], [file('a', '')]],
    ['an absolute path', [{ path: '/etc/passwd', content: 'r' }], [file('etc/passwd', 'r')]],
    ['a folder', [{ path: 'a/', type: '5', mode: 0o1777 }], [{ ...file('a', ''), type: 'directory', mode: 0o1777 }]],
    ['a folder of old archives', [{ path: 'a/', type: '\0', magic: '' }], [{ ...file('a', ''), type: 'directory' }]],
    ['setuid', [{ path: 'su', mode: 0o4755 }], [{ ...file('su', ''), mode: 0o4755 }]],
    [
      'a symbolic link as it is written',
      [{ path: 'a', type: '2', link: '../../etc' }],
      [{ ...file('a', ''), type: 'symlink', link: '../../etc' }],
    ],
    ['a hard link', [{ path: 'b', type: '1', link: './a' }], [{ ...file('b', ''), type: 'hard-link', link: 'a' }]],
    ['a device', [{ path: 'dev/sda', type: '4' }], [{ ...file('dev/sda', ''), type: 'block-device' }]],
    ['a pipe', [{ path: 'p', type: '6' }], [{ ...file('p', ''), type: 'fifo' }]],
    [
      'a kind that is not known',
      [
        { path: 'v', type: 'V', content: 'zz' },
        { path: 'a', content: '1' },
      ],
      [{ ...file('v', ''), type: 'other', content: 'zz' }, file('a', '1')],
    ],
    [
      'a long name of GNU',
      [
        { path: '././@LongLink', type: 'L', content: `${LONG}\0` },
        { path: LONG, content: '1' },
      ],
      [file(LONG, '1')],
    ],
    [
      'a long name cut at a slash',
      [
        { path: '././@LongLink', type: 'L', content: `${CUT}\0` },
        { path: CUT, content: '1' },
      ],
      [file(CUT, '1')],
    ],
    ['a long name of pax', [{ path: 'short', content: '1', pax: { path: LONG, uid: '70000' } }], [{ ...file(LONG, '1'), uid: 70_000 }]],
    [
      'a long link',
      [
        { path: '././@LongLink', type: 'K', content: `${LONG}\0` },
        { path: 'a', type: '2', link: 'x' },
      ],
      [{ ...file('a', ''), type: 'symlink', link: LONG }],
    ],
    ['a global header', [{ path: 'g', type: 'g', content: '11 gid=700\n' }, { path: 'a' }], [{ ...file('a', ''), gid: 700 }]],
    [
      'a sparse file of pax',
      [{ path: 'GNUSparseFile.0/a', content: 'xx', pax: { 'GNU.sparse.name': 'a', 'GNU.sparse.realsize': '9000' } }],
      [{ ...file('a', ''), size: 9000, sparse: true, content: 'xx' }],
    ],
  ])('%s', (_title, members, expected) => {
    const bytes = buildTar(members);
    expect(readTar(bytes)).toStrictEqual({ entries: expected, refused: [] });
    expect(readTar(bytes, 1)).toStrictEqual(readTar(bytes));
  });

  test('capabilities keep their bytes', () => {
    const bytes = Buffer.from('01000002c0200000000000000000000000000000', 'hex');
    const [entry] = readTar(buildTar([{ path: 'ping', pax: { 'SCHILY.xattr.security.capability': bytes } }])).entries;
    expect(parseCapability(entry?.capability ?? bytes.subarray(0, 3))).toStrictEqual(['setgid', 'setuid', 'net_raw']);
    expect(parseCapability(Buffer.from('01'))).toBeUndefined();
  });
});

describe('hostile archives', () => {
  test.each<[string, Buffer, string[], string | undefined]>([
    [
      'a path that leaves the root',
      buildTar([{ path: 'a/../../etc/passwd' }, { path: 'ok' }]),
      ['path-escapes a/../../etc/passwd'],
      undefined,
    ],
    ['a hard link that does', buildTar([{ path: 'a', type: '1', link: '../x' }, { path: 'ok' }]), ['path-escapes a'], undefined],
    [
      'a path without end',
      buildTar([{ path: 'x', pax: { path: 'a/'.repeat(9000) } }, { path: 'ok' }]),
      [`path-invalid ${'a/'.repeat(25)}`],
      undefined,
    ],
    ['no archive', Buffer.alloc(2048, 'x'), [], 'layer-invalid: no tar header where one has to be, 0 bytes into the archive'],
    [
      '10 GB that are not there',
      buildTar([{ path: 'ok', size: 10 * 1024 ** 3 }], false),
      [],
      'layer-truncated: the archive ends in the middle of a file, after 512 bytes',
    ],
    [
      'a header of 10 GB',
      buildTar([{ path: 'x', type: 'x', size: 10 * 1024 ** 3 }], false),
      [],
      'layer-invalid: an extended header claims 10737418240 bytes; 1048576 are read',
    ],
    [
      'a pax record that lies',
      buildTar([{ path: 'x', type: 'x', content: '999 path=a\n' }, { path: 'a' }]),
      [],
      'layer-invalid: an extended header that is broken',
    ],
    ['a size that is no number', buildTar([{ path: 'a', pax: { size: '1e9' } }]), [], 'layer-invalid: a file whose size is no number'],
  ])('%s', (_title, bytes, refused, failure) => {
    const seen = readTar(bytes);
    expect([seen.refused, seen.failure]).toStrictEqual([refused, failure]);
  });

  test('any bytes are read or refused, in pieces of any size alike', () => {
    const good = buildTar([
      { path: 'a', content: 'x'.repeat(700) },
      { path: 'b', pax: { path: LONG } },
      { path: 'c', type: 'S', content: 'zz' },
    ]);
    const flips = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(flips, fc.integer({ min: 1, max: 1500 }), fc.nat(good.length), (changes, piece, length) => {
        const bytes = Buffer.from(good.subarray(0, length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(readTar(bytes, piece)).toStrictEqual(readTar(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

test('no path that is taken leaves the root', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('..', '.', '', 'a', '...', '.wh.x')), segments => {
      const cleaned = cleanPath(segments.join('/'));
      expect('path' in cleaned ? cleaned.path.split('/').filter(part => part === '..' || part === '.') : []).toStrictEqual([]);
      expect('issue' in cleaned).toBe(segments.includes('..'));
    }),
  );
});
