import { baseImages } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useChange } from '../../data/use-endpoint.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { Translate } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { ApprovalDialog } from './ApprovalDialog.tsx';

type Row = RowOf<typeof baseImages.endpoints.list>;
type Open = { readonly row: Row; readonly isEnding: boolean };

/** Approvals: who gave them, why, until when. */
export function ApprovalsTab() {
  const { t } = useTexts();
  const mayApprove = usePermission(baseImages.endpoints.update.permission);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <>
      <ListBox
        title="bases.approvals"
        resource={baseImages}
        columns={listColumns(mayApprove ? setOpen : undefined, t)}
        getKey={({ id }) => id}
        textField="pattern"
        defaultSort="pattern"
        empty={{ title: 'bases.noApprovals', text: 'bases.noApprovalsNext' }}
      />
      {open?.isEnding === true && <EndDialog row={open.row} onClose={close} />}
      {open?.isEnding === false && <ApprovalDialog approval={open.row} pattern={open.row.pattern} onClose={close} />}
    </>
  );
}

function listColumns(onOpen: ((open: Open) => void) | undefined, t: Translate): readonly Column<Row>[] {
  const columns: readonly Column<Row>[] = [
    { id: 'state', title: 'columns.state', width: '8rem', render: ({ state }) => <StateMark subject="approval" state={state} /> },
    {
      id: 'pattern',
      title: 'columns.base',
      sort: 'pattern',
      width: '30%',
      render: ({ pattern }) => (
        <span className="bw-mono" title={pattern}>
          {pattern}
        </span>
      ),
    },
    { id: 'reason', title: 'columns.reason', from: 'md', render: ({ reason }) => <span title={reason}>{reason}</span> },
    { id: 'by', title: 'columns.approver', sort: 'approvedBy', width: '8rem', render: ({ approvedBy }) => approvedBy },
    {
      id: 'at',
      title: 'columns.at',
      sort: 'approvedAt',
      width: '8rem',
      from: 'xl',
      render: ({ approvedAt }) => <RelativeTime time={approvedAt} />,
    },
    { id: 'expiry', title: 'columns.expires', sort: 'expiry', width: '8rem', render: ({ expiry }) => <RelativeTime time={expiry} /> },
    { id: 'rescan', title: 'columns.rescan', width: '9rem', from: 'xl', render: row => t('bases.every', { count: row.rescanDays }) },
    { id: 'images', title: 'columns.images', width: '6rem', from: 'md', isNumber: true, render: row => row.images },
  ];
  if (onOpen === undefined) return columns;
  return [...columns, { id: 'actions', title: 'columns.actions', width: '10rem', render: row => <Actions row={row} onOpen={onOpen} /> }];
}

function Actions({ row, onOpen }: { readonly row: Row; readonly onOpen: (open: Open) => void }) {
  const { t } = useTexts();
  return (
    <span className="bw-row-actions">
      <Button variant="link" isInline aria-label={`${t('bases.change')}: ${row.pattern}`} onClick={() => onOpen({ row, isEnding: false })}>
        {t('bases.change')}
      </Button>
      <Button variant="link" isInline aria-label={`${t('bases.end')}: ${row.pattern}`} onClick={() => onOpen({ row, isEnding: true })}>
        {t('bases.end')}
      </Button>
    </span>
  );
}

function EndDialog({ row, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const { t } = useTexts();
  const end = useChange(baseImages, 'delete');
  return (
    <Dialog
      title={t('bases.endTitle', { pattern: row.pattern })}
      submit={t('bases.end')}
      isReady
      isDanger
      change={end}
      onSubmit={() => end.mutate({ params: { id: row.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('bases.endText', { count: row.images })}</p>
    </Dialog>
  );
}
