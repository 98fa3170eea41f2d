import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { createElement } from 'react';
import { isUnauthenticated } from '../data/failure.ts';
import { queryClient, sessionEnd } from '../data/query-client.ts';
import { sessionQuery } from '../data/session.ts';
import type { PageEntry } from '../page.ts';
import { pages } from '../pages.generated.ts';
import { PageFrame } from './PageFrame.tsx';
import { MissingPage, RouteError } from './RouteStates.tsx';
import { SessionLayout } from './SessionLayout.tsx';
import { parseSearch, renderSearch } from './search.ts';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly entry?: PageEntry;
  }
}

const rootRoute = createRootRoute({ notFoundComponent: MissingPage, errorComponent: RouteError });

const PASSWORD = '/password';

/** Everything inside the frame needs a session; without one the login page is told where to go back to. */
const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'session',
  component: SessionLayout,
  errorComponent: RouteError,
  notFoundComponent: MissingPage,
  beforeLoad: async ({ location }) => {
    try {
      const { passwordReset } = await queryClient.ensureQueryData(sessionQuery);
      if (passwordReset && location.pathname !== PASSWORD) throw redirect({ to: PASSWORD });
    } catch (failure) {
      if (isUnauthenticated(failure)) throw redirect({ to: '/login', search: { to: location.href } as never });
      throw failure;
    }
  },
});

function toRoute(entry: PageEntry) {
  return createRoute({
    getParentRoute: () => (entry.public ? rootRoute : sessionRoute),
    path: entry.path,
    staticData: { entry },
    errorComponent: RouteError,
    component: lazyRouteComponent(async () => ({ default: framePage(entry, await entry.load()) })),
  });
}

function framePage(entry: PageEntry, { page: { Component } }: Awaited<ReturnType<PageEntry['load']>>) {
  return () => createElement(PageFrame, { entry }, createElement(Component));
}

const publicRoutes = pages.filter(page => page.public).map(toRoute);
const privateRoutes = pages.filter(page => !page.public).map(toRoute);

export const router = createRouter({
  routeTree: rootRoute.addChildren([...publicRoutes, sessionRoute.addChildren(privateRoutes)]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: MissingPage,
  parseSearch,
  stringifySearch: renderSearch,
  scrollRestoration: true,
});

sessionEnd.addEventListener('end', () => {
  const { pathname, href } = router.state.location;
  if (pathname === '/login') return;
  const gone = () => queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
  void router.navigate({ to: '/login', search: { to: href } as never }).then(gone);
});
