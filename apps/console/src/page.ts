import type { Permission } from '@breakwater/api';
import type { ComponentType } from 'react';
import type { TextKey } from './texts/i18n.ts';

/** Groups of the navigation, in the order of the screen. */
export const NAV_GROUPS = ['overview', 'findings', 'estate', 'rules', 'system'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

/** What is known of a page before its code is loaded; plain data, copied into pages.generated.ts. */
export interface PageFacts {
  /** Route of TanStack Router: `/violations/$id`. */
  readonly path: string;
  readonly title: TextKey;
  /** Where the navigation shows it; a page without an entry is reached from another one. */
  readonly nav?: { readonly group: NavGroup; readonly order: number };
  /** What the contract asks for before the page makes sense; anybody who logged in when absent. */
  readonly permission?: Permission;
  /** Shown without a session and without the frame. */
  readonly public?: true;
}

/** The one export of a page's file. */
export interface PageDefinition extends PageFacts {
  readonly Component: ComponentType;
}

/** A page as the router knows it: its code comes when it is first opened. */
export interface PageEntry extends PageFacts {
  readonly load: () => Promise<{ readonly page: PageDefinition }>;
}
