/** Flags whose value is a credential by itself. */
const SECRET_FLAG = /(?:^|-)(?:token|password|secret|passphrase)$/i;
const REDACTED = '(redacted)';

/** An argument vector without the credentials that some put into it. A path to a credential is none. */
export function redactArguments(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const match = /^--?([A-Za-z0-9-]+)=([\s\S]*)$/.exec(word);
    if (match !== null) {
      const [, name = '', value = ''] = match;
      return isSecret(name, value) ? word.replace(value, () => REDACTED) : redactUrl(word);
    }
    const before = /^--?([A-Za-z0-9-]+)$/.exec(argv[index - 1] ?? '')?.[1];
    if (before !== undefined && !word.startsWith('-') && isSecret(before, word)) return REDACTED;
    return redactUrl(word);
  });
}

/** A configuration file without keys and passwords: what remains says which provider comes first, and so on. */
export function redactConfiguration(text: string): string {
  return redactUrl(text)
    .replaceAll(
      /^(\s*(?:-\s*)?["']?(?:secret|token|password|privateKey|client-key-data|keyData)["']?\s*:\s*)(?![{[|>]\s*$)\S.*$/gim,
      `$1"${REDACTED}"`,
    )
    .replaceAll(
      /(["']?\b(?:secret|token|password|client-key-data|keyData)["']?\s*:\s*)("[^"\n]*"|'[^'\n]*'|[^\s,}\]"']+)(?=\s*[,}\]])/gi,
      `$1"${REDACTED}"`,
    )
    .replaceAll(/^([^\S\n]*-[^\S\n]*)(["']?)([\w.-]*(?:token|password|passphrase|secret)=)(?!\/)[^\n"']+\2/gim, `$1$2$3${REDACTED}$2`)
    .replaceAll(
      /^([^\S\n]*(?:-[^\S\n]*)?["']?(?:[\w.-]*(?:token|password|passphrase|secret)|auth)["']?[^\S\n]*[=:][^\S\n]*)(?!\(redacted|["']?\/|[{[|>][^\S\n]*$)\S.*$/gim,
      `$1"${REDACTED}"`,
    )
    .replaceAll(/^([^\S\n]*--?[\w-]*(?:token|password|passphrase|secret)[^\S\n]+)(?!\/)\S.*$/gim, `$1${REDACTED}`)
    .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, REDACTED);
}

function isSecret(name: string, value: string): boolean {
  return SECRET_FLAG.test(name) && value !== '' && !value.startsWith('/');
}

/** Login and password of an address. */
function redactUrl(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:"']*:[^\s/@"']+@/gi, `$1${REDACTED}@`);
}
