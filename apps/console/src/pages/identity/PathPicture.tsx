import { useTexts } from '../../texts/use-texts.ts';
import type { AttackPaths } from './AttackPage.tsx';

type Path = AttackPaths['paths'][number];

/** One path as boxes from the start to the goal, between them what each step rests on and what takes it away. */
export function PathPicture({ path }: { readonly path: Path }) {
  const { t } = useTexts();
  return (
    <div className="bw-stack">
      <ol className="bw-path" aria-label={t('attack.steps')}>
        <li className="bw-path-end">
          <strong className="bw-mono">{path.from}</strong>
          {path.alike.length > 0 && <span className="bw-quiet">{t('attack.alike', { count: path.alike.length })}</span>}
        </li>
        {path.hops.map((hop, index) => (
          <li key={`${hop.from} ${hop.to} ${hop.edge}`} className={index === path.hops.length - 1 ? 'bw-path-goal' : 'bw-path-hop'}>
            <span className="bw-path-step">
              <span className="bw-path-edge">
                {hop.edge} {hop.number !== '' && <span className="bw-quiet">{hop.number}</span>}
              </span>
              <span>{hop.because}</span>
              {hop.weakened.length > 0 && <span className="bw-quiet">{t('attack.weakened', { by: hop.weakened.join('; ') })}</span>}
              {hop.cuts.length > 0 && <span className="bw-quiet">{t('attack.cuts', { cuts: hop.cuts.join('; ') })}</span>}
            </span>
            <strong className="bw-mono">{hop.to}</strong>
          </li>
        ))}
      </ol>
      <p>
        {path.cut === undefined ? (
          t('attack.noCut')
        ) : (
          <>
            {t(path.cut.closes === false ? 'attack.cutPartly' : 'attack.cut')} <code className="bw-mono">{path.cut.change}</code>
          </>
        )}
      </p>
    </div>
  );
}
