import { splitWords } from '../words.ts';

const SECRET_WORDS = new Set(['password', 'passwd', 'pwd', 'secret', 'token', 'apikey', 'bearer', 'jwt', 'credential', 'credentials']);
const KEY_OWNERS = new Set(['api', 'access', 'private', 'account']);

/** What every such name holds; most hold none, and are not taken apart. */
const MAY_SAY_SECRET = /pass|pwd|secret|token|key|bearer|jwt|credential/i;

/** Names that end so say where a secret is, not what it is. */
const INDIRECT = new Set(['file', 'path', 'name']);

/** Whether a variable or key of that name with that value is a secret written out: `DB_PASSWORD` with anything but a reference. */
export function isSecretLiteral(name: string, value: string): boolean {
  if (!MAY_SAY_SECRET.test(name)) return false;
  const words = splitWords(name).map(word => word.replace(/\d+$/, ''));
  const last = words.at(-1) ?? '';
  if (!hasSecretWord(words) || INDIRECT.has(last) || isHarmless(value.trim())) return false;
  return last !== 'url' || /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:[^/?#@]+@/i.test(value);
}

function hasSecretWord(words: readonly string[]): boolean {
  if (words.some(word => SECRET_WORDS.has(word))) return true;
  if (words.some((word, index) => word === 'key' && KEY_OWNERS.has(words[index - 1] ?? ''))) return true;
  return (words[0] === 'azure' && words.at(-1) === 'key') || words.join('_') === 'oci_cli_key_content';
}

/** Nothing, a reference to another variable, a boolean, a number, or the path of a file. */
function isHarmless(value: string): boolean {
  if (value === '' || /^(?:true|false|yes|no|on|off)$/i.test(value) || /^[+-]?\d+(?:\.\d+)?$/.test(value)) return true;
  return /^(?:\$\([^()]*\)|\$\{[^{}]*\})+$/.test(value) || /^\/[^\s]*$/.test(value);
}
