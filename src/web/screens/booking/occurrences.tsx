import type { SeriesAnswer } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import classes from './booking.module.css';
import { useClock } from './use-clock.js';

/** Each date of a weekly pattern, and what becomes of it. */
export function Occurrences({ series: { occurrences } }: { readonly series: SeriesAnswer }) {
  const { language, t } = useTongue();
  const { shortDaySpan } = useClock();
  const possible = occurrences.filter(({ outcome }) => outcome === 'possible').length;
  if (occurrences.length === 0) return <p className={classes.quiet}>{t.booking.seriesNone}</p>;
  return (
    <section aria-live="polite">
      <p className={classes.partTitle}>{t.booking.seriesTitle(possible, occurrences.length)}</p>
      <ul className={classes.occurrences}>
        {occurrences.map(({ day, from, to, outcome, clock, refusals }) => (
          <li key={day} data-outcome={outcome}>
            <Icon name={outcome === 'possible' || outcome === 'made' ? 'check' : 'cross'} size={18} />
            <span>
              {shortDaySpan({ from: Date.parse(from), to: Date.parse(to) })}: {t.booking.outcomes[outcome]}
              {clock === 'missing' && ` (${t.booking.clockMissing})`}
              {clock === 'twice' && ` (${t.booking.clockTwice})`}
              {refusals.map(({ code, text }) => (
                <span key={code} className={classes.quiet}>
                  {text[language]}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
