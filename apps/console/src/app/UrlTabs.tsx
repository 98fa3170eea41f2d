import { useLocation, useSearch } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { Link } from './Link.tsx';
import { renderSearch } from './search.ts';

export interface UrlTab {
  readonly id: string;
  readonly title: string;
  readonly content: () => ReactNode;
}

interface Props {
  /** Names the choice for screen readers. */
  readonly label: string;
  /** The first one stands in the URL without a name. */
  readonly tabs: readonly UrlTab[];
  /** Parameters of the URL that all tabs share; filter and order are each tab's own. */
  readonly shared?: readonly string[];
}

/** Parts of a page, one at a time: links, so that each part has an address and the keyboard and the back button work as everywhere. */
export function UrlTabs({ label, tabs, shared = [] }: Props) {
  const { pathname } = useLocation();
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const [first] = tabs;
  const current = tabs.find(({ id }) => id === search['tab']) ?? first;
  if (first === undefined || current === undefined) return null;
  const kept = Object.fromEntries(shared.map(name => [name, search[name]]));
  const toUrl = ({ id }: UrlTab) => `${pathname}${renderSearch({ tab: id === first.id ? undefined : id, ...kept })}`;
  return (
    <>
      <nav className="bw-tabs" aria-label={label}>
        {tabs.map(tab => (
          <Link key={tab.id} to={toUrl(tab)} className="bw-tab" isExact aria-current={tab === current ? 'page' : undefined}>
            {tab.title}
          </Link>
        ))}
      </nav>
      {/* A key of its own: rows of one list must not stand in for those of another while these are fetched. */}
      <Fragment key={current.id}>{current.content()}</Fragment>
    </>
  );
}
