import { ManifestError } from './errors.ts';
import { SourceText } from './source-text.ts';

/**
 * The text of a file. UTF-8 with or without a byte order mark, and UTF-16 with one, are text; anything else is refused as binary.
 *
 * @throws ManifestError `binary-file`; its offset points into the text as far as it could be decoded
 */
export function decodeText(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : decodeBytes(input);
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new ManifestError('binary-file', 'this is not a text file: it holds NUL bytes', nul);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function decodeBytes(bytes: Uint8Array): string {
  const label = readEncoding(bytes);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (cause) {
    // The lenient decoder puts U+FFFD where the first bad byte stood, which is where an editor shows it too.
    const lenient = new TextDecoder(label).decode(bytes);
    const offset = Math.max(lenient.indexOf('\uFFFD'), 0);
    const { line, column } = new SourceText('', lenient).locate(offset);
    throw new ManifestError(
      'binary-file',
      `this is not a text file: it is not valid ${label.toUpperCase()} from line ${line}, column ${column} on`,
      offset,
      { cause },
    );
  }
}

/** Encoding by byte order mark, https://yaml.org/spec/1.2.2/#52-character-encodings. */
function readEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
