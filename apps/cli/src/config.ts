import { env } from 'node:process';

/** What the command line takes from its surroundings; the only place of this app that reads the environment. */
export interface Config {
  /** https://no-color.org */
  readonly noColor: boolean;
  readonly language: 'en' | 'ja';
}

export function readConfig(): Config {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return { noColor: (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb', language: locale.startsWith('ja') ? 'ja' : 'en' };
}
