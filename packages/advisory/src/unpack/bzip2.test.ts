import { expect, it } from 'vitest';
import { unpackBzip2 } from './bzip2.ts';

/** `printf '<a>aaaaaaaaaaaa</a>\n' | bzip2 | base64` */
const PACKED = Buffer.from('QlpoOTFBWSZTWVQl+JMAAAJZAABQAACABSAAIAAwwAg08ivhqTGi7kinChIKhL8SYA==', 'base64');
const TEXT = '<a>aaaaaaaaaaaa</a>\n';

async function unpack(bytes: Uint8Array, size = bytes.length): Promise<string> {
  const chunks = (async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  })();
  try {
    const parts: Uint8Array[] = [];
    for await (const part of unpackBzip2(chunks)) parts.push(part);
    return Buffer.concat(parts).toString();
  } catch (cause) {
    return String(cause);
  }
}

it.each<[title: string, bytes: Uint8Array, text: string]>([
  ['one stream', PACKED, TEXT],
  ['two streams', Buffer.concat([PACKED, PACKED]), TEXT + TEXT],
  ['padding behind it', Buffer.concat([PACKED, Buffer.alloc(8)]), TEXT],
  ['half of it', PACKED.subarray(0, 30), 'RangeError: unexpected end of file'],
  ['nothing', Buffer.alloc(0), 'RangeError: it is empty'],
  ['something else', Buffer.from('hello, this is no archive'), 'RangeError: it is not compressed by bzip2'],
  ['a block size that is none', Buffer.from('BZhx1AY&SY'), 'RangeError: its block size is none of bzip2'],
])('%s', async (_, bytes, text) => {
  expect(await unpack(bytes)).toBe(text);
});

it('byte by byte', async () => {
  expect(await unpack(PACKED, 1)).toBe(TEXT);
});

it('of any damage ends, with a text or a refusal', async () => {
  const answers = new Set<string>();
  for (let index = 4; index < PACKED.length; index += 1) {
    const broken = Buffer.from(PACKED);
    broken[index] = (broken[index] ?? 0) ^ 0x55;
    answers.add((await unpack(broken)).split(':')[0] ?? '');
  }
  expect(answers.has('RangeError')).toBe(true);
  expect([...answers].filter(answer => /^(?:Type|Syntax)?Error$/.test(answer))).toEqual([]);
});
