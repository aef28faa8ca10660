import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useServiceNow } from '../../api/live/live.js';
import { useNameOf } from '../../api/machines.js';
import { useMe } from '../../api/me.js';
import { endedQuery } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { NotRead } from '../../ui/problem.js';
import classes from './my-bookings.module.css';

const dayMs = 24 * 3_600_000;
const shownDays = 90;

/** Behind a fold, and asked for only when somebody looks. */
export function Ended() {
  const { t } = useTongue();
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.fold} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className={classes.turn} data-open={open}>
          <Icon name="down" />
        </span>
        {t.myBookings.ended(shownDays)}
      </summary>
      {open && <EndedOnes />}
    </details>
  );
}

function EndedOnes() {
  const { t } = useTongue();
  const nameOf = useNameOf();
  const { daySpan } = useTimes();
  const since = (Math.floor(useServiceNow() / dayMs) - shownDays) * dayMs;
  const { data, error, refetch } = useQuery(endedQuery(useMe().id, since));
  if (error !== null && data === undefined) return <NotRead error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p className={classes.quiet}>{t.app.loading}</p>;
  if (data.length === 0) return <p className={classes.quiet}>{t.myBookings.endedNone}</p>;
  return (
    <ul className={classes.rows}>
      {data.map((booking) => (
        <li key={booking.id}>
          <p className={classes.rowTitle}>{nameOf(booking)}</p>
          <p>{daySpan(Date.parse(booking.from), Date.parse(booking.to))}</p>
          <p className={classes.quiet}>{t.myBookings.ends[booking.endReason ?? 'over']}</p>
        </li>
      ))}
    </ul>
  );
}
