import { Button } from '@mantine/core';
import { useChange } from '../../api/change.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import classes from './desk.module.css';

interface PlannedProps {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly reason?: string;
  readonly remove: (() => Promise<unknown>) | undefined;
  readonly touched: readonly string[];
}

/** A time that was planned, and the way to take it away. */
export function Planned({ title, from, to, reason, remove, touched }: PlannedProps) {
  const { t } = useTongue();
  const toast = useToast();
  const { daySpan } = useTimes();
  const time = daySpan(Date.parse(from), Date.parse(to));
  const removing = useChange(async () => {
    await remove?.();
    toast({ text: t.desk.removed });
  }, touched);
  return (
    <li>
      <p className={classes.rowTitle}>{title}</p>
      <p>{time}</p>
      {reason !== undefined && <p className={classes.quiet}>{reason}</p>}
      <ProblemNotice error={removing.error} />
      {remove !== undefined && (
        <div className={classes.buttons}>
          <Button
            size="md"
            variant="default"
            loading={removing.isPending}
            aria-label={t.tile.about(t.desk.remove, `${title}, ${time}`)}
            onClick={() => removing.mutate()}
          >
            {t.desk.remove}
          </Button>
        </div>
      )}
    </li>
  );
}
