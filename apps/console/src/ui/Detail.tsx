import { Breadcrumb, BreadcrumbItem, Card, CardBody, CardHeader, CardTitle, PageSection, Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Link } from '../app/Link.tsx';
import { useTexts } from '../texts/use-texts.ts';

interface PageHeadProps {
  readonly title: ReactNode;
  /** What stands beside the title: severity, state. */
  readonly marks?: ReactNode;
  readonly text?: ReactNode;
  /** Where one came from: title and URL. */
  readonly parent?: { readonly title: string; readonly to: string } | undefined;
  readonly actions?: ReactNode;
}

/** Title, where it belongs, and what can be done. */
export function PageHead({ title, marks, text, parent, actions }: PageHeadProps) {
  const { t } = useTexts();
  return (
    <PageSection className="bw-page-head" isWidthLimited={false} hasBodyWrapper={false}>
      {parent !== undefined && (
        <Breadcrumb aria-label={t('frame.breadcrumb')}>
          <BreadcrumbItem
            render={({ className, ariaCurrent }) => (
              <Link to={parent.to} className={className} aria-current={ariaCurrent}>
                {parent.title}
              </Link>
            )}
          />
        </Breadcrumb>
      )}
      <div className="bw-title-row">
        <Title headingLevel="h1" size="xl" className="bw-title">
          {title}
        </Title>
        {marks}
        {actions !== undefined && <div className="bw-actions">{actions}</div>}
      </div>
      {text !== undefined && <p className="bw-subtitle">{text}</p>}
    </PageSection>
  );
}

/** A page that is read from top to bottom. */
export function PageBody({ children }: { readonly children: ReactNode }) {
  return (
    <PageSection hasBodyWrapper={false} className="bw-body">
      {children}
    </PageSection>
  );
}

/** One subject of a page. */
export function Panel(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly aside?: ReactNode;
  readonly isWide?: boolean;
}) {
  const { title, children, aside, isWide = false } = props;
  return (
    <Card isCompact className={isWide ? 'bw-panel bw-wide' : 'bw-panel'} component="section">
      <CardHeader {...(aside === undefined ? {} : { actions: { actions: aside, hasNoOffset: true } })}>
        <CardTitle component="h2">{title}</CardTitle>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}

/** Names and values below each other. */
export function Facts({ items }: { readonly items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="bw-facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
