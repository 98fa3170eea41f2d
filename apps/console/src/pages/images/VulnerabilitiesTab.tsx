import { type Answer, FINDING_STATES, images } from '@breakwater/api';
import { useMemo } from 'react';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { FindingAction } from '../../ui/FindingAction.tsx';
import { FINDING_COLUMNS } from '../../ui/FindingColumns.tsx';

type Row = RowOf<typeof images.endpoints.vulnerabilities>;

interface Props {
  readonly image: Answer<typeof images.endpoints.get>;
  readonly extra: Readonly<Record<string, string>>;
}

/** What is known of its packages, the most pressing first. */
export function VulnerabilitiesTab({ image: { id, reference, scan }, extra }: Props) {
  const columns = useMemo(() => listColumns(reference), [reference]);
  return (
    <ListBox
      title="vulnerabilities.title"
      resource={images}
      endpoint="vulnerabilities"
      params={{ id }}
      extra={extra}
      columns={columns}
      getKey={row => `${row.id} ${row.purl} ${row.package} ${row.version}`}
      textField="package"
      defaultSort="-risk"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'findingState.open',
        options: FINDING_STATES.slice(1).map(value => ({ value, title: `findingState.${value}` as const })),
      }}
      empty={
        scan.scannedAt === undefined
          ? { title: 'images.notMatched', text: 'images.notMatchedNext' }
          : { title: 'images.noVulnerabilities', text: 'images.noVulnerabilitiesNext' }
      }
    />
  );
}

function listColumns(reference: string): readonly Column<Row>[] {
  const { severity, id, risk, package: name, fix, exploited, use, epss, firstSeen, state } = FINDING_COLUMNS;
  return [
    severity,
    id,
    risk,
    name,
    fix,
    { id: 'layer', title: 'columns.layer', sort: 'layer', width: '5.25rem', from: 'lg', isNumber: true, render: row => row.layer ?? '' },
    exploited,
    use,
    epss,
    state,
    firstSeen,
    {
      id: 'accept',
      title: 'columns.actions',
      width: '5.5rem',
      render: row => <FindingAction place={{ id: row.id, package: row.package, reference }} state={row.state} exception={row.exception} />,
    },
  ];
}
