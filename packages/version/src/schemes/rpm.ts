import { compareDigits, MAX_LENGTH } from '../order.ts';
import { compareRpmSegments } from '../rpm-order.ts';
import type { VersionScheme } from '../scheme.ts';

export interface RpmVersion {
  readonly epoch: string;
  readonly version: string;
  /** Undefined when the text has none: older than every release of that version, as rpm compares them. */
  readonly release: string | undefined;
}

const EPOCH = /^(\d*):/;

export const scheme: VersionScheme<RpmVersion> = {
  name: 'rpm',
  doc: 'RPM packages, [epoch:]version[-release]: epoch, then segments of digits and letters; ~ sorts before the end, ^ after it.',
  specification: 'https://rpm-software-management.github.io/rpm/man/rpm-version.7',
  examples: {
    ascending: [
      ['1.0~rc1-1.el9'],
      ['1.0-1.el9', '0:1.0-1.el9', '1.00-1.el9', '1.0-1_el9'],
      ['1.0^20240101-1.el9'],
      ['1.0a-1'],
      ['1.0.1-1'],
      ['1.0.1-2'],
      ['1.0.1-10'],
      ['1.10-1'],
      ['1:0.1-1'],
    ],
    invalid: ['', '1:', '-1', ' '],
  },
  parse: parseRpmVersion,
  compare(a, b) {
    return compareDigits(a.epoch, b.epoch) || compareRpmSegments(a.version, b.version) || compareReleases(a.release, b.release);
  },
};

function parseRpmVersion(text: string): RpmVersion | undefined {
  if (text.length > MAX_LENGTH || text.trim() === '') return undefined;
  const match = EPOCH.exec(text);
  const rest = text.slice(match?.[0].length ?? 0);
  const dash = rest.lastIndexOf('-');
  const version = dash < 0 ? rest : rest.slice(0, dash);
  if (version === '') return undefined;
  return { epoch: match?.[1] || '0', version, release: dash < 0 ? undefined : rest.slice(dash + 1) };
}

function compareReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareRpmSegments(a, b);
}
