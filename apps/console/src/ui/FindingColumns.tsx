import type { Answer, images } from '@breakwater/api';
import { Link } from '../app/Link.tsx';
import type { Column } from '../list/column.ts';
import { ExploitedMark, FindingStateMark, FixText, Probability, UseMark } from './FindingMarks.tsx';
import { RelativeTime } from './RelativeTime.tsx';
import { RiskScore } from './Risk.tsx';
import { Severity } from './Severity.tsx';
import { toVulnerabilityUrl } from './vulnerability-url.ts';

/** A vulnerability of one package, as every list of them has it. */
type Finding = Answer<typeof images.endpoints.vulnerabilities>['results'][number];

/** Columns of a finding, by name, for lists to choose from. */
export const FINDING_COLUMNS = {
  severity: {
    id: 'severity',
    title: 'columns.severity',
    sort: 'severity',
    width: '6rem',
    render: row => <Severity level={row.severity} />,
  },
  id: {
    id: 'id',
    title: 'columns.vulnerability',
    sort: 'id',
    width: '10.25rem',
    render: ({ id }) => (
      <Link to={toVulnerabilityUrl(id)} data-row-link="" title={id}>
        {id}
      </Link>
    ),
  },
  risk: { id: 'risk', title: 'columns.risk', sort: 'risk', width: '7rem', render: ({ risk }) => <RiskScore score={risk} /> },
  package: {
    id: 'package',
    title: 'columns.package',
    sort: 'package',
    render: row => (
      <span title={row.purl}>
        {row.package} <span className="bw-quiet">{row.version}</span>
      </span>
    ),
  },
  fix: {
    id: 'fix',
    title: 'columns.fix',
    width: '9.5rem',
    from: 'md',
    render: row => <FixText fixedIn={row.fixedIn} status={row.status} />,
  },
  exploited: {
    id: 'exploited',
    title: 'columns.exploited',
    width: '7rem',
    from: 'xl',
    render: ({ exploited }) => <ExploitedMark isExploited={exploited} />,
  },
  use: { id: 'use', title: 'columns.inUse', width: '7rem', from: 'xl', render: ({ use }) => <UseMark use={use} /> },
  epss: {
    id: 'epss',
    title: 'columns.epss',
    width: '6rem',
    from: 'xl',
    isNumber: true,
    render: ({ epss }) => <Probability value={epss} />,
  },
  state: { id: 'state', title: 'columns.state', width: '7.5rem', from: 'xl', render: row => <FindingStateMark {...row} /> },
  firstSeen: {
    id: 'firstSeen',
    title: 'columns.firstSeen',
    sort: 'firstSeen',
    width: '7rem',
    from: 'lg',
    render: ({ firstSeen }) => <RelativeTime time={firstSeen} />,
  },
} as const satisfies Readonly<Record<string, Column<Finding>>>;
