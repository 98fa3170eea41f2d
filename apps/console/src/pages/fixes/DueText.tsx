import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark } from '../../ui/StateMark.tsx';

/** When it has to be mended; what is late stands out. */
export function DueText({ dueAt, isOverdue }: { readonly dueAt: string | undefined; readonly isOverdue: boolean }) {
  const { t } = useTexts();
  if (dueAt === undefined) return null;
  return (
    <div>
      <RelativeTime time={dueAt} />
      {isOverdue && (
        <div>
          <Mark tone="bad">{t('fixes.overdue')}</Mark>
        </div>
      )}
    </div>
  );
}
