import { ActionIcon, Button } from '@mantine/core';
import { memo, useId } from 'react';
import { Link } from 'wouter';
import type { Me, Tile, TileState } from '../../../contracts/http/index.js';
import { isStaff } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { Icon, type IconName } from '../../ui/icons.js';
import type { Tone } from '../../ui/notice.js';
import { PowerWord } from '../../ui/power-word.js';
import classes from './tile.module.css';
import { NextBooking, TileDetails } from './tile-details.js';

export type AskFor = (what: 'access' | 'tap' | 'staff', machineId: string) => void;

const looks: Record<TileState, { readonly icon: IconName; readonly tone: Tone | 'booked' }> = {
  fault: { icon: 'warning', tone: 'bad' },
  estop: { icon: 'stop', tone: 'bad' },
  'out-of-order': { icon: 'wrench', tone: 'wait' },
  offline: { icon: 'unplugged', tone: 'wait' },
  'no-gate': { icon: 'off', tone: 'idle' },
  ending: { icon: 'hourglass', tone: 'wait' },
  starting: { icon: 'hourglass', tone: 'busy' },
  'in-use': { icon: 'running', tone: 'busy' },
  booked: { icon: 'calendar', tone: 'booked' },
  free: { icon: 'free', tone: 'good' },
};

interface TileCardProps {
  readonly tile: Tile;
  readonly stale: boolean;
  readonly me: Me;
  readonly askFor: AskFor;
}

/** One machine: state, who, how long, power, what comes next, and what can be done. */
export const TileCard = memo(function TileCard({ tile, stale, me, askFor }: TileCardProps) {
  const { language, t } = useTongue();
  const heading = useId();
  const name = tile.name[language];
  const { icon, tone } = looks[tile.state];
  return (
    <li className={classes.place}>
      <article className={classes.tile} data-tone={tone} data-stale={stale} aria-labelledby={heading}>
        <div className={classes.top}>
          <p className={classes.state}>
            <Icon name={icon} />
            {t.tile.states[tile.state]}
          </p>
          {stale ? (
            <p className={classes.staleWord}>{t.live.staleShort}</p>
          ) : (
            <p className={classes.hazard} data-hazard={tile.hazard}>
              {t.tile.hazard[tile.hazard]}
            </p>
          )}
        </div>
        <h2 id={heading} className={classes.name}>
          {name}
        </h2>
        <div className={classes.details}>
          <TileDetails tile={tile} me={me} />
        </div>
        <div className={classes.facts}>
          <PowerWord power={stale ? 'unknown' : tile.power} watts={stale ? null : tile.powerW} />
          <NextBooking tile={tile} me={me} />
        </div>
        <Actions tile={tile} name={name} me={me} askFor={askFor} />
      </article>
    </li>
  );
});

function Actions({ tile, name, me, askFor }: Omit<TileCardProps, 'stale'> & { readonly name: string }) {
  const { t } = useTongue();
  const check = tile.state === 'free' ? t.tile.checkShort : t.tile.check;
  return (
    <div className={classes.actions}>
      {tile.state === 'free' && (
        <Button
          className={classes.grow}
          component={Link}
          href={`/book?machine=${tile.machineId}`}
          size="md"
          aria-label={t.tile.about(t.booking.submit, name)}
        >
          {t.booking.submit}
        </Button>
      )}
      <Button
        className={classes.grow}
        variant="light"
        size="md"
        aria-haspopup="dialog"
        aria-label={t.tile.about(check, name)}
        onClick={() => askFor('access', tile.machineId)}
      >
        {check}
      </Button>
      {me.demo && tile.gate !== null && (
        <ActionIcon
          variant="default"
          size={44}
          title={t.tile.tap}
          aria-haspopup="dialog"
          aria-label={t.tile.about(t.tile.tap, name)}
          onClick={() => askFor('tap', tile.machineId)}
        >
          <Icon name="card" />
        </ActionIcon>
      )}
      {isStaff(me) && (
        <ActionIcon
          variant="default"
          size={44}
          title={t.tile.staffMenu(name)}
          aria-haspopup="dialog"
          aria-label={t.tile.staffMenu(name)}
          onClick={() => askFor('staff', tile.machineId)}
        >
          <Icon name="more" />
        </ActionIcon>
      )}
    </div>
  );
}
