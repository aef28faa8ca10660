import type { Me, Tile } from '../../../contracts/http/index.js';
import { timeLeft } from '../../api/live/board.js';
import { useServiceNow } from '../../api/live/live.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { countdown } from '../../i18n/times.js';
import classes from './tile.module.css';

interface TileDetailsProps {
  readonly tile: Tile;
  readonly me: Me;
}

/** Why the machine is as it is: the reason of a trouble first, then who works and for how long. */
export function TileDetails({ tile, me }: TileDetailsProps) {
  const { t } = useTongue();
  const { atTime } = useTimes();
  const now = useServiceNow();
  const time = (at: string): string => atTime(Date.parse(at), now);
  return (
    <>
      {tile.fault !== null && <p>{t.tile.faults[tile.fault] ?? t.tile.otherFault(tile.fault)}</p>}
      {tile.estop && <p>{t.tile.estopHint}</p>}
      {tile.outOfOrder !== null && (
        <p>
          {t.tile.outSince(time(tile.outOfOrder.since))}
          {tile.outOfOrder.reason !== null && `: ${tile.outOfOrder.reason}`}
        </p>
      )}
      {tile.power === 'unknown' && tile.gate !== null && (
        <p>{tile.contactAt === null ? t.tile.noContact : t.tile.lastContact(time(tile.contactAt))}</p>
      )}
      {tile.gate === null && <p>{t.tile.noGateHint}</p>}
      {tile.session !== null && <RunningSession session={tile.session} me={me} now={now} />}
      {tile.session === null && tile.booking !== null && <CurrentBooking booking={tile.booking} me={me} now={now} />}
      {tile.state === 'free' && tile.nextBooking !== null && <p>{t.tile.freeUntil(time(tile.nextBooking.from))}</p>}
    </>
  );
}

interface RunningSessionProps {
  readonly session: NonNullable<Tile['session']>;
  readonly me: Me;
  readonly now: number;
}

function RunningSession({ session, me, now }: RunningSessionProps) {
  const { t } = useTongue();
  const { atTime } = useTimes();
  const left = timeLeft(session, now);
  const who = session.memberId === me.id ? t.tile.you : session.memberName;
  return (
    <>
      <p className={classes.time}>
        <span>{t.tile.usedBy(who ?? t.tile.someone)}</span>
        <span className={classes.clock}>
          {left === null
            ? `${countdown(now - Date.parse(session.openedAt))} ${t.tile.elapsed}`
            : `${countdown(left.ms)} ${t.tile.timeLeft}`}
        </span>
      </p>
      {left !== null && (
        <div className={classes.track} aria-hidden="true">
          <div className={classes.left} data-short={left.ms < 300_000} style={{ width: `${left.share * 100}%` }} />
        </div>
      )}
      {session.withdrawnCode !== null && <p>{t.tile.withdrawn}</p>}
      {session.withdrawnCode === null && session.hardEnd !== null && (
        <p className={classes.quiet}>{t.tile.until(atTime(Date.parse(session.hardEnd), now))}</p>
      )}
    </>
  );
}

interface CurrentBookingProps {
  readonly booking: NonNullable<Tile['booking']>;
  readonly me: Me;
  readonly now: number;
}

function CurrentBooking({ booking, me, now }: CurrentBookingProps) {
  const { t } = useTongue();
  const { span } = useTimes();
  const own = booking.memberId === me.id;
  return (
    <p>
      {own && <strong>{t.tile.bookedByYou} </strong>}
      {!own && booking.memberName !== null && `${t.tile.bookedBy(booking.memberName)}, `}
      {span(Date.parse(booking.from), Date.parse(booking.to), now)}
    </p>
  );
}

export function NextBooking({ tile, me }: TileDetailsProps) {
  const { t } = useTongue();
  const { span } = useTimes();
  const now = useServiceNow();
  const next = tile.nextBooking;
  const who = next === null ? null : next.memberId === me.id ? t.tile.you : next.memberName;
  return (
    <p className={classes.next}>
      {t.tile.next}:{' '}
      {next === null ? t.tile.noNext : <span>{span(Date.parse(next.from), Date.parse(next.to), now)}</span>}
      {who !== null && ` ${t.tile.by(who)}`}
    </p>
  );
}
