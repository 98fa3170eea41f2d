import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import { KUSTOMIZATION_FILES } from '../check/find-files.ts';
import { readSource } from './read-source.ts';

/** One kustomization, and what it refers to; https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  readonly isComponent: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** Files with resources. */
  readonly resources: readonly string[];
  /** Every other file that is read: patches, sources of config maps, replacements, … */
  readonly files: readonly string[];
  /** Kustomization files of the folders that it builds upon. */
  readonly bases: readonly string[];
  /** What is neither a file nor a folder here, and looks like an address. */
  readonly remote: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields with paths of files or folders, or with text that is given in place. */
const PATH_FIELDS = [
  ...['resources', 'bases', 'components', 'crds', 'configurations', 'generators', 'transformers', 'validators'],
  ...['patchesStrategicMerge'],
];
/** Fields with objects that hold a path. */
const OBJECT_FIELDS = ['patches', 'patchesJson6902', 'replacements'];
const GENERATOR_FIELDS = ['configMapGenerator', 'secretGenerator'];
const RESOURCE_FIELDS = new Set(['resources', 'bases', 'components']);

/** Reads a kustomization; one that cannot be read refers to nothing, and kustomize says what is wrong with it. */
export async function readKustomization(file: string): Promise<Kustomization> {
  const text = (await readSource(file)) ?? '';
  const [document] = readManifest(text, { source: file }).documents;
  const fields = toFields(document?.value);
  const folder = dirname(file);
  const found = { resources: [] as string[], files: [] as string[], bases: [] as string[], remote: [] as string[] };
  for (const { field, path } of listPaths(fields)) {
    const target = await resolveReference(folder, path);
    if (target === 'remote') found.remote.push(path);
    else if (target?.isBase === true) found.bases.push(target.file);
    else if (target !== undefined) (RESOURCE_FIELDS.has(field) ? found.resources : found.files).push(target.file);
  }
  return {
    ...found,
    file,
    folder,
    isComponent: fields['kind'] === 'Component',
    prefix: toText(fields['namePrefix']),
    suffix: toText(fields['nameSuffix']),
  };
}

interface Reference {
  readonly field: string;
  readonly path: string;
}

/** More references than anybody writes. */
const MAX_REFERENCES = 10_000;

function listPaths(fields: Fields): readonly Reference[] {
  const plain = PATH_FIELDS.flatMap(field => toTexts(fields[field]).map(path => ({ field, path })));
  const inObjects = OBJECT_FIELDS.flatMap(field => toList(fields[field]).map(item => ({ field, path: toText(toFields(item)['path']) })));
  const sources = GENERATOR_FIELDS.flatMap(field => toList(fields[field]).flatMap(item => listSources(toFields(item), field)));
  const schema = { field: 'openapi', path: toText(toFields(fields['openapi'])['path']) };
  return [...plain, ...inObjects, ...sources, schema].filter(({ path }) => path !== '' && !path.includes('\n')).slice(0, MAX_REFERENCES);
}

/** `files` may say `KEY=PATH`. */
function listSources(generator: Fields, field: string): readonly Reference[] {
  const files = toTexts(generator['files']).map(path => path.slice(path.indexOf('=') + 1));
  const envs = [...toTexts(generator['envs']), toText(generator['env'])];
  return [...files, ...envs].map(path => ({ field, path }));
}

async function resolveReference(folder: string, path: string): Promise<{ file: string; isBase: boolean } | 'remote' | undefined> {
  const target = join(folder, path);
  try {
    const info = await stat(target);
    if (!info.isDirectory()) return { file: target, isBase: false };
    const base = await findKustomization(target);
    return base === undefined ? undefined : { file: base, isBase: true };
  } catch {
    return isAddress(path) ? 'remote' : undefined;
  }
}

async function findKustomization(folder: string): Promise<string | undefined> {
  for (const name of KUSTOMIZATION_FILES) {
    const file = join(folder, name);
    if ((await readSource(file)) !== undefined) return file;
  }
  return undefined;
}

/** `https://…`, `git@host:…`, `git::…`, `gh:…`, `host.example/owner/repository`. */
function isAddress(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git::|gh:)/i.test(path) || /^[\w.-]+@[\w.-]+:/.test(path) || /^[\w-]+(?:\.[\w-]+)+\//.test(path);
}

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toTexts(value: unknown): readonly string[] {
  return toList(value).filter(item => typeof item === 'string');
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
