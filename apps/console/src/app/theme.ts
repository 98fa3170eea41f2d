import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from './settings.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();
let current: Theme = 'system';

/** Called before the first picture, so that nobody sees a white flash at night. */
export function startTheme(): void {
  current = THEMES.find(theme => theme === readSetting('theme')) ?? 'system';
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', applyTheme);
  applyTheme();
}

export function useTheme(): { readonly theme: Theme; readonly changeTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore(subscribe, () => current);
  return { theme, changeTheme };
}

function changeTheme(theme: Theme): void {
  current = theme;
  writeSetting('theme', theme);
  applyTheme();
  for (const listener of listeners) listener();
}

function applyTheme(): void {
  const isDark = current === 'dark' || (current === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', isDark);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
