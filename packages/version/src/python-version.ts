import { compareDigits, compareLists, compareText, MAX_LENGTH } from './order.ts';

export interface PythonVersion {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: Stage | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[];
}

interface Stage {
  readonly rank: number;
  readonly number: string;
}

const SHAPE =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const RANKS: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

export function parsePythonVersion(text: string): PythonVersion | undefined {
  const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch = '0', release = '', pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = match;
  return {
    epoch,
    release: release.split('.'),
    pre: pre === undefined ? undefined : { rank: RANKS[pre] ?? 0, number: preNumber || '0' },
    post: implicitPost ?? (post === undefined ? undefined : postNumber || '0'),
    dev: dev === undefined ? undefined : devNumber || '0',
    local: local?.split(/[-_.]/) ?? [],
  };
}

export function comparePythonVersions(a: PythonVersion, b: PythonVersion): number {
  return comparePublicVersions(a, b) || compareLocals(a.local, b.local);
}

/** The order without local versions. */
export function comparePublicVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, '0') ||
    compareStages(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1)
  );
}

/** A development release of the release itself comes before its pre-releases, those before the release. */
function compareStages(a: PythonVersion, b: PythonVersion): number {
  return rankStage(a) - rankStage(b) || compareDigits(a.pre?.number ?? '0', b.pre?.number ?? '0');
}

function rankStage({ pre, post, dev }: PythonVersion): number {
  if (pre !== undefined) return pre.rank;
  return post === undefined && dev !== undefined ? -1 : 3;
}

/** `absent` is how a missing number stands to any number. */
function compareOptional(a: string | undefined, b: string | undefined, absent: number): number {
  if (a === b) return 0;
  if (a === undefined) return absent;
  return b === undefined ? -absent : compareDigits(a, b);
}

/** Part by part: numbers after words, more parts after fewer, none before all. */
function compareLocals(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [x, y] = [a[index] ?? '', b[index] ?? ''];
    const [isNumber, isOtherNumber] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (isNumber !== isOtherNumber) return isNumber ? 1 : -1;
    const order = isNumber ? compareDigits(x, y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
