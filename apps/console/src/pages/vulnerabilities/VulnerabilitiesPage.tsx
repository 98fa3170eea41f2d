import { FINDING_STATES, vulnerabilities } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { ExploitedMark, FixText, Probability } from '../../ui/FindingMarks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { toVulnerabilityUrl } from '../../ui/vulnerability-url.ts';
import { AcceptedText } from './AcceptedText.tsx';

type Row = RowOf<typeof vulnerabilities.endpoints.list>;

const columns: readonly Column<Row>[] = [
  { id: 'severity', title: 'columns.severity', sort: 'severity', width: '6rem', render: ({ severity }) => <Severity level={severity} /> },
  {
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
  { id: 'risk', title: 'columns.risk', sort: 'risk', width: '7rem', render: ({ risk }) => <RiskScore score={risk} /> },
  {
    id: 'packages',
    title: 'columns.packages',
    render: ({ packages }) => <span title={packages.join('\n')}>{packages.join(', ')}</span>,
  },
  { id: 'fix', title: 'columns.fix', width: '9rem', from: 'lg', render: row => <FixText fixedIn={toVersions(row)} /> },
  {
    id: 'exploited',
    title: 'columns.exploited',
    width: '7rem',
    from: 'lg',
    render: ({ exploited }) => <ExploitedMark isExploited={exploited} />,
  },
  {
    id: 'epss',
    title: 'columns.epss',
    sort: 'epss',
    width: '5.5rem',
    from: 'xl',
    isNumber: true,
    render: ({ epss }) => <Probability value={epss} />,
  },
  {
    id: 'workloads',
    title: 'columns.workloads',
    sort: 'workloads',
    width: '7rem',
    from: 'md',
    isNumber: true,
    render: row => row.workloads,
  },
  { id: 'images', title: 'columns.images', sort: 'images', width: '5.5rem', from: 'xl', isNumber: true, render: row => row.images },
  { id: 'accepted', title: 'columns.exceptions', width: '5.5rem', from: 'xl', render: row => <AcceptedText row={row} /> },
  {
    id: 'firstSeen',
    title: 'columns.firstSeen',
    sort: 'firstSeen',
    width: '6.5rem',
    from: 'xl',
    render: ({ firstSeen }) => <RelativeTime time={firstSeen} />,
  },
];

/** Of one package the version is enough: its name stands beside it. */
function toVersions({ packages: [name, ...others], fixedIn }: Row): readonly string[] {
  return others.length > 0 ? fixedIn : fixedIn.map(text => text.replace(`${name} `, ''));
}

function VulnerabilitiesPage() {
  return (
    <ListPage
      title="vulnerabilities.title"
      text="vulnerabilities.text"
      resource={vulnerabilities}
      columns={columns}
      getKey={({ id }) => id}
      textField="id"
      defaultSort="-risk"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'findingState.open',
        options: FINDING_STATES.slice(1).map(value => ({ value, title: `findingState.${value}` as const })),
      }}
      notice={<ScannerNotice />}
      empty={{ title: 'vulnerabilities.none', text: 'vulnerabilities.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/vulnerabilities',
  title: 'vulnerabilities.title',
  nav: { group: 'findings', order: 5 },
  permission: 'view',
  Component: VulnerabilitiesPage,
};
