import type { Event } from '@breakwater/model';
import type { ReactNode } from 'react';
import { toCommandLine, toVisible } from '../../format/command-line.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { buildProcessTrees, type ProcessNode } from './process-tree.ts';

interface Props {
  readonly events: readonly Event[];
  /** How an event is shown below its process; not at all when absent. */
  readonly renderEvent?: (event: Event) => ReactNode;
}

/** Processes of events, each below the one that started it. */
export function ProcessTrees({ events, renderEvent }: Props) {
  const { t } = useTexts();
  const roots = buildProcessTrees(events);
  if (roots.length === 0) return <p className="bw-quiet">{t('runtime.noProcess')}</p>;
  return (
    <ul className="bw-processes">
      {roots.map(node => (
        <Branch key={node.id} node={node} renderEvent={renderEvent} />
      ))}
    </ul>
  );
}

function Branch({ node, renderEvent }: { readonly node: ProcessNode; readonly renderEvent: Props['renderEvent'] }) {
  const { t } = useTexts();
  const { exe, argv, uid, traits, isTorn, children, events } = node;
  return (
    <li>
      {isTorn && <p className="bw-quiet">{t('runtime.torn')}</p>}
      <span className="bw-mono">
        <strong>{exe === '' ? t('runtime.unknownProgram') : toVisible(exe)}</strong> {toCommandLine(argv.slice(1))}
      </span>{' '}
      <span className="bw-quiet">
        {[t('runtime.uid', { uid }), ...traits.map(trait => optionalText(t, 'processTrait', trait))].join(' · ')}
      </span>
      {renderEvent !== undefined && events.length > 0 && (
        <ul className="bw-events">
          {events.map(event => (
            <li key={event.id}>{renderEvent(event)}</li>
          ))}
        </ul>
      )}
      {children.length > 0 && (
        <ul>
          {children.map(child => (
            <Branch key={child.id} node={child} renderEvent={renderEvent} />
          ))}
        </ul>
      )}
    </li>
  );
}
