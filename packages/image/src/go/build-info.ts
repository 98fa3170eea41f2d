import type { LayerFile } from '../catalog/cataloger.ts';

/** https://pkg.go.dev/debug/buildinfo; the layout stands in the sources of that package. */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER = 32;
const ALIGNMENT = 16;
const INLINE_STRINGS = 2;
/** Module information is put between two marks of 16 bytes. */
const MARK = 16;
const PIECE = 1024 * 1024;
const MAX_TEXT = 8 * 1024 * 1024;

export interface GoBuildInfo {
  /** `go1.26.1` */
  readonly version: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`, separated by tabs; empty where modules were not used. */
  readonly modules: string;
}

/**
 * Build information of an executable, whatever its format: the mark is looked for in the whole file, since that needs no trust in section
 * tables. `outdated` when it is there in the form of Go before 1.18; undefined when there is none.
 */
export function findGoBuildInfo(file: LayerFile): GoBuildInfo | 'outdated' | undefined {
  let outdated = false;
  for (const offset of findMarks(file)) {
    const header = file.read(offset, HEADER);
    if (header.length < HEADER) continue;
    if (((header[15] ?? 0) & INLINE_STRINGS) === 0) {
      outdated ||= header[14] === 4 || header[14] === 8;
      continue;
    }
    const info = readInline(file, offset + HEADER);
    if (info !== undefined) return info;
  }
  return outdated ? 'outdated' : undefined;
}

function* findMarks(file: LayerFile): Generator<number> {
  const overlap = MAGIC.length - 1;
  for (let start = 0; start < file.size; start += PIECE) {
    const piece = file.read(start, PIECE + overlap);
    for (let at = piece.indexOf(MAGIC); at >= 0; at = piece.indexOf(MAGIC, at + 1)) {
      // Programs that read build information hold the mark too, somewhere among their texts.
      if (at < PIECE && (start + at) % ALIGNMENT === 0) yield start + at;
    }
  }
}

function readInline(file: LayerFile, offset: number): GoBuildInfo | undefined {
  const version = readText(file, offset);
  if (version === undefined || !/^(?:go\d|devel)/.test(version.text)) return undefined;
  const modules = readText(file, version.end);
  return { version: version.text, modules: modules === undefined ? '' : stripMarks(modules.bytes) };
}

interface Text {
  readonly text: string;
  readonly bytes: Buffer;
  readonly end: number;
}

/** A length as Go's unsigned varint, then so many bytes. */
function readText(file: LayerFile, offset: number): Text | undefined {
  const head = file.read(offset, 10);
  let length = 0;
  for (const [index, byte] of head.entries()) {
    length += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) !== 0) continue;
    const bytes = length > MAX_TEXT ? Buffer.alloc(0) : file.read(offset + index + 1, length);
    return bytes.length === length ? { bytes, text: bytes.toString('utf8'), end: offset + index + 1 + length } : undefined;
  }
  return undefined;
}

function stripMarks(bytes: Buffer): string {
  return bytes.length > 2 * MARK ? bytes.toString('utf8', MARK, bytes.length - MARK) : '';
}
