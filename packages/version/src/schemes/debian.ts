import { compareDigits, MAX_LENGTH } from '../order.ts';
import { endOfRun, isDigit, isLetter } from '../runs.ts';
import type { VersionScheme } from '../scheme.ts';

interface DebianVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

const SHAPE = /^(?:(\d+):)?([0-9A-Za-z.+~_-]+)$/;

export const scheme: VersionScheme<DebianVersion> = {
  name: 'debian',
  aliases: ['deb', 'dpkg', 'ubuntu'],
  doc: 'Debian packages, [epoch:]upstream[-revision]: text and numbers in turn; ~ sorts before everything, even the end.',
  specification: 'https://www.debian.org/doc/debian-policy/ch-controlfields.html#version',
  examples: {
    ascending: [
      ['1.0~beta1-1'],
      ['1.0~beta1+b-1'],
      ['1.0', '1.0-0', '0:1.0', '1.00'],
      ['1.0-1~deb12u1'],
      ['1.0-1'],
      ['1.0-1+b1'],
      ['1.0-1+deb12u9'],
      ['1.0-1+deb12u10'],
      ['1.0a-1'],
      ['1.0+dfsg-1'],
      ['1.0.1-1'],
      ['1.10-1'],
      ['1:0.1-1'],
    ],
    invalid: ['', '1 0', '1:', '1.0/2', 'ä'],
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    if (match === null) return undefined;
    const [, epoch = '0', rest = ''] = match;
    const dash = rest.lastIndexOf('-');
    return dash <= 0 ? { epoch, upstream: rest, revision: '' } : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
  },
  compare(a, b) {
    return compareDigits(a.epoch, b.epoch) || compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision);
  },
};

/** Non-digits and digits in turn, beginning with non-digits; either may be empty, and no digits are 0. */
function compareParts(a: string, b: string): number {
  let [left, right] = [0, 0];
  while (left < a.length || right < b.length) {
    while (isText(a, left) || isText(b, right)) {
      const order = weigh(a, left) - weigh(b, right);
      if (order !== 0) return order;
      left += 1;
      right += 1;
    }
    const [leftEnd, rightEnd] = [endOfRun(a, left, isDigit), endOfRun(b, right, isDigit)];
    const order = compareDigits(a.slice(left, leftEnd) || '0', b.slice(right, rightEnd) || '0');
    if (order !== 0) return order;
    [left, right] = [leftEnd, rightEnd];
  }
  return 0;
}

function isText(text: string, index: number): boolean {
  return index < text.length && !isDigit(text.charCodeAt(index));
}

/** `~` before the end of the part, then letters, then all other characters. */
function weigh(text: string, index: number): number {
  if (!isText(text, index)) return 0;
  const code = text.charCodeAt(index);
  if (code === 126) return -1;
  return isLetter(code) ? code : code + 256;
}
