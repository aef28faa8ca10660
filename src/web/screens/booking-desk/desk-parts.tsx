import { Link } from 'wouter';
import { isStaff, useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import classes from './desk.module.css';

/** The way between what staff do about bookings: decisions, times, settings. */
export function DeskParts() {
  const { t } = useTongue();
  const me = useMe();
  const parts: readonly (readonly [href: string, word: string])[] = isStaff(me)
    ? [
        ['/desk', t.desk.decisions],
        ['/desk/outages', t.desk.outages],
        ['/desk/closures', t.desk.closures],
        ['/desk/supervision', t.desk.supervision],
        ['/settings/booking', t.settings.title],
        ['/settings/groups', t.settings.groupsTitle],
      ]
    : [['/desk/supervision', t.desk.supervision]];
  return (
    <nav aria-label={t.desk.sections} className={classes.parts}>
      {parts.map(([href, word]) => (
        <Link key={href} href={href} className={(active) => `${classes.partLink} ${active ? classes.partActive : ''}`}>
          {word}
        </Link>
      ))}
    </nav>
  );
}
