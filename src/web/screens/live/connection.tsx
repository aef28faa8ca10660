import { useBoard } from '../../api/live/live.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Notice } from '../../ui/notice.js';
import classes from './live.module.css';

/** Whether what is shown is true now. The one thing on the board that is read out when it changes. */
export function ConnectionWord() {
  const { t } = useTongue();
  const { state, tiles } = useBoard();
  const word = { connecting: t.live.connecting, live: t.live.upToDate, stale: t.live.staleShort }[state];
  return (
    <p className={classes.connection} data-state={state} role="status">
      <Icon name={state === 'live' ? 'free' : state === 'stale' ? 'warning' : 'hourglass'} />
      {word}
      {state === 'live' && tiles.size > 0 && <span className={classes.total}>{t.live.summary(tiles.size)}</span>}
    </p>
  );
}

export function ConnectionBanner() {
  const { t } = useTongue();
  const { atSecond } = useTimes();
  const { state, staleSince } = useBoard();
  if (state !== 'stale') return null;
  const title = staleSince === null ? t.live.neverHeard : t.live.staleSince(atSecond(staleSince));
  return (
    <div className={classes.banner}>
      <Notice tone="wait" title={title}>
        <p>{staleSince === null ? t.live.neverHint : t.live.staleHint}</p>
      </Notice>
    </div>
  );
}
