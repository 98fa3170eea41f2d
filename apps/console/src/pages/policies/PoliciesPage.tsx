import { policies } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { usePermission } from '../../data/session.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Categories } from '../../ui/Categories.tsx';
import { EnabledMark } from '../../ui/EnabledMark.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { exportPolicies } from './PolicyActions.tsx';

type Row = RowOf<typeof policies.endpoints.list>;

const columns: readonly Column<Row>[] = [
  { id: 'severity', title: 'columns.severity', sort: 'severity', width: '7rem', render: ({ severity }) => <Severity level={severity} /> },
  {
    id: 'title',
    title: 'columns.policy',
    sort: 'id',
    render: ({ id, title }) => (
      <Link to={`/policies/${encodeURIComponent(id)}`} data-row-link="" title={id}>
        {title}
      </Link>
    ),
  },
  { id: 'failing', title: 'columns.failing', sort: 'failing', width: '7rem', isNumber: true, render: ({ states }) => states['fail'] ?? 0 },
  { id: 'accepted', title: 'columns.accepted', width: '7rem', from: 'xl', isNumber: true, render: ({ states }) => states['accepted'] ?? 0 },
  {
    id: 'unknown',
    title: 'columns.notEvaluated',
    width: '8.5rem',
    from: 'lg',
    isNumber: true,
    render: ({ states }) => countUnknown(states),
  },
  { id: 'categories', title: 'columns.category', width: '13rem', from: 'md', render: row => <Categories names={row.categories} /> },
  { id: 'target', title: 'columns.target', sort: 'target', width: '9rem', from: 'xl', render: ({ target }) => target },
  {
    id: 'enforcement',
    title: 'enforcement.column',
    width: '9rem',
    from: 'lg',
    render: ({ enforcement }) => <DeployAction action={enforcement.deploy} />,
  },
  { id: 'origin', title: 'policies.origin', width: '7rem', from: 'lg', render: ({ builtIn }) => (builtIn ? '' : <OwnMark />) },
  {
    id: 'enabled',
    title: 'columns.enabled',
    width: '6rem',
    from: 'md',
    render: ({ enabled, settings }) => <EnabledMark isEnabled={enabled} settings={settings} />,
  },
];

function countUnknown(states: Readonly<Record<string, number>>): number {
  return (states['not-evaluated'] ?? 0) + (states['error'] ?? 0);
}

/** Most only inform: nothing is said of those. */
function DeployAction({ action = 'inform' }: { readonly action: Row['enforcement']['deploy'] }) {
  const { t } = useTexts();
  return action === 'inform' ? null : <span>{t(`enforcement.action.${action}`)}</span>;
}

function OwnMark() {
  const { t } = useTexts();
  return <span className="bw-own">{t('policies.own')}</span>;
}

function Actions() {
  const { t } = useTexts();
  const mayChange = usePermission('administer');
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => void exportPolicies()}>
        {t('policies.exportOwn')}
      </Button>
      {mayChange && (
        <>
          <Button variant="secondary" size="sm" onClick={() => setImporting(true)}>
            {t('policies.import')}
          </Button>
          <Link to="/policies/new" className="pf-v6-c-button pf-m-primary pf-m-small">
            {t('policies.new')}
          </Link>
        </>
      )}
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  );
}

function PoliciesPage() {
  return (
    <ListPage
      title="policies.title"
      resource={policies}
      columns={columns}
      getKey={({ id }) => id}
      textField="title"
      defaultSort="-failing"
      actions={<Actions />}
      quick={{
        field: 'enabled',
        title: 'columns.enabled',
        none: 'words.all',
        options: [
          { value: 'true', title: 'policies.on' },
          { value: 'false', title: 'policies.off' },
        ],
      }}
      empty={{ title: 'policies.none', text: 'policies.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/policies',
  title: 'policies.title',
  nav: { group: 'rules', order: 1 },
  permission: 'view',
  Component: PoliciesPage,
};
