import type { Tile } from '../../contracts/http/index.js';
import { useTongue } from '../i18n/language.js';
import { Icon } from './icons.js';
import classes from './power-word.module.css';

interface PowerWordProps {
  /** What the relay has confirmed. Nothing else may light this lamp, no verdict and no wish. */
  readonly power: Tile['power'];
  readonly watts: number | null;
}

export function PowerWord({ power, watts }: PowerWordProps) {
  const { language, t } = useTongue();
  return (
    <p className={classes.power} data-power={power}>
      <Icon name={power === 'unknown' ? 'question' : 'bolt'} filled={power === 'on'} />
      <span>
        {t.tile.power}: <strong>{t.tile.powerStates[power]}</strong>
        {watts !== null &&
          ` · ${t.tile.watts(new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(watts))}`}
      </span>
    </p>
  );
}
