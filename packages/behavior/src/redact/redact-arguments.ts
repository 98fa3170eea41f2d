const HIDDEN = '***';

/** Part of a name whose value is a secret. */
const NAME =
  '(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credentials?|auth[_-]?(?:key|token)|session[_-]?key)';

/** What stands behind a name is where to find a secret, and none. */
const PLACE =
  /(?:[_-](?:file|path|dir|name|names|url|uri|ref|id|ttl|type|mode|env|store|provider|policy|method|length)s?|mount|namespace)$/i;

/** `name=value` and `name: value` in a text, the value in quotes or up to a blank. */
const ASSIGNMENT = new RegExp(
  `((?:[\\w.-]{0,60}[_.-]|\\b|--?|[a-z]{0,20})${NAME}[\\w-]{0,30}["']?\\s{0,3}[=:]\\s{0,3})("[^"]{1,9000}"|'[^']{1,9000}'|[^\\s"'&;|,)]{1,9000})`,
  'gi',
);

/** User and password in front of a host. */
const URL_LOGIN = /\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/]{0,200}:)[^\s@/]{1,500}@/gi;

/** Texts that are secrets by their shape. */
const SHAPES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|xox[abprs]-[\w-]{10,255}|sk_live_\w{10,255}|AIza[\w-]{30,60}|npm_\w{30,60})/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,9000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
];

/** `Bearer x`, `Basic x`, and whatever else an Authorization header says. */
const SCHEME = /\b(Bearer\s{1,3}|Basic\s{1,3}|Authorization:\s{0,3}(?!Bearer|Basic))[\w.~+/=-]{6,8000}/gi;

/** Characters of the shortest secret that has a shape, and what stands before or within every other one. */
const SHORTEST_SHAPE = 15;
const MARK = /[=:\s]/;

/** Programs whose `-p` is a password, glued to it. */
const GLUED = /^(?:mysql\w*|mariadb\w*|sshpass|mongo\w*)$/;

/** Options of single programs whose next argument is a secret. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  sshpass: ['-p'],
  mongo: ['-p'],
  mongosh: ['-p'],
  mongodump: ['-p'],
  mysql: [],
  'redis-cli': ['-a', '--pass'],
  curl: ['-u', '--user', '-U', '--proxy-user'],
  wget: ['--user-password'],
  ldapsearch: ['-w'],
  ldapmodify: ['-w'],
  docker: ['-p'],
  podman: ['-p'],
  helm: [],
  psql: [],
  smbclient: ['-U'],
  sqlcmd: ['-P'],
  az: ['-p'],
  openssl: ['-passin', '-passout', '-k'],
};

const NEXT_NAME = new RegExp(`^--?(?:[\\w.-]{0,60}[_.-])?${NAME}$`, 'i');

/** A text in which passwords, tokens and keys are replaced by `***`. Takes time in proportion to its length. */
export function redactText(text: string): string {
  // Most arguments are short words.
  if (text.length < SHORTEST_SHAPE && !MARK.test(text)) return text;
  let shown = text.replace(URL_LOGIN, `$1${HIDDEN}@`).replace(SCHEME, `$1${HIDDEN}`);
  for (const shape of SHAPES) shown = shown.replace(shape, HIDDEN);
  return shown.replace(ASSIGNMENT, (all, head: string, value: string) => hideAssigned(all, head, value));
}

/** Brackets that are closed behind the value are not part of it. */
function hideAssigned(all: string, head: string, value: string): string {
  const [end = ''] = /[}\]]*$/.exec(value) ?? [];
  return isPlace(head) || isReference(value.slice(0, value.length - end.length)) ? all : `${head}${HIDDEN}${end}`;
}

/** `--password-file=` says where. */
function isPlace(head: string): boolean {
  return PLACE.test(head.replace(/["'\s=:]+$/, ''));
}

/** What the shell puts in, or what is no value. */
function isReference(value: string): boolean {
  return value === HIDDEN || /^["']?\$[({A-Za-z_]/.test(value) || /^(?:true|false|null|none|yes|no|\d{1,3})$/i.test(value);
}

/** Arguments of a program without secrets, as many as there were. Texts that hold none are the same ones. */
export function redactArguments(argv: readonly string[]): readonly string[] {
  const program = (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1);
  const next = NEXT[program] ?? [];
  let hidesNext = false;
  return argv.map((word, index) => {
    if (index === 0) return redactText(word);
    if (hidesNext) {
      hidesNext = false;
      if (!word.startsWith('--')) return hideValue(program, word);
    }
    hidesNext = next.includes(word) || (NEXT_NAME.test(word) && !PLACE.test(word));
    if (GLUED.test(program) && /^-p./.test(word) && !word.startsWith('-port')) return `-p${HIDDEN}`;
    return redactText(word);
  });
}

/** Of `user:password` the user stays. */
function hideValue(program: string, word: string): string {
  if (isReference(word)) return word;
  const colon = program === 'curl' ? word.indexOf(':') : -1;
  return colon > 0 ? `${word.slice(0, colon)}:${HIDDEN}` : HIDDEN;
}
