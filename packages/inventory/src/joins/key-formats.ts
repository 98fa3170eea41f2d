/** Key formats that no other text has by chance; where a name follows, tokens of that service begin so. */
const FORMATS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['AWS access key id', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])/],
  ['GitHub token', /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ['GitLab token', /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}/],
  ['Google API key', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/],
  ['Slack token', /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{10}/],
  ['JSON web token', /(?<![A-Za-z0-9_-])eyJ(?:hbGciO|0eXAiO|raWQiO)[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/],
  ['private key', /BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY/],
  ['bearer token', /(?<![A-Za-z0-9])bearer[ \t]{1,4}(?=[A-Za-z._~+/-]{0,200}\d)[A-Za-z0-9._~+/-]{8}/i],
  ['Stripe key', /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/],
  ['Twilio key', /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/],
  ['Vault token', /(?<![A-Za-z0-9])hvs\.[A-Za-z0-9_-]{20}/],
  ['SendGrid key', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16}/],
  ['npm token', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/],
  ['PyPI token', /(?<![A-Za-z0-9])pypi-AgE[A-Za-z0-9_-]{16}/],
];

/** Name of the first key format in a text, or in what the text as a whole is the base64 of; undefined when there is none. */
export function findKeyFormat(text: string): string | undefined {
  return matchFormat(text) ?? matchFormat(decodeBase64(text.trim()));
}

/** What every such text holds; most hold none, and are not looked through format by format. */
const MAY_HOLD_KEY =
  /AKIA|ASIA|gh[opsur]_|github_pat_|glpat-|AIza|xox[abprs]-|eyJ|PRIVATE KEY|bearer|k_live_|SK[0-9a-f]{8}|hvs\.|SG\.|npm_|pypi-/i;

function matchFormat(text: string): string | undefined {
  if (!MAY_HOLD_KEY.test(text)) return undefined;
  return FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Text that a base64 text stands for, byte by byte; empty when it is none or too short to hold a key. */
function decodeBase64(text: string): string {
  if (text.length < 24 || !/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) return '';
  const parts: string[] = [];
  let bits = 0;
  let size = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xfff;
    size += 6;
    if (size < 8) continue;
    size -= 8;
    parts.push(String.fromCharCode((bits >> size) & 0xff));
  }
  return parts.join('');
}
