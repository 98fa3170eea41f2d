import { type Raw, toRecord, toRecords, toText } from '@breakwater/inventory';

/** What stands for a value that is not kept. */
export const NOT_KEPT = '(not kept)';
/** kubectl's copy of the object repeats what is left out of it. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';
const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;
/** `--password=x`, `token: x`, `https://user:x@host`. */
const SECRET_WORDS = /((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credentials?)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"']+)/gi;
const SECRET_URL = /(\/\/[^/\s:@]*:)[^/\s@]+@/g;
/** `--password x` as two words. */
const SECRET_FLAG = /^--?(?:.*[-_])?(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credentials?)$/i;

/**
 * A pod as it is kept as evidence: every value of an environment variable is left out, whatever its name says, and secrets that stand in
 * commands. References to Secrets stay, since they name no value.
 */
export function redactPod(pod: Raw): Raw {
  const { managedFields: _, annotations, ...metadata } = toRecord(pod['metadata']);
  const { [COPY]: __, ...kept } = toRecord(annotations);
  const spec = toRecord(pod['spec']);
  const lists = CONTAINER_LISTS.filter(list => Array.isArray(spec[list])).map(list => [list, toRecords(spec[list]).map(redactContainer)]);
  return { ...pod, metadata: { ...metadata, annotations: redactTexts(kept) }, spec: { ...spec, ...Object.fromEntries(lists) } };
}

function redactContainer(container: Raw): Raw {
  const env = toRecords(container['env']).map(entry => (entry['value'] === undefined ? entry : { ...entry, value: NOT_KEPT }));
  const words = (['command', 'args'] as const)
    .filter(field => Array.isArray(container[field]))
    .map(field => [field, redactWords(container[field] as readonly unknown[])]);
  return { ...container, ...(container['env'] === undefined ? {} : { env }), ...Object.fromEntries(words) };
}

function redactWords(words: readonly unknown[]): readonly string[] {
  return words.map((word, index) => (SECRET_FLAG.test(toText(words[index - 1])) ? NOT_KEPT : redactText(toText(word))));
}

function redactTexts(texts: Raw): Raw {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, redactText(toText(text))]));
}

export function redactText(text: string): string {
  return text.replaceAll(SECRET_WORDS, `$1${NOT_KEPT}`).replaceAll(SECRET_URL, `$1${NOT_KEPT}@`);
}
