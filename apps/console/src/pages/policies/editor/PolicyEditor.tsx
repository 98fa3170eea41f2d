import { facts, policies } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useMemo, useRef, useState } from 'react';
import { useEndpoint } from '../../../data/use-endpoint.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { CodeEditor, type EditorHandle } from '../../../ui/CodeEditor.tsx';
import { Panel } from '../../../ui/Detail.tsx';
import { FailureAlert } from '../../../ui/FailureAlert.tsx';
import { readId, readTarget, suggest } from './complete.ts';
import { DryRunPanel } from './DryRunPanel.tsx';
import { ExampleOutcomes } from './ExampleOutcomes.tsx';
import { FactReference, TargetChoice } from './FactReference.tsx';
import { IssueList } from './IssueList.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';
import { useSettled } from './use-settled.ts';
import { WhatIfPanel } from './WhatIfPanel.tsx';

interface Props {
  /** What is stored, or what a new one begins with. */
  readonly initial: string;
  /** Of the policy that is edited; absent for a new one. */
  readonly id: string | undefined;
  readonly isReadOnly: boolean;
  readonly save: { readonly isPending: boolean; readonly error: Error | null };
  /** @param leave goes to another page, once nothing is lost by it */
  readonly onSave: (text: string, leave: (to: string) => void) => void;
}

/** Text and marks at the left; what it comes to, and what may be written, at the right. */
export function PolicyEditor({ initial, id, isReadOnly, save, onSave }: Props) {
  const { t } = useTexts();
  const [text, setText] = useState(initial);
  const settled = useSettled(text);
  const target = readTarget(settled);
  const reference = useEndpoint(facts, 'get', {}).data;
  const body = { text: settled, ...(id === undefined ? {} : { id }) };
  const check = useEndpoint(policies, 'check', { body }, { enabled: !isReadOnly, isOfInput: true });
  const isStale = settled !== text || check.isPlaceholderData;
  const editor = useRef<EditorHandle>(undefined);
  const marks = useMemo(
    () => (isStale ? [] : (check.data?.issues ?? []).flatMap(({ message, place }) => (place === undefined ? [] : [{ message, ...place }]))),
    [isStale, check.data],
  );
  const isSound = !isStale && check.data !== undefined && check.data.issues.every(({ code }) => code === 'example');
  const leave = useLeaveGuard(text !== initial);
  return (
    <div className="bw-policy-editor">
      <div className="bw-stack">
        <CodeEditor
          label={t('editor.label')}
          initial={initial}
          isReadOnly={isReadOnly}
          marks={marks}
          onChange={setText}
          suggest={(before, all) => (reference === undefined ? undefined : suggest(reference, before, all))}
          onReady={ready => {
            editor.current = ready;
          }}
        />
        {!isReadOnly && (
          <>
            <div className="bw-save-row">
              <Button
                isDisabled={isStale || check.data?.issues.length !== 0}
                isLoading={save.isPending}
                onClick={() => onSave(text, leave)}
              >
                {t('actions.save')}
              </Button>
              <IssueList check={check.data} isStale={isStale} onGo={(line, column) => editor.current?.goTo(line, column)} />
            </div>
            <FailureAlert failure={check.error} />
            <FailureAlert failure={save.error} />
          </>
        )}
      </div>
      <div className="bw-stack">
        {!isReadOnly && (
          <>
            <Panel title={t('editor.dryRunTitle')}>
              <DryRunPanel request={body} isReady={isSound} />
              <WhatIfPanel id={readId(settled) ?? ''} text={settled} isReady={isSound} />
            </Panel>
            <Panel title={t('editor.examples')}>
              <ExampleOutcomes check={isStale ? undefined : check.data} />
            </Panel>
          </>
        )}
        {reference !== undefined && (
          <>
            <Panel title={t('editor.target')}>
              <TargetChoice reference={reference} target={target} />
            </Panel>
            <Panel title={t('editor.facts')}>
              <FactReference
                reference={reference}
                target={target}
                onInsert={isReadOnly ? undefined : word => editor.current?.insert(word)}
              />
            </Panel>
          </>
        )}
      </div>
    </div>
  );
}
