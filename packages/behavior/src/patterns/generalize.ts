import { ANY, REST } from './pattern-set.ts';

/** Longest word, and most words, that are looked at. */
const MAX_WORD = 120;
const MAX_ARGUMENTS = 20;
const MAX_SEGMENTS = 24;

/** What differs from one time to the next without meaning anything: long hexadecimal words, and numbers. */
const VARIABLE = /\b(?=[0-9a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b|\d+/gi;
/** What mktemp and the like make: six or more letters and digits of both kinds or of both cases. */
const RANDOM =
  /(?<=^|[._-])(?=[A-Za-z0-9]*(?:\d[A-Za-z0-9]*[A-Za-z]|[A-Za-z][A-Za-z0-9]*\d|[a-z][A-Za-z0-9]*[A-Z]|[A-Z]{2}))[A-Za-z0-9]{6,}(?=$|[._-])/g;
/** Options of which the value is a secret, behind them or in the next word, and names in addresses. */
const SECRET_WORDS = ['pass', 'pwd', 'secret', 'token', 'key', 'credential', 'authorization'];
const SECRET_NAME = '(?:passw|passphrase|pwd|secret|token|api-?key|access-?key|credential|authorization)[\\w.-]*';
const SECRET_OPTION = new RegExp(`^-{1,2}[\\w.-]{0,40}${SECRET_NAME}$`, 'i');
const SECRET_VALUE = new RegExp(`(${SECRET_NAME}\\s*[=:]\\s*).+`, 'is');
const URL_USER = /(:\/\/)[^/@\s]+@/g;
const MASK = '***';
/** Characters in which secrets are looked for; of what is learned only the first few are kept. */
const MAX_SECRET = 300;
/** Where programs make files that have no name of their own. */
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run|var\/run|proc)\//;

/** `worker-17` → `worker-#`: what is the same behaviour has the same text. */
export function generalizeWord(text: string): string {
  return keepPlain(text.slice(0, MAX_WORD)).replaceAll(VARIABLE, '#');
}

/** Arguments behind the name of a program, as they are told apart. */
export function toArgumentShape(argv: readonly string[], isTruncated: boolean): readonly string[] {
  const given = argv.slice(1, 1 + MAX_ARGUMENTS).map((word, index) => toArgument(word, argv[index] ?? ''));
  return isTruncated || argv.length - 1 > MAX_ARGUMENTS ? [...given, REST] : given;
}

/** What may be a secret is never learned, and so is the same whatever it is. */
function toArgument(word: string, before: string): string {
  if (SECRET_OPTION.test(before.slice(0, MAX_WORD)) && !word.startsWith('-')) return MASK;
  const open = hideSecret(word.slice(0, MAX_SECRET));
  return TEMPORARY.test(open) ? generalizePath(open) : generalizeWord(open);
}

/** Most words are nothing like a secret; to find that out is cheap. */
function hideSecret(word: string): string {
  const plain = word.toLowerCase();
  const hidden = SECRET_WORDS.some(part => plain.includes(part)) ? word.replace(SECRET_VALUE, `$1${MASK}`) : word;
  return hidden.includes('@') ? hidden.replace(URL_USER, `$1${MASK}@`) : hidden;
}

/** The path of a program as it is told apart: exact, except for what has no name of its own. */
export function toProgramPath(path: string): string {
  const plain = path.slice(0, 4096);
  return TEMPORARY.test(plain) ? generalizePath(plain) : keepPlain(plain);
}

/** A path of which random and counted words are one: `/proc/12/environ` → `/proc/#/environ`. */
export function generalizePath(path: string): string {
  const isTemporary = TEMPORARY.test(path);
  return path
    .split('/')
    .slice(0, MAX_SEGMENTS)
    .map(word => generalizeWord(isTemporary ? word.slice(0, MAX_WORD).replaceAll(RANDOM, '#') : word))
    .join('/');
}

/** Nobody can make a wildcard by a name. */
export function keepPlain(text: string): string {
  return text === ANY || text === REST ? `\\${text}` : text;
}
