import type { TarEntry } from '../tar/entry.ts';

/** Shared objects, with the versions that their names end with. */
const LIBRARY = /\.so(?:\.[0-9][^/]*)?$/;
/** What interpreters and virtual machines read as code. */
const CODE = new Set(
  'py pyc pyo pyd pl pm rb js mjs cjs node php phar lua tcl jar war ear jmod class dll exe wasm el elc sh awk r rds hs beam'.split(' '),
);
/** Documents are executable now and then, and examples are code: neither says that a package is in use. */
const DOCUMENTS = ['usr/share/doc/', 'usr/share/man/', 'usr/share/info/', 'usr/share/locale/', 'usr/share/licenses/'];
const ANY_EXECUTE = 0o111;

/** Whether a file holds code that a process can start or load. */
export function isLoadable({ path, type, mode }: Pick<TarEntry, 'path' | 'type' | 'mode'>): boolean {
  if ((type !== 'file' && type !== 'hard-link') || DOCUMENTS.some(folder => path.startsWith(folder))) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if ((mode & ANY_EXECUTE) !== 0 || LIBRARY.test(name)) return true;
  const dot = name.lastIndexOf('.');
  return dot > 0 && CODE.has(name.slice(dot + 1).toLowerCase());
}
