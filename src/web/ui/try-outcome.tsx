import { sayError } from '../api/problem.js';
import { useTongue } from '../i18n/language.js';
import { Notice } from './notice.js';

/** Why a form was not taken, and how long to wait before the next try. */
export function TryOutcome({ error, waitS }: { readonly error: Error | null; readonly waitS: number }) {
  const { language, t } = useTongue();
  if (error === null) return null;
  return (
    <Notice tone="bad" alert>
      <p>{sayError(error, language, t)}</p>
      {waitS > 0 && <p aria-live="off">{t.login.wait(waitS)}</p>}
    </Notice>
  );
}
