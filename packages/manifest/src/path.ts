import { ManifestError } from './errors.ts';

/** Steps from a document's root to a field: keys of mappings and indexes of sequences. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[\w$-]+$/;

/**
 * Reads a field path such as `spec.containers[0].image` or `metadata.annotations["a.b/c"]`. A key that holds a dot, a bracket, a
 * quote or a space stands in brackets, as a JSON string or in single quotes. The empty text is the root; one leading dot is allowed.
 *
 * @throws ManifestError `invalid-path` with the column where the text stops being a path
 */
export function parsePath(text: string): (string | number)[] {
  const step = /(?:\.|^)([^.[\]"'\s]+)|\[(?:(\d{1,9})|("(?:[^"\\]|\\.)*")|'([^']*)')\]/y;
  const path: (string | number)[] = [];
  if (text.startsWith('.[')) step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const [, key, index, json, quoted] = step.exec(text) ?? [];
    const read = index === undefined ? (key ?? quoted ?? parseString(json)) : Number(index);
    if (read === undefined)
      throw new ManifestError('invalid-path', `'${text}' is not a field path; it cannot be read from column ${at + 1} on`, at);
    path.push(read);
  }
  return path;
}

/** The text that `parsePath` reads back into the same path. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (PLAIN_KEY.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

function parseString(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
