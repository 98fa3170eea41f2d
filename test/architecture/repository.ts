import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../scripts/files.ts';
import { findImports, type Import } from './imports.ts';
import { type Matrix, parseMatrix } from './matrix.ts';
import { scanTokens, type Token } from './tokens.ts';

export const MATRIX_PATH = 'docs/architecture-matrix.md';

/** A hand-written TypeScript file. */
export interface SourceFile {
  /** Relative to the repository. */
  readonly path: string;
  /** A test, or what only tests share: a file of a folder `testing`. */
  readonly isTest: boolean;
  readonly lines: number;
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
}

export interface Workspace {
  /** The folder's name, as the matrix says it; `repository` for the root's own scripts and tests. */
  readonly name: string;
  readonly folder: string;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** Sub-paths that other workspaces may import, `.` for the entry. */
  readonly exports: readonly string[];
  /** What its tsconfig.json extends and sets; undefined without one. */
  readonly tsconfig: TsConfig | undefined;
  readonly files: readonly SourceFile[];
}

export interface TsConfig {
  readonly extends: string;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

export interface Repository {
  readonly matrix: Matrix;
  readonly workspaces: readonly Workspace[];
}

/** A rule lists what is wrong, one readable line each. */
export type Rule = (repository: Repository) => string[];

export function readRepository(root: string): Repository {
  const folders = ['packages', 'apps']
    .flatMap(group => listFiles(root, group))
    .filter(path => /^[^/]+\/[^/]+\/package\.json$/.test(path))
    .map(path => path.replace('/package.json', ''));
  return {
    matrix: parseMatrix(readFileSync(join(root, MATRIX_PATH), 'utf8')),
    workspaces: [...folders, 'content', ''].map(folder => readWorkspace(root, folder)),
  };
}

function readWorkspace(root: string, folder: string): Workspace {
  const manifest = readJson(join(root, folder, 'package.json')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    exports?: Record<string, string>;
  };
  const tsconfig = join(root, folder, 'tsconfig.json');
  return {
    name: folder === '' ? 'repository' : folder.slice(folder.lastIndexOf('/') + 1),
    folder,
    dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
    devDependencies: new Set(Object.keys(manifest.devDependencies ?? {})),
    exports: Object.keys(manifest.exports ?? {}),
    tsconfig: existsSync(tsconfig) ? (readJson(tsconfig) as TsConfig) : undefined,
    files: listSources(root, folder).map(path => readSource(path, readFileSync(join(root, path), 'utf8'))),
  };
}

function listSources(root: string, folder: string): string[] {
  const paths =
    folder === ''
      ? [...['scripts', 'test', 'bench'].flatMap(part => listFiles(root, part)), ...listTopLevel(root)]
      : listFiles(root, folder);
  return paths.filter(path => /\.tsx?$/.test(path) && !path.includes('.generated.'));
}

function listTopLevel(root: string): string[] {
  return ['architecture.test.ts', 'vitest.config.ts'].filter(path => existsSync(join(root, path)));
}

/** Exported for the tests of the rules. */
export function readSource(path: string, text: string): SourceFile {
  const tokens = scanTokens(text);
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return { path, isTest: /\.test\.tsx?$|\/testing\//.test(path), lines, tokens, imports: findImports(tokens) };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
