import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { nbsp } from '../../../core/words/format.js';
import { useTongue } from '../../i18n/language.js';
import classes from './booking.module.css';

const usual = [30, 60, 120];
const limits = { least: 5, most: 7 * 24 * 60 };

/** For how long: the usual lengths, or any other. */
export function LengthChips({
  minutes,
  choose,
}: {
  readonly minutes: number;
  readonly choose: (minutes: number) => void;
}) {
  const { t } = useTongue();
  const [other, setOther] = useState(!usual.includes(minutes));
  return (
    <div className={classes.lengths}>
      <div role="group" aria-label={t.booking.length} className={classes.choices}>
        {usual.map((one) => (
          <button
            key={one}
            type="button"
            className={classes.chip}
            aria-pressed={!other && minutes === one}
            onClick={() => {
              setOther(false);
              choose(one);
            }}
          >
            {one < 60 ? `${one}${nbsp}min` : `${one / 60}${nbsp}h`}
          </button>
        ))}
        <button type="button" className={classes.chip} aria-pressed={other} onClick={() => setOther(true)}>
          {t.booking.lengthOther}
        </button>
      </div>
      {other && (
        <TextInput
          size="md"
          type="number"
          inputMode="numeric"
          label={t.booking.minutes}
          min={limits.least}
          max={limits.most}
          step={15}
          defaultValue={minutes}
          onChange={({ currentTarget: { valueAsNumber: typed } }) => {
            if (Number.isInteger(typed) && typed >= limits.least && typed <= limits.most) choose(typed);
          }}
        />
      )}
    </div>
  );
}
