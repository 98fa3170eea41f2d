import { vulnerabilities } from '@breakwater/api';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { BaseOrOwn } from '../../ui/BaseOrOwn.tsx';
import { FindingAction } from '../../ui/FindingAction.tsx';
import { FINDING_COLUMNS } from '../../ui/FindingColumns.tsx';
import { ReferenceText } from '../../ui/ReferenceText.tsx';

type Row = RowOf<typeof vulnerabilities.endpoints.images>;

const { risk, package: name, fix, use, state, firstSeen } = FINDING_COLUMNS;

const columns: readonly Column<Row>[] = [
  {
    id: 'reference',
    title: 'columns.image',
    sort: 'reference',
    render: ({ image, reference, digest }) => (
      <ReferenceText reference={reference} to={`/images/${encodeURIComponent(image)}?tab=vulnerabilities`} more={digest} />
    ),
  },
  name,
  fix,
  risk,
  { id: 'base', title: 'columns.broughtBy', width: '7.5rem', from: 'lg', render: ({ base }) => <BaseOrOwn isBase={base} /> },
  {
    id: 'instruction',
    title: 'columns.instruction',
    from: 'xl',
    render: ({ instruction, layer }) => (
      <span className="bw-mono" title={instruction}>
        {layer === undefined ? '' : `${layer} `}
        {instruction}
      </span>
    ),
  },
  { id: 'workloads', title: 'columns.workloads', width: '7rem', from: 'xl', isNumber: true, render: row => row.workloads },
  use,
  state,
  firstSeen,
  {
    id: 'accept',
    title: 'columns.actions',
    width: '5.5rem',
    render: row => (
      <FindingAction place={{ id: row.id, package: row.package, reference: row.reference }} state={row.state} exception={row.exception} />
    ),
  },
];

/** Images that it is in, package by package, with the layer that brought each. */
export function AffectedImagesTab({ id }: { readonly id: string }) {
  return (
    <ListBox
      title="vulnerabilities.affectedImages"
      resource={vulnerabilities}
      endpoint="images"
      params={{ id }}
      columns={columns}
      getKey={row => `${row.image} ${row.digest} ${row.purl} ${row.package}`}
      textField="reference"
      defaultSort="-risk"
      empty={{ title: 'vulnerabilities.noImages', text: 'vulnerabilities.noImagesNext' }}
    />
  );
}
