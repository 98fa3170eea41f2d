import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useId } from 'react';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Facts } from '../../ui/Detail.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { EnforcedByMark } from './EnforcedByMark.tsx';
import type { EnforcementRow } from './EnforcementPage.tsx';

const STATES = ['enforces', 'behind', 'silent', 'unregistered', 'unusable'] as const;

/** A newer server may say more. */
function toState(state: string): (typeof STATES)[number] | 'unknown' {
  return STATES.find(known => known === state) ?? 'unknown';
}

/** Who enforces one policy in one cluster, with what, why not, and what to do next. */
export function EnforcementDetail({ row, onClose }: { readonly row: EnforcementRow; readonly onClose: () => void }) {
  const { t } = useTexts();
  const id = useId();
  useReturnFocus();
  const { native, webhook, reasons } = row;
  const next = [...new Set(reasons.flatMap(reason => reason.next ?? []))];
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={`${id}-title`}>
      <ModalHeader title={`${row.title} · ${row.clusterName}`} labelId={`${id}-title`} />
      <ModalBody>
        <div className="bw-stack">
          <Facts
            items={[
              [t('enforcement.wanted'), `${t(`enforcement.action.${row.action}`)}${row.everywhere ? '' : ` (${t('enforcement.inPart')})`}`],
              [t('enforcement.byWhom'), <EnforcedByMark key="by" by={row.by} />],
              ...(webhook === undefined
                ? []
                : [
                    [
                      t('enforcement.webhook'),
                      t(`enforcement.webhookState.${toState(webhook.state)}`, { count: webhook.replicas }),
                    ] as const,
                  ]),
              ...(native === undefined ? [] : [[t('enforcement.exempt'), native.exempt.join(', ') || t('words.none')] as const]),
              ...(reasons.length === 0
                ? []
                : [[t('enforcement.why'), reasons.map(({ code, message }) => <p key={`${code} ${message}`}>{message}</p>)] as const]),
              ...(native === undefined || native.warnings.length === 0
                ? []
                : [
                    [
                      t('enforcement.warnings'),
                      native.warnings.map(text => (
                        <p key={text} lang="en">
                          {text}
                        </p>
                      )),
                    ] as const,
                  ]),
            ]}
          />
          {next.length > 0 && <Code id={`${id}-next`} label={t('enforcement.next')} text={next.join('\n')} />}
          {native !== undefined && native.objects.length > 0 && (
            <Code
              id={`${id}-objects`}
              label={t('enforcement.look')}
              text={`kubectl get validatingadmissionpolicies ${native.objects.join(' ')} -o yaml`}
            />
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" onClick={onClose}>
          {t('actions.close')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
