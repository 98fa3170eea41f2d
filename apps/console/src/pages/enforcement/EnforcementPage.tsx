import { enforcement } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Severity } from '../../ui/Severity.tsx';
import { EnforcedByMark } from './EnforcedByMark.tsx';
import { EnforcementDetail } from './EnforcementDetail.tsx';

export type EnforcementRow = RowOf<typeof enforcement.endpoints.list>;

const BY = ['native', 'webhook', 'pending', 'none', 'unknown'] as const;

function EnforcementPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<EnforcementRow>();
  const columns: readonly Column<EnforcementRow>[] = [
    {
      id: 'severity',
      title: 'columns.severity',
      sort: 'severity',
      width: '7rem',
      from: 'md',
      render: ({ severity }) => <Severity level={severity} />,
    },
    {
      id: 'policy',
      title: 'columns.policy',
      sort: 'policy',
      render: ({ policy, title }) => (
        <Link to={`/policies/${encodeURIComponent(policy)}`} title={policy}>
          {title}
        </Link>
      ),
    },
    { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '10rem', render: ({ clusterName }) => clusterName },
    {
      id: 'action',
      title: 'enforcement.wanted',
      sort: 'action',
      width: '9rem',
      from: 'md',
      render: ({ action, everywhere }) => `${t(`enforcement.action.${action}`)}${everywhere ? '' : ` (${t('enforcement.inPart')})`}`,
    },
    { id: 'by', title: 'enforcement.byWhom', sort: 'by', width: '13rem', render: ({ by }) => <EnforcedByMark by={by} /> },
    {
      id: 'why',
      title: 'enforcement.why',
      width: '8rem',
      render: row => (
        <Button
          variant="link"
          isInline
          data-row-link=""
          onClick={() => setOpen(row)}
          aria-label={`${t('columns.detail')}: ${row.title}, ${row.clusterName}`}
        >
          {t('columns.detail')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <ListPage
        title="enforcement.title"
        text="enforcement.text"
        resource={enforcement}
        columns={columns}
        getKey={({ id }) => id}
        textField="title"
        defaultSort="policy"
        quick={{
          field: 'by',
          title: 'enforcement.byWhom',
          none: 'words.all',
          options: BY.map(value => ({ value, title: `enforcement.by.${value}` as const })),
        }}
        empty={{ title: 'enforcement.empty', text: 'enforcement.emptyNext' }}
      />
      {open !== undefined && <EnforcementDetail row={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

export const page: PageDefinition = {
  path: '/enforcement',
  title: 'enforcement.title',
  nav: { group: 'rules', order: 3 },
  permission: 'view',
  Component: EnforcementPage,
};
