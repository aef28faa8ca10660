import type { RenderedRefusal } from '../../contracts/http/index.js';
import { useTongue } from '../i18n/language.js';
import { Icon } from './icons.js';
import classes from './refusals.module.css';

/** Every reason why not, each with its next step. */
export function Refusals({ refusals }: { readonly refusals: readonly RenderedRefusal[] }) {
  const { language, t } = useTongue();
  return (
    <ul className={classes.refusals}>
      {refusals.map(({ code, text, next, override }, index) => (
        <li key={`${code}-${index}`}>
          <Icon name="cross" />
          <div>
            <p className={classes.reason}>{text[language]}</p>
            <p>
              {t.access.nextStep}: {next[language]}
            </p>
            {override === 'staff' && <p className={classes.quiet}>{t.access.staffMay}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
