import { Link as RouterLink } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseSearch } from './search.ts';

interface LinkProps {
  readonly to: string;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly title?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: 'page' | undefined;
  /** Current only where the whole URL is the same; the page says so itself. */
  readonly isExact?: true;
  /** Marks the link that stands for its row. */
  readonly 'data-row-link'?: '';
}

const EXACT = { exact: true, includeSearch: true } as const;

/** A link inside the console, written as a URL: `/violations?filter=severity>=high`. */
export function Link({ to, isExact, ...rest }: LinkProps) {
  const cut = to.indexOf('?');
  const [path, search] = cut < 0 ? [to, ''] : [to.slice(0, cut), to.slice(cut + 1)];
  return (
    <RouterLink to={path} search={parseSearch(search) as never} {...(isExact ? { activeOptions: EXACT } : {})} {...(rest as object)} />
  );
}
