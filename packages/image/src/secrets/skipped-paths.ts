/** Where packages and languages put files that are no one's secret, and samples of secrets. */
const FOLDERS = [
  'usr/share/',
  'usr/include/',
  'usr/lib/',
  'usr/lib64/',
  'usr/local/go/',
  'usr/local/lib/',
  'usr/src/',
  'lib/',
  'var/lib/dpkg/',
  'var/cache/',
];
const PARTS =
  /(?:^|\/)(?:node_modules|\.git|tests?|testdata|__tests__|fixtures|examples?|samples?|vendor|locales?|site-packages|dist-packages|gems|docs?)\//i;
const ENDINGS = new Set(
  (
    'md rst adoc html htm css map po mo gmo png jpg jpeg gif ico svg webp woff woff2 ttf eot pdf doc docx mp3 mp4 avi so a o ko deb rpm apk zip gz tgz ' +
    'xz bz2 zst tar jar war ear class pyc pyo whl dll exe bin wasm db sqlite lock sum mod'
  ).split(' '),
);
const NAMES = new Set(['package-lock.json', 'pnpm-lock.yaml', 'Pipfile.lock', 'npm-shrinkwrap.json']);

/** Whether a file is not searched for secrets, by its path alone. */
export function isSkipped(path: string): boolean {
  if (FOLDERS.some(folder => path.startsWith(folder)) || PARTS.test(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return NAMES.has(name) || (dot > 0 && ENDINGS.has(name.slice(dot + 1).toLowerCase()));
}
