import type { GeneratedFile } from './generated-file.ts';

/** How a new unit of one extension point begins: complete, valid and tested, so that only its meaning has to be filled in. */
export interface UnitTemplate {
  /** What its name looks like, for the usage text. */
  readonly nameFormat: string;
  readonly namePattern: RegExp;
  /**
   * The files of a new unit; its registry and reference pages follow by generation.
   *
   * @throws UsageError when the name means nothing here
   */
  render(name: string): GeneratedFile[] | Promise<GeneratedFile[]>;
}

/** Said to whoever typed the command; not a fault of the program. */
export class UsageError extends Error {}

export const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `has-shell` → `hasShell`. */
export function toCamelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `has-shell` → `HasShell`. */
export function toPascalCase(name: string): string {
  const camel = toCamelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** `has-shell` → `Has shell`. */
export function toTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
