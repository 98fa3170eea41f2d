import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

interface Approval {
  readonly by: string;
  readonly expiry?: string;
}

/** By whose word, and until when. */
export function ApprovalText({ approval }: { readonly approval: Approval | undefined }) {
  const { t } = useTexts();
  if (approval === undefined) return null;
  return (
    <>
      {approval.by}{' '}
      <span className="bw-quiet">{approval.expiry === undefined ? t('bases.withoutEnd') : <RelativeTime time={approval.expiry} />}</span>
    </>
  );
}
