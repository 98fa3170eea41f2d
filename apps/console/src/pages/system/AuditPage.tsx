import { audit } from '@breakwater/api';
import { Button, Modal, ModalBody, ModalHeader } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { toYaml } from '../../format/to-yaml.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof audit.endpoints.list>;

const REFUSED = 400;

function listColumns(onOpen: (row: Row) => void): readonly Column<Row>[] {
  return [
    { id: 'at', title: 'columns.at', sort: 'at', width: '8rem', render: ({ at }) => <RelativeTime time={at} /> },
    { id: 'actor', title: 'columns.actor', sort: 'actor', width: '10rem', render: ({ actor }) => actor },
    {
      id: 'action',
      title: 'columns.action',
      render: row => (
        <Button variant="link" isInline data-row-link="" onClick={() => onOpen(row)}>
          {row.action}
        </Button>
      ),
    },
    { id: 'object', title: 'columns.object', width: '26%', from: 'md', render: ({ object }) => <span className="bw-mono">{object}</span> },
    { id: 'address', title: 'columns.address', width: '9rem', from: 'lg', render: ({ address }) => address },
    {
      id: 'status',
      title: 'columns.answer',
      width: '6rem',
      render: ({ status }) => <Mark tone={status < REFUSED ? 'good' : 'bad'}>{String(status)}</Mark>,
    },
  ];
}

function AuditPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<Row>();
  const columns = useMemo(() => listColumns(setOpen), []);
  return (
    <>
      <ListPage
        title="audit.title"
        text="audit.text"
        resource={audit}
        columns={columns}
        getKey={({ id }) => id}
        textField="action"
        defaultSort="-at"
        empty={{ title: 'audit.none', text: 'audit.noneNext' }}
      />
      {open !== undefined && (
        <Modal isOpen variant="medium" onClose={() => setOpen(undefined)} aria-labelledby="audit-title">
          <ModalHeader title={open.action} labelId="audit-title" />
          <ModalBody>
            <Code id="audit-detail" label={t('columns.detail')} text={toYaml(open)} />
          </ModalBody>
        </Modal>
      )}
    </>
  );
}

export const page: PageDefinition = {
  path: '/audit',
  title: 'audit.title',
  nav: { group: 'system', order: 4 },
  permission: 'administer',
  Component: AuditPage,
};
