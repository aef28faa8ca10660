import { Button } from '@mantine/core';
import { ApiProblem, sayError } from '../api/problem.js';
import { useTongue } from '../i18n/language.js';
import { Notice } from './notice.js';
import { Refusals } from './refusals.js';
import classes from './text-dialog.module.css';

/** What the service answered with a no: every reason with its next step. */
export function ProblemNotice({ error }: { readonly error: Error | null }) {
  const { language, t } = useTongue();
  if (error === null) return null;
  const refusals = error instanceof ApiProblem ? (error.problem.refusals ?? []) : [];
  return (
    <>
      <Notice tone="bad" alert>
        <p>{sayError(error, language, t)}</p>
      </Notice>
      {refusals.length > 0 && <Refusals refusals={refusals} />}
    </>
  );
}

/** Instead of what could not be read: why, and a second try. */
export function NotRead({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useTongue();
  return (
    <div className={classes.parts}>
      <ProblemNotice error={error} />
      <div>
        <Button size="md" onClick={retry}>
          {t.app.retry}
        </Button>
      </div>
    </div>
  );
}
