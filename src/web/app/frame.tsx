import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { Language, Me } from '../../contracts/http/index.js';
import { call } from '../api/call.js';
import { isStaff, meQuery, worksHere } from '../api/me.js';
import { sayError } from '../api/problem.js';
import { routes } from '../api/routes.js';
import { useTongue } from '../i18n/language.js';
import { readsOtherClock } from '../i18n/times.js';
import { Icon } from '../ui/icons.js';
import { Notice } from '../ui/notice.js';
import classes from './frame.module.css';
import { NoticesBell } from './notices.js';
import { AccountMenu, ColoursMenu, LanguageSwitch } from './preferences.js';

interface FrameProps {
  readonly me: Me | null;
  readonly chooseLanguage: (language: Language) => void;
  readonly children: ReactNode;
}

/** What is the same on every page: skip link, header, and a footer with help in one place. */
export function Frame({ me, chooseLanguage, children }: FrameProps) {
  const { language, t } = useTongue();
  const main = useRef<HTMLElement>(null);
  const client = useQueryClient();
  const logOut = useMutation({
    mutationFn: () => call(routes.logOut),
    onSuccess: () => {
      client.clear();
      client.setQueryData(meQuery.queryKey, null);
    },
  });
  return (
    <div className={classes.frame}>
      <a
        className={classes.skip}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t.app.skip}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link href="/" className={classes.brand}>
            <span className={classes.mark}>
              <Icon name="gate" size={22} />
            </span>
            <span className={classes.brandName}>{t.app.name}</span>
          </Link>
          {me && <Navigation me={me} />}
          <div className={classes.tools}>
            <LanguageSwitch choose={chooseLanguage} />
            <ColoursMenu />
            {me && <NoticesBell />}
            {me && <AccountMenu me={me} logOut={() => logOut.mutate()} />}
          </div>
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        {logOut.isError && (
          <Notice tone="bad" alert>
            <p>{sayError(logOut.error, language, t)}</p>
          </Notice>
        )}
        {children}
      </main>
      <Footer zone={me?.timeZone} />
    </div>
  );
}

function Navigation({ me }: { readonly me: Me }) {
  const { t } = useTongue();
  const [path] = useLocation();
  const active = (isActive: boolean): string => (isActive ? `${classes.link} ${classes.active}` : String(classes.link));
  return (
    <nav className={classes.nav} aria-label={t.app.mainNavigation}>
      <Link href="/" className={active}>
        {t.app.live}
      </Link>
      <Link href="/book" className={active}>
        {t.booking.navigation}
      </Link>
      <Link href="/bookings" className={active}>
        {t.myBookings.title}
      </Link>
      {worksHere(me) && (
        <Link
          href={isStaff(me) ? '/desk' : '/desk/supervision'}
          className={() => active(/^\/(desk|settings)/.test(path))}
        >
          {t.desk.nav}
        </Link>
      )}
      {me.demo && (
        <Link href="/demo" className={active}>
          {t.app.demo}
        </Link>
      )}
    </nav>
  );
}

function Footer({ zone }: { readonly zone: string | undefined }) {
  const { t } = useTongue();
  return (
    <footer className={classes.footer}>
      <div className={classes.footerInner}>
        <Link href="/help" className={classes.help}>
          <Icon name="question" />
          {t.app.help}
        </Link>
        <p>{t.app.notSafety}</p>
        {zone !== undefined && readsOtherClock(Date.now(), zone) && <p>{t.app.zoneNote(zone)}</p>}
      </div>
    </footer>
  );
}
