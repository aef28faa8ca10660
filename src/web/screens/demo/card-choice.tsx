import { useId } from 'react';
import type { DemoView } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import classes from './demo.module.css';

interface CardChoiceProps {
  readonly cards: DemoView['cards'];
  readonly chosen: string;
  readonly choose: (key: string) => void;
}

/** Whose card to tap: one group of radio buttons, drawn as cards. */
export function CardChoice({ cards, chosen, choose }: CardChoiceProps) {
  const { language, t } = useTongue();
  const group = useId();
  return (
    <fieldset className={classes.cards}>
      <legend className={classes.legend}>{t.demo.card}</legend>
      <div className={classes.cardGrid}>
        {cards.map(({ key, memberName, note }) => (
          <label key={key} className={classes.card}>
            <input type="radio" name={group} value={key} checked={key === chosen} onChange={() => choose(key)} />
            <Icon name="card" size={24} />
            <span>
              <strong>{memberName}</strong>
              <small>{note[language]}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
