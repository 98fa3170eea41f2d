import type { LayerFile } from '../catalog/cataloger.ts';
import type { Rule } from './classifier.ts';

const PIECE = 1024 * 1024;
/** Bytes before and after a mark that are looked at; pieces overlap by as much. */
const WINDOW = 300;
/** Places of a mark that are looked at. */
const MAX_PLACES = 2000;

export interface FoundVersion {
  readonly rule: Rule;
  readonly version: string;
}

/** The version that the first of the rules finds in a file. */
export function findVersion(file: LayerFile, rules: readonly Rule[]): FoundVersion | undefined {
  for (const rule of rules) {
    const version = 'near' in rule ? findNear(file, rule.mark, rule.near) : findText(file, rule.mark, rule.text);
    if (version !== undefined) return { rule, version };
  }
  return undefined;
}

interface Piece {
  readonly bytes: Buffer;
  readonly start: number;
}

function* readPieces(file: LayerFile): Generator<Piece> {
  for (let start = 0; start < file.size; start += PIECE) {
    const from = Math.max(0, start - WINDOW);
    yield { bytes: file.read(from, Math.min(file.size, start + PIECE + WINDOW) - from), start: from };
  }
}

function findNear(file: LayerFile, mark: string, pattern: RegExp): string | undefined {
  let places = 0;
  for (const { bytes } of readPieces(file)) {
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 1, 'latin1')) {
      places += 1;
      if (places > MAX_PLACES) return undefined;
      const version = pattern.exec(toPrintable(bytes.subarray(Math.max(0, at - WINDOW), at + WINDOW)))?.[1];
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

function toPrintable(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll(/[^\x20-\x7e]/g, '\n');
}

/** A text ends with a zero, and what stands before it is none of its bytes; the mark may stand in another piece. */
function findText(file: LayerFile, mark: string, pattern: RegExp): string | undefined {
  let isMarked = false;
  let version: string | undefined;
  const whole = new RegExp(`[^\\x20-\\x7e](?:${pattern.source})\\0`);
  for (const { bytes } of readPieces(file)) {
    isMarked ||= bytes.includes(mark, 0, 'latin1');
    version ??= whole.exec(bytes.toString('latin1'))?.[1];
    if (isMarked && version !== undefined) return version;
  }
  return undefined;
}
