import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Notice } from '../../contracts/http/index.js';
import { useChange } from '../api/change.js';
import { noticesQuery, readNotices } from '../api/notices.js';
import { useTongue } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { PopOver } from '../ui/pop-over.js';
import { ProblemNotice } from '../ui/problem.js';
import classes from './notices.module.css';

/** The bell of the header: what happened to one's bookings, and how much of it is new. */
export function NoticesBell() {
  const { t } = useTongue();
  const { data, error } = useQuery(noticesQuery);
  const reading = useChange(readNotices, ['notices']);
  const { items = [], unread = 0 } = data ?? {};
  const newest = items[0];
  const face = (
    <span className={classes.face}>
      <Icon name="bell" />
      {unread > 0 && <span className={classes.count}>{unread > 99 ? '99+' : unread}</span>}
    </span>
  );
  return (
    <>
      <PopOver label={t.notices.label(unread)} face={face}>
        {(close) => (
          <div className={classes.panel}>
            <div className={classes.head}>
              <h2>{t.notices.title}</h2>
              {unread > 0 && newest !== undefined && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  loading={reading.isPending}
                  onClick={() => reading.mutate(newest.id)}
                >
                  {t.notices.markRead}
                </Button>
              )}
            </div>
            <ProblemNotice error={reading.error ?? (data === undefined ? error : null)} />
            {data !== undefined && items.length === 0 && <p className={classes.none}>{t.notices.none}</p>}
            <ul className={classes.list}>
              {items.map((notice) => (
                <OneNotice key={notice.id} notice={notice} close={close} />
              ))}
            </ul>
          </div>
        )}
      </PopOver>
      <Arrived newest={newest} />
    </>
  );
}

function OneNotice({ notice, close }: { readonly notice: Notice; readonly close: () => void }) {
  const { language, t } = useTongue();
  const text = (
    <>
      {notice.readAt === null && <strong className={classes.new}>{t.notices.unread}</strong>}
      <span>{notice.text[language]}</span>
    </>
  );
  return (
    <li data-new={notice.readAt === null}>
      {notice.subject === null ? (
        <p className={classes.notice}>{text}</p>
      ) : (
        <Link href="/bookings" className={classes.notice} onClick={close}>
          {text}
        </Link>
      )}
    </li>
  );
}

/** Reads out what comes while the page is open. */
function Arrived({ newest }: { readonly newest: Notice | undefined }) {
  const { language, t } = useTongue();
  const known = useRef<string>(undefined);
  const [arrived, setArrived] = useState<Notice>();
  useEffect(() => {
    if (newest === undefined || newest.id === known.current) return;
    if (known.current !== undefined) setArrived(newest);
    known.current = newest.id;
  }, [newest]);
  return (
    <p role="status" className={classes.heard}>
      {arrived !== undefined && t.notices.arrived(arrived.text[language])}
    </p>
  );
}
