import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CalendarFeed } from '../../../contracts/http/index.js';
import { useChange } from '../../api/change.js';
import { useNameOf } from '../../api/machines.js';
import { feedsQuery, ownCalls } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import classes from './my-bookings.module.css';
import { Part } from '../../ui/part.js';

const touched = ['calendar-feeds'];

/** Links for calendar programs. An address is shown once, when it is made. */
export function CalendarFeeds() {
  const words = useTongue().t.feeds;
  const { data, error } = useQuery(feedsQuery);
  const making = useChange(ownCalls.makeFeed, touched);
  return (
    <Part title={words.title}>
      <p className={classes.quiet}>{words.hint}</p>
      <ProblemNotice error={making.error ?? (data === undefined ? error : null)} />
      {making.data !== undefined && <Address url={making.data.url} />}
      {data !== undefined && data.length > 0 && (
        <ul className={classes.rows}>
          {data.map((feed) => (
            <Feed key={feed.id} feed={feed} revoked={() => feed.id === making.data?.id && making.reset()} />
          ))}
        </ul>
      )}
      <Button size="md" variant="light" loading={making.isPending} onClick={() => making.mutate()}>
        {words.make}
      </Button>
    </Part>
  );
}

function Address({ url }: { readonly url: string }) {
  const words = useTongue().t.feeds;
  const [copied, setCopied] = useState(false);
  return (
    <Notice tone="good" title={words.once}>
      <div className={classes.address}>
        <TextInput
          size="md"
          readOnly
          aria-label={words.address}
          value={url}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button size="md" onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
          {words.copy}
        </Button>
      </div>
      <p role="status">{copied && words.copied}</p>
    </Notice>
  );
}

function Feed({ feed, revoked }: { readonly feed: CalendarFeed; readonly revoked: () => void }) {
  const { t } = useTongue();
  const words = t.feeds;
  const nameOf = useNameOf();
  const toast = useToast();
  const { atDate } = useTimes();
  const revoking = useChange(async () => {
    await ownCalls.revokeFeed(feed.id);
    revoked();
    toast({ text: words.revoked });
  }, touched);
  const name = feed.machineId === null ? words.ofOwn : words.ofMachine(nameOf(feed));
  const made = words.made(atDate(Date.parse(feed.createdAt)));
  return (
    <li>
      <p className={classes.rowTitle}>{name}</p>
      <p>{made}</p>
      <ProblemNotice error={revoking.error} />
      <Button
        size="md"
        variant="default"
        loading={revoking.isPending}
        aria-label={t.tile.about(words.revoke, `${name}, ${made}`)}
        onClick={() => revoking.mutate()}
      >
        {words.revoke}
      </Button>
    </li>
  );
}
