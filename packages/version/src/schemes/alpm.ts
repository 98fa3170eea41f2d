import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { endOfRun, isDigit, isLetter } from '../runs.ts';
import type { VersionScheme } from '../scheme.ts';

interface AlpmVersion {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

const SHAPE = /^(?:(\d+):)?([^:\s-][^:\s]*?)(?:-(\d+(?:\.\d+)*))?$/;

/** pacman compares releases only when both sides have one: 1.0 equals 1.0-1 and 1.0-2, so that only versions of one kind are in order. */
export const scheme: VersionScheme<AlpmVersion> = {
  name: 'alpm',
  aliases: ['arch'],
  doc: 'Arch Linux packages, [epoch:]version[-release]: as RPM, but letters after the end make a version older.',
  specification: 'https://man.archlinux.org/man/vercmp.8',
  examples: {
    ascending: [
      ['1.0a-1'],
      ['1.0alpha-1'],
      ['1.0b-1'],
      ['1.0rc-1'],
      ['1.0-1', '0:1.0-1'],
      ['1.0-2'],
      ['1.0.a-1'],
      ['1.0.1-1'],
      ['1.5.b-1'],
      ['1.5.1-1'],
      ['1:0.1-1'],
    ],
    invalid: ['', '-1', ':1', '1 0', 'a:1'],
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    return match === null ? undefined : { epoch: match[1] ?? '0', version: match[2] ?? '', release: match[3] };
  },
  compare(a, b) {
    return compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version) || compareReleases(a.release, b.release);
  },
};

function compareReleases(a: string | undefined, b: string | undefined): number {
  return a === undefined || b === undefined ? 0 : compareSegments(a, b);
}

/** rpmvercmp as pacman has it: longer separators are newer, and there are no marks. */
function compareSegments(a: string, b: string): number {
  let [left, right] = [0, 0];
  while (left < a.length && right < b.length) {
    const [x, y] = [endOfRun(a, left, isSeparator), endOfRun(b, right, isSeparator)];
    const [separator, otherSeparator] = [x - left, y - right];
    [left, right] = [x, y];
    if (left >= a.length || right >= b.length) break;
    if (separator !== otherSeparator) return separator - otherSeparator;
    const numeric = isDigit(a.charCodeAt(left));
    if (numeric !== isDigit(b.charCodeAt(right))) return numeric ? 1 : -1;
    const kind = numeric ? isDigit : isLetter;
    const [leftEnd, rightEnd] = [endOfRun(a, left, kind), endOfRun(b, right, kind)];
    const [run, otherRun] = [a.slice(left, leftEnd), b.slice(right, rightEnd)];
    const order = numeric ? compareDigits(run, otherRun) : compareText(run, otherRun);
    if (order !== 0) return order;
    [left, right] = [leftEnd, rightEnd];
  }
  return compareRests(a.slice(left), b.slice(right));
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code);
}

/** What goes on with a letter is older than what ended (1.0rc < 1.0); with anything else it is newer. */
function compareRests(a: string, b: string): number {
  if (a === '' && b === '') return 0;
  const isOlder = isLetter((a || b).charCodeAt(0));
  return (a === '') === isOlder ? 1 : -1;
}
