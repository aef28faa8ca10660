import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AccessPreview } from '../../../contracts/http/index.js';
import { call } from '../../api/call.js';
import { useTile } from '../../api/live/live.js';
import { sayError } from '../../api/problem.js';
import { routes } from '../../api/routes.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog, type MachineDialogProps } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { Refusals } from '../../ui/refusals.js';
import classes from './dialogs.module.css';

/** May I start this machine now, and if not, why not and what next. Asks anew whenever the machine changes. */
export default function AccessDialog({ machineId, opened, close }: MachineDialogProps) {
  const { language, t } = useTongue();
  const tile = useTile(machineId);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', machineId, tile?.version],
    queryFn: ({ signal }) => call(routes.access, { params: { id: machineId }, signal }),
    enabled: opened,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  return (
    <Dialog opened={opened} close={close} title={t.access.title(tile?.name[language] ?? '')}>
      <div className={classes.parts} aria-busy={isPending}>
        {error !== null && (
          <>
            <Notice tone="bad" alert>
              <p>{sayError(error, language, t)}</p>
            </Notice>
            <Button size="md" onClick={() => void refetch()}>
              {t.app.retry}
            </Button>
          </>
        )}
        {error === null && data === undefined && (
          <p className={classes.waiting}>
            <Loader size="sm" aria-hidden="true" /> {t.app.loading}
          </p>
        )}
        {error === null && data !== undefined && <Answer preview={data} />}
      </div>
    </Dialog>
  );
}

function Answer({ preview }: { readonly preview: AccessPreview }) {
  const { t } = useTongue();
  const { atTime } = useTimes();
  const at = Date.parse(preview.at);
  return (
    <>
      {preview.allow ? (
        <Notice tone="good" title={t.access.yes}>
          <p>{preview.how === 'book-and-start' ? t.access.howBook : t.access.howStart}</p>
          {preview.until !== null && <p>{t.access.until(atTime(Date.parse(preview.until), at))}</p>}
        </Notice>
      ) : (
        <>
          <Notice tone="wait" title={t.access.no(preview.refusals.length)} />
          <Refusals refusals={preview.refusals} />
        </>
      )}
      <p className={classes.quiet}>{t.access.asOf(atTime(at, at))}</p>
    </>
  );
}
