import { images, vulnerabilities } from '@breakwater/api';
import type { ReactNode } from 'react';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toFilter, toListUrl, type Where } from '../../list/list-url.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { Mark } from '../../ui/StateMark.tsx';

interface Props {
  readonly cluster: string | undefined;
}

/** What is pressing in images, and which could not be looked at: each number leads to the list that it counts. */
export function VulnerabilitiesPanel({ cluster }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('overview.vulnerabilities')} isWide>
      <div className="bw-stack">
        <ScannerNotice />
        <div className="bw-figures">
          <Vulnerabilities where={{ cluster, severity: 'critical', fixable: 'true' }}>
            <Severity level="critical" /> {t('overview.fixable')}
          </Vulnerabilities>
          <Vulnerabilities where={{ cluster, severity: 'high', fixable: 'true' }}>
            <Severity level="high" /> {t('overview.fixable')}
          </Vulnerabilities>
          <Vulnerabilities where={{ cluster, exploited: 'true' }}>
            <Mark tone="bad">{t('findings.exploited')}</Mark>
          </Vulnerabilities>
          <Images where={{ cluster, scan: 'failed' }}>
            <Mark tone="bad">{t('overview.notReadable')}</Mark>
          </Images>
          <Images where={{ cluster, scan: 'never' }}>
            <Mark tone="unknown">{t('overview.neverRead')}</Mark>
          </Images>
        </div>
      </div>
    </Panel>
  );
}

interface CountProps {
  readonly where: Where;
  readonly children: ReactNode;
}

function Vulnerabilities({ where, children }: CountProps) {
  const query = useEndpoint(vulnerabilities, 'list', { query: { filter: toFilter(where), limit: 1 } });
  return (
    <Count to={toListUrl('/vulnerabilities', where)} total={query.data?.total} hasFailed={query.isError}>
      {children}
    </Count>
  );
}

function Images({ where, children }: CountProps) {
  const query = useEndpoint(images, 'list', { query: { filter: toFilter(where), limit: 1 } });
  return (
    <Count to={toListUrl('/images', where)} total={query.data?.total} hasFailed={query.isError}>
      {children}
    </Count>
  );
}

interface FigureProps {
  readonly to: string;
  readonly total: number | undefined;
  readonly hasFailed: boolean;
  readonly children: ReactNode;
}

/** A number that could not be asked for is a question mark, never a zero. */
function Count({ to, total, hasFailed, children }: FigureProps) {
  const { t, language } = useTexts();
  const unknown = hasFailed ? '?' : '…';
  return (
    <Link to={to} className="bw-figure" {...(hasFailed ? { title: t('words.unknown') } : {})}>
      <strong>{total === undefined ? unknown : total.toLocaleString(language)}</strong>
      <span>{children}</span>
    </Link>
  );
}
