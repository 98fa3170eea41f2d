import { fixPlan } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Digest } from '../../ui/ImageMarks.tsx';
import { ReferenceText } from '../../ui/ReferenceText.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { DaysDialog } from './DaysDialog.tsx';
import { DueText } from './DueText.tsx';

type Row = RowOf<typeof fixPlan.endpoints.list>;

const columns: readonly Column<Row>[] = [
  { id: 'order', title: 'columns.step', sort: 'order', width: '5rem', render: ({ order }) => order },
  {
    id: 'reference',
    title: 'columns.image',
    sort: 'reference',
    render: ({ id, reference }) => <ReferenceText reference={reference} to={`/fixes/${encodeURIComponent(id)}`} />,
  },
  { id: 'severity', title: 'columns.severity', sort: 'severity', width: '6.5rem', render: ({ severity }) => <Severity level={severity} /> },
  { id: 'closes', title: 'columns.closes', sort: 'closes', width: '5.5rem', isNumber: true, render: ({ closes }) => closes },
  { id: 'raise', title: 'columns.raise', width: '6rem', from: 'xl', isNumber: true, render: ({ raise }) => raise },
  {
    id: 'base',
    title: 'columns.newBase',
    width: '22%',
    from: 'lg',
    render: ({ base }) => base !== undefined && <NewBase base={base} />,
  },
  { id: 'owner', title: 'columns.owner', width: '9rem', from: 'lg', render: ({ owners }) => owners.join(', ') },
  { id: 'namespaces', title: 'columns.namespace', width: '9rem', from: 'xl', render: ({ namespaces }) => namespaces.join(', ') },
  { id: 'due', title: 'columns.due', sort: 'dueAt', width: '9rem', render: row => <DueText dueAt={row.dueAt} isOverdue={row.overdue} /> },
  { id: 'state', title: 'columns.state', width: '7rem', from: 'xl', render: ({ state }) => <StateMark subject="plan" state={state} /> },
];

function FixPlanPage() {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ListPage
        title="fixes.title"
        text="fixes.text"
        resource={fixPlan}
        columns={columns}
        getKey={({ id, digest }) => `${id} ${digest}`}
        textField="reference"
        defaultSort="order"
        group={{ sort: 'order', titleOf: ({ order }) => t('fixes.step', { step: order }) }}
        quick={{
          field: 'state',
          title: 'columns.state',
          none: 'planState.open',
          options: [{ value: 'closed', title: 'planState.closed' }],
        }}
        notice={<ScannerNotice />}
        actions={
          <Button variant="secondary" onClick={() => setOpen(true)}>
            {t('fixes.days')}
          </Button>
        }
        empty={{ title: 'fixes.none', text: 'fixes.noneNext' }}
      />
      {isOpen && <DaysDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** A reference with its digest, or the digest alone where the name stays. */
function NewBase({ base }: { readonly base: string }) {
  return base.startsWith('sha256:') ? <Digest digest={base} /> : <ReferenceText reference={base} />;
}

export const page: PageDefinition = {
  path: '/fixes',
  title: 'fixes.title',
  nav: { group: 'findings', order: 6 },
  permission: 'view',
  Component: FixPlanPage,
};
