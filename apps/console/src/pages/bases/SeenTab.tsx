import { baseImages } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { Translate } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FindingCountList } from '../../ui/FindingMarks.tsx';
import { Digest, Unknown } from '../../ui/ImageMarks.tsx';
import { ReferenceText } from '../../ui/ReferenceText.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { Mark, StateMark } from '../../ui/StateMark.tsx';
import { ApprovalText } from './ApprovalText.tsx';

type Row = RowOf<typeof baseImages.endpoints.seen>;
type Approve = ((pattern: string) => void) | undefined;

const STATES = ['not-approved', 'approved', 'expired'] as const;

/** Base images in use. */
export function SeenTab({ onApprove }: { readonly onApprove: Approve }) {
  const { t } = useTexts();
  return (
    <ListBox
      title="bases.seen"
      resource={baseImages}
      endpoint="seen"
      columns={listColumns(onApprove, t)}
      getKey={({ name, digest }) => `${name}@${digest}`}
      textField="name"
      defaultSort="-images"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'words.all',
        options: STATES.map(value => ({ value, title: `baseState.${value}` as const })),
      }}
      empty={{ title: 'bases.none', text: 'bases.noneNext' }}
    />
  );
}

function listColumns(onApprove: Approve, t: Translate): readonly Column<Row>[] {
  const columns: readonly Column<Row>[] = [
    { id: 'name', title: 'columns.base', sort: 'name', render: row => <Name row={row} /> },
    {
      id: 'digest',
      title: 'columns.digest',
      width: '10rem',
      from: 'xl',
      render: ({ digest }) => (digest === '' ? <Unknown /> : <Digest digest={digest} />),
    },
    { id: 'newer', title: 'columns.newer', width: '7rem', from: 'lg', render: row => <Newer row={row} /> },
    {
      id: 'risk',
      title: 'columns.risk',
      sort: 'risk',
      width: '7rem',
      from: 'md',
      render: ({ risk }) => (risk === undefined ? <Unknown /> : <RiskScore score={risk} />),
    },
    {
      id: 'vulnerabilities',
      title: 'columns.vulnerabilities',
      width: '9.5rem',
      from: 'lg',
      render: row => <FindingCountList counts={row.vulnerabilities} />,
    },
    { id: 'images', title: 'columns.images', sort: 'images', width: '6rem', isNumber: true, render: row => row.images },
    {
      id: 'workloads',
      title: 'columns.workloads',
      sort: 'workloads',
      width: '7rem',
      from: 'xl',
      isNumber: true,
      render: row => row.workloads,
    },
    { id: 'state', title: 'columns.state', width: '8.5rem', render: ({ state }) => <StateMark subject="base" state={state} /> },
    {
      id: 'approval',
      title: 'columns.approver',
      width: '9rem',
      from: 'xl',
      render: ({ approval }) => <ApprovalText approval={approval} />,
    },
  ];
  if (onApprove === undefined) return columns;
  return [
    ...columns,
    {
      id: 'approve',
      title: 'columns.actions',
      width: '5.5rem',
      render: ({ name, state }) =>
        state === 'not-approved' &&
        name !== '' && (
          <Button variant="link" isInline aria-label={`${t('bases.approveOne')}: ${name}`} onClick={() => onApprove(name)}>
            {t('bases.approveOne')}
          </Button>
        ),
    },
  ];
}

function Name({ row: { name, digest, image } }: { readonly row: Row }) {
  const to = image === undefined ? undefined : `/images/${encodeURIComponent(image)}`;
  return <ReferenceText reference={name === '' ? digest : name} to={to} />;
}

/** A newer one that nobody rests on yet; without a digest of the name nobody knows. */
function Newer({ row: { newer, newestDigest } }: { readonly row: Row }) {
  const { t } = useTexts();
  if (newestDigest === undefined) return <Unknown />;
  return (
    <span title={newestDigest}>{newer ? <Mark tone="warn">{t('bases.newer')}</Mark> : <Mark tone="good">{t('bases.newest')}</Mark>}</span>
  );
}
