import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter, Skeleton } from '@patternfly/react-core';
import { CubesIcon } from '@patternfly/react-icons/dist/esm/icons/cubes-icon.js';
import { ExclamationCircleIcon } from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon.js';
import { LockIcon } from '@patternfly/react-icons/dist/esm/icons/lock-icon.js';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeFailure, isForbidden } from '../data/failure.ts';
import { useTexts } from '../texts/use-texts.ts';

type Heading = 'h1' | 'h2' | 'h3';

/** Grey bars where rows will be; announced once. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTexts();
  return (
    <div className="bw-loading" role="status">
      <span className="pf-v6-screen-reader">{t('states.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all the same
        <Skeleton key={index} height="1.75rem" width={`${96 - ((index * 17) % 30)}%`} />
      ))}
    </div>
  );
}

/** Nothing there: says so and what to do next. */
export function EmptyMessage(props: {
  readonly title: string;
  readonly text?: string;
  readonly level?: Heading;
  readonly icon?: typeof CubesIcon;
  readonly children?: ReactNode;
}) {
  const { title, text, level = 'h2', icon = CubesIcon, children } = props;
  return (
    <EmptyState titleText={title} headingLevel={level} icon={icon} variant="sm">
      {text !== undefined && <EmptyStateBody>{text}</EmptyStateBody>}
      {children !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>{children}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** The role does not reach this page. */
export function NotPermitted() {
  const { t } = useTexts();
  return <EmptyMessage title={t('states.notPermitted')} text={t('states.notPermittedNext')} level="h1" icon={LockIcon} />;
}

/** What went wrong in plain words, and the next step. */
export function Failure(props: { readonly failure: unknown; readonly onRetry?: (() => void) | undefined; readonly level?: Heading }) {
  const { failure, onRetry, level = 'h2' } = props;
  const { t } = useTexts();
  if (isForbidden(failure)) {
    return <EmptyMessage title={t('states.notPermitted')} text={t('states.notPermittedNext')} level={level} icon={LockIcon} />;
  }
  const { title, next, detail } = describeFailure(failure, t);
  return (
    <div role="alert">
      <EmptyState titleText={title} headingLevel={level} icon={ExclamationCircleIcon} status="danger" variant="sm">
        <EmptyStateBody>
          {next}
          {detail !== undefined && <p className="bw-detail">{detail}</p>}
        </EmptyStateBody>
        {onRetry !== undefined && (
          <EmptyStateFooter>
            <EmptyStateActions>
              <Button variant="secondary" onClick={onRetry}>
                {t('actions.retry')}
              </Button>
            </EmptyStateActions>
          </EmptyStateFooter>
        )}
      </EmptyState>
    </div>
  );
}

/** One query on the screen: loading, failure or what it yields. Data that is there stays visible while a newer answer is fetched. */
export function QueryStates<T>(props: {
  readonly query: UseQueryResult<T, Error>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const { query, rows, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure failure={query.error} onRetry={() => void query.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
